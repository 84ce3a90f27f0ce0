package org.pushforward.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.optimize.Ascent.Adam;
import org.pushforward.engine.optimize.Ascent.Goal;
import org.pushforward.engine.optimize.Ascent.Method;
import org.pushforward.engine.optimize.Ascent.Reason;
import org.pushforward.engine.optimize.Ascent.Settings;
import org.pushforward.engine.optimize.Ascent.Sga;

class AscentTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** The gradient at x, with its errors written into e. */
  private interface Gradient {
    double[] at(double[] x, double[] e);
  }

  private static Ascent walk(Ascent ascent, Gradient gradient) {
    while (!ascent.done()) {
      double[] x = ascent.point();
      double[] e = new double[x.length];
      double[] g = gradient.at(x, e);
      ascent.tell(0, 0, g, e);
    }
    return ascent;
  }

  private static Ascent free(Settings settings, double... start) {
    double[] low = new double[start.length];
    double[] high = new double[start.length];
    Arrays.fill(low, -INF);
    Arrays.fill(high, INF);
    return Ascent.of(settings, start, low, high);
  }

  private static LearningRate rate(double rate) {
    return new LearningRate.Constant(rate);
  }

  /** Minimizes by plain steps, in windows of 32 and for z = 1. */
  private static Settings plain(double rate, long steps) {
    return new Settings(Goal.MINIMIZE, Sga.PLAIN, rate(rate), steps, 32, 1, 0);
  }

  // ---- the methods

  // For f = sum h x^2 / 2 each step multiplies x by 1 - a h.
  @Test
  void plainStepsShrinkTheDistanceByOneMinusRateTimesCurvature() {
    double[] h = {2, 0.5};
    Ascent ascent =
        walk(free(plain(0.1, 60), 3, -7), (x, e) -> new double[] {h[0] * x[0], h[1] * x[1]});
    assertEquals(Reason.MOST_STEPS, ascent.reason());
    assertEquals(60, ascent.step());
    for (int i = 0; i < 2; i++) {
      double start = i == 0 ? 3 : -7;
      for (int t = 0; t < 60; t++) {
        double expected = start * Math.pow(1 - 0.1 * h[i], t);
        // Two roundings a step.
        assertEquals(
            expected, ascent.path().get(t).point()[i], (2 * t + 2) * Math.ulp(expected), "" + t);
      }
    }
  }

  // x_{t+1} = (1 + m - a h) x_t - m x_{t-1} has the solution r^t (A cos(u t) + B sin(u t)), with
  // r = sqrt m and cos u = (1 + m - a h) / 2 r.
  @Test
  void momentumSwingsAsTheDampedOscillator() {
    double m = 0.81;
    double ah = 0.3;
    Settings settings = new Settings(Goal.MINIMIZE, new Sga(m), rate(0.1), 100, 32, 1, 0);
    Ascent ascent = walk(free(settings, 4), (x, e) -> new double[] {3 * x[0]});
    double r = Math.sqrt(m);
    double u = Math.acos((1 + m - ah) / (2 * r));
    double b = (4 * (1 - ah) / r - 4 * Math.cos(u)) / Math.sin(u);
    for (int t = 0; t < 100; t++) {
      double expected = Math.pow(r, t) * (4 * Math.cos(u * t) + b * Math.sin(u * t));
      // The amplitude is below 9; the rounding of every step shrinks with it.
      assertEquals(expected, ascent.path().get(t).point()[0], 1e-14 * 9 * Math.pow(r, t) * (t + 1));
    }
  }

  // Algorithm 1 of Kingma and Ba on these five gradients, in 40 digits by mpmath; numpy in doubles
  // agrees to its last two digits.
  @Test
  void adamsFirstStepsAreThePapers() {
    double[][] gradients = {{1, -0.5}, {0.25, 3}, {-2, 0.125}, {0.75, -1e-3}, {1e-9, 4}};
    double[][] expected = {
      {0.450000000499999995, -0.95000000099999998},
      {0.4084701243861360130797, -0.9811959341783058423523},
      {0.4221719170600824924749, -1.006602438203612352874},
      {0.4236246114811803698361, -1.027404343911746255348},
      {0.4248524695087791548094, -1.059758287299855058067}
    };
    Settings down = new Settings(Goal.MINIMIZE, Adam.STANDARD, rate(0.05), 5, 32, 1, 0);
    Settings up = new Settings(Goal.MAXIMIZE, Adam.STANDARD, rate(0.05), 5, 32, 1, 0);
    Ascent descent = free(down, 0.5, -1);
    Ascent ascent = free(up, 0.5, -1);
    for (int t = 0; t < 5; t++) {
      descent.tell(0, 0, gradients[t], new double[2]);
      ascent.tell(0, 0, new double[] {-gradients[t][0], -gradients[t][1]}, new double[2]);
      // 1 - 0.999^t loses ten bits, 1e-13 of it, and d is of its root: 0.05 * 0.5e-13.
      assertArrayEquals(expected[t], descent.point(), 2.5e-15, "step " + t);
      assertArrayEquals(descent.point(), ascent.point(), 0, "to maximize -f is to minimize f");
    }
  }

  // The least curvature at (1, 1) is h = 0.39936, so a gradient of two components within 1e-6
  // leaves a distance of sqrt 2 1e-6 / h.
  @Test
  void adamEndsInRosenbrocksValley() {
    LearningRate rate = new LearningRate.Cosine(0.05, 0, 20_000);
    Settings settings = new Settings(Goal.MINIMIZE, Adam.STANDARD, rate, 20_000, 32, 1, 1e-6);
    Ascent ascent =
        walk(
            free(settings, -1.2, 1),
            (x, e) -> {
              double v = x[1] - x[0] * x[0];
              return new double[] {-400 * x[0] * v - 2 * (1 - x[0]), 200 * v};
            });
    assertEquals(Reason.CONVERGED, ascent.reason());
    double[] x = ascent.average().point();
    assertTrue(Math.hypot(x[0] - 1, x[1] - 1) <= Math.sqrt(2) * 1e-6 / 0.39936, Arrays.toString(x));
  }

  // ---- the end

  /**
   * How many of these runs over two windows of 4 steps stop, if the gradient is {@code d} errors of
   * a window's mean. The errors are 1 to 4 in turn, and the rate too small to move.
   */
  private static int stops(double d, int runs) {
    Settings settings = new Settings(Goal.MAXIMIZE, Sga.PLAIN, rate(1e-300), 8, 4, 1, 0);
    double gradient = d * Math.sqrt(1 + 4 + 9 + 16) / 4;
    Random random = new Random(17);
    int stopped = 0;
    for (int run = 0; run < runs; run++) {
      Ascent ascent = free(settings, 0);
      while (!ascent.done()) {
        double error = 1 + ascent.step() % 4;
        double estimate = gradient + error * random.nextGaussian();
        ascent.tell(0, 0, new double[] {estimate}, new double[] {error});
      }
      assertEquals(8, ascent.step());
      stopped += ascent.reason() == Reason.CONVERGED ? 1 : 0;
    }
    return stopped;
  }

  // Binomial with (Phi(-2) - Phi(-4))^2 = 5.1613e-4, and with (2 Phi(1) - 1)^2 = 0.46606; the
  // bounds are its quantiles at 5e-5 and 1 - 5e-5 (scipy), so each of these fails by luck at 1e-4.
  @ParameterizedTest
  @CsvSource({"3, 200000, 66, 145", "0, 20000, 9047, 9596"})
  void twoWindowsStopAsOftenAsTheNormalLawSays(double d, int runs, int least, int most) {
    int stopped = stops(d, runs);
    assertTrue(least <= stopped && stopped <= most, stopped + " of " + runs);
  }

  /** The gradient of sum h x^2 / 2, and noise of error s. */
  private static Gradient noisy(double[] h, double s, Random random) {
    return (x, e) -> {
      Arrays.fill(e, s);
      double[] g = new double[x.length];
      Arrays.setAll(g, i -> h[i] * x[i] + s * random.nextGaussian());
      return g;
    };
  }

  // G = h X + N, where N, the mean noise of two windows, has the error s / sqrt 64 and |G| is
  // within
  // s / sqrt 32, the error of each. N is within 5.407 of its errors in all of 39 pairs of windows
  // (40 are the most), 2 parameters and 200 seeds with probability 0.999. That some run does not
  // stop in time has a probability below 1e-4: at rest a pair passes with 0.6.
  @Test
  void stopsWhereErrorOverCurvatureSays() {
    double[] h = {2, 0.5};
    double s = 3;
    for (int seed = 0; seed < 200; seed++) {
      Ascent ascent = walk(free(plain(0.1, 40 * 32), 50, -20), noisy(h, s, new Random(seed)));
      assertEquals(Reason.CONVERGED, ascent.reason());
      assertTrue(ascent.step() >= 3 * 32, "stopped with the way in its average");
      Ascent.Average average = ascent.average();
      assertEquals(64, average.steps());
      for (int i = 0; i < 2; i++) {
        assertEquals(s / 8, average.errors()[i], 1e-14);
        double bound = (s / Math.sqrt(32) + 5.407 * s / 8) / h[i];
        assertTrue(
            Math.abs(average.point()[i]) <= bound,
            "seed " + seed + ": " + average.point()[i] + " beyond " + bound);
      }
    }
  }

  // From x = 0 and with r = 1 - a h, h X is the sum over k < 64 of noise times (1 - r^k), over 64.
  // For z = 4 all runs stop with the second window (a mean gradient at rest is within 0.42 of S),
  // so
  // nothing is selected, and the sum of squares of 200 seeds over the variance is chi-square: its
  // quantiles at 5e-5 and 1 - 5e-5 (scipy).
  @Test
  void averageHasTheVarianceOfItsSumOfNoise() {
    double h = 2;
    double s = 3;
    double a = 0.1;
    Settings settings = new Settings(Goal.MINIMIZE, Sga.PLAIN, rate(a), 1000, 32, 4, 0);
    double r = 1 - a * h;
    double variance = 0; // of the average
    double squares = 0; // the sum of the iterates' variances
    for (int k = 0; k < 64; k++) {
      double weight = (1 - Math.pow(r, k)) * s / (64 * h);
      variance += weight * weight;
      squares += a * a * s * s * (1 - Math.pow(r, 2 * k)) / (1 - r * r);
    }
    double sum = 0;
    double[] spreads = new double[200];
    for (int seed = 0; seed < 200; seed++) {
      Ascent ascent = walk(free(settings, 0), noisy(new double[] {h}, s, new Random(seed)));
      assertEquals(64, ascent.step());
      double x = ascent.average().point()[0];
      sum += x * x / variance;
      spreads[seed] = Math.pow(ascent.average().spread()[0], 2);
    }
    assertTrue(131.4 < sum && sum < 287.4, "chi-square " + sum);
    // The mean squared spread, to within 4 of its errors: by luck outside with 6e-5.
    double mean = Arrays.stream(spreads).average().orElseThrow();
    double scatter = Arrays.stream(spreads).map(q -> (q - mean) * (q - mean)).sum();
    assertEquals((squares - 64 * variance) / 63, mean, 4 * Math.sqrt(scatter / 199 / 200));
  }

  // The gradient is 100, 190 errors of a window's mean.
  @Test
  void doesNotStopFarAwayHoweverSmallTheSteps() {
    Ascent ascent = walk(free(plain(1e-9, 1024), 50), noisy(new double[] {2}, 3, new Random(1)));
    assertEquals(Reason.MOST_STEPS, ascent.reason());
    assertEquals(50, ascent.average().point()[0], 1e-3);
  }

  // A window that passes by luck between two that do not: gradients 1, 0, 1, 0, 0 in windows of 2.
  @Test
  void oneWindowIsNotEnough() {
    Settings settings = new Settings(Goal.MAXIMIZE, Sga.PLAIN, rate(0.1), 100, 2, 1, 0);
    double[] gradients = {5, 5, 0.1, -0.2, 5, 5, -0.1, 0.2, 0.3, 0.1};
    Ascent ascent = free(settings, 0);
    for (int t = 0; t < gradients.length; t++) {
      assertFalse(ascent.done(), "step " + t);
      ascent.tell(0, 0, new double[] {gradients[t]}, new double[] {1});
    }
    assertEquals(Reason.CONVERGED, ascent.reason());
  }

  // The gradients' mean in each window is 0.02 with an error of 0.001 sqrt 2 / 2 = 0.0007.
  @ParameterizedTest
  @CsvSource({"0.0208, true", "0.0206, false"})
  void toleranceBoundsTheMeanGradientWithItsError(double tolerance, boolean converges) {
    Settings settings = new Settings(Goal.MAXIMIZE, Sga.PLAIN, rate(0.1), 4, 2, 1, tolerance);
    Ascent ascent = free(settings, 0);
    for (double g : new double[] {0.03, 0.01, -0.05, 0.09}) {
      ascent.tell(0, 0, new double[] {g}, new double[] {0.001});
    }
    assertEquals(converges ? Reason.CONVERGED : Reason.MOST_STEPS, ascent.reason());
  }

  @Test
  void averageIsOverTheLastTwoWindows() {
    Settings settings = new Settings(Goal.MAXIMIZE, Sga.PLAIN, rate(1), 5, 2, 1, 0);
    Ascent ascent = free(settings, 10);
    double[] gradients = {100, 1, 2, 3, 4}; // at 10, 110, 111, 113, 116
    for (int t = 0; t < 5; t++) {
      ascent.tell(7 + t, 0.5, new double[] {gradients[t]}, new double[] {t});
    }
    assertEquals(Reason.MOST_STEPS, ascent.reason());
    assertEquals(120, ascent.point()[0]);
    Ascent.Average average = ascent.average();
    assertEquals(4, average.steps());
    assertEquals(112.5, average.point()[0]);
    assertEquals(
        Math.sqrt((2.5 * 2.5 + 1.5 * 1.5 + 0.5 * 0.5 + 3.5 * 3.5) / 3), average.spread()[0]);
    assertEquals(2.5, average.gradient()[0]);
    assertEquals(Math.sqrt(1 + 4 + 9 + 16) / 4, average.errors()[0]);
    assertFalse(average.held()[0]);
    Ascent.Step third = ascent.path().get(2);
    assertEquals(2, third.step());
    assertEquals(9, third.value());
    assertEquals(0.5, third.valueError());
    assertEquals(2, third.gradient()[0]);
    assertEquals(2, third.errors()[0]);
    assertEquals(111, third.point()[0]);
    assertEquals(1, third.rate());
  }

  // ---- the box

  static Method[] methods() {
    return new Method[] {Sga.PLAIN, new Sga(0.9), Adam.STANDARD};
  }

  // f = -(x - 5)^2 / 2 - (y - 0.5)^2 / 2 with x in [0, 1] is largest at (1, 0.5), where df/dx = 4.
  @ParameterizedTest
  @MethodSource("methods")
  void optimumOnABoundIsReachedAndHeld(Method method) {
    Settings settings = new Settings(Goal.MAXIMIZE, method, rate(0.05), 4000, 32, 1, 1e-6);
    double[] low = {0, 0, 3};
    double[] high = {1, 1, 3};
    Ascent ascent =
        walk(
            Ascent.of(settings, new double[] {0.2, 0.1, 3}, low, high),
            (x, e) -> new double[] {5 - x[0], 0.5 - x[1], -8});
    assertEquals(Reason.CONVERGED, ascent.reason());
    for (Ascent.Step step : ascent.path()) {
      for (int i = 0; i < 3; i++) {
        assertTrue(low[i] <= step.point()[i] && step.point()[i] <= high[i], "step " + step.step());
      }
    }
    Ascent.Average average = ascent.average();
    assertEquals(1, average.point()[0]);
    assertEquals(0, average.spread()[0]);
    assertEquals(0.5, average.point()[1], 1e-6);
    assertEquals(3, average.point()[2]);
    assertEquals(4, average.gradient()[0]);
    assertArrayEquals(new boolean[] {true, false, true}, average.held());
  }

  // 40 steps lead to the bound: the second window of 32 starts before it, the third and fourth on
  // it.
  @Test
  void averageOfAHeldParameterIsTheBoundWithoutTheWayThere() {
    Settings settings = new Settings(Goal.MAXIMIZE, Sga.PLAIN, rate(0.025), 1000, 32, 1, 0);
    Ascent ascent =
        walk(
            Ascent.of(settings, new double[] {0}, new double[] {-INF}, new double[] {1}),
            (x, e) -> new double[] {1});
    assertEquals(Reason.CONVERGED, ascent.reason());
    assertEquals(4 * 32, ascent.step());
    assertEquals(1, ascent.average().point()[0]);
    assertEquals(0, ascent.average().spread()[0]);
  }

  // The gradient at the bound is one third of a step's noise, 1.9 errors of a window's mean, and
  // noise often leads off the bound.
  @Test
  void optimumOnABoundIsFoundThroughNoise() {
    Random random = new Random(3);
    Settings settings = new Settings(Goal.MINIMIZE, Sga.PLAIN, rate(0.01), 32_000, 32, 1, 0);
    Ascent ascent =
        walk(
            Ascent.of(settings, new double[] {4}, new double[] {0}, new double[] {9}),
            (x, e) -> {
              e[0] = 3;
              return new double[] {1 + x[0] + 3 * random.nextGaussian()};
            });
    assertEquals(Reason.CONVERGED, ascent.reason());
    // Off the bound it wanders by about rate * noise^2 / (2 gradient) = 0.045, and ten times that
    // is exceeded with exp(-10); above that a pair of windows passes with 2e-3 at the most.
    assertTrue(ascent.average().point()[0] < 0.45, "" + ascent.average().point()[0]);
  }

  // Steps of 2e-300 round to none, so that the parameters stay on their bounds.
  @Test
  void boundWithAGradientIntoTheBoxIsNoEnd() {
    Settings settings = new Settings(Goal.MAXIMIZE, Sga.PLAIN, rate(1e-300), 8, 4, 1, 0);
    double[] bounds = {1, 2, 3};
    Ascent ascent =
        walk(
            Ascent.of(settings, bounds, new double[] {1, 1, 3}, new double[] {2, 2, 3}),
            (x, e) -> new double[] {2, -2, 0});
    assertEquals(Reason.MOST_STEPS, ascent.reason());
    assertArrayEquals(bounds, ascent.point());
    assertArrayEquals(new boolean[] {false, false, true}, ascent.average().held());
    Ascent outwards =
        walk(
            Ascent.of(settings, bounds, new double[] {1, 1, 3}, new double[] {2, 2, 3}),
            (x, e) -> new double[] {-2, 2, 0});
    assertEquals(Reason.CONVERGED, outwards.reason());
    assertArrayEquals(new boolean[] {true, true, true}, outwards.average().held());
  }

  @Test
  void boundTakesAwayTheMomentum() {
    Settings settings = new Settings(Goal.MAXIMIZE, new Sga(0.9), rate(0.125), 100, 32, 1, 0);
    Ascent ascent = Ascent.of(settings, new double[] {0}, new double[] {0}, new double[] {1});
    for (int t = 0; t < 20; t++) {
      ascent.tell(0, 0, new double[] {4}, new double[] {1});
    }
    assertEquals(1, ascent.point()[0]);
    ascent.tell(0, 0, new double[] {-2}, new double[] {1});
    assertEquals(0.75, ascent.point()[0]);
  }

  // ---- what is not finite

  @ParameterizedTest
  @CsvSource({
    "0, 0, NaN, 1, 1",
    "0, 0, 1, Infinity, 1",
    "0, 0, 1, NaN, 1",
    "NaN, 0, 1, 1, -1",
    "0, Infinity, 1, 1, -1",
    "NaN, 0, -Infinity, 1, 1"
  })
  void whatIsNotFiniteEndsItAtTheLastGoodPoint(
      double value, double valueError, double derivative, double error, int component) {
    Ascent ascent = free(Settings.DEFAULT, 1, 2);
    double[] good = null;
    for (int t = 0; t < 3; t++) {
      good = ascent.point();
      ascent.tell(0, 0, new double[] {1, -1}, new double[] {1, 1});
    }
    double[] bad = ascent.point();
    assertFalse(Arrays.equals(good, bad));
    ascent.tell(value, valueError, new double[] {1, derivative}, new double[] {1, error});
    assertTrue(ascent.done());
    assertEquals(Reason.NOT_FINITE, ascent.reason());
    assertArrayEquals(good, ascent.point());
    assertEquals(3, ascent.path().size());
    Ascent.Fault fault = ascent.fault().orElseThrow();
    assertEquals(3, fault.step().step());
    assertEquals(component, fault.component());
    assertArrayEquals(bad, fault.step().point());
    assertEquals(derivative, fault.step().gradient()[1]);
    assertThrows(
        IllegalStateException.class, () -> ascent.tell(0, 0, new double[2], new double[2]));
  }

  @Test
  void startThatIsNotFiniteHasNoAverage() {
    Ascent ascent = free(Settings.DEFAULT, 1);
    assertEquals(Optional.empty(), ascent.fault());
    assertThrows(IllegalStateException.class, ascent::reason);
    ascent.tell(0, 0, new double[] {Double.NaN}, new double[1]);
    assertEquals(Reason.NOT_FINITE, ascent.reason());
    assertArrayEquals(new double[] {1}, ascent.point());
    assertThrows(IllegalStateException.class, ascent::average);
  }

  // |x| = 9^t, and of the steps of 10 * 9^t that of t = 322 is the first beyond the doubles.
  @Test
  void divergenceEndsAsNotFinite() {
    Ascent ascent = walk(free(plain(10, 10_000), 1), (x, e) -> new double[] {x[0]});
    assertEquals(Reason.NOT_FINITE, ascent.reason());
    assertEquals(323, ascent.fault().orElseThrow().step().step());
    assertTrue(Double.isFinite(ascent.point()[0]));
  }

  @Test
  void nonsenseIsRefused() {
    double[] zero = {0};
    double[] one = {1};
    assertThrows(
        IllegalArgumentException.class,
        () -> Ascent.of(Settings.DEFAULT, new double[] {2}, zero, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> Ascent.of(Settings.DEFAULT, new double[] {Double.NaN}, zero, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> Ascent.of(Settings.DEFAULT, zero, zero, new double[2]));
    assertThrows(
        IllegalArgumentException.class,
        () -> free(Settings.DEFAULT, 0).tell(0, 0, one, new double[] {-1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> free(Settings.DEFAULT, 0).tell(0, 0, one, new double[2]));
    assertThrows(IllegalArgumentException.class, () -> new Sga(1));
    assertThrows(IllegalArgumentException.class, () -> new Adam(0.9, 1, 1e-8));
    assertThrows(IllegalArgumentException.class, () -> rate(0));
    assertThrows(IllegalArgumentException.class, () -> new LearningRate.Halving(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new LearningRate.Cosine(1, Double.NaN, 5));
  }

  // ---- learning rates

  @Test
  void schedulesHaveTheirClosedForms() {
    LearningRate polynomial = new LearningRate.Polynomial(0.5, 10, 0.75);
    assertEquals(0.5, polynomial.at(0));
    assertEquals(0.5 / 8, polynomial.at(150)); // 16^(3/4) = 8
    assertEquals(0.5 / 27, polynomial.at(800), Math.ulp(0.5 / 27)); // 81^(3/4) = 27
    assertEquals(1 / (1 + 7 / 4.0), new LearningRate.Polynomial(1, 4, 1).at(7)); // Robbins, Monro

    LearningRate cosine = new LearningRate.Cosine(0.5, 0.1, 12);
    assertEquals(0.5, cosine.at(0));
    assertEquals(0.1 + 0.4 * (1 + Math.sqrt(0.5)) / 2, cosine.at(3), 1e-16); // of a quarter of pi
    assertEquals(0.1 + 0.4 * 0.75, cosine.at(4), 1e-16); // cos(pi / 3) = 1/2
    assertEquals(0.3, cosine.at(6), 1e-16);
    assertEquals(0.1 + 0.4 * 0.25, cosine.at(8), 1e-16);
    assertEquals(0.1, cosine.at(12));
    assertEquals(0.1, cosine.at(1000));

    LearningRate halving = new LearningRate.Halving(0.3, 5);
    assertEquals(0.3, halving.at(4));
    assertEquals(0.15, halving.at(5));
    assertEquals(0.3 / 8, halving.at(19));
    assertEquals(0, halving.at(Long.MAX_VALUE));
    assertEquals(0.3, rate(0.3).at(Long.MAX_VALUE));
  }

  // With a rate that falls as 1 / (1 + t), plain steps on h = 1 make x the mean of the noise:
  // x_t = -(n_0 + .. + n_{t-1}) / t, for Robbins and Monro's process estimates a mean.
  @Test
  void robbinsAndMonrosProcessIsTheMean() {
    Settings settings =
        new Settings(
            Goal.MINIMIZE, Sga.PLAIN, new LearningRate.Polynomial(1, 1, 1), 500, 1000, 1, 0);
    Random noise = new Random(5);
    Ascent ascent = walk(free(settings, 3), noisy(new double[] {1}, 1, noise));
    Random again = new Random(5);
    double sum = 0;
    for (int t = 0; t < 500; t++) {
      sum -= again.nextGaussian();
    }
    assertEquals(sum / 500, ascent.point()[0], 1e-14);
  }
}
