package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Outcome.DescribeOutcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Outcome.SimulateOutcome;

/** The jobs on models of vectors. */
final class VectorJobsTest {
  private static final String NORMAL =
      """
      model: |
        {u, v} ~ multivariate_normal({a, b}, {{s^2, r*s*t}, {r*s*t, t^2}})
      parameters:
        a: { start: 0, range: [-10, 10] }
        b: { start: 0, range: [-10, 10] }
        s: { start: 1, range: [0.1, 10] }
        t: { start: 1, range: [0.1, 10] }
        r: { start: 0, range: [-0.99, 0.99] }
      """;

  @TempDir private Path folder;

  /** The sample's means, standard deviations (over n) and correlation are the estimates. */
  @Test
  void theFitOfABivariateNormalIsItsClosedForm() throws IOException {
    SplittableRandom random = new SplittableRandom(20261121);
    int n = 500;
    double[] u = new double[n];
    double[] v = new double[n];
    List<String> lines = new ArrayList<>(List.of("u,V"));
    for (int i = 0; i < n; i++) {
      double z = random.nextGaussian();
      u[i] = 1 + 2 * z;
      v[i] = -0.5 - 0.6 * z + 0.7 * random.nextGaussian();
      lines.add(u[i] + "," + v[i]);
    }
    Files.write(folder.resolve("uv.csv"), lines);
    double a = Arrays.stream(u).average().orElseThrow();
    double b = Arrays.stream(v).average().orElseThrow();
    double uu = 0;
    double vv = 0;
    double uv = 0;
    for (int i = 0; i < n; i++) {
      uu += (u[i] - a) * (u[i] - a) / n;
      vv += (v[i] - b) * (v[i] - b) / n;
      uv += (u[i] - a) * (v[i] - b) / n;
    }
    String spec = NORMAL + "data: { path: uv.csv, columns: { v: V } }\n";
    FitOutcome outcome = (FitOutcome) run(new FitJob(), spec);
    Fit fit = outcome.fit();
    assertTrue(fit.converged(), fit.reason());
    double r = uv / Math.sqrt(uu * vv);
    assertClose(new double[] {a, b, Math.sqrt(uu), Math.sqrt(vv), r}, fit);
    double nll = n * (1 + Math.log(2 * Math.PI) + 0.5 * Math.log(uu * vv - uv * uv));
    assertEquals(nll, fit.nll(), 1e-12 * nll);
    // Of n draws a mean has the error sd / sqrt(n), a correlation (1 - r^2) / sqrt(n).
    assertEquals(Math.sqrt(uu / n), fit.parameters().get("a").error(), 1e-6);
    assertEquals((1 - r * r) / Math.sqrt(n), fit.parameters().get("r").error(), 1e-6);
    assertEquals(
        List.of("u, v"),
        List.copyOf(outcome.likelihoods().values().iterator().next().observables().keySet()));
    ProfileOutcome profile =
        (ProfileOutcome)
            run(new ProfileJob(), spec + "profile: { a: { from: 0.9, to: 1.1, points: 3 } }");
    // Profiled over b, s, t and r, n / 2 log(1 + (a - mean)^2 / var u) above the minimum.
    for (var point : profile.profile().points()) {
      double rise = 0.5 * n * Math.log1p((point.value() - a) * (point.value() - a) / uu);
      assertEquals(nll + rise, point.nll(), 1e-7);
    }
  }

  private static void assertClose(double[] expected, Fit fit) {
    double[] found =
        List.of("a", "b", "s", "t", "r").stream()
            .mapToDouble(name -> fit.parameters().get(name).value())
            .toArray();
    assertArrayEquals(expected, found, 1e-6);
  }

  /** A photomultiplier's charge by the number of its electrons: with these seen, and without. */
  @Test
  void aFitOfCountsFindsItsParametersWithTheCountsAndWithout() throws IOException {
    String parameters =
        """
        seed: 5
        parameters:
          rate: { start: 1, range: [0.1, 20] }
          gain: { start: 1, range: [0.5, 3] }
          sd: { start: 0.4, range: [0.05, 2] }
        simulate: { events: 5e3, at: { rate: 2.5, gain: 1.5, sd: 0.3 }, to: draws.parquet }
        """;
    String seen =
        "model: |\n  n ~ poisson(rate)\n  e ~ normal(0, sd)\n  {k, q} ~ {n, gain*n + e}\n";
    run(new SimulateJob(), seen + parameters);
    String data = parameters + "data: { path: draws.parquet }\n";
    Fit both = ((FitOutcome) run(new FitJob(), seen + data)).fit();
    Map<String, Double> truth = Map.of("rate", 2.5, "gain", 1.5, "sd", 0.3);
    assertWithin(truth, both);
    // Of n draws the mean count has the error sqrt(rate / n).
    double rate = both.parameters().get("rate").value();
    assertEquals(Math.sqrt(rate / 5000), both.parameters().get("rate").error(), 1e-6);
    String unseen = "model: q ~ gain*poisson(rate) + normal(0, sd)\n";
    Fit charge = ((FitOutcome) run(new FitJob(), unseen + data)).fit();
    assertWithin(truth, charge);
    assertTrue(charge.parameters().get("rate").error() > both.parameters().get("rate").error());
  }

  private static void assertWithin(Map<String, Double> truth, Fit fit) {
    assertTrue(fit.converged(), fit.reason());
    truth.forEach(
        (name, value) -> {
          Fit.Parameter p = fit.parameters().get(name);
          assertEquals(value, p.value(), 4.5 * p.error(), name);
        });
  }

  /** A convolution within a map: of {x + 2 y, y} as of x and y by themselves. */
  @Test
  void aFitOfAMapOfASumIsThatOfTheSum() throws IOException {
    String parameters =
        """
        seed: 5
        parameters:
          a: { start: 0, range: [-5, 5] }
          s: { start: 1, range: [0.1, 10] }
        """;
    String model =
        "model: |\n  x ~ triangular(a, a + 0.5, a + 1) + cauchy(0, 0.3)\n  y ~ normal(0, s)\n";
    String draws = "simulate: { events: 2e3, at: { a: 0.5, s: 0.6 }, to: draws.csv }\n";
    run(new SimulateJob(), model + parameters + draws);
    List<String> lines = new ArrayList<>(List.of("x,y,u"));
    for (String line : Files.readAllLines(folder.resolve("draws.csv/part-00000.csv"))) {
      if (!line.startsWith("x")) {
        String[] xy = line.split(",");
        lines.add(line + "," + (Double.parseDouble(xy[0]) + 2 * Double.parseDouble(xy[1])));
      }
    }
    Files.write(folder.resolve("xyu.csv"), lines);
    String data = parameters + "data: { path: xyu.csv, columns: { v: y } }\n";
    Fit wanted = ((FitOutcome) run(new FitJob(), model + data)).fit();
    String mapped = model + "  {u, v} ~ {x + 2*y, y}\n";
    FitOutcome found = (FitOutcome) run(new FitJob(), mapped + data);
    for (String name : List.of("a", "s")) {
      double error = wanted.parameters().get(name).error();
      double value = wanted.parameters().get(name).value();
      assertEquals(value, found.fit().parameters().get(name).value(), 1e-3 * error, name);
      assertEquals(error, found.fit().parameters().get(name).error(), 1e-3 * error, name);
    }
  }

  /** Values within 4.5 errors: by luck not in 1 of 30 000 seeds, three parameters together. */
  @Test
  void aFitOfDrawsOfAFormulaFindsItsParameters() throws IOException {
    String spec =
        """
        seed: 8
        model: |
          x ~ iid(2, normal(0, 1))
          y ~ {m + s*x1 + x2^3, t*sinh(x2)}
        parameters:
          m: { start: 0, range: [-5, 5] }
          s: { start: 1, range: [0.1, 10] }
          t: { start: 1, range: [0.1, 10] }
        simulate: { events: 2e4, at: { m: 0.5, s: 2, t: 1.5 }, to: draws.parquet }
        """;
    SimulateOutcome drawn = (SimulateOutcome) run(new SimulateJob(), spec);
    assertEquals(List.of("y1", "y2"), List.copyOf(drawn.events().schema().keySet()));
    Outcome written = run(new FitJob(), spec + "data: { path: draws.parquet }\n");
    assertEquals(run(new FitJob(), spec), written);
    Fit fit = ((FitOutcome) written).fit();
    assertWithin(Map.of("m", 0.5, "s", 2.0, "t", 1.5), fit);
    fit.parameters().values().forEach(p -> assertTrue(p.error() < 0.05, "error " + p.error()));
  }

  /** At points, at rows, by parameters: log density -z'z/2 - log(2 pi s t sqrt(1 - r^2)). */
  @Test
  void evaluateGivesTheDensityOfVectors() throws IOException {
    String at = "at: { r: 0.5, s: 2 }, ";
    EvaluateOutcome outcome = evaluate(NORMAL + "evaluate: { " + at + "points: [[0, 0], [2, 1]] }");
    double peak = -Math.log(2 * Math.PI * 2 * Math.sqrt(0.75));
    EvaluatedPoint first = outcome.points().get(0);
    EvaluatedPoint second = outcome.points().get(1);
    assertEquals(List.of(2.0, 1.0), second.x());
    assertEquals(peak, first.logDensity(), 1e-15);
    // (1 - 2 r + 1) / (2 (1 - r^2)) of z = (1, 1)
    assertEquals(peak - 1 / 1.5, second.logDensity(), 1e-14);
    assertEquals(Math.exp(peak - 1 / 1.5), second.density(), 1e-15);
    assertNull(second.cdf());
    // d/da = (z_u - r z_v) / (s (1 - r^2))
    assertEquals(0.5 / (2 * 0.75), second.gradient().get("a"), 1e-14);
    Files.writeString(folder.resolve("rows.csv"), "v,u\n0,0\n1,2\n");
    EvaluateOutcome rows =
        evaluate(NORMAL + "evaluate: { " + at + "to: out.csv, data: { path: rows.csv } }");
    assertEquals(2, rows.rows().rows());
    List<String> lines = Files.readAllLines(folder.resolve("out.csv/part-00000.csv"));
    assertEquals("u,v,density,log_density,d_a,d_b,d_s,d_t,d_r", lines.get(0));
    String[] cells = lines.get(2).split(",");
    assertEquals(second.logDensity(), Double.parseDouble(cells[3]));
    assertEquals(second.gradient().get("r"), Double.parseDouble(cells[8]));
  }

  @Test
  void aRangeIsGivenToComponentsWhoseOwnLawIsKnown() throws IOException {
    String iid =
        "model: y ~ iid(2, normal(a, 1))\nparameters: { a: { start: 0.5 } }\n"
            + "observables: { y2: { range: [-1, 1] } }\n";
    EvaluateOutcome outcome = evaluate(iid + "evaluate: { points: [[0, 0], [0, 2]] }");
    // phi(0.5)^2 and Phi(0.5) - Phi(-1.5) by mpmath
    double expected = 0.12394999430965298 / 0.6246552600051551;
    assertEquals(expected, outcome.points().get(0).density(), 1e-14);
    assertEquals(0, outcome.points().get(1).density());
    EvaluateOutcome one =
        evaluate(
            NORMAL
                + "observables: { u: { range: [-1, 1] } }\n"
                + "evaluate: { at: { r: 0.5 }, points: [[0, 0], [2, 1]] }");
    // 1 / (2 pi sqrt(0.75)) over erf(1 / sqrt(2)) = 0.6826894921370859
    double peak = 1 / (2 * Math.PI * Math.sqrt(0.75)) / 0.6826894921370859;
    assertEquals(peak, one.points().get(0).density(), 1e-14);
    assertEquals(0, one.points().get(1).density());
    SpecException wrong =
        assertThrows(
            SpecException.class,
            () -> run(new EvaluateJob(), NORMAL + "evaluate: { points: [0] }"));
    assertTrue(wrong.getMessage().contains("points: [[0, 0]]"), wrong.getMessage());
  }

  /** exp(-0.70014539686893886678) is P(0 < u < 5, -2 < v < 2) by mpmath, 40 digits. */
  @Test
  void rangesOnSeveralComponentsConditionThemTogether() throws IOException {
    String law = "multivariate_normal({1, -1}, {{4, 1.5}, {1.5, 3}})";
    String points = ", points: [[1, -1], [1, 2.5]] }\n";
    EvaluateOutcome ranged =
        evaluate(
            "observables: { u: { range: [0, 5] }, v: { range: [-2, 2] } }\n"
                + "evaluate: { of: \"{u, v} ~ "
                + law
                + "\""
                + points);
    double density = 1 / (2 * Math.PI * Math.sqrt(9.75)) / Math.exp(-0.70014539686893886678);
    assertEquals(density, ranged.points().get(0).density(), 1e-14);
    assertEquals(0, ranged.points().get(1).density());
    EvaluateOutcome truncated =
        evaluate(
            "evaluate: { of: \"{u, v} ~ truncate("
                + law
                + ", {0, -2}, {h, 2})\", at: { h: 5 }"
                + points);
    assertEquals(density, truncated.points().get(0).density(), 1e-14);
    assertEquals(List.of("density"), truncated.variable().derivation().integrated());
  }

  /**
   * What is simulated within ranges is fitted: of 20000 rows five parameters lie within 4.5 errors
   * but for 4e-5, and ranges in the text or of the observables are the same.
   */
  @Test
  void aFitWithinRangesFindsWhatWasSimulated() throws IOException {
    String law = "multivariate_normal({a, b}, {{s^2, r*s*t}, {r*s*t, t^2}})";
    String simulate =
        "simulate: { events: 2e4, at: { a: 0.5, b: 0.2, s: 1.2, t: 0.8, r: 0.5 },"
            + " to: within.csv }\n";
    String truncated = NORMAL.replace(law, "truncate(" + law + ", {-1, -3}, {2, 0.7})");
    run(new SimulateJob(), "seed: 9\n" + truncated + simulate);
    String data = "data: { path: within.csv }\n";
    Fit fit = ((FitOutcome) run(new FitJob(), truncated + data)).fit();
    assertTrue(fit.converged(), fit.reason());
    double[] truth = {0.5, 0.2, 1.2, 0.8, 0.5};
    List<Fit.Parameter> found = List.copyOf(fit.parameters().values());
    for (int k = 0; k < truth.length; k++) {
      assertEquals(truth[k], found.get(k).value(), 4.5 * found.get(k).error(), "parameter " + k);
      assertTrue(found.get(k).error() < 0.2, k + ": " + found.get(k).error());
    }
    String ranges = "observables: { u: { range: [-1, 2] }, v: { range: [-3, 0.7] } }\n";
    Fit ranged = ((FitOutcome) run(new FitJob(), NORMAL + ranges + data)).fit();
    // Columns that are known to lie in their ranges make a shorter program, rounded otherwise.
    assertEquals(fit.nll(), ranged.nll(), 1e-12 * Math.abs(fit.nll()));
    fit.parameters()
        .forEach((name, p) -> assertEquals(p.value(), ranged.parameters().get(name).value(), 1e-6));
  }

  @Test
  void rangesWithoutAProbabilityAreRefusedWithTheReason() {
    String spec =
        """
        observables: { x: { range: [0, 1] }, y: { range: [0, 1] }, z: { range: [0, 1] } }
        evaluate:
          of: "{x, y, z} ~ multivariate_normal({0, 0, 1}, {{1, 0.5, 0.2}, {0.5, 2, 0.3}, {0.2, 0.3, 1}})"
          points: [[0, 0, 0]]
        """;
    SpecException wrong = assertThrows(SpecException.class, () -> run(new EvaluateJob(), spec));
    assertTrue(
        wrong
            .getMessage()
            .contains("the probability that x and y and z lie in their ranges is not"),
        wrong.getMessage());
    assertTrue(wrong.getMessage().contains("over the 3 components"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("spec.yaml:1:"), wrong.getMessage());
  }

  @Test
  void describeShowsTheJointDensity() throws IOException {
    DescribeOutcome outcome = (DescribeOutcome) run(new DescribeJob(), NORMAL);
    var observables = outcome.descriptions().values().iterator().next().observables();
    assertEquals(List.of("u, v"), List.copyOf(observables.keySet()));
    assertTrue(
        observables.get("u, v").derivation().model().startsWith("multivariate_normal("),
        observables.get("u, v").derivation().model());
    assertTrue(observables.get("u, v").formulas().size() > 5);
  }

  private EvaluateOutcome evaluate(String spec) throws IOException {
    return (EvaluateOutcome) run(new EvaluateJob(), spec);
  }

  private <S, R extends Outcome> Outcome run(Job<S, R> job, String spec) throws IOException {
    return SpecRun.of(job, folder, spec, "local[2]");
  }
}
