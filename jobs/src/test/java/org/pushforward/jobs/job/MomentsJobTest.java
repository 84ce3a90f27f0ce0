package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.pushforward.jobs.result.Known;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.LocalRunner;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Session;
import org.pushforward.jobs.spec.SpecReader;

final class MomentsJobTest {
  /** For all chains, 1e8 for instance; 0: a million for some of them. */
  private static final long SAMPLES = Long.getLong("pushforward.samples", 0);

  private static MomentsOutcome run(Session session, String moments) {
    return run(session.runner(), moments);
  }

  private static MomentsOutcome run(Runner runner, String moments) {
    MomentsJob job = new MomentsJob();
    MomentsQuestion question = job.read(SpecReader.parse(Path.of("spec.yaml"), moments, List.of()));
    return job.run(question, runner, Progress.SILENT, null);
  }

  private static Session session(String master) {
    SparkConf conf = new SparkConf().setMaster(master).set("spark.driver.host", "localhost");
    return Session.open("test", conf, BackendChoice.SIMD, Progress.SILENT);
  }

  /**
   * Log-determinants that are not constant, whose entropies other libraries refuse. 4 standard
   * errors, themselves known to 9 %: Student's t of 63 degrees, 1.7e-4 each, so that 20 fail by
   * luck once in 300 seeds.
   */
  @Test
  void entropiesOfChainsOverLawsAreThoseOfQuadratureWithin4StandardErrors() throws IOException {
    List<String> chains;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                MomentsJobTest.class.getResourceAsStream("chains.txt"), StandardCharsets.UTF_8))) {
      chains = reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
    assertEquals(20, chains.size());
    StringBuilder wrong = new StringBuilder();
    try (Session session = session("local[2]")) {
      for (int i = 0; i < chains.size(); i += SAMPLES > 0 ? 1 : 6) {
        String chain = chains.get(i);
        String spec = "moments: { of: \"y ~ " + chain + "\", ";
        Known exact = run(session, spec + "method: quadrature }").entropy();
        String sampling = "method: monte_carlo, samples: " + Math.max(SAMPLES, 1000000) + " }";
        Known sampled = run(session, spec + sampling).entropy();
        double off = (sampled.value() - exact.value()) / sampled.standardError();
        String line =
            String.format(
                Locale.ROOT,
                "%-60s %.12g +- %.1g, %.8g +- %.2g of %d samples: %.2f%n",
                chain,
                exact.value(),
                exact.standardError(),
                sampled.value(),
                sampled.standardError(),
                sampled.evaluations(),
                off);
        if (SAMPLES > 0) {
          System.out.print(line);
        }
        assertTrue(sampled.evaluations() >= Math.max(SAMPLES, 1000000), line);
        if (!(Math.abs(off) < 4) || !(exact.standardError() < 1e-9)) {
          wrong.append(line);
        }
      }
    }
    assertEquals("", wrong.toString());
  }

  /** The entropy of Poisson's law of rate 3.7, by mpmath; 4 standard errors. */
  @Test
  void entropyOfCountsIsSummedAndSampled() {
    String spec = "moments: { of: 'n ~ poisson(3.7)', ";
    try (Session session = session("local[1]")) {
      Known summed = run(session, spec + "method: auto }").entropy();
      assertEquals("summation", summed.method());
      assertEquals(2.04503479889721249, summed.value(), 1e-12);
      for (String method : List.of("monte_carlo", "quasi_monte_carlo")) {
        Known sampled = run(session, spec + "samples: 1e6, method: " + method + " }").entropy();
        assertEquals(method, sampled.method());
        assertEquals(summed.value(), sampled.value(), 4 * sampled.standardError());
        assertTrue(sampled.standardError() < 1e-3);
      }
    }
  }

  @Test
  void samplesGiveTheSameBitsOnOneThreadOnTwoAndInTheDriver() {
    List<String> specs =
        Stream.of("monte_carlo", "quasi_monte_carlo")
            .map(
                method ->
                    "seed: 5\nmoments: { of: 'y ~ mix(0.3 -> tanh(normal(0, 1)), 0.7 ->"
                        + " uniform(-1, 1) + normal(0, 0.2))', expectations: { g: exp(y) }, samples:"
                        + " 1e6, method: "
                        + method
                        + " }")
            .toList();
    Runner driver = new LocalRunner(BackendChoice.SIMD);
    List<Map<String, Known>> wanted = specs.stream().map(s -> run(driver, s).all()).toList();
    assertNotEquals(wanted.get(0), wanted.get(1));
    for (String master : List.of("local[1]", "local[2]")) {
      try (Session session = session(master)) {
        assertEquals(wanted, specs.stream().map(s -> run(session, s).all()).toList(), master);
      }
    }
  }

  private static final String NORMAL =
      "of: \"{u, v} ~ multivariate_normal({1, -2}, {{4, 1}, {1, 2}})\", ";

  /** Normal laws: entropy, moments and E u v in closed form, divergences likewise by mpmath. */
  @Test
  void aVectorHasEntropyMomentsAndDivergences() {
    String asked =
        "kl_to: \"w ~ iid(2, normal(0, 2))\", expectations: { product: u*v }, "
            + "divergences: { to: \"w ~ iid(2, normal(0, 2))\", renyi: [0.5], of: [kl, hellinger] }";
    MomentsOutcome outcome =
        run(new LocalRunner(BackendChoice.SIMD), "moments: { " + NORMAL + asked + " }");
    double logDet = Math.log(7);
    assertEquals(Math.log(2 * Math.PI * Math.E) + logDet / 2, outcome.entropy().value(), 1e-14);
    Map<String, Known> all = outcome.all();
    isFound("exact", 1, all.get("mean u"));
    isFound("exact", -2, all.get("mean v"));
    isFound("exact", 4, all.get("variance u"));
    isFound("exact", 2, all.get("variance v"));
    isFound("exact", 1, all.get("covariance u, v"));
    isFound("exact", 1 / Math.sqrt(8), all.get("correlation u, v"));
    isFound("quadrature", 1 - 2, all.get("E product"));
    double kl = (6 / 4.0 + 5 / 4.0 - 2 + Math.log(16) - logDet) / 2;
    isFound("quadrature", kl, all.get("kl"));
    isFound("quadrature", kl, all.get("divergence kl"));
    isFound("quadrature", 0.490880907357539903, all.get("divergence hellinger"));
    isFound("quadrature", 0.551412315580918569, all.get("divergence renyi(0.5)"));
  }

  /**
   * Of N(0, {{1, 0.5}, {0.5, 1}}) in [0, 2] x [-1, 3], and N({0.5, 1}, {{2, 0.3}, {0.3, 1.5}})
   * there: Gauss-Legendre sums of 200 x 200 nodes by NumPy, right to 1e-14.
   */
  @Test
  void aVectorWithinRangesHasMomentsAndDivergences() {
    String normal = "{x, y} ~ multivariate_normal({0, 0}, {{1, 0.5}, {0.5, 1}})";
    String other =
        "{x, y} ~ truncate(multivariate_normal({0.5, 1}, {{2, 0.3}, {0.3, 1.5}}), {0, -1}, {2, 3})";
    Map<String, Double> expected =
        Map.of(
            "mean x", 0.7384582362643902,
            "mean y", 0.47825444986557064,
            "variance x", 0.25325649712734616,
            "covariance x, y", 0.10011938779928888,
            "entropy", 1.6801465885655946,
            "kl", 0.27088243667080003);
    for (String method : List.of("", "method: quasi_monte_carlo, ", "method: monte_carlo, ")) {
      MomentsOutcome found =
          run(
              new LocalRunner(BackendChoice.SIMD),
              "observables: { x: { range: [0, 2] }, y: { range: [-1, 3] } }\n"
                  + "moments: { "
                  + method
                  + "of: \""
                  + normal
                  + "\", kl_to: \""
                  + other
                  + "\" }");
      Map<String, Known> all = found.all();
      expected.forEach(
          (name, value) -> {
            if (method.isEmpty()) {
              isFound("quadrature", value, all.get(name));
            } else {
              near(method.contains("quasi") ? 1e-5 : 2e-3, value, all.get(name));
            }
          });
    }
  }

  private static void isFound(String method, double expected, Known found) {
    assertEquals(method, found.method());
    assertEquals(expected, found.value(), 1e-12, found.toString());
    assertTrue(found.standardError() <= 1e-12, found.toString());
  }

  /** What is not known exactly, by samples; of a covariance near 0 no more are taken. */
  @Test
  void aVectorOfThreeIsSampled() {
    String spec =
        "moments: { of: '{u, v, w} ~ multivariate_t(5, {0, 1, 2}, "
            + "{{1, 0.3, 0}, {0.3, 2, 0}, {0, 0, 1}})', "
            + "expectations: { product: u*v }, until: { absolute_error: 0.01 }, "
            + "method: quasi_monte_carlo }";
    MomentsOutcome outcome = run(new LocalRunner(BackendChoice.SIMD), spec);
    assertEquals(3, outcome.covariances().size());
    Known covariance = outcome.covariances().get("u, v");
    assertEquals("quasi_monte_carlo", covariance.method());
    assertEquals(0.5, covariance.value(), 5 * covariance.standardError()); // 5 / 3 of 0.3
    Known none = outcome.covariances().get("u, w");
    assertEquals(0, none.value(), 5 * none.standardError());
    assertTrue(none.standardError() < 0.1, none.toString());
    near(0.01, 0.5, outcome.expectations().get("product"));
  }

  /** 5 standard errors of 16 replicates (Student's t): once in 10^4. */
  private static void near(double error, double expected, Known found) {
    assertTrue(found.standardError() <= error, found.toString());
    assertEquals(expected, found.value(), 5 * found.standardError() + 1e-14, found.toString());
  }
}
