package org.pushforward.jobs.job;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.gradient.Gradient;
import org.pushforward.engine.gradient.GradientEstimate;
import org.pushforward.engine.gradient.Plan;
import org.pushforward.engine.moment.Points;
import org.pushforward.engine.moment.SampledProgram;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.result.KeptSamples;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spec.SamplesSpec;

/**
 * Sums as many samples of gradients as are wanted, in rounds after each of which what there is is
 * kept.
 *
 * <p>Errors are looked at after 2^20 samples, 2^21, 2^22, ..., and {@code most}, wherever a
 * continued run began: so it ends where one long run does.
 */
final class GradientSampling {
  /** Samples of a unit of work: a millisecond of the simplest. */
  static final long GRAIN = Points.ROUND;

  private static final long FIRST = 1L << 20;

  private static final long ROUNDS = 8;

  // Instructions of a round: some seconds on two cores, so that Spark's latency is not seen and a
  // run that is killed loses no more.
  private static final long LEAST_WORK = 1L << 36;
  private static final long MOST_WORK = 1L << 39;

  private final SamplesSpec wanted;
  private final Runner runner;
  private final Progress progress;
  private final KeptSamples kept;
  private final Plan plan;
  private final List<SummedGradient> summed;

  private GradientSampling(
      SamplesSpec wanted,
      Runner runner,
      Progress progress,
      KeptSamples kept,
      Plan plan,
      List<SummedGradient> summed) {
    this.wanted = wanted;
    this.runner = runner;
    this.progress = progress;
    this.kept = kept;
    this.plan = plan;
    this.summed = summed;
  }

  /** The sums of the plan's gradients, in their order. */
  static List<SummedGradient> of(
      Plan plan, SamplesSpec wanted, Runner runner, Progress progress, KeptSamples kept)
      throws IOException {
    List<SummedGradient> none = plan.gradients().stream().map(SummedGradient::none).toList();
    List<SummedGradient> before = kept.isContinued() ? before(none, kept) : none;
    for (int i = 0; i < before.size(); i++) {
      check(before.get(i).samples(), most(wanted, plan.gradients().get(i)), kept);
    }
    GradientSampling sampling =
        new GradientSampling(wanted, runner, progress, kept, plan, new ArrayList<>(before));
    for (int i = 0; i < before.size(); i++) {
      sampling.sum(i);
    }
    return sampling.summed;
  }

  /** What an earlier run has summed of the same. */
  private static List<SummedGradient> before(List<SummedGradient> none, KeptSamples kept)
      throws IOException {
    List<SummedGradient> before;
    try {
      before = SummedGradient.read(kept.read().orElseThrow());
    } catch (EOFException e) {
      throw refusal(kept, "is damaged: it ends too early");
    } catch (IOException e) {
      throw refusal(kept, "is damaged: " + e.getMessage());
    }
    boolean same = before.size() == none.size();
    for (int i = 0; same && i < none.size(); i++) {
      same = none.get(i).isOf(before.get(i));
    }
    if (!same) {
      throw refusal(
          kept,
          "holds the samples of another gradient: formula, model, parameters, seed, estimators or"
              + " their numbers differ");
    }
    return before;
  }

  private static void check(long samples, long most, KeptSamples kept) {
    if (samples > most) {
      throw refusal(kept, "holds " + samples + " samples already, and " + most + " are asked for");
    }
  }

  private static SpecException refusal(KeptSamples kept, String why) {
    return new SpecException(
        Place.of("--resume"),
        kept.folder().resolve(KeptSamples.NAME) + " " + why,
        "ask for as much or more of the same, or start anew with --overwrite");
  }

  private static long most(SamplesSpec wanted, Gradient gradient) {
    return multiple(wanted.most(), gradient.round());
  }

  private static long multiple(long samples, long of) {
    return (samples + of - 1) / of * of;
  }

  private void sum(int number) throws IOException {
    Gradient gradient = plan.gradients().get(number);
    long most = most(wanted, gradient);
    long target = wanted.isFixed() ? most : Math.min(most, FIRST);
    while (target < summed.get(number).samples()) {
      target = Math.min(most, 2 * target);
    }
    progress.phase("sampling", most);
    try (Shared<SampledProgram> work = runner.share(gradient.work())) {
      while (true) {
        take(number, target, work);
        if (target == most || isEnough(number)) {
          break;
        }
        target = Math.min(most, 2 * target);
      }
    }
    if (!wanted.isFixed()) {
      warn(number);
    }
  }

  /** Goes on to so many samples. */
  private void take(int number, long target, Shared<SampledProgram> work) throws IOException {
    long instructions = work.get().program().size();
    long part = (target + ROUNDS - 1) / ROUNDS;
    long round =
        multiple(
            Math.min(MOST_WORK / instructions, Math.max(LEAST_WORK / instructions, part)), GRAIN);
    while (summed.get(number).samples() < target) {
      long first = summed.get(number).samples();
      long next = Math.min(target, first + round);
      PartialSum more =
          runner.over(next - first, GRAIN, new SampleSums(work, first, runner.backend()));
      summed.set(number, summed.get(number).with(more, next));
      kept.write(SummedGradient.bytes(summed));
      progress.at(next, note(number));
    }
  }

  private List<GradientEstimate> estimates(int number) {
    SummedGradient sums = summed.get(number);
    return plan.gradients().get(number).estimates(sums.sums(), sums.samples());
  }

  private boolean isEnough(int number) {
    return estimates(number).stream().allMatch(this::isDone);
  }

  /** What is not finite stays so. */
  private boolean isDone(GradientEstimate e) {
    return !Double.isFinite(e.standardError()) || isReached(e);
  }

  private boolean isReached(GradientEstimate e) {
    return wanted.isReached(e.value(), e.standardError());
  }

  private String note(int number) {
    GradientEstimate first = estimates(number).get(0);
    return String.format(
        Locale.ROOT,
        "d / d %s = %.6g +- %.1g",
        first.parameter().name(),
        first.value(),
        first.standardError());
  }

  private void warn(int number) {
    for (GradientEstimate e : estimates(number)) {
      if (!isDone(e)) {
        progress.warn(
            "the error of d / d "
                + e.parameter().name()
                + " by "
                + e.choice().label()
                + " is still above what is wanted after "
                + e.samples()
                + " samples");
      }
    }
  }
}
