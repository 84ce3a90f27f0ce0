package org.pushforward.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Least squares of NIST's Statistical Reference Datasets (difficulty "Lower") from both of their
 * starts, against certified values. From the first start of DanWood a full step would end where b1
 * x^b2 is 0 and flat.
 */
class NistRegressionTest {
  /** On the estimated distance, in units of the certified sum of squares. */
  private static final double TOLERANCE = 1e-16;

  /** y(x; b), leaving dy/db in d. */
  private interface Model {
    double at(double x, double[] b, double[] d);
  }

  private static Model model(String set) {
    return switch (set) {
      case "Misra1a" ->
          (x, b, d) -> {
            double e = Math.exp(-b[1] * x);
            d[0] = 1 - e;
            d[1] = b[0] * x * e;
            return b[0] * (1 - e);
          };
      case "Misra1b" ->
          (x, b, d) -> {
            double q = 1 + b[1] * x / 2;
            d[0] = 1 - 1 / (q * q);
            d[1] = b[0] * x / (q * q * q);
            return b[0] * d[0];
          };
      case "Chwirut1", "Chwirut2" ->
          (x, b, d) -> {
            double q = b[1] + b[2] * x;
            double y = Math.exp(-b[0] * x) / q;
            d[0] = -x * y;
            d[1] = -y / q;
            d[2] = -x * y / q;
            return y;
          };
      case "DanWood" ->
          (x, b, d) -> {
            d[0] = Math.pow(x, b[1]);
            d[1] = b[0] * d[0] * Math.log(x);
            return b[0] * d[0];
          };
      case "Lanczos3" ->
          (x, b, d) -> {
            double y = 0;
            for (int i = 0; i < 6; i += 2) {
              double e = Math.exp(-b[i + 1] * x);
              d[i] = e;
              d[i + 1] = -b[i] * x * e;
              y += b[i] * e;
            }
            return y;
          };
      case "Gauss1", "Gauss2" ->
          (x, b, d) -> {
            double e = Math.exp(-b[1] * x);
            d[0] = e;
            d[1] = -b[0] * x * e;
            double y = b[0] * e;
            for (int i = 2; i < 8; i += 3) {
              double z = (x - b[i + 1]) / b[i + 2];
              double p = Math.exp(-z * z);
              d[i] = p;
              d[i + 1] = b[i] * p * 2 * z / b[i + 2];
              d[i + 2] = d[i + 1] * z;
              y += b[i] * p;
            }
            return y;
          };
      default -> throw new IllegalArgumentException(set);
    };
  }

  private static List<String[]> rows(String file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                NistRegressionTest.class.getResourceAsStream(file), StandardCharsets.US_ASCII))) {
      return reader.lines().skip(1).map(line -> line.split(",")).toList();
    }
  }

  private static double[] column(List<String[]> rows, int index) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row[index])).toArray();
  }

  /** A data set with its certified answer. */
  private record Problem(
      String set,
      double[] x,
      double[] y,
      double[][] starts,
      double[] certified,
      double[] errors,
      double residualSquares) {

    static Problem read(String set) throws IOException {
      List<String[]> data = rows(set + ".csv");
      List<String[]> answer =
          rows("certified.csv").stream().filter(row -> row[0].equals(set)).toList();
      String[] summary =
          rows("summary.csv").stream().filter(row -> row[0].equals(set)).findFirst().orElseThrow();
      return new Problem(
          set,
          column(data, 1),
          column(data, 0),
          new double[][] {column(answer, 2), column(answer, 3)},
          column(answer, 4),
          column(answer, 5),
          Double.parseDouble(summary[4]));
    }

    Objective squares() {
      Model model = model(set);
      int n = certified.length;
      return (problems, points, values, gradients) -> {
        double[] d = new double[n];
        for (int p = 0; p < problems.length; p++) {
          double[] b = Arrays.copyOfRange(points, p * n, (p + 1) * n);
          for (int i = 0; i < x.length; i++) {
            double residual = model.at(x[i], b, d) - y[i];
            values[p] += residual * residual;
            for (int j = 0; j < n; j++) {
              gradients[p * n + j] += 2 * residual * d[j];
            }
          }
        }
      };
    }

    /** Without bounds, and with no better metric than the squares of the start. */
    Bfgs run(int start) {
      int n = certified.length;
      double[] lower = new double[n];
      double[] upper = new double[n];
      Arrays.fill(lower, Double.NEGATIVE_INFINITY);
      Arrays.fill(upper, Double.POSITIVE_INFINITY);
      SymmetricMatrix metric =
          SymmetricMatrix.diagonal(Arrays.stream(starts[start]).map(b -> b * b).toArray());
      return new Bfgs(starts[start], lower, upper, metric, TOLERANCE * residualSquares);
    }
  }

  // The most evaluations are those seen from either start and a fifth more, since Math.exp may
  // differ by an ulp elsewhere.
  @ParameterizedTest
  @CsvSource({
    "Misra1a, 75, 20",
    "Misra1b, 57, 33",
    "Chwirut1, 40, 28",
    "Chwirut2, 40, 32",
    "DanWood, 38, 14",
    "Gauss1, 59, 105",
    "Gauss2, 72, 81",
    "Lanczos3, 310, 460",
  })
  void certifiedParametersAreReachedFromBothStarts(String set, int first, int second)
      throws IOException {
    Problem problem = Problem.read(set);
    List<Bfgs> runs = List.of(problem.run(0), problem.run(1));
    Bfgs.minimizeAll(problem.squares(), runs, (iteration, start) -> {});
    for (int start = 0; start < 2; start++) {
      Bfgs run = runs.get(start);
      String where = set + " from start " + (start + 1) + ": " + run.reason();
      assertEquals(Bfgs.Status.CONVERGED, run.status(), where);
      assertTrue(
          run.evaluations() <= (start == 0 ? first : second),
          where + ", " + run.evaluations() + " evaluations");
      // Residuals of 1e-5 of the data leave 2^-37 of their squares.
      assertEquals(problem.residualSquares, run.best().value(), 1e-10 * problem.residualSquares);
      double freedom = problem.x.length - problem.certified.length;
      for (int i = 0; i < problem.certified.length; i++) {
        // A distance of TOLERANCE is a step of sqrt(TOLERANCE * freedom) standard errors, and
        // eleven digits are certified.
        double allowed =
            Math.sqrt(TOLERANCE * freedom) * problem.errors[i]
                + 5e-11 * Math.abs(problem.certified[i]);
        assertEquals(problem.certified[i], run.best().point()[i], allowed, where + ", b" + (i + 1));
      }
    }
  }
}
