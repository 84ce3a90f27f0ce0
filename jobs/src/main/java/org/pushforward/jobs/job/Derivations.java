package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Integral;
import org.pushforward.engine.expr.Listing;
import org.pushforward.engine.variable.Branched;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.Plain;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Truncated;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Description.Sum;

/** Tells how a variable's density was derived. */
final class Derivations {
  private Derivations() {}

  /**
   * @param said how it came about, in the model's words
   * @param variable resolved
   * @param x the observable, within the range that the variable is conditioned on
   */
  static Derivation of(String said, RandomVariable variable, Column x) {
    List<Sum> sums = sums(variable);
    Derivation.Convolution worst =
        sums.stream()
            .map(Sum::convolution)
            .filter(Objects::nonNull)
            .max(Comparator.comparingDouble(Derivation.Convolution::error))
            .orElse(null);
    List<String> density =
        Listing.ofDensity(Plain.of(variable).logDensity(x)).stream()
            .map(line -> line.name() + " = " + line.text())
            .toList();
    return new Derivation(
        said,
        worst != null
            ? "direct convolution"
            : sums.isEmpty() ? "closed form" : "closed form of the sum",
        worst,
        integrated(Plain.of(variable), x),
        density);
  }

  private static List<String> integrated(RandomVariable variable, Column x) {
    Map<String, Expr> formulas = new LinkedHashMap<>();
    formulas.put("density", variable.logDensity(x));
    formulas.put("cdf", variable.cdf(x));
    formulas.put("survival", variable.survival(x));
    formulas.values().removeIf(formula -> !Integral.isIn(formula));
    return List.copyOf(formulas.keySet());
  }

  /** That of the joint density of components which depend on each other. */
  static Derivation of(Model.Part part) {
    List<Expr> x = part.names().stream().<Expr>map(Column::of).toList();
    Expr logDensity = part.vector().logDensity(x);
    List<String> density =
        Listing.ofDensity(logDensity).stream()
            .map(line -> line.name() + " = " + line.text())
            .toList();
    List<String> integrated = Integral.isIn(logDensity) ? List.of("density") : List.of();
    return new Derivation(part.said(), "closed form", null, integrated, density);
  }

  /** How each sum of variables is derived. */
  static List<Sum> sums(RandomVariable variable) {
    List<Sum> sums = new ArrayList<>();
    collect(variable, sums);
    return sums;
  }

  private static void collect(RandomVariable variable, List<Sum> sums) {
    if (variable instanceof Draw draw) {
      if (draw.law() instanceof TabulatedSum sum) {
        sums.add(
            new Sum(
                "direct convolution",
                new Derivation.Convolution(sum.error(), sum.table().grids().cells())));
      } else if (!draw.sum().isEmpty()) {
        sums.add(new Sum("closed form of " + draw.sum(), null));
      }
    } else if (variable instanceof Pushed pushed) {
      collect(pushed.variable(), sums);
    } else if (variable instanceof Branched branched) {
      collect(branched.variable(), sums);
    } else if (variable instanceof Truncated truncated) {
      collect(truncated.variable(), sums);
    } else if (variable instanceof Mixture mixture) {
      mixture.components().forEach(c -> collect(c.variable(), sums));
    }
  }
}
