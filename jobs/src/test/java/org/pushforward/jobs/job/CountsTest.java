package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Likelihood.Observable;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Outcome.SimulateOutcome;
import org.pushforward.jobs.result.Profile;
import org.pushforward.jobs.result.Table;

/** Data that are counts. */
final class CountsTest {
  private static final String COUNTS = "2 0 3 1 5 2 4 2 1 3 6 2";
  private static final String MODEL =
      "model: \"n ~ poisson(mu)\", parameters: { mu: { start: 1, range: [0.1, 20] } }";

  @TempDir private Path folder;

  @Test
  void theRateOfCountsIsTheirMean() throws IOException {
    Fit fit = fit(COUNTS, "");
    assertEquals(31.0 / 12, fit.parameters().get("mu").value(), 1e-7);
    assertEquals(Math.sqrt(31) / 12, fit.parameters().get("mu").error(), 1e-6);
  }

  /** In bins of one number each nothing is lost; the last holds 6 of the range's upper end too. */
  @Test
  void binsOfOneNumberEachAreAsGoodAsTheNumbers() throws IOException {
    String range = "observables: { n: { range: [-0.5, 6.5] } }, ";
    String bins = "observables: { n: { range: [-0.5, 6.5], bins: 7 } }, ";
    String whole = "observables: { n: { range: [0, 6] } }, ";
    double expected = fit(COUNTS, range).parameters().get("mu").value();
    assertTrue(expected > 31.0 / 12, "conditioned on at most 6, the rate is more than the mean");
    assertEquals(expected, fit(COUNTS, bins).parameters().get("mu").value(), 1e-6);
    assertEquals(expected, fit(COUNTS, whole).parameters().get("mu").value(), 1e-7);
  }

  @Test
  void whatIsDrawnIsFitted() throws IOException {
    String spec = "{ seed: 7, simulate: { events: 1e5, at: { mu: 3.5 } }, " + MODEL + " }";
    Fit fit = ((FitOutcome) run(new FitJob(), spec)).fit();
    // Five standard errors: one seed in 2 million fails.
    assertEquals(3.5, fit.parameters().get("mu").value(), 5 * Math.sqrt(3.5e-5));
  }

  @Test
  void aNumberBetweenCountsHasNoProbability() {
    SpecException refused = assertThrows(SpecException.class, () -> fit("1 2.5 3", ""));
    assertTrue(refused.getMessage().contains("n = 2.5 ("), refused.getMessage());
    assertTrue(refused.getMessage().contains("n.csv:3)"), refused.getMessage());
    assertTrue(
        refused.getMessage().contains("laws of counts have whole numbers only"),
        refused.getMessage());
    String bins = "observables: { n: { range: [0.25, 3.25], bins: 6 } }, ";
    SpecException bin = assertThrows(SpecException.class, () -> fit("1 2.5 3", bins));
    assertTrue(bin.getMessage().contains("the bin [2.25, 2.75]"), bin.getMessage());
    assertTrue(bin.getMessage().contains("whole numbers only"), bin.getMessage());
  }

  /** What is drawn are steps, one for each number, that add up to what is expected. */
  @Test
  void curvesOfCountsAreStepsAroundWholeNumbers() throws IOException {
    for (String range : new String[] {"", "observables: { n: { range: [0, 6] } }, "}) {
      FitOutcome outcome = outcome(COUNTS, range);
      double mu = outcome.fit().parameters().get("mu").value();
      double mass = range.isEmpty() ? 1 : below(7, mu);
      Observable drawn = drawn(outcome);
      assertEquals(edges(-0.5, 1, 7), drawn.histogram().edges());
      assertEquals(List.of(1.0, 2.0, 4.0, 2.0, 1.0, 1.0, 1.0), drawn.histogram().counts());
      assertEquals(14, drawn.curve().x().size());
      for (int k = 0; k < 7; k++) {
        double expected = 12 * (below(k + 1, mu) - below(k, mu)) / mass;
        assertEquals(k - 0.5, drawn.curve().x().get(2 * k));
        assertEquals(k + 0.5, drawn.curve().x().get(2 * k + 1));
        assertEquals(expected, drawn.histogram().expected().get(k), 1e-13 * expected);
        assertEquals(drawn.histogram().expected().get(k), drawn.curve().y().get(2 * k));
        assertEquals(drawn.histogram().expected().get(k), drawn.curve().y().get(2 * k + 1));
      }
    }
    // So many numbers that eleven share a bin.
    Observable many = drawn(outcome("5 6", "observables: { n: { range: [1, 1003] } }, "));
    assertEquals(edges(0.5, 11, 92), many.histogram().edges());
  }

  /** -log L = sum of mu - k log mu + log k!, which rises by 1/2 at the interval's ends. */
  @Test
  void profileOfTheRateIsItsLikelihood() throws IOException {
    String scan = "profile: { mu: { from: 1.5, to: 4, points: 6 } }, ";
    write(COUNTS);
    ProfileOutcome outcome =
        (ProfileOutcome) run(new ProfileJob(), "{ data: { path: n.csv }, " + scan + MODEL + " }");
    List<Profile.Point> points = outcome.profile().points();
    assertEquals(6, points.size());
    for (int i = 0; i < 6; i++) {
      double mu = 1.5 + i / 2.0;
      assertEquals(nll(mu), points.get(i).nll(), 1e-13 * nll(mu));
      assertEquals(12 - 31 / mu, points.get(i).gradient(), 1e-13 * 12);
    }
    double least = nll(31.0 / 12);
    assertEquals(least, outcome.fit().nll(), 1e-12 * least);
    // The interval is interpolated between the points.
    assertEquals(least + 0.5, nll(outcome.profile().interval().low()), 2e-3);
    assertEquals(least + 0.5, nll(outcome.profile().interval().high()), 2e-3);
  }

  @Test
  void rowsOfCountsHaveTheProbabilitiesOfPoints() throws IOException {
    write("2 0 2.5 7");
    String evaluate = "evaluate: { of: \"n ~ binomial(6, p)\", at: { p: 0.25 }, ";
    List<EvaluatedPoint> points =
        ((EvaluateOutcome) run(new EvaluateJob(), evaluate + "points: [2, 0, 2.5, 7] }")).points();
    run(new EvaluateJob(), evaluate + "data: { path: n.csv }, to: rows.csv }");
    List<double[]> rows = rows("rows.csv", "n,density,log_density,cdf,survival,d_p");
    // Of 4096, 15 * 81, 729 and those below 2.5 as below 2: 729 + 6 * 243 + 15 * 81.
    double[][] expected = {
      {2, 1215 / 4096.0, Math.log(1215 / 4096.0), 3402 / 4096.0, 694 / 4096.0, 2 / 0.25 - 4 / 0.75},
      {0, 729 / 4096.0, Math.log(729 / 4096.0), 729 / 4096.0, 3367 / 4096.0, -6 / 0.75},
      {2.5, 0, Double.NEGATIVE_INFINITY, 3402 / 4096.0, 694 / 4096.0, 0},
      {7, 0, Double.NEGATIVE_INFINITY, 1, 0, 0}
    };
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(expected[i], rows.get(i), 1e-14 * 6, "row " + i);
      EvaluatedPoint p = points.get(i);
      double[] values = {p.density(), p.logDensity(), p.cdf(), p.survival(), p.gradient().get("p")};
      assertArrayEquals(values, Arrays.copyOfRange(rows.get(i), 1, 6), "row " + i);
    }
  }

  /** Chi-squared of 5 values has 4 degrees of freedom: above 40 once in 2 10^7 seeds. */
  @Test
  void drawsOfCountsAreWholeNumbersOfTheRange() throws IOException {
    String spec =
        "{ seed: 5, observables: { n: { range: [1, 5] } }, "
            + "simulate: { events: 3e4, at: { mu: 2 }, to: draws.csv }, ";
    Table events = ((SimulateOutcome) run(new SimulateJob(), spec + MODEL + " }")).events();
    List<double[]> rows = rows("draws.csv", "n");
    assertEquals(events.rows(), rows.size());
    assertEquals(30000, events.rows() + events.outOfRange());
    double[] counts = new double[6];
    rows.forEach(row -> counts[(int) row[0]]++);
    assertEquals(rows.size(), rows.stream().filter(r -> r[0] == Math.rint(r[0])).count());
    assertEquals(0, counts[0]);
    double chi = 0;
    for (int k = 1; k <= 5; k++) {
      double expected = rows.size() * (below(k + 1, 2) - below(k, 2)) / (below(6, 2) - below(1, 2));
      chi += Math.pow(counts[k] - expected, 2) / expected;
    }
    assertTrue(chi < 40, "chi-squared " + chi);
  }

  private static double nll(double mu) {
    // 0! to 6! of COUNTS.
    return 12 * mu
        - 31 * Math.log(mu)
        + 4 * Math.log(2)
        + 2 * Math.log(6)
        + Math.log(24 * 120 * 720);
  }

  /** P(X < k) of Poisson's law. */
  private static double below(int k, double mu) {
    double sum = 0;
    double term = Math.exp(-mu);
    for (int i = 0; i < k; i++) {
      sum += term;
      term *= mu / (i + 1);
    }
    return sum;
  }

  private static Observable drawn(FitOutcome outcome) {
    return outcome.likelihoods().values().iterator().next().observables().get("n");
  }

  private static List<Double> edges(double low, int width, int bins) {
    return IntStream.rangeClosed(0, bins).mapToObj(i -> low + width * i).toList();
  }

  private List<double[]> rows(String table, String header) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(table).resolve("part-00000.csv"));
    assertEquals(header, lines.get(0));
    return lines.stream()
        .skip(1)
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  @Test
  void densitiesOfCountsAreProbabilities() throws IOException {
    String spec = "evaluate: { of: \"n ~ truncate(poisson(2), 1, 3)\", points: [0, 1, 2, 2.5, 3] }";
    List<EvaluatedPoint> points = ((EvaluateOutcome) run(new EvaluateJob(), spec)).points();
    // exp(-2) {2, 2, 4/3} over their sum.
    double[] expected = {0, 0.375, 0.375, 0, 0.25};
    double[] cdf = {0, 0.375, 0.75, 0.75, 1};
    for (int i = 0; i < 5; i++) {
      assertEquals(expected[i], points.get(i).density(), 1e-15);
      assertEquals(cdf[i], points.get(i).cdf(), 1e-15);
    }
  }

  private Fit fit(String counts, String more) throws IOException {
    return outcome(counts, more).fit();
  }

  private FitOutcome outcome(String counts, String more) throws IOException {
    write(counts);
    FitOutcome outcome =
        (FitOutcome) run(new FitJob(), "{ data: { path: n.csv }, " + more + MODEL + " }");
    assertTrue(outcome.fit().converged(), outcome.fit().reason());
    return outcome;
  }

  private void write(String counts) throws IOException {
    String[] cells = counts.split(" ");
    Files.writeString(
        folder.resolve("n.csv"),
        IntStream.range(0, cells.length)
            .mapToObj(i -> cells[i] + "\n")
            .collect(Collectors.joining("", "n\n", "")));
  }

  private <S, R extends Outcome> Outcome run(Job<S, R> job, String spec) throws IOException {
    return SpecRun.of(job, folder, spec, "local[1]");
  }
}
