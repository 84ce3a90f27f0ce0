package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
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

  @Test
  void unbinnedZFitAgreesWithIminuit() {
    Fit fit = ((FitOutcome) run(new FitJob(), "zmumu.yaml", "local[1]", true)).fit();
    assertTrue(fit.converged(), fit.reason());
    assertTrue(fit.estimatedDistance() < 1e-9);
    IMINUIT.forEach(
        (name, expected) -> {
          Fit.Parameter found = fit.parameters().get(name);
          assertEquals(expected[0], found.value(), 0.01 * expected[1], name);
          assertEquals(expected[1], found.error(), 0.01 * expected[1], name);
        });
  }

  @Test
  void resultDoesNotDependOnWhereTheDataAreWorkedOn() {
    Outcome driver = run(new FitJob(), "zmumu.yaml", "local[1]", true);
    assertEquals(driver, run(new FitJob(), "zmumu.yaml", "local[2]", false));
  }

  /**
   * Fisher information 11.02091 an event on these bins, so an error of .3012265 / sqrt(N); 3 errors
   * fail once in 370 seeds.
   */
  @Test
  void smearedUniformComesBackWithTheCramerRaoError() {
    ProfileOutcome outcome =
        (ProfileOutcome) run(new ProfileJob(), "smeared-uniform.yaml", "local[2]", true);
    Fit.Parameter sigma = outcome.fit().parameters().get("sigma");
    double bound = 1 / Math.sqrt(11.02091 * 1e5);
    assertTrue(outcome.fit().converged(), outcome.fit().reason());
    assertEquals(0.1, sigma.value(), 3 * bound);
    assertEquals(bound, sigma.error(), 0.03 * bound);
    for (Profile.Point point : outcome.profile().points()) {
      assertTrue(point.nll() >= outcome.fit().nll() - 1e-8 * 1e-3);
      // The slope points away from the minimum on both sides.
      assertTrue(point.gradient() * (point.value() - sigma.value()) >= 0);
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

  @Test
  void emptyDensityAtADatumIsNamed() {
    SpecException wrong =
        assertThrows(
            SpecException.class,
            () ->
                run(
                    new FitJob(),
                    "zmumu.yaml",
                    "local[1]",
                    true,
                    "model=mass ~ uniform(80, 80 + m)",
                    "parameters={m: {start: 1}}",
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
