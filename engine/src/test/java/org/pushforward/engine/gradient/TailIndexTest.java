package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds are fixed; another choice of them fails a test with the chance that it states. */
class TailIndexTest {
  private static final int SAMPLES = 200;
  private static final int SIZE = 16384;

  private static final Map<String, ToDoubleFunction<SplittableRandom>> LAWS =
      Map.ofEntries(
          Map.entry("normal", r -> r.nextGaussian()),
          Map.entry("normal^2", r -> Math.pow(r.nextGaussian(), 2)),
          Map.entry("normal^4", r -> Math.pow(r.nextGaussian(), 4)),
          Map.entry("exponential", r -> exponential(r)),
          Map.entry("exponential^2", r -> Math.pow(exponential(r), 2)),
          Map.entry("student_t(3)", r -> studentT(r, 3)),
          Map.entry("log_normal(0, 1)", r -> Math.exp(r.nextGaussian())),
          Map.entry("log_normal(0, 2)", r -> Math.exp(2 * r.nextGaussian())),
          Map.entry("student_t(1.5)", r -> studentT(r, 1.5)),
          Map.entry("1 / normal", r -> 1 / r.nextGaussian()),
          Map.entry("cauchy^2", r -> Math.pow(studentT(r, 1), 2)),
          Map.entry("pareto(1, 2)", r -> Math.exp(exponential(r) / 2)));

  private static double exponential(SplittableRandom random) {
    return -Math.log1p(-random.nextDouble());
  }

  /** By Bailey 1994. */
  private static double studentT(SplittableRandom random, double nu) {
    double size = Math.sqrt(nu * (Math.pow(1 - random.nextDouble(), -2 / nu) - 1));
    return size * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static TailIndex[] of(String law, int size) {
    return IntStream.range(0, SAMPLES)
        .mapToObj(
            seed -> {
              SplittableRandom random = new SplittableRandom(20261120L + seed);
              double[] values = new double[size];
              Arrays.setAll(values, i -> LAWS.get(law).applyAsDouble(random));
              return TailIndex.of(values);
            })
        .toArray(TailIndex[]::new);
  }

  private static long alarms(String law, int size) {
    return Arrays.stream(of(law, size)).filter(t -> t.isBelow(2)).count();
  }

  static List<String> light() {
    return List.of(
        "normal",
        "normal^2",
        "normal^4",
        "exponential",
        "exponential^2",
        "student_t(3)",
        "log_normal(0, 1)");
  }

  /**
   * The likeliest alarm is that of normal^4: its spread 0.83 +- 0.025 lies 3.4 deviations below the
   * limit, so that 200 samples have one with a chance of 7%.
   */
  @ParameterizedTest
  @MethodSource("light")
  void tailsOfFiniteVarianceRaiseNoAlarm(String law) {
    assertEquals(0, alarms(law, SIZE));
  }

  static List<String> heavy() {
    return List.of("student_t(1.5)", "1 / normal", "cauchy^2");
  }

  /** 2.5% are missed, 5 of 200; more than 14 with a chance below 1e-3. */
  @ParameterizedTest
  @MethodSource("heavy")
  void tailsOfInfiniteVarianceRaiseOne(String law) {
    assertTrue(alarms(law, SIZE) >= SAMPLES - 14, "" + alarms(law, SIZE));
  }

  /**
   * 2.3% for the index and most of these pass for a power: more than 14 of 200 with a chance below
   * 1e-3.
   */
  @Test
  void anExactPowerAtTheLimitRaisesOneRarely() {
    assertTrue(alarms("pareto(1, 2)", SIZE) <= 14, "" + alarms("pareto(1, 2)", SIZE));
  }

  /** That all its moments exist is not seen in one sample of four. */
  @Test
  void aWideLogNormalTailPassesForAPowerAtTimes() {
    long alarms = alarms("log_normal(0, 2)", SIZE);
    assertTrue(alarms > 20 && alarms < 80, "" + alarms);
  }

  /** Mean and deviation over the samples, of 5 deviations of theirs. */
  @Test
  void theIndexAndItsErrorAreThoseOfThePower() {
    TailIndex[] found = of("pareto(1, 2)", SIZE);
    assertEquals(645, found[0].used());
    double mean = Arrays.stream(found).mapToDouble(TailIndex::index).average().orElseThrow();
    double square =
        Arrays.stream(found).mapToDouble(t -> Math.pow(t.index() - 2, 2)).average().orElseThrow();
    double error = 2 / Math.sqrt(645);
    assertEquals(2, mean, 5 * error / Math.sqrt(SAMPLES));
    assertEquals(1, square / (error * error), 5 * Math.sqrt(2.0 / SAMPLES));
    assertEquals(error, found[0].error(), 5 * error / Math.sqrt(645));
  }

  @Test
  void aFewValuesSayNothing() {
    assertFalse(TailIndex.of(new double[] {1e300, 1, 2}).isBelow(2));
    assertFalse(TailIndex.of(new double[0]).isBelow(2));
    assertFalse(TailIndex.of(DoubleStream.generate(() -> 7).limit(SIZE).toArray()).isBelow(2));
    assertEquals(0, alarms("1 / normal", 4096));
  }

  @Test
  void whatIsNotFiniteOrZeroIsLeftOut() {
    double[] some = new SplittableRandom(1).doubles(SIZE).map(u -> -1 / u).toArray();
    double[] more = Arrays.copyOf(some, SIZE + 3);
    more[SIZE] = Double.NaN;
    more[SIZE + 1] = Double.POSITIVE_INFINITY;
    assertEquals(TailIndex.of(some), TailIndex.of(more));
  }
}
