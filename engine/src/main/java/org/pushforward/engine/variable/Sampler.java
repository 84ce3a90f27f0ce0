package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.expr.UniformDraw;

/** Base maps: draws of variables as formulas of uniforms. */
public final class Sampler {

  /** A draw and the log density there. */
  public record Sample(Expr value, Expr logDensity) {}

  private final int stream;
  private int draws;

  private Sampler(int stream) {
    this.stream = stream;
  }

  /**
   * A draw of a variable: a function of (seed, stream, sample).
   *
   * @param stream which child of the seed's stream gives its uniforms
   * @throws UnsupportedOperationException if a sum is truncated
   */
  public static Expr draw(RandomVariable variable, int stream) {
    return new Sampler(stream).draw(variable);
  }

  /**
   * The draw of {@link #draw} with its log density, which of an image is log p(x) - log |dy/dx|
   * from the preimage x that was drawn: right where y has rounded to an end of its range.
   */
  public static Sample sample(RandomVariable variable, int stream) {
    return new Sampler(stream).sample(variable);
  }

  /** A draw of a vector and the log density there. */
  public record VectorSample(List<Expr> values, Expr logDensity) {}

  /** The draw of a vector, as {@link #draw(RandomVariable, int)}. */
  public static List<Expr> draw(RandomVector vector, int stream) {
    return new Sampler(stream).draw(vector);
  }

  /** The draw of a vector with its log density, as {@link #sample(RandomVariable, int)}. */
  public static VectorSample sample(RandomVector vector, int stream) {
    return new Sampler(stream).sample(vector);
  }

  private VectorSample sample(RandomVector vector) {
    Independent independent = (Independent) vector;
    List<Expr> values = new ArrayList<>();
    Expr logDensity = Expr.of(0);
    for (RandomVariable component : independent.components()) {
      Sample sample = sample(component);
      values.add(sample.value());
      logDensity = logDensity.plus(sample.logDensity());
    }
    return new VectorSample(values, logDensity);
  }

  private List<Expr> draw(RandomVector vector) {
    return ((Independent) vector).components().stream().map(this::draw).toList();
  }

  private Sample sample(RandomVariable variable) {
    if (variable instanceof Pushed p) {
      Sample x = sample(p.variable());
      Image y = p.map().forward(x.value());
      return new Sample(y.value(), x.logDensity().minus(y.logDet()));
    }
    Expr value = draw(variable);
    return new Sample(value, variable.logDensity(value));
  }

  private Expr draw(RandomVariable variable) {
    if (variable instanceof Draw d) {
      return d.law().draw(this::uniform);
    }
    if (variable instanceof Pushed p) {
      return p.map().forward(draw(p.variable())).value();
    }
    if (variable instanceof Sum s) {
      return draw(s.first()).plus(draw(s.second()));
    }
    if (variable instanceof Mixture m) {
      return draw(m);
    }
    Truncated t = (Truncated) variable;
    if (t.variable() instanceof Draw d) {
      Distribution law = d.law();
      Expr low = law.cdf(t.low());
      return law.quantile(low.plus(law.cdf(t.high()).minus(low).times(uniform())));
    }
    if (Sum.isIn(t)) {
      throw new UnsupportedOperationException("what contains a sum and is truncated is not drawn");
    }
    Expr u = uniform();
    return Root.of(
        x -> log(t.cdf(x).over(u)), t.low().plus(t.high()).times(0.5), t.low(), t.high());
  }

  /**
   * The first component whose cumulative probability exceeds a uniform; the last takes what is
   * left.
   */
  private Expr draw(Mixture mixture) {
    Expr choice = uniform();
    List<Mixture.Component> components = mixture.components();
    List<Expr> draws = components.stream().map(c -> draw(c.variable())).toList();
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

  private Expr uniform() {
    return UniformDraw.of(stream, draws++);
  }
}
