package org.pushforward.jobs.job;

import java.nio.file.Path;
import java.util.Map;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Estimate;
import org.pushforward.engine.moment.Quantity;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.Spec;

/** Entropy, moments, quantiles, expectations and divergences of a variable or a vector. */
final class MomentsJob implements Job<MomentsQuestion, MomentsOutcome> {
  @Override
  public String name() {
    return "moments";
  }

  @Override
  public String description() {
    return "Finds the entropy, moments, quantiles and divergences of a variable";
  }

  @Override
  public MomentsQuestion read(Spec spec) {
    return MomentsQuestion.of(spec);
  }

  @Override
  public MomentsOutcome run(
      MomentsQuestion question, Runner runner, Progress progress, Path folder) {
    Calculator calculator = new Calculator(Device.backend(runner.backend()), question.at());
    AskedMoments asked = asked(question, calculator);
    Map<Quantity, Estimate> found =
        new Estimation(question.spec(), calculator, question.seed(), runner, progress)
            .of(asked.all(), asked.beside());
    return asked.outcome(question.at(), found);
  }

  private static AskedMoments asked(MomentsQuestion question, Calculator calculator) {
    try {
      return AskedMoments.of(question, calculator);
    } catch (UnsupportedOperationException e) {
      throw new SpecException(
          question.spec().place(), "no averages over this are derived: " + e.getMessage(), "");
    }
  }
}
