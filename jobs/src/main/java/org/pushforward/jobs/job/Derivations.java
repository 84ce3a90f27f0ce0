package org.pushforward.jobs.job;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.engine.convolution.IntegratedSum;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grids;
import org.pushforward.engine.expr.Integral;
import org.pushforward.engine.expr.Listing;
import org.pushforward.engine.variable.Branched;
import org.pushforward.engine.variable.Conditioned;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Joined;
import org.pushforward.engine.variable.MixedVector;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.Plain;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Truncated;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Description.Sum;

/** Tells how a variable's density was derived. */
final class Derivations {
  private static final Sum QUADRATURE = new Sum("adaptive quadrature", null);

  private Derivations() {}

  /**
   * @param said how it came about, in the model's words
   * @param variable resolved
   * @param x the observable, within the range that the variable is conditioned on
   */
  static Derivation of(String said, RandomVariable variable, Column x) {
    List<Sum> sums = sums(variable);
    List<String> density =
        Listing.ofDensity(Plain.of(variable).logDensity(x)).stream()
            .map(line -> line.name() + " = " + line.text())
            .toList();
    return of(said, sums, integrated(Plain.of(variable), x), density);
  }

  private static Derivation of(
      String said, List<Sum> sums, List<String> integrated, List<String> density) {
    Optional<Sum> worst =
        sums.stream()
            .filter(sum -> sum.convolution() != null)
            .max(Comparator.comparingDouble(sum -> sum.convolution().error()));
    String closed = sums.isEmpty() ? "closed form" : "closed form of the sum";
    String method =
        worst
            .or(() -> sums.stream().filter(QUADRATURE::equals).findFirst())
            .map(Sum::method)
            .orElse(closed);
    return new Derivation(
        said, method, worst.map(Sum::convolution).orElse(null), integrated, density);
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
    return of(part.said(), sums(part.vector()), integrated, density);
  }

  /** How each sum of variables is derived. */
  static List<Sum> sums(RandomVariable variable) {
    Set<Sum> sums = new LinkedHashSet<>();
    collect(variable, sums);
    return List.copyOf(sums);
  }

  /** The same of those that a vector is made of. */
  static List<Sum> sums(RandomVector vector) {
    Set<Sum> sums = new LinkedHashSet<>();
    collect(vector, sums);
    return List.copyOf(sums);
  }

  private static void collect(RandomVector vector, Set<Sum> sums) {
    if (vector instanceof Independent independent) {
      independent.components().forEach(v -> collect(v, sums));
    } else if (vector instanceof PushedVector pushed) {
      collect(pushed.vector(), sums);
    } else if (vector instanceof Joined joined) {
      joined.vectors().forEach(v -> collect(v, sums));
    } else if (vector instanceof MixedVector mixed) {
      mixed.components().forEach(c -> collect(c.vector(), sums));
    } else if (vector instanceof Conditioned conditioned) {
      collect(conditioned.vector(), sums);
    }
  }

  private static String method(Grids grids) {
    String convolution = grids.fourier() ? "convolution by transforms" : "direct convolution";
    return grids.sampled() ? convolution + " of densities at centres" : convolution;
  }

  private static void collect(RandomVariable variable, Set<Sum> sums) {
    if (variable instanceof Draw draw) {
      if (draw.law() instanceof TabulatedSum sum) {
        sums.add(
            new Sum(
                method(sum.table().grids()),
                new Derivation.Convolution(
                    sum.error(), sum.table().grids().cells(), sum.below(), sum.above())));
      } else if (draw.law() instanceof IntegratedSum) {
        sums.add(QUADRATURE);
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
