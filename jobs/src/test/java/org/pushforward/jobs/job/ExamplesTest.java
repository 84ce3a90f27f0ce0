package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.result.DerivativeEstimate;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Likelihood;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Profile;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Session;
import org.pushforward.jobs.spec.SpecReader;

/** The examples, run as a user runs them, against other programs' results. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("examples");

  /**
   * iminuit with scipy's Voigt profile, unbinned, each component normalised on [60, 120]: value and
   * error.
   */
  private static final Map<String, double[]> IMINUIT =
      Map.of(
          "m", new double[] {90.76013, .02908},
          "s", new double[] {1.34500, .04011},
          "f", new double[] {.841523, .005423},
          "k", new double[] {.0471570, .0023920});

  /** The same on 240 bins with exact probabilities (zmumu_binned.py). */
  private static final Map<String, double[]> IMINUIT_BINNED =
      Map.of(
          "m", new double[] {90.756833, .029155},
          "s", new double[] {1.35138, .040076},
          "f", new double[] {.84166269, .0054228},
          "k", new double[] {.04717881, .0023952});

  @Test
  void unbinnedZFitAgreesWithIminuit() {
    assertAgrees(IMINUIT, 0.01, 0.01, "zmumu.yaml");
  }

  /**
   * Both minimize to 1e-6 errors and better, so what differs is the eighth digit, 2e-5 errors of m,
   * and iminuit's numeric second derivatives.
   */
  @Test
  void binnedZFitAgreesWithIminuit() {
    assertAgrees(IMINUIT_BINNED, 1e-4, 1e-3, "zmumu-binned.yaml");
  }

  private static void assertAgrees(
      Map<String, double[]> iminuit, double ofValue, double ofError, String example) {
    Fit fit = ((FitOutcome) run(new FitJob(), example, "local[1]", true)).fit();
    assertTrue(fit.converged(), fit.reason());
    assertTrue(fit.estimatedDistance() < 1e-9);
    // The world average; muons' momenta are not calibrated that well here.
    assertEquals(91.19, fit.parameters().get("m").value(), 0.5);
    iminuit.forEach(
        (name, expected) -> {
          Fit.Parameter found = fit.parameters().get(name);
          assertEquals(expected[0], found.value(), ofValue * expected[1], name);
          assertEquals(expected[1], found.error(), ofError * expected[1], name);
        });
  }

  /**
   * Fisher information 11.02091 an event on these bins, so an error of .3012265 / sqrt(N); 3 errors
   * fail once in 370 seeds.
   */
  @Test
  void smearedUniformComesBackWithTheCramerRaoErrorAndMpmathsProfile() {
    ProfileOutcome outcome =
        (ProfileOutcome) run(new ProfileJob(), "smeared-uniform.yaml", "local[2]", true);
    Fit.Parameter sigma = outcome.fit().parameters().get("sigma");
    double bound = 1 / Math.sqrt(11.02091 * 1e5);
    assertTrue(outcome.fit().converged(), outcome.fit().reason());
    assertEquals(0.1, sigma.value(), 3 * bound);
    assertEquals(bound, sigma.error(), 0.03 * bound);
    assertMinimumIsTheFit(outcome.profile(), sigma.value(), outcome.fit().nll());
    Likelihood data = outcome.likelihoods().values().iterator().next();
    assertIsMpmaths(outcome.profile(), data.observables().get("x").histogram().counts());
  }

  /**
   * The cubic by values and slopes left and right of the minimum has it where the fit has: values
   * of 5e5 are rounded at 1e-10, which moves a minimum of curvature 1e6 on a step of 1e-4 by 1e-12.
   */
  private static void assertMinimumIsTheFit(Profile profile, double best, double nll) {
    List<Profile.Point> points = profile.points();
    int right = 0;
    while (points.get(right).gradient() < 0) {
      right++;
    }
    Profile.Point a = points.get(right - 1);
    Profile.Point b = points.get(right);
    double h = b.value() - a.value();
    double rise = b.nll() - a.nll();
    double first = h * a.gradient();
    double second = 3 * rise - h * (2 * a.gradient() + b.gradient());
    double third = h * (a.gradient() + b.gradient()) - 2 * rise;
    // The cubic's slope first + 2 second u + 3 third u^2 vanishes; third may be next to nothing.
    double u = -first / (second + Math.sqrt(second * second - 3 * first * third));
    assertEquals(best, a.value() + u * h, 1e-6 * best);
    assertEquals(nll, a.nll() + u * (first + u * (second + u * third)), 1e-9);
  }

  /**
   * The scan in 50-digit arithmetic, of the same counts. Slopes to 1e-10 of the largest, of 1e5
   * events; values to 8 ulp, as logarithms and masses are good to a few and the sum is exact.
   */
  private static void assertIsMpmaths(Profile profile, List<Double> counts) {
    List<String> lines = lines("smeared_uniform_mpmath.csv");
    assertEquals(
        Arrays.stream(lines.get(1).split(" ")).map(Double::valueOf).toList(), counts, "counts");
    double[][] expected =
        lines.stream()
            .skip(2)
            .map(l -> Arrays.stream(l.split(",")).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    assertEquals(expected.length, profile.points().size());
    double largest = Arrays.stream(expected).mapToDouble(e -> Math.abs(e[2])).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      Profile.Point point = profile.points().get(i);
      assertEquals(expected[i][0], point.value());
      assertEquals(expected[i][1], point.nll(), 8 * Math.ulp(expected[i][1]));
      assertEquals(expected[i][2], point.gradient(), 1e-10 * largest);
    }
  }

  private static List<String> lines(String resource) {
    try (InputStream in = ExamplesTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Density and cdf at 1 are 1/4 and .980052885979928 (mpmath). */
  @Test
  void evaluateGivesTheSmearedBoxAtItsEdge() {
    EvaluateOutcome outcome =
        (EvaluateOutcome) run(new EvaluateJob(), "density.yaml", "local[1]", true);
    assertEquals(0.25, outcome.points().get(5).density(), 1e-15);
    assertEquals(0.980052885979928, outcome.points().get(5).cdf(), 1e-14);
  }

  /** The project's reference for the entropy; KL to a uniform of width 2 is log 2 less that. */
  @Test
  void momentsOfASquashedNormalAreTheReference() {
    MomentsOutcome outcome =
        (MomentsOutcome) run(new MomentsJob(), "moments.yaml", "local[1]", true);
    assertEquals(0.669804118221797, outcome.entropy().value(), 1e-14);
    assertEquals(0.693147180559945 - 0.669804118221797, outcome.kl().value(), 1e-14);
    assertEquals(0, outcome.mean().value(), outcome.mean().standardError());
    assertEquals(0, outcome.quantiles().get(0).value());
    assertEquals(0.928148032287, outcome.quantiles().get(1).value(), 1e-12); // tanh 1.64485...
  }

  /**
   * (-6, 2) in closed form, and (0, -1/2) to the bit and the last digits; of 3 estimators for 2
   * parameters, 4 errors fail once in 2600 seeds.
   */
  @Test
  void gradientsAreThoseOfTheClosedForms() {
    GradientOutcome outcome =
        (GradientOutcome)
            run(new GradientJob(), "gradient.yaml", "local[2]", true, "gradient.samples=4e6");
    assertEquals(6, outcome.estimates().size());
    for (DerivativeEstimate e : outcome.estimates()) {
      assertEquals(e.parameter().equals("mu") ? -6 : 2, e.value(), 4 * e.standardError());
    }
    GradientOutcome trap =
        (GradientOutcome)
            run(new GradientJob(), "gradient-trap.yaml", "local[1]", true, "gradient.samples=1e5");
    assertEquals(0, trap.estimates().get(0).value());
    assertEquals(-0.5, trap.estimates().get(1).value(), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({
    "'uniform(80, 80 + m)', 1", // no density above 81
    "'normal(90 + sqrt(m), 10)', 0" // no derivative of the square root at 0
  })
  void datumWithoutDensityOrGradientAtTheStartIsNamed(String model, double start) {
    SpecException wrong =
        assertThrows(
            SpecException.class,
            () ->
                run(
                    new FitJob(),
                    "zmumu.yaml",
                    "local[1]",
                    true,
                    "model=mass ~ " + model,
                    "parameters={m: {start: " + start + ", range: [0, 9]}}",
                    "profile={m: {from: 1, to: 2, points: 2}}"));
    assertTrue(wrong.getMessage().contains("mass = "), wrong.getMessage());
  }

  private static <S, R extends Outcome> Outcome run(
      Job<S, R> job, String example, String master, boolean inDriver, String... settings) {
    S needed = job.read(SpecReader.read(EXAMPLES.resolve(example), List.of(settings)));
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .set("spark.driver.host", "localhost")
            .set(Session.ROWS_IN_DRIVER_KEY, inDriver ? "1000000" : "0");
    try (Session session = Session.open("test", conf, BackendChoice.AUTO, Progress.SILENT)) {
      return job.run(needed, session.runner(), Progress.SILENT, Path.of("target"));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
