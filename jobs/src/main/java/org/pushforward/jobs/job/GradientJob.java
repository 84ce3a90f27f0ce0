package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pushforward.engine.gradient.Plan;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.jobs.result.KeptSamples;
import org.pushforward.jobs.result.Optimum;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.OptimizeSpec;
import org.pushforward.jobs.spec.Spec;

/** The derivatives of an expectation by its parameters, from samples, and their diagnosis. */
final class GradientJob implements ContinuedJob<GradientQuestion, GradientOutcome> {
  @Override
  public String name() {
    return "gradient";
  }

  @Override
  public String description() {
    return "Estimates the gradient of an expectation, and says what is wrong with it";
  }

  @Override
  public GradientQuestion read(Spec spec) {
    return GradientQuestion.of(spec);
  }

  @Override
  public GradientOutcome run(
      GradientQuestion question, Runner runner, Progress progress, Path folder, KeptSamples kept)
      throws IOException {
    Backend backend = Device.backend(runner.backend());
    progress.phase("planning", 0);
    Plan plan = question.plan(backend);
    List<SummedGradient> summed =
        GradientSampling.of(plan, question.spec().samples(), runner, progress, kept);
    if (folder != null) {
      Files.write(folder.resolve(KeptSamples.NAME), SummedGradient.bytes(summed));
    }
    GradientAnswer answer = new GradientAnswer(question, plan, summed);
    Optional<OptimizeSpec> optimize = question.spec().optimize();
    Optimum optimum =
        optimize.isEmpty()
            ? null
            : new Optimization(question, optimize.get(), runner, progress).run(folder);
    return answer.outcome(answer.notFinite(runner), optimum, backend);
  }
}
