package org.pushforward.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.jobs.result.Likelihood.Histogram;
import org.pushforward.jobs.result.Numbers;

class DrawingTest {

  @Test
  void anArrowPointsAlongTheTangentInPixels() {
    // 100 px per unit of x, 20 px per unit of y: slope 5 is 100 px up for 100 px to the right.
    Panel panel =
        new Panel(new Markup(), 10, 20, 200, 100, new double[] {0, 2}, new double[] {0, 5});
    Arrow up = Arrow.tangent(panel, 1, 1, 5, Math.sqrt(2) * 30);
    assertEquals(110, up.fromX(), 1e-12);
    assertEquals(100, up.fromY(), 1e-12);
    assertEquals(140, up.toX(), 1e-12);
    assertEquals(70, up.toY(), 1e-12); // up is less
    Arrow down = Arrow.tangent(panel, 1, 1, -5, Math.sqrt(2) * 30);
    assertEquals(130, down.toY(), 1e-12);
    Arrow flat = Arrow.tangent(panel, 1, 1, 0, 30);
    assertEquals(140, flat.toX(), 1e-12);
    assertEquals(100, flat.toY(), 1e-12);
  }

  @Test
  void anArrowTouchesTheCurveWhoseSlopeItHas() {
    // y = x^2 at 1.5, slope 3: points of the curve near the start lie on the arrow's line up to the
    // second order.
    Panel panel = new Panel(new Markup(), 0, 0, 300, 400, new double[] {0, 3}, new double[] {0, 9});
    Arrow arrow = Arrow.tangent(panel, 1.5, 2.25, 3, 30);
    double h = 1e-4;
    double dx = panel.x().at(1.5 + h) - arrow.fromX();
    double dy = panel.y().at((1.5 + h) * (1.5 + h)) - arrow.fromY();
    double across = dx * (arrow.toY() - arrow.fromY()) - dy * (arrow.toX() - arrow.fromX());
    assertEquals(0, across / 30, 2 * h * h * 400 / 9);
    assertTrue(dx * (arrow.toX() - arrow.fromX()) > 0);
  }

  @Test
  void ticksAreNiceNumbersOnTheScale() {
    Scale mass = new Scale(60, 120, 0, 600);
    assertEquals(10, mass.step(6));
    assertEquals(List.of(60.0, 70.0, 80.0, 90.0, 100.0, 110.0, 120.0), mass.ticks(10));
    Scale fine = new Scale(0.1003, 0.1009, 0, 600);
    double step = fine.step(6);
    List<String> labels = new ArrayList<>();
    for (double tick : fine.ticks(step)) {
      labels.add(Digits.tick(tick, step));
    }
    assertEquals(
        List.of("0.1003", "0.1004", "0.1005", "0.1006", "0.1007", "0.1008", "0.1009"), labels);
    assertEquals("−0.5", Digits.tick(-0.5, 0.5));
    assertEquals("0", Digits.tick(-0.0, 0.5));
    assertEquals("2 × 10⁶", Digits.tick(2e6, 1e6));
    assertEquals("−700", Digits.tick(-700, 100));
  }

  @Test
  void aSpanIsNeverEmpty() {
    for (List<Double> values :
        List.of(
            List.<Double>of(),
            List.of(0.0),
            List.of(5.0, 5.0),
            List.of(Double.NaN),
            List.of(1e300),
            List.of(-1e-300, -1e-300),
            List.of(0.1 + 0.2, 0.3))) {
      double[] span = Scale.span(values, 0.05);
      assertTrue(span[0] < span[1], values.toString());
      double step = new Scale(span[0], span[1], 0, 100).step(5);
      assertTrue(
          step > 0 && new Scale(span[0], span[1], 0, 100).ticks(step).size() < 20,
          values.toString());
    }
  }

  @Test
  void valuesAreRoundedToTheErrorsSecondDigit() {
    assertEquals("90.760 ± 0.029", Digits.withError(90.76013, 0.02908));
    assertEquals("0.8415 ± 0.0054", Digits.withError(0.841523, 0.005423));
    assertEquals("1.35 ± 0.10", Digits.withError(1.345999, 0.0996));
    assertEquals("1234 ± 12", Digits.withError(1234.4, 12.2));
    assertEquals("−3.1 ± 1.5", Digits.withError(-3.14, 1.5));
    assertEquals("(1.2346 ± 0.0012) × 10⁻⁹", Digits.withError(1.23456e-9, 1.2e-12));
    assertEquals("(1.23 ± 0.12) × 10⁴", Digits.withError(12345, 1234));
    assertEquals("2.4952", Digits.withError(2.4952, 0));
    assertEquals("2 ± not a number", Digits.withError(2, Double.NaN));
    assertEquals("∞", Digits.rounded(Double.POSITIVE_INFINITY, 3));
    assertEquals("1.5 × 10⁻¹⁶", Digits.rounded(1.5e-16, 2));
  }

  @Test
  void pullsAreInUnitsOfTheExpectedError() {
    Bins bins =
        Bins.of(
            new Histogram(
                Numbers.list(0, 1, 2, 3),
                Numbers.list(13, 4, 0),
                null,
                Numbers.list(9, 4, 0),
                null),
            100);
    assertEquals(4.0 / 3, bins.pull(0));
    assertEquals(0, bins.pull(1));
    assertEquals(2, bins.pulls()); // the third expects nothing
    assertEquals(16.0 / 9, bins.chiSquare(), 1e-15);
    assertEquals(Math.sqrt(13), bins.error(0));
    Bins weighted =
        Bins.of(
            new Histogram(
                Numbers.list(0, 1), Numbers.list(13), Numbers.list(4), Numbers.list(9), null),
            100);
    assertEquals(2, weighted.pull(0));
    assertEquals(2, weighted.error(0));
  }

  @Test
  void binsMergeIntoWholeGroups() {
    double[] edges = new double[401];
    double[] ones = new double[400];
    for (int i = 0; i <= 400; i++) {
      edges[i] = -2 + 0.01 * i;
    }
    java.util.Arrays.fill(ones, 1);
    Bins bins =
        Bins.of(
            new Histogram(Numbers.list(edges), Numbers.list(ones), null, Numbers.list(ones), null),
            150);
    assertEquals(4, bins.merged()); // 3 would leave an odd one
    assertEquals(100, bins.size());
    assertEquals(4, bins.count(99));
    assertEquals(2, bins.high(99), 1e-12);
    assertTrue(bins.equalWidths());
  }

  @Test
  void markupEscapesAndHasNoOpenEnds() {
    assertEquals(
        "<a b=\"&lt;&quot;&amp;&#39;\">&gt;\uFFFD</a>\n",
        new Markup().element("a", ">\u0000", "b", "<\"&'").toString());
    assertThrows(IllegalStateException.class, () -> new Markup().open("a").toString());
  }
}
