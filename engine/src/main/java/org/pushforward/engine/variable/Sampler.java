package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;

/**
 * A draw of a variable as a formula of independent uniforms on (0, 1).
 *
 * @param draw the formula
 * @param uniforms columns it uses, in the order of draws
 */
public record Sampler(Expr draw, List<String> uniforms) {

  /**
   * The base map of a variable.
   *
   * @throws UnsupportedOperationException where a law has no quantile function in closed form
   */
  public static Sampler of(RandomVariable variable) {
    List<String> uniforms = new ArrayList<>();
    Expr draw = draw(variable, uniforms);
    return new Sampler(draw, List.copyOf(uniforms));
  }

  private static Expr draw(RandomVariable variable, List<String> uniforms) {
    if (variable instanceof Draw d) {
      return d.law().quantile(uniform(uniforms));
    }
    if (variable instanceof Pushed p) {
      return p.map().forward(draw(p.variable(), uniforms)).value();
    }
    if (variable instanceof Sum s) {
      return draw(s.first(), uniforms).plus(draw(s.second(), uniforms));
    }
    if (variable instanceof Mixture m) {
      return draw(m, uniforms);
    }
    Truncated t = (Truncated) variable;
    if (!(t.variable() instanceof Draw d)) {
      throw new UnsupportedOperationException(
          "only truncated laws, not truncated images, are drawn");
    }
    Distribution law = d.law();
    Expr low = law.cdf(t.low());
    return law.quantile(low.plus(law.cdf(t.high()).minus(low).times(uniform(uniforms))));
  }

  /**
   * The first component whose cumulative probability exceeds a uniform; the last takes what is
   * left.
   */
  private static Expr draw(Mixture mixture, List<String> uniforms) {
    Expr choice = uniform(uniforms);
    List<Mixture.Component> components = mixture.components();
    List<Expr> draws = components.stream().map(c -> draw(c.variable(), uniforms)).toList();
    Expr drawn = draws.get(draws.size() - 1);
    for (int k = components.size() - 2; k >= 0; k--) {
      Expr cumulative = Expr.of(0);
      for (int i = 0; i <= k; i++) {
        cumulative = cumulative.plus(components.get(i).weight());
      }
      drawn = select(less(choice, cumulative), draws.get(k), drawn);
    }
    return drawn;
  }

  private static Expr uniform(List<String> uniforms) {
    String name = "u" + uniforms.size();
    uniforms.add(name);
    return Column.of(name);
  }
}
