package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/** Says of a gradient what is wrong with it, and which estimator is best. */
final class Doctor {
  /** A tail that falls as t^-2 or slower has none. */
  private static final double FINITE_VARIANCE = 2;

  private final Expectation expectation;
  private final Pilot pilot;
  private final World world;
  private final Map<Parameter, Double> typical;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(Expectation expectation, Pilot pilot, long seed) {
    this.expectation = expectation;
    this.pilot = pilot;
    this.world = new World(expectation, new Source.Streams(Source.Streams.FIRST, false), false);
    this.typical = pilot.typical(world, seed);
  }

  /**
   * What is found.
   *
   * @param asked those that are asked for, of which refusals are told
   */
  static List<Finding> of(Expectation expectation, Pilot pilot, List<Choice> asked, long seed) {
    Doctor doctor = new Doctor(expectation, pilot, seed);
    doctor.mean();
    doctor.findings.addAll(refusals(expectation, pilot, asked));
    for (int j = 0; j < expectation.theta().size(); j++) {
      doctor.zero(j);
      for (Pilot.Candidate c : pilot.candidates()) {
        if (c.parameter() == j && asked.contains(c.choice())) {
          doctor.candidate(c);
        }
      }
      doctor.choice(j);
    }
    return doctor.findings;
  }

  /** Which of the estimators that are asked for are not taken, and why. */
  static List<Finding> refusals(Expectation expectation, Pilot pilot, List<Choice> asked) {
    return pilot.refusals().stream()
        .filter(r -> asked.contains(r.choice()))
        .map(
            r ->
                new Finding(
                    Finding.Kind.REFUSED,
                    expectation.theta().get(r.parameter()).name(),
                    r.choice().label(),
                    r.why()))
        .toList();
  }

  /** Of each parameter's candidates the one of least variance times cost. */
  static Optional<Pilot.Candidate> best(int parameter, List<Pilot.Candidate> candidates) {
    List<Pilot.Candidate> unbiased =
        candidates.stream()
            .filter(c -> c.parameter() == parameter)
            .filter(c -> !(c.choice().estimator() instanceof Estimator.FiniteDifference))
            .toList();
    return least(
            unbiased.stream()
                .filter(
                    c -> c.notFinite() == 0 && !TailIndex.of(c.values()).isBelow(FINITE_VARIANCE)))
        .or(() -> least(unbiased.stream()));
  }

  private static Optional<Pilot.Candidate> least(Stream<Pilot.Candidate> candidates) {
    return candidates.min(
        Comparator.comparingDouble(Pilot.Candidate::work)
            .thenComparingDouble(Pilot.Candidate::cost));
  }

  private void found(Finding.Kind kind, int parameter, Choice choice, String text) {
    findings.add(
        new Finding(kind, expectation.theta().get(parameter).name(), choice.label(), text));
  }

  /** Whether E f exists. */
  private void mean() {
    for (Leaf leaf : world.leaves()) {
      if (leaf.isScalar() && !leaf.isDiscrete()) {
        Parameter z = leaf.symbols().get(0);
        HeavyTail.ofFirstMoment(world.formula(), z, leaf.variable(), others(z))
            .ifPresent(
                tail ->
                    findings.add(
                        new Finding(
                            Finding.Kind.INFINITE_VARIANCE,
                            "",
                            "",
                            "E |f| is infinite, so there is no gradient to estimate: "
                                + said(tail, "|f|"))));
      }
    }
  }

  private void zero(int j) {
    Parameter theta = expectation.theta().get(j);
    boolean isDraws = world.leaves().stream().anyMatch(leaf -> leaf.dependsOn(theta));
    if (world.explicit(j).is(0) && !isDraws) {
      findings.add(
          new Finding(
              Finding.Kind.ZERO,
              theta.name(),
              "",
              "exactly 0: neither f nor the law of what it is of depends on " + theta.name()));
      return;
    }
    if (pilot.isZero(j)) {
      findings.add(
          new Finding(Finding.Kind.ZERO, theta.name(), "", "exactly 0: " + whyZero(theta, j)));
    }
  }

  private String whyZero(Parameter theta, int j) {
    Set<Parameter> own =
        expectation.integrand().densities().stream()
            .map(d -> d.live())
            .collect(Collectors.toUnmodifiableSet());
    if (!Substitution.among(own, expectation.integrand().formula()).isEmpty()) {
      return "d log p(x) / d "
          + theta.name()
          + " = 0 where x is the variable's own draw: x moves with "
          + theta.name()
          + " as the density does, and the two dependences cancel. If the score was meant, stop the"
          + " draw: logp(stop(x) | x)";
    }
    return world.explicit(j).is(0)
        ? "f does not change along the draws as " + theta.name() + " moves them"
        : "what f changes by and what the draws move cancel at every sample";
  }

  private void candidate(Pilot.Candidate c) {
    long notFinite = c.notFinite();
    if (notFinite > 0) {
      found(
          Finding.Kind.NOT_FINITE,
          c.parameter(),
          c.choice(),
          notFinite + " of " + c.values().length + " samples of the pilot are not finite");
    }
    if (c.choice().estimator() instanceof Estimator.FiniteDifference fd) {
      found(
          Finding.Kind.BIAS,
          c.parameter(),
          c.choice(),
          "biased by h^2 / 6 times the third derivative of E f, with h = "
              + fd.step()
              + (hasPath(c.parameter())
                  ? ""
                  : "; f or draws jump as it moves, so that the variance grows as 1 / h"));
    }
    Optional<HeavyTail> tail = tailOfScore(c);
    if (tail.isPresent()) {
      found(
          Finding.Kind.INFINITE_VARIANCE,
          c.parameter(),
          c.choice(),
          "the variance is infinite, and the standard error says nothing: "
              + said(tail.get(), "|gradient|"));
      return;
    }
    TailIndex index = TailIndex.of(c.values());
    if (index.isBelow(FINITE_VARIANCE)) {
      found(
          Finding.Kind.INFINITE_VARIANCE,
          c.parameter(),
          c.choice(),
          String.format(
              Locale.ROOT,
              "the variance seems infinite, and the standard error says nothing: the largest %d of"
                  + " %d samples have a tail index of %.2f +- %.2f, below 2",
              index.used(),
              c.values().length,
              index.index(),
              index.error()));
    }
  }

  private boolean hasPath(int parameter) {
    return pilot.candidates().stream()
        .anyMatch(
            c ->
                c.parameter() == parameter && c.choice().estimator() instanceof Estimator.Pathwise);
  }

  /** Of f d log p / dtheta + df/dtheta, as a formula of one leaf after another. */
  private Optional<HeavyTail> tailOfScore(Pilot.Candidate c) {
    if (!(c.choice().estimator() instanceof Estimator.Score)) {
      return Optional.empty();
    }
    Expr score = world.score(c.parameter(), leaf -> true);
    Expr g = world.formula().times(score).plus(world.explicit(c.parameter()));
    return world.leaves().stream()
        .filter(leaf -> leaf.isScalar() && !leaf.isDiscrete())
        .flatMap(
            leaf -> {
              Parameter z = leaf.symbols().get(0);
              return HeavyTail.ofSecondMoment(g, z, leaf.variable(), others(z)).stream();
            })
        .findFirst();
  }

  private Map<Parameter, Double> others(Parameter z) {
    Map<Parameter, Double> others = new LinkedHashMap<>(typical);
    others.remove(z);
    return others;
  }

  private static String said(HeavyTail tail, String what) {
    return String.format(
        Locale.ROOT,
        "%s grows as the power %.3g of what is drawn, whose tail falls as the power -%.3g",
        what,
        tail.degree(),
        tail.exponent());
  }

  private void choice(int j) {
    best(j, pilot.candidates())
        .ifPresent(
            best -> {
              String rest =
                  pilot.candidates().stream()
                      .filter(c -> c.parameter() == j && c != best)
                      .filter(c -> c.gradient() != best.gradient())
                      .map(Doctor::said)
                      .distinct()
                      .collect(Collectors.joining(", "));
              found(
                  Finding.Kind.CHOICE,
                  j,
                  best.choice(),
                  said(best)
                      + (rest.isEmpty() ? " is the only one" : " takes less work than " + rest));
            });
  }

  private static String said(Pilot.Candidate c) {
    return String.format(
        Locale.ROOT,
        "%s (variance %.3g, %.0f operations)",
        c.choice().label(),
        c.variance(),
        c.cost());
  }
}
