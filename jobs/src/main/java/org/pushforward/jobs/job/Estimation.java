package org.pushforward.jobs.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Estimate;
import org.pushforward.engine.moment.Integration;
import org.pushforward.engine.moment.Quantity;
import org.pushforward.engine.moment.SampledProgram;
import org.pushforward.engine.moment.Sampling;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.random.Sobol;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spec.MomentsSpec;
import org.pushforward.jobs.spec.MomentsSpec.Way;
import org.pushforward.jobs.spec.SamplesSpec;

/**
 * Chooses how quantities are found: exactly where that is known, by quadrature, and by samples
 * where a wanted error is not reached so.
 */
final class Estimation {
  // A million samples.
  private static final long FIRST_ROUNDS = 4;

  private static final double POOR = 1e-4;

  private final MomentsSpec spec;
  private final Calculator calculator;
  private final long seed;
  private final Runner runner;
  private final Progress progress;

  Estimation(MomentsSpec spec, Calculator calculator, long seed, Runner runner, Progress progress) {
    this.spec = spec;
    this.calculator = calculator;
    this.seed = seed;
    this.runner = runner;
    this.progress = progress;
  }

  /**
   * The quantities' values.
   *
   * @param beside those whose errors no more samples are taken for
   */
  Map<Quantity, Estimate> of(List<Quantity> quantities, Set<Quantity> beside) {
    Map<Quantity, Estimate> known = new LinkedHashMap<>();
    boolean auto = spec.method() == Way.AUTO;
    for (Quantity q : quantities) {
      q.exact(calculator)
          .filter(e -> auto || !Double.isFinite(e.value()))
          .ifPresent(e -> known.put(q, e));
    }
    progress.phase("integrating", 0);
    List<Quantity> rest =
        without(quantities, known).stream().filter(Quantity::isIntegrable).toList();
    List<Estimate> integrated = Integration.of(rest, calculator);
    boolean sampled = spec.method() == Way.QUASI_MONTE_CARLO || spec.method() == Way.MONTE_CARLO;
    for (int i = 0; i < rest.size(); i++) {
      Estimate e = integrated.get(i);
      // No sample shows that a value does not exist.
      if (!Double.isFinite(e.value()) || (!sampled && (!auto || isGood(e)))) {
        known.put(rest.get(i), e);
      }
    }
    List<Quantity> open = without(quantities, known);
    if (!open.isEmpty()) {
      known.putAll(sampled(open, beside));
    }
    return known;
  }

  private static List<Quantity> without(List<Quantity> all, Map<Quantity, Estimate> known) {
    return all.stream().filter(q -> !known.containsKey(q)).toList();
  }

  /** Whatever is wanted, an integral that was given up may be worse than samples. */
  private boolean isGood(Estimate e) {
    double poor = POOR * Math.max(1, Math.abs(e.value()));
    return isReached(e) || (!spec.sampling().isWanted() && e.standardError() < poor);
  }

  private Map<Quantity, Estimate> sampled(List<Quantity> quantities, Set<Quantity> beside) {
    Sampling sampling = sampling(quantities);
    SamplesSpec wanted = spec.sampling();
    long most = (wanted.most() + Sampling.ROUND - 1) / Sampling.ROUND;
    boolean all = wanted.isFixed();
    long rounds = all ? most : Math.min(most, FIRST_ROUNDS);
    List<Estimate> estimates;
    progress.phase("sampling", 0);
    try (Shared<SampledProgram> work = runner.share(sampling.work())) {
      PartialSum sums = sampling.work().zero();
      long done = 0;
      while (true) {
        sums.merge(
            runner.over(
                (rounds - done) * Sampling.ROUND,
                Sampling.ROUND,
                new SampleSums(work, done * Sampling.ROUND, runner.backend())));
        done = rounds;
        estimates = sampling.estimates(sums, rounds * Sampling.ROUND);
        List<Estimate> now = estimates;
        if (all
            || rounds == most
            || IntStream.range(0, now.size())
                .allMatch(i -> beside.contains(quantities.get(i)) || isReached(now.get(i)))) {
          break;
        }
        rounds = Math.min(most, 2 * rounds);
      }
    }
    Map<Quantity, Estimate> found = new LinkedHashMap<>();
    for (int i = 0; i < quantities.size(); i++) {
      found.put(quantities.get(i), estimates.get(i));
      if (!all && !isReached(estimates.get(i)) && !beside.contains(quantities.get(i))) {
        progress.warn(
            "the error of "
                + quantities.get(i).name()
                + " is still above what is wanted after "
                + estimates.get(i).evaluations()
                + " samples");
      }
    }
    return found;
  }

  private boolean isReached(Estimate e) {
    return spec.sampling().isReached(e.value(), e.standardError());
  }

  private Sampling sampling(List<Quantity> quantities) {
    try {
      if (spec.method() != Way.MONTE_CARLO) {
        Sampling sobol = Sampling.sobol(quantities, calculator, seed);
        if (sobol.dimensions() <= Sobol.DIMENSIONS) {
          return sobol;
        }
        if (spec.method() == Way.QUASI_MONTE_CARLO) {
          progress.warn(
              "independent samples are taken: a sample has "
                  + sobol.dimensions()
                  + " numbers, and Sobol's sequence "
                  + Sobol.DIMENSIONS);
        }
      }
      return Sampling.independent(quantities, calculator, seed);
    } catch (UnsupportedOperationException e) {
      throw new SpecException(
          spec.place(), "the model cannot be drawn from: " + e.getMessage(), "");
    }
  }
}
