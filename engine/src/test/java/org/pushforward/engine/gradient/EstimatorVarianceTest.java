package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pushforward.engine.gradient.Asked.independent;
import static org.pushforward.engine.gradient.Asked.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.gradient.Estimator.Baseline;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.number.PartialSum;

/**
 * Gradients and the variances of one sample of every estimator against exact ones: the test
 * functions (x - k)^2, exp(-k x^2) and cos(k x) of Mohamed, Rosca, Figurnov & Mnih (2020), figures
 * 2 to 4, and their Bayesian logistic regression.
 */
class EstimatorVarianceTest {
  private static final int PARTS = 64;

  /**
   * Standard errors, by the spread of 64 parts: exceeded by luck with 5e-6 each, by one of 900 with
   * 1 of 200.
   */
  private static final double LIMIT = 5;

  /** In the columns' order. */
  private static final List<Choice> CHOICES =
      List.of(
          independent(new Estimator.Pathwise()),
          score(Baseline.NONE),
          score(Baseline.MEAN),
          score(Baseline.OPTIMAL),
          independent(new Estimator.MeasureValued()));

  private static final Map<String, String> FORMULAS =
      Map.of("quadratic", "(x - k)^2", "gauss", "exp(-k*x^2)", "cosine", "cos(k*x)");

  private record Measured(double mean, double error, double variance, double errorOfVariance) {}

  /** d^2 of log p / d theta^2, E of minus that, at the settings of the table. */
  private static final Map<String, Map<String, DoubleUnaryOperator>> INFORMATION =
      Map.of(
          "normal", Map.of("mean", sd -> 1 / (sd * sd), "sd", sd -> 2 / (sd * sd)),
          "exponential", Map.of("rate", rate -> 1 / (rate * rate)),
          "poisson", Map.of("rate", rate -> 1 / rate),
          // of shape 2.5; trigamma(2.5)
          "gamma",
              Map.of("shape", rate -> 0.4903577561002348, "rate", rate -> 2.5 / (rate * rate)));

  /**
   * @param each samples of a part
   */
  private static Map<String, Measured> measured(Gradient gradient, int each) {
    double[][] variances = new double[PARTS][];
    PartialSum all = gradient.work().zero();
    for (int part = 0; part < PARTS; part++) {
      PartialSum sums = gradient.work().zero();
      gradient.work().add(Asked.SIMD, (long) part * each, (part + 1L) * each, sums);
      variances[part] =
          gradient.estimates(sums, each).stream()
              .mapToDouble(GradientEstimate::varianceOfOneSample)
              .toArray();
      all.merge(sums);
    }
    List<GradientEstimate> estimates = gradient.estimates(all, (long) PARTS * each);
    Map<String, Measured> measured = new LinkedHashMap<>();
    double sd = gradient.value(all, (long) PARTS * each)[1] * Math.sqrt((double) PARTS * each);
    measured.put("f", new Measured(0, 0, sd * sd, 0));
    for (int i = 0; i < estimates.size(); i++) {
      int column = i;
      GradientEstimate e = estimates.get(i);
      double spread =
          IntStream.range(0, PARTS)
              .mapToDouble(p -> Math.pow(variances[p][column] - e.varianceOfOneSample(), 2))
              .sum();
      measured.put(
          e.choice().label() + " " + e.parameter().name(),
          new Measured(
              e.value(),
              e.standardError(),
              e.varianceOfOneSample(),
              Math.sqrt(spread / (PARTS - 1) / PARTS)));
    }
    return measured;
  }

  @ParameterizedTest
  @ValueSource(strings = {"normal", "exponential", "gamma", "poisson"})
  void everyEstimatorHasTheExactMeanAndVariance(String law) {
    Map<List<String>, List<String[]>> bySetting =
        Reference.rows("gradient/estimator_variances.csv").stream()
            .filter(row -> row[0].equals(law))
            // Of a gamma law's shape a sample takes 4 us.
            .filter(row -> !law.equals("gamma") || List.of("0.5", "3").contains(row[4]))
            .collect(
                Collectors.groupingBy(
                    row -> List.of(row[1], row[3], row[4]),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (List<String[]> rows : bySetting.values()) {
      Map<String, Double> at = new LinkedHashMap<>();
      List<String> names = rows.stream().map(row -> row[2]).toList();
      List<String> arguments =
          law.equals("normal")
              ? List.of("mean", "sd")
              : law.equals("gamma") ? List.of("shape", "rate") : List.of("rate");
      String[] values = rows.get(0)[1].split(" ");
      IntStream.range(0, arguments.size())
          .forEach(i -> at.put(arguments.get(i), Double.parseDouble(values[i])));
      at.put("k", Double.parseDouble(rows.get(0)[4]));
      Asked asked =
          Asked.of(
              FORMULAS.get(rows.get(0)[3]),
              "x ~ " + law + "(" + String.join(", ", arguments) + ")",
              at,
              names.toArray(String[]::new));
      Map<String, Measured> measured =
          measured(asked.plan(CHOICES.toArray(Choice[]::new)).gradients().get(0), 1 << 13);
      for (String[] row : rows) {
        Map<String, Double> exact = new LinkedHashMap<>();
        for (int c = 0; c < CHOICES.size(); c++) {
          Measured m = measured.get(CHOICES.get(c).label() + " " + row[2]);
          if (row.length > 6 + c && !row[6 + c].isEmpty()) {
            double variance = Double.parseDouble(row[6 + c]);
            double gradient = Double.parseDouble(row[5]);
            exact.put(CHOICES.get(c).label() + " " + row[2], variance);
            compared++;
            double allowed = LIMIT * m.errorOfVariance + 1e-12;
            if (CHOICES.get(c).equals(score(Baseline.MEAN))) {
              double information =
                  INFORMATION
                      .get(law)
                      .get(row[2])
                      .applyAsDouble(Double.parseDouble(values[values.length - 1]));
              double excess = variance - Double.parseDouble(row[9]);
              allowed += LIMIT * ofBaseline(measured.get("f").variance, excess, information);
            }
            if (!(Math.abs(m.mean - gradient) <= LIMIT * m.error + 1e-12)
                || !(Math.abs(m.variance - variance) <= allowed)) {
              wrong.add(String.join(",", row) + " " + CHOICES.get(c).label() + ": " + m);
            }
          }
        }
        requireRanking(exact, measured, String.join(",", row), wrong);
      }
    }
    assertEquals(List.of(), wrong, "of " + compared);
  }

  /**
   * What the error of a baseline b, a mean over the pilot's samples, changes the variance V(b) =
   * V(b*) + (b - b*)^2 I by: 2 |b - b*| I times that error, I the Fisher information.
   */
  private static double ofBaseline(double variance, double excess, double information) {
    return 2 * Math.sqrt(Math.max(0, excess) * information) * Math.sqrt(variance / Pilot.SAMPLES);
  }

  /** Which estimators are better is as it is, where their variances differ by a tenth. */
  private static void requireRanking(
      Map<String, Double> exact, Map<String, Measured> measured, String row, List<String> wrong) {
    List<String> ranked = exact.keySet().stream().sorted(Comparator.comparing(exact::get)).toList();
    for (int i = 1; i < ranked.size(); i++) {
      String better = ranked.get(i - 1);
      String worse = ranked.get(i);
      if (exact.get(better) < 0.9 * exact.get(worse)
          && !(measured.get(better).variance < measured.get(worse).variance)) {
        wrong.add(row + ": " + better + " is not better than " + worse);
      }
    }
  }

  /**
   * The log likelihood of 100 tumours' labels and a standard normal prior, under a normal
   * approximation of each weight; the reference is another program's simulation. Of the first
   * feature's weight: pathwise is better than measure-valued, and that than any score.
   */
  @Test
  void bayesianLogisticRegressionHasTheSimulatedVariances() {
    List<String[]> rows = Reference.rows("gradient/breast_cancer.csv");
    int features = rows.get(0).length - 1;
    StringBuilder f = new StringBuilder("-(w0^2 + w1^2 + w2^2 + w3^2)/2 - 2*log(2*pi)");
    double[] means = new double[features];
    double[] sds = new double[features];
    for (int k = 0; k < features; k++) {
      int column = k;
      double[] x = rows.stream().mapToDouble(r -> Double.parseDouble(r[column])).toArray();
      double mean = IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
      means[k] = mean;
      sds[k] =
          Math.sqrt(
              IntStream.range(0, x.length)
                  .mapToDouble(i -> (x[i] - mean) * (x[i] - mean))
                  .average()
                  .orElseThrow());
    }
    for (String[] row : rows) {
      String sign = row[features].equals("1") ? "" : "-";
      f.append(" + log_sigmoid(").append(sign).append("(w0");
      for (int k = 0; k < features; k++) {
        double x = (Double.parseDouble(row[k]) - means[k]) / sds[k];
        f.append(" + w").append(k + 1).append("*(").append(x).append(")");
      }
      f.append("))");
    }
    Asked asked =
        Asked.of(
            f.toString(),
            "w0 ~ normal(0.1, 0.5)\nw1 ~ normal(m, s)\nw2 ~ normal(0.3, 0.3)\nw3 ~ normal(0.4, 0.2)",
            Asked.at("m", 0.2, "s", 0.4),
            "m",
            "s");
    Map<String, Measured> measured =
        measured(asked.plan(CHOICES.toArray(Choice[]::new)).gradients().get(0), 1 << 11);
    List<String> names = List.of("pathwise", "score", "score_mean", "score_optimal", "measure");
    List<String> wrong = new ArrayList<>();
    for (String[] row : Reference.rows("gradient/logistic_regression.csv")) {
      if (row[1].equals("1")) {
        double[] v = IntStream.range(3, 7).mapToDouble(i -> Double.parseDouble(row[i])).toArray();
        Measured m =
            measured.get(
                CHOICES.get(names.indexOf(row[2])).label() + (row[0].equals("mean") ? " m" : " s"));
        if (Math.abs(m.mean - v[0]) > LIMIT * Math.hypot(m.error, v[1])
            || Math.abs(m.variance - v[2]) > LIMIT * Math.hypot(m.errorOfVariance, v[3])) {
          wrong.add(String.join(",", row) + ": " + m);
        }
      }
    }
    assertEquals(List.of(), wrong);
    double[] ofMean =
        List.of("pathwise m", "measure_valued m", "score (optimal) m", "score m").stream()
            .mapToDouble(name -> measured.get(name).variance)
            .toArray();
    for (int i = 1; i < ofMean.length; i++) {
      assertEquals(true, ofMean[i - 1] < ofMean[i], "at " + i);
    }
  }
}
