package org.pushforward.engine.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
  @Test
  void momentsOfASmallSampleAreExact() {
    // 2 4 4 4 5 5 7 9: mean 5, m2 = 4, m3 = 42/8, m4 = (81 + 3 + 16 + 256)/8 = 44.5.
    for (double shift : new double[] {0, 5, -3, 4.5}) {
      Moments moments = new Moments(shift);
      for (double x : new double[] {2, 4, 4, 4, 5, 5, 7, 9}) {
        moments.add(x);
      }
      assertEquals(8, moments.count());
      assertEquals(5.0, moments.mean());
      assertEquals(32.0 / 7, moments.variance());
      assertEquals(5.25 / 8, moments.skewness());
      assertEquals(44.5 / 16 - 3, moments.excessKurtosis());
      assertEquals(Math.sqrt(32.0 / 7 / 8), moments.standardError());
      assertEquals(Math.sqrt((44.5 - 16 * (5.0 / 7)) / 8), moments.standardErrorOfVariance());
    }
  }

  @Test
  void mergedMomentsEqualThoseOfTheWholeToTheLastBit() {
    Random random = new Random(10);
    Moments whole = new Moments(0.25);
    Moments[] part = new Moments[7];
    for (int i = 0; i < part.length; i++) {
      part[i] = new Moments(0.25);
    }
    PartialSum sums = new PartialSum(2, 6);
    for (int i = 0; i < 30000; i++) {
      double x = random.nextGaussian() * Math.scalb(1.0, random.nextInt(40));
      whole.add(x);
      part[random.nextInt(part.length)].add(x);
      double d = x - 0.25;
      sums.add(1, 2, d);
      sums.add(1, 3, d * d);
      sums.add(1, 4, d * d * d);
      sums.add(1, 5, d * d * (d * d));
    }
    for (int i = 1; i < part.length; i++) {
      part[0].merge(part[i]);
    }
    assertEquals(whole, part[0]);
    assertEquals(whole, Moments.of(0.25, 30000, sums, 1, 2));
    assertEquals(whole.excessKurtosis(), part[0].excessKurtosis());
  }

  @Test
  void momentsOfNormalSamplesAreThoseOfTheNormalLaw() {
    // n = 4e5, fixed seed; standard errors of mean, variance, skewness, kurtosis: 1, sqrt 2, sqrt
    // 6, sqrt 24 over sqrt n. Five of them leave a chance of 6e-7 each to fail by luck.
    Random random = new Random(11);
    Moments moments = new Moments(0);
    int n = 400_000;
    for (int i = 0; i < n; i++) {
      moments.add(random.nextGaussian());
    }
    double se = 5 / Math.sqrt(n);
    assertEquals(0, moments.mean(), se);
    assertEquals(1, moments.variance(), se * Math.sqrt(2));
    assertEquals(0, moments.skewness(), se * Math.sqrt(6));
    assertEquals(0, moments.excessKurtosis(), se * Math.sqrt(24));
    assertEquals(Math.sqrt(2.0 / n), moments.standardErrorOfVariance(), 0.05 * Math.sqrt(2.0 / n));
  }

  @Test
  void tooFewValuesGiveNaN() {
    Moments moments = new Moments(1);
    assertTrue(Double.isNaN(moments.mean()));
    moments.add(3);
    assertEquals(3.0, moments.mean());
    assertTrue(Double.isNaN(moments.variance()));
  }

  @Test
  void momentsAboutDifferentShiftsDoNotMerge() {
    assertThrows(IllegalArgumentException.class, () -> new Moments(0).merge(new Moments(1)));
  }
}
