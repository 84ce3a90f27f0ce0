package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a gradient is to be estimated.
 *
 * @param gradients of independent samples, and of scrambled points, as far as they are asked for
 */
public record Plan(List<Gradient> gradients, List<Finding> diagnosis) {
  public Plan {
    gradients = List.copyOf(gradients);
    diagnosis = List.copyOf(diagnosis);
  }

  /** Nodes of f, times parameters; 10,000 are compiled in 10 s or so. */
  private static final long MOST_COMPARED = 10_000;

  /** The unbiased estimators that are compared where none is asked for. */
  private static final List<Estimator> ALL =
      List.of(
          new Estimator.Pathwise(),
          new Estimator.Score(Estimator.Baseline.OPTIMAL),
          new Estimator.MeasureValued(),
          new Estimator.Surrogate(Estimator.Baseline.OPTIMAL));

  /** Those to choose from, with these numbers. */
  public static List<Choice> all(Numbers numbers, boolean isControlled) {
    return ALL.stream().map(e -> new Choice(e, numbers, isControlled)).toList();
  }

  /**
   * The estimators that are asked for, with what is wrong with them.
   *
   * @param isBest whether for each parameter the one of them is taken whose variance times cost is
   *     least by a pilot
   */
  public static Plan of(Expectation expectation, List<Choice> choices, boolean isBest, long seed) {
    List<Choice> asked = isBest ? compared(expectation, choices) : choices;
    List<Choice> compared = new ArrayList<>(asked);
    compared(expectation, all(Numbers.INDEPENDENT, false)).stream()
        .filter(c -> !compared.contains(c))
        .forEach(compared::add);
    Pilot pilot = Pilot.of(expectation, compared, seed);
    return of(expectation, pilot, asked, isBest, Doctor.of(expectation, pilot, asked, seed), seed);
  }

  /** The same without a diagnosis but for refusals, which takes less. */
  public static Plan undiagnosed(
      Expectation expectation, List<Choice> choices, boolean isBest, long seed) {
    List<Choice> asked = isBest ? compared(expectation, choices) : choices;
    Pilot pilot = Pilot.of(expectation, asked, seed);
    return of(expectation, pilot, asked, isBest, Doctor.refusals(expectation, pilot, asked), seed);
  }

  /** Without what would take long to compile: f twice for each argument of a law. */
  private static List<Choice> compared(Expectation expectation, List<Choice> choices) {
    boolean isLarge = (long) expectation.size() * expectation.theta().size() > MOST_COMPARED;
    return choices.stream()
        .filter(c -> !(isLarge && c.estimator() instanceof Estimator.MeasureValued))
        .toList();
  }

  private static Plan of(
      Expectation expectation,
      Pilot pilot,
      List<Choice> choices,
      boolean isBest,
      List<Finding> diagnosis,
      long seed) {
    List<Pilot.Candidate> asked =
        pilot.candidates().stream().filter(c -> choices.contains(c.choice())).toList();
    List<Pilot.Candidate> taken = isBest ? best(expectation, asked) : asked;
    Map<Boolean, List<Pilot.Candidate>> byKind = new LinkedHashMap<>();
    taken.forEach(
        c ->
            byKind
                .computeIfAbsent(c.choice().numbers() == Numbers.SOBOL, k -> new ArrayList<>())
                .add(c));
    return new Plan(
        byKind.values().stream()
            .map(of -> Gradient.of(expectation, of, pilot.value(), seed))
            .toList(),
        diagnosis);
  }

  private static List<Pilot.Candidate> best(
      Expectation expectation, List<Pilot.Candidate> candidates) {
    return IntStream.range(0, expectation.theta().size())
        .boxed()
        .flatMap(j -> Doctor.best(j, candidates).stream())
        .toList();
  }
}
