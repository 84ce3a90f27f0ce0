package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Inverse;
import org.pushforward.engine.bijector.Spline;
import org.pushforward.engine.distribution.CdfMap;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.distribution.Uniform;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** Reads images under maps that are made of laws or of groups of numbers. */
final class MapReader {
  static final List<String> NAMES = List.of("cdf", "quantile", "spline");

  private static final Distribution UNIT = new Uniform(Expr.of(0), Expr.of(1));
  private static final List<Argument> SPLINE =
      List.of(
          Argument.of("x[] > before"), Argument.of("y[] > before"), Argument.of("slopes[] > 0"));

  private final ScalarReader scalars;
  private final Names names;
  private final Images images;
  private final Text text;

  MapReader(ScalarReader scalars, Names names, Images images, Text text) {
    this.scalars = scalars;
    this.names = names;
    this.images = images;
    this.text = text;
  }

  ScalarReader.Meaning read(Syntax.Call call) {
    return switch (call.name()) {
      case "cdf" -> cdf(call);
      case "quantile" -> quantile(call);
      default -> spline(call);
    };
  }

  /** cdf(law, X), uniform on [0, 1] where X is of this law. */
  private ScalarReader.Meaning cdf(Syntax.Call call) {
    RandomVariable law = law(call);
    Bijector map = new CdfMap(AsLaw.of(law));
    return image(map, call, x -> x.equals(law) ? new Draw(UNIT) : cdf(call, map, law.support(), x));
  }

  private RandomVariable cdf(Syntax call, Bijector map, Support of, RandomVariable x) {
    if (isOpen(of.low(), x.support().low()) || isOpen(of.high(), x.support().high())) {
      throw text.problem(
          call,
          "the ends of this law depend on parameters, and the variable may lie outside",
          "take a law that reaches as far as the variable for all parameters");
    }
    return images.pushed(map, x, call);
  }

  /** Whether an end depends on parameters and is not the variable's too. */
  private static boolean isOpen(Expr end, Expr ofVariable) {
    return Double.isNaN(end.constantOrNaN()) && end != ofVariable;
  }

  /** quantile(law, U), U in [0, 1]; a draw from the law where U is uniform. */
  private ScalarReader.Meaning quantile(Syntax.Call call) {
    RandomVariable law = law(call);
    Bijector map = new Inverse(new CdfMap(AsLaw.of(law)));
    return image(map, call, u -> u.equals(new Draw(UNIT)) ? law : images.pushed(map, u, call));
  }

  /** Of the last argument. */
  private ScalarReader.Meaning image(
      Bijector map, Syntax.Call call, UnaryOperator<RandomVariable> derived) {
    ScalarReader.Meaning x = scalars.variable(value(call, call.arguments().size() - 1));
    return new ScalarReader.Meaning(
        map.forward(x.formula()).value(), () -> derived.apply(x.variable()));
  }

  private RandomVariable law(Syntax.Call call) {
    requireCount(call, 2, call.name() + "(normal(0, 1), X)");
    Syntax written = value(call, 0);
    int uses = names.uses();
    RandomVariable law = scalars.random(written);
    if (names.uses() > uses) {
      throw text.problem(
          written, "a law is wanted, and a named variable is one draw", "write its law here");
    }
    if (law.isDiscrete()) {
      throw text.problem(
          written, "the cdf of a discrete law is no bijection", "take a continuous law");
    }
    if (Sum.isIn(law)) {
      throw text.problem(
          written, "the quantiles of what contains a sum are not derived", "take another law");
    }
    return law;
  }

  /** spline({x}, {y}, {slopes}, X). */
  private ScalarReader.Meaning spline(Syntax.Call call) {
    String example = "spline({-1, 0, 2}, {-1, 0.5, 2}, {1, 0.7, 1}, X)";
    requireCount(call, 4, example);
    List<List<Expr>> groups = new ArrayList<>();
    for (int i = 0; i < SPLINE.size(); i++) {
      List<Expr> values = SPLINE.get(i).values(text, value(call, i), scalars::formula);
      if (values.size() < 2 || values.size() != (i == 0 ? values : groups.get(0)).size()) {
        throw text.problem(
            value(call, i),
            "a spline has two knots or more, and as many y and slopes as x",
            "write " + example);
      }
      SPLINE.get(i).check(text, value(call, i), values, name -> List.of(), names.ranges());
      groups.add(values);
    }
    Bijector map = new Spline(groups.get(0), groups.get(1), groups.get(2));
    return image(map, call, x -> images.pushed(map, x, call));
  }

  private static Syntax value(Syntax.Call call, int argument) {
    return call.arguments().get(argument).value();
  }

  private void requireCount(Syntax.Call call, int count, String example) {
    if (call.arguments().size() != count) {
      throw text.problem(call, call.name() + " takes " + count + " arguments", "write " + example);
    }
  }
}
