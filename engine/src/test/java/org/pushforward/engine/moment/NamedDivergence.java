package org.pushforward.engine.moment;

import java.util.Map;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.variable.ModelReader;

/** Divergences as rows of tests name them. */
final class NamedDivergence {
  private NamedDivergence() {}

  /**
   * @param name as results have it, or the f of E f(p / q), a formula of t
   */
  static Quantity of(Divergences from, String name, Calculator calculator) {
    return switch (name) {
      case "kl" -> from.kl();
      case "js" -> from.js();
      case "total_variation" -> from.totalVariation();
      case "hellinger" -> from.hellinger();
      case "chi_squared" -> from.chiSquared();
      case "renyi(0.5)" -> from.renyi(0.5);
      case "renyi(3.0)" -> from.renyi(3);
      default ->
          from.f(name, t -> ModelReader.formula(Text.of("f", name), Map.of("t", t)), calculator);
    };
  }
}
