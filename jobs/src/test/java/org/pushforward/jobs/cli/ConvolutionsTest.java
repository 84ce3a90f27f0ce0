package org.pushforward.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.jobs.job.Jobs;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Likelihood;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.ResultFile;

/** What {@code convolution: { ... }} makes of a fit. */
final class ConvolutionsTest {
  private static final int ROWS = 300;

  @TempDir private Path folder;

  private int runs;

  /** Binned and unbinned. */
  @ParameterizedTest
  @ValueSource(strings = {", bins: 40", ""})
  void allAlgorithmsFindTheSame(String bins) throws IOException {
    Fit expected = null;
    for (String algorithm : List.of("direct", "fft", "quadrature", "auto")) {
      Result result = fit(bins, "algorithm: " + algorithm);
      FitOutcome outcome = (FitOutcome) result.outcome();
      assertTrue(outcome.fit().converged(), outcome.fit().reason());
      assertEquals(List.of(), result.header().warnings(), algorithm);
      Likelihood likelihood = outcome.likelihoods().get("likelihood");
      Likelihood.Histogram histogram = likelihood.observables().get("x").histogram();
      if (algorithm.equals("quadrature")) {
        assertNull(likelihood.convolutionError());
        assertNull(histogram.errors());
      } else {
        assertTrue(likelihood.convolutionError() <= 1e-6, algorithm);
        assertTrue(likelihood.convolutionError() > 0, algorithm);
        // In events, of which bins hold up to 20: n |d log p| adds to the likelihood's error.
        assertTrue(histogram.errors().stream().allMatch(e -> e >= 0 && e < 1e-5), algorithm);
      }
      expected = expected == null ? outcome.fit() : expected;
      for (String name : List.of("m", "s")) {
        double value = expected.parameters().get(name).value();
        assertEquals(value, outcome.fit().parameters().get(name).value(), 1e-8, algorithm);
      }
    }
    // Rows are quantiles of a law of standard deviation sqrt((0.3 pi)^2 / 3 + 0.4^2).
    assertEquals(0.25, expected.parameters().get("m").value(), 0.02);
    assertEquals(0.4, expected.parameters().get("s").value(), 0.05);
  }

  @Test
  void aToleranceThatNoGridMeetsIsAWarningWithTheFigure() throws IOException {
    Result result = fit(", bins: 40", "tolerance: 1e-30");
    assertEquals(1, result.header().warnings().size());
    String warning = result.header().warnings().get(0);
    double error =
        ((FitOutcome) result.outcome()).likelihoods().get("likelihood").convolutionError();
    assertTrue(
        warning.matches(
            "numeric convolutions may change the negative log-likelihood by \\d\\.\\de-\\d\\d; the"
                + " tolerance is 1\\.0e-30"),
        warning);
    assertEquals(error, Double.parseDouble(warning.split(" by |; the")[1]), 0.051 * error);
    assertTrue(error < 1e-9, "grids were refined as far as rounding: " + error);
  }

  @Test
  void sampledCentresAreComparedWithWhatIsRight() throws IOException {
    Result result = fit(", bins: 40", "rule: centre_sampled");
    assertEquals(1, result.header().warnings().size());
    assertTrue(
        result.header().warnings().get(0).startsWith("numeric convolutions may change"),
        result.header().warnings().get(0));
    FitOutcome outcome = (FitOutcome) result.outcome();
    double error = outcome.likelihoods().get("likelihood").convolutionError();
    Result finer = fit(", bins: 40", "rule: centre_sampled, cells: 400");
    double finerError =
        ((FitOutcome) finer.outcome()).likelihoods().get("likelihood").convolutionError();
    // Of the order h^2.
    assertEquals(100, error / finerError, 60);
  }

  private Result fit(String bins, String convolution) throws IOException {
    Files.writeString(
        folder.resolve("x.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(
                i -> {
                  double p = (i + 0.5) / ROWS;
                  // All but the quantiles of normal + logistic: logistic of the sum's variance.
                  double scale = Math.sqrt(0.09 + 0.16 * 3 / (Math.PI * Math.PI));
                  return 0.25 + scale * Math.log(p / (1 - p)) + "\n";
                })
            .collect(Collectors.joining("", "x\n", "")));
    Path spec =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            data: { path: x.csv }
            observables: { x: { range: [-4, 4]%s } }
            model: x ~ normal(m, s) + logistic(0, 0.3)
            parameters: { m: { start: 0.1 }, s: { start: 0.5, range: [0.1, 2] } }
            convolution: { %s }
            """
                .formatted(bins, convolution));
    Path result = folder.resolve("out" + runs++);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            Jobs.all(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            "fit",
            spec.toString(),
            "--out",
            result.toString());
    assertEquals(0, status, err.toString(StandardCharsets.UTF_8));
    return ResultFile.read(result);
  }
}
