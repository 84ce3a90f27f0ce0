package org.pushforward.engine.number;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialSumTest {
  /** Kinds of samples: what their values may be. */
  private enum Kind {
    ORDINARY,
    NARROW,
    ALL_EXPONENTS,
    SUBNORMAL,
    HUGE,
    SLOT_BORDERS,
    TIES,
    CANCELLING,
    WITH_INFINITY,
    WITH_BOTH_INFINITIES,
    WITH_NAN
  }

  private static double[] sample(Kind kind, int n, Random random) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sign = random.nextBoolean() ? 1 : -1;
      x[i] =
          switch (kind) {
            case ORDINARY -> random.nextGaussian();
            case NARROW -> 1 + random.nextDouble();
            case SUBNORMAL ->
                sign * Double.longBitsToDouble(random.nextLong() >>> 12 >>> random.nextInt(50));
            case HUGE -> sign * Math.scalb(1 + random.nextDouble(), 1023 - random.nextInt(80));
            case SLOT_BORDERS -> border(random) * sign;
            case TIES ->
                sign
                    * (random.nextInt(8) + 0.5)
                    * Math.scalb(1.0, SumSlots.unitExponent(20 + random.nextInt(4)));
            case CANCELLING ->
                i % 2 == 0
                    ? random.nextGaussian() * 1e15
                    : -x[i - 1] + random.nextGaussian() * 1e-15;
            default -> sign * Math.scalb(1 + random.nextDouble(), random.nextInt(2046) - 1022);
          };
    }
    if (kind == Kind.WITH_INFINITY || kind == Kind.WITH_BOTH_INFINITIES) {
      x[n / 3] = Double.POSITIVE_INFINITY;
      x[n / 2] = kind == Kind.WITH_INFINITY ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    if (kind == Kind.WITH_NAN) {
      x[n / 2] = Double.NaN;
    }
    return x;
  }

  private static double border(Random random) {
    double unit =
        Math.scalb(1.0, SumSlots.unitExponent(1 + random.nextInt(SumSlots.LARGEST_SLOT)) - 1);
    return switch (random.nextInt(3)) {
      case 0 -> Math.nextDown(unit);
      case 1 -> unit;
      default -> Math.nextUp(unit);
    };
  }

  private static PartialSum oneByOne(double[] x) {
    PartialSum sum = new PartialSum(1, 1);
    for (double v : x) {
      sum.add(0, 0, v);
    }
    return sum;
  }

  private static double[] permuted(double[] x, Random random) {
    double[] y = x.clone();
    for (int i = y.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = y[i];
      y[i] = y[j];
      y[j] = swap;
    }
    return y;
  }

  /**
   * Cuts x into random pieces, sums each in a random way and merges the pieces in a random tree.
   */
  private static PartialSum grouped(double[] x, Random random) {
    List<PartialSum> pieces = new ArrayList<>();
    for (int from = 0; from < x.length; ) {
      int to = Math.min(x.length, from + 1 + random.nextInt(1 << random.nextInt(12)));
      PartialSum piece = new PartialSum(1, 1);
      if (random.nextBoolean()) {
        piece.addAll(0, 0, x, from, to);
      } else {
        for (int i = from; i < to; i++) {
          piece.add(0, 0, x[i]);
        }
      }
      pieces.add(random.nextInt(4) == 0 ? PartialSum.fromBytes(piece.toBytes()) : piece);
      from = to;
    }
    pieces.add(new PartialSum(1, 1));
    Collections.shuffle(pieces, random);
    while (pieces.size() > 1) {
      PartialSum last = pieces.remove(pieces.size() - 1);
      pieces.get(random.nextInt(pieces.size())).merge(last);
    }
    return pieces.get(0);
  }

  @Test
  void stateDependsOnNeitherOrderNorGroupingNorPartition() {
    Random random = new Random(3);
    for (Kind kind : Kind.values()) {
      double[] x = sample(kind, 5000, random);
      PartialSum expected = oneByOne(x);
      for (int repeat = 0; repeat < 40; repeat++) {
        double[] y = permuted(x, random);
        assertEquals(expected, oneByOne(y), kind + ", one by one");
        PartialSum merged = grouped(y, random);
        assertEquals(expected, merged, kind + ", grouped");
        assertEquals(expected.hashCode(), merged.hashCode());
        assertEquals(
            Double.doubleToRawLongBits(expected.value(0, 0)),
            Double.doubleToRawLongBits(merged.value(0, 0)),
            kind.toString());
      }
    }
  }

  @Test
  void errorStaysBelowTheDerivedBound() {
    Random random = new Random(4);
    for (Kind kind :
        List.of(
            Kind.ORDINARY,
            Kind.NARROW,
            Kind.ALL_EXPONENTS,
            Kind.SLOT_BORDERS,
            Kind.TIES,
            Kind.CANCELLING)) {
      for (int repeat = 0; repeat < 20; repeat++) {
        double[] x = sample(kind, 700, random);
        BigDecimal exact = BigDecimal.ZERO;
        double max = 0;
        for (double v : x) {
          exact = exact.add(new BigDecimal(v));
          max = Math.max(max, Math.abs(v));
        }
        double value = oneByOne(x).value(0, 0);
        if (Double.isInfinite(value)) {
          assertTrue(exact.abs().compareTo(new BigDecimal(Double.MAX_VALUE)) > 0, kind.toString());
          continue;
        }
        BigDecimal bound =
            new BigDecimal(max)
                .multiply(new BigDecimal(x.length * 0x1p-43))
                .add(new BigDecimal(Math.ulp(value)));
        BigDecimal error = exact.subtract(new BigDecimal(value)).abs();
        assertTrue(
            error.compareTo(bound) <= 0,
            kind + ": error " + error.doubleValue() + ", bound " + bound.doubleValue());
      }
    }
  }

  @Test
  void theBoundIsReachedByValuesJustAboveASlotBorder() {
    // From 2^32 on u_{s-1} is 2^-10, so that 2^32 + 2^-11 loses the half unit it has: the worst
    // case of the bound.
    double x = 0x1p32 + 0x1p-11;
    assertEquals(0x1p-43 * 0x1p32, x - ReproducibleSum.of(x));
  }

  @Test
  void smallSamplesAtEveryPowerOfTwoKeepTheirDigits() {
    // n u_{s-1} / 2 with the slot's border in 2^(43 j - 11): n 2^-54 from 2^-11 to 2^32, elsewhere
    // at worst n 2^-43 max|x|; and half an ulp for the result.
    Random random = new Random(10);
    for (int k = -60; k <= 90; k++) {
      for (int n : new int[] {1, 2, 3, 10}) {
        for (int repeat = 0; repeat < 20; repeat++) {
          double[] x = new double[n];
          BigDecimal exact = BigDecimal.ZERO;
          double max = 0;
          for (int i = 0; i < n; i++) {
            x[i] = Math.scalb(repeat == 0 ? Math.nextUp(1.0) : 1 + 4 * random.nextDouble(), k);
            exact = exact.add(new BigDecimal(x[i]));
            max = Math.max(max, x[i]);
          }
          double value = ReproducibleSum.of(x);
          int border = 43 * Math.floorDiv(Math.getExponent(max) + 11, 43) - 11;
          double bound = n * Math.scalb(1.0, border - 43);
          assertTrue(bound <= n * 0x1p-43 * max);
          double error = exact.subtract(new BigDecimal(value)).abs().doubleValue();
          assertTrue(
              error <= bound + Math.ulp(value) / 2, n + " values from 2^" + k + " err by " + error);
          if (n == 1 && k >= -1 && k < 30) {
            assertEquals(x[0], value, "one value from 1/2 up is its own sum");
          }
        }
      }
    }
  }

  @Test
  void sumsOfSubnormalsAreExact() {
    double[] x = sample(Kind.SUBNORMAL, 3000, new Random(5));
    long exact = 0;
    for (double v : x) {
      exact += Math.round(v * 0x1p537 * 0x1p537);
    }
    assertEquals(exact * 0x1p-537 * 0x1p-537, oneByOne(x).value(0, 0));
  }

  @Test
  void sumsThatPassTheOverflowThresholdOnTheirWayAreFinite() {
    double max = Double.MAX_VALUE;
    assertEquals(max, ReproducibleSum.of(max, max, max, -max, -max));
    assertEquals(0x1p1000, ReproducibleSum.of(-max, -max, 0x1p1000, max, max));
    assertEquals(Double.POSITIVE_INFINITY, ReproducibleSum.of(max, max));
    assertEquals(Double.NEGATIVE_INFINITY, ReproducibleSum.of(-max, -max));
    assertEquals(1.5e308, ReproducibleSum.of(0.75e308, 0.75e308));
  }

  @Test
  void infinitiesAndNaNFollowIeee() {
    double inf = Double.POSITIVE_INFINITY;
    assertEquals(inf, ReproducibleSum.of(1, inf, -1e308, inf));
    assertEquals(-inf, ReproducibleSum.of(-inf, 1e308));
    assertTrue(Double.isNaN(ReproducibleSum.of(inf, -inf)));
    assertTrue(Double.isNaN(ReproducibleSum.of(1, Double.NaN)));
    assertTrue(Double.isNaN(ReproducibleSum.of(inf, Double.NaN)));
  }

  @Test
  void anEmptySumAndASumOfNegativeZerosArePlusZero() {
    assertEquals(0L, Double.doubleToRawLongBits(ReproducibleSum.of()));
    assertEquals(0L, Double.doubleToRawLongBits(ReproducibleSum.of(-0.0, -0.0)));
    assertEquals(0L, Double.doubleToRawLongBits(ReproducibleSum.of(1e200, -1e200)));
  }

  @Test
  void kernelsMayAddTheirLanesInAnyOrder() {
    Random random = new Random(6);
    for (Kind kind :
        List.of(Kind.ORDINARY, Kind.NARROW, Kind.SUBNORMAL, Kind.TIES, Kind.CANCELLING)) {
      double[] x = sample(kind, 20 * SumSlots.BLOCK_ROWS, random);
      PartialSum expected = oneByOne(x);
      for (int lanes : new int[] {1, 2, 8, 64}) {
        PartialSum sum = new PartialSum(3, 2);
        for (int from = 0; from < x.length; from += SumSlots.BLOCK_ROWS) {
          double max = 0;
          for (int i = from; i < from + SumSlots.BLOCK_ROWS; i++) {
            max = Math.max(max, Math.abs(x[i]));
          }
          int slot = SumSlots.slotFor(max);
          double m = SumSlots.extractor(slot);
          double n = SumSlots.extractor(slot - 1);
          double[] high = new double[lanes];
          double[] low = new double[lanes];
          for (int i = 0; i < SumSlots.BLOCK_ROWS; i++) {
            double v = x[from + i];
            double q = (v + m) - m;
            high[i % lanes] += q;
            low[i % lanes] += ((v - q) + n) - n;
          }
          double highs = 0;
          double lows = 0;
          for (int lane = 0; lane < lanes; lane++) {
            highs += high[lane];
            lows += low[lane];
          }
          sum.addSplit(2, 1, slot, highs, lows);
        }
        assertEquals(expected, sum.slice(2, 1, 1), kind + ", " + lanes + " lanes");
      }
    }
  }

  @Test
  void valueIsTheNearestDoubleOfItsWholeNumbers() {
    Random random = new Random(7);
    for (int repeat = 0; repeat < 20000; repeat++) {
      int slot = 1 + random.nextInt(SumSlots.LARGEST_KERNEL_SLOT);
      PartialSum sum = new PartialSum(1, 1);
      BigInteger units = BigInteger.ZERO;
      for (int i = random.nextInt(4); i >= 0; i--) {
        long high = random.nextLong() >> 10 + random.nextInt(54);
        long low = random.nextLong() >> 10 + random.nextInt(54);
        // Doubles are multiples of 2^11 u_0.
        low = slot == 1 ? low >> 11 << 11 : low;
        sum.addSplit(0, 0, slot, exact(high, slot), exact(low, slot - 1));
        units = units.add(BigInteger.valueOf(high).shiftLeft(43)).add(BigInteger.valueOf(low));
      }
      for (int i = random.nextInt(50);
          i > 0;
          i--) { // Doubling makes numbers as large as 10^18 values would.
        sum.merge(sum.slice(0, 0, 1));
        units = units.shiftLeft(1);
        if (random.nextInt(3) == 0) {
          sum.addSplit(0, 0, slot, exact(1, slot), exact(-(1 << 11), slot - 1));
          units = units.add(BigInteger.ONE.shiftLeft(43)).subtract(BigInteger.valueOf(1 << 11));
        }
      }
      double expected =
          new BigDecimal(units).multiply(power(SumSlots.unitExponent(slot - 1))).doubleValue();
      double nearest = Math.scalb(units.doubleValue(), SumSlots.unitExponent(slot - 1));
      assertEquals(nearest, sum.value(0, 0));
      assertEquals(
          expected,
          nearest,
          Math.ulp(expected)); // BigDecimal.doubleValue may be off by one ulp before JDK 21.
    }
  }

  private static double exact(long units, int slot) {
    return Math.scalb((double) units, SumSlots.unitExponent(slot));
  }

  private static BigDecimal power(int exponent) {
    BigDecimal two = BigDecimal.valueOf(2);
    return exponent >= 0 ? two.pow(exponent) : BigDecimal.ONE.divide(two.pow(-exponent));
  }

  @Test
  void carriesOfThousandsOfMillionsOfValuesAreKept() {
    // A million blocks of 1024 values of 0.7 and of -0.2, as a kernel would add them.
    PartialSum sum = new PartialSum(1, 2);
    PartialSum block = new PartialSum(1, 1);
    double[] x = new double[SumSlots.BLOCK_ROWS];
    java.util.Arrays.fill(x, 0.7);
    block.addAll(0, 0, x, 0, x.length);
    int slot = SumSlots.slotFor(0.7);
    double m = SumSlots.extractor(slot);
    double n = SumSlots.extractor(slot - 1);
    for (int j = 0; j < 2; j++) {
      double v = j == 0 ? 0.7 : -0.2;
      double high = (v + m) - m;
      double low = ((v - high) + n) - n;
      for (int i = 0; i < 1_000_000; i++) {
        sum.addSplit(0, j, slot, SumSlots.BLOCK_ROWS * high, SumSlots.BLOCK_ROWS * low);
      }
    }
    PartialSum doubled = block.slice(0, 0, 1);
    BigInteger count = BigInteger.ONE;
    for (int i = 0; i < 40; i++) {
      doubled.merge(doubled.slice(0, 0, 1));
      count = count.shiftLeft(1);
    }
    assertEquals(1.024e9 * 0.7, sum.value(0, 0), 1.024e9 * 0x1p-43);
    assertEquals(-1.024e9 * 0.2, sum.value(0, 1), 1.024e9 * 0x1p-43);
    assertEquals(block.value(0, 0) * count.doubleValue(), doubled.value(0, 0));
  }

  @Test
  void manySumsAreKeptApart() {
    Random random = new Random(8);
    PartialSum left = new PartialSum(5, 3);
    PartialSum right = new PartialSum(5, 3);
    PartialSum[] single = new PartialSum[15];
    for (int i = 0; i < 15; i++) {
      single[i] = new PartialSum(1, 1);
    }
    for (int i = 0; i < 20000; i++) {
      int at = random.nextInt(15);
      double x = Math.scalb(random.nextGaussian(), random.nextInt(400) - 200);
      (random.nextBoolean() ? left : right).add(at / 3, at % 3, x);
      single[at].add(0, 0, x);
    }
    left.merge(right);
    for (int i = 0; i < 15; i++) {
      assertEquals(single[i], left.slice(i / 3, i % 3, 1));
      assertEquals(single[i].value(0, 0), left.values(i / 3)[i % 3]);
    }
  }

  @Test
  void sumsOfSomePointsAreMergedIntoThoseOfAll() {
    PartialSum all = new PartialSum(4, 2);
    PartialSum some = new PartialSum(2, 2);
    PartialSum expected = new PartialSum(4, 2);
    for (int sum = 0; sum < 2; sum++) {
      all.add(1, sum, 0x1p70 + sum);
      expected.add(1, sum, 0x1p70 + sum);
      for (int point = 0; point < 2; point++) {
        some.add(point, sum, 1.1 * point + sum);
        expected.add(point + 1, sum, 1.1 * point + sum);
      }
    }
    all.merge(some, 1);
    assertEquals(expected, all);
    assertThrows(IllegalArgumentException.class, () -> all.merge(some, 3));
    assertThrows(IllegalArgumentException.class, () -> all.merge(some, -1));
    assertThrows(IllegalArgumentException.class, () -> all.merge(new PartialSum(1, 3), 0));
  }

  @Test
  void byteFormReturnsTheSameState() {
    Random random = new Random(9);
    PartialSum sum = new PartialSum(7, 2);
    for (int i = 0; i < 14; i++) {
      for (double x : sample(Kind.values()[i % Kind.values().length], 50, random)) {
        sum.add(i / 2, i % 2, x);
      }
    }
    byte[] bytes = sum.toBytes();
    PartialSum back = PartialSum.fromBytes(bytes);
    assertEquals(sum, back);
    assertEquals(8 + 14 * 34, bytes.length);
    assertArrayEquals(bytes, back.toBytes());
    back.add(0, 0, 1.0);
    assertNotEquals(sum, back);
  }

  @Test
  void malformedBytesAreRejected() {
    byte[] bytes = new PartialSum(2, 1).toBytes();
    assertThrows(
        IllegalArgumentException.class,
        () -> PartialSum.fromBytes(java.util.Arrays.copyOf(bytes, bytes.length - 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> PartialSum.fromBytes(java.util.Arrays.copyOf(bytes, bytes.length + 1)));
    byte[] wrongSlot = bytes.clone();
    wrongSlot[8] = SumSlots.LARGEST_SLOT + 1;
    assertThrows(IllegalArgumentException.class, () -> PartialSum.fromBytes(wrongSlot));
    byte[] wrongRest = bytes.clone();
    wrongRest[8 + 2 + 8] = -1;
    assertThrows(IllegalArgumentException.class, () -> PartialSum.fromBytes(wrongRest));
  }

  @Test
  void misuseIsRejected() {
    PartialSum sum = new PartialSum(2, 3);
    assertThrows(IllegalArgumentException.class, () -> sum.merge(new PartialSum(3, 2)));
    assertThrows(IndexOutOfBoundsException.class, () -> sum.add(0, 3, 1.0));
    assertThrows(IndexOutOfBoundsException.class, () -> sum.value(2, 0));
    assertThrows(IllegalArgumentException.class, () -> sum.addSplit(0, 0, 48, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> sum.addSplit(0, 0, 25, 0.3, 0));
    assertThrows(IllegalArgumentException.class, () -> sum.addSplit(0, 0, 25, Double.NaN, 0));
  }
}
