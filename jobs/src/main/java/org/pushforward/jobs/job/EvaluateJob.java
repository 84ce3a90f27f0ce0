package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.variable.Model;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.Spec;

/**
 * Density, log density, cdf, survival and the gradient of the log density, at points or rows; of
 * vectors no cdf.
 */
final class EvaluateJob implements Job<EvaluateQuestion, EvaluateOutcome> {
  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String description() {
    return "Evaluates a density and its gradient at points or at the rows of data";
  }

  @Override
  public EvaluateQuestion read(Spec spec) {
    return EvaluateQuestion.of(spec);
  }

  @Override
  public EvaluateOutcome run(
      EvaluateQuestion question, Runner runner, Progress progress, Path folder) throws IOException {
    progress.phase("evaluating", 0);
    if (question.spec().data().isPresent()) {
      return new RowEvaluation(question, runner, progress).run(folder);
    }
    Model.Part prepared = question.prepared(question.extents());
    List<List<Double>> places = question.spec().points();
    double[][] at = new double[question.names().size()][];
    for (int i = 0; i < at.length; i++) {
      int component = i;
      at[i] = places.stream().mapToDouble(p -> p.get(component)).toArray();
    }
    int known = question.values().size();
    double[][] values = new double[known + question.at().size()][places.size()];
    Device.backend(runner.backend())
        .kernel(question.program(prepared))
        .evaluate(question.point(), new EventBlock(at, places.size()), values);
    List<EvaluatedPoint> points = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Map<String, Double> gradient = new LinkedHashMap<>();
      for (String name : question.at().keySet()) {
        gradient.put(name, values[known + gradient.size()][i]);
      }
      points.add(
          new EvaluatedPoint(
              places.get(i),
              values[0][i],
              values[1][i],
              question.part().isScalar() ? values[2][i] : null,
              question.part().isScalar() ? values[3][i] : null,
              gradient));
    }
    return new EvaluateOutcome(points, question.derived(prepared), null);
  }
}
