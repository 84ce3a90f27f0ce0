package org.pushforward.engine.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.kernel.Fourier;

/** {@link Fourier} in vectors, for one thread. */
final class LaneFourier {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = S.length();
  private static final int LANES = Fourier.LANES;

  /** The largest transform whose space is kept for the thread's next one. */
  private static final int KEPT = 1 << 16;

  // Lanes whose number differs by one bit, and those that have it.
  private static final VectorShuffle<Double> BY_4 =
      VectorShuffle.fromOp(S, lane -> (lane ^ 4) % WIDTH);
  private static final VectorMask<Double> HAS_4 = having(4);
  private static final VectorShuffle<Double> BY_2 =
      VectorShuffle.fromOp(S, lane -> (lane ^ 2) % WIDTH);
  private static final VectorMask<Double> HAS_2 = having(2);
  private static final VectorShuffle<Double> BY_1 =
      VectorShuffle.fromOp(S, lane -> (lane ^ 1) % WIDTH);
  private static final VectorMask<Double> HAS_1 = having(1);

  /**
   * Columns of points at least so far apart are fetched and brought back so many together: their
   * points fall on few sets of a cache, and a line that two vectors share would be gone before the
   * second comes.
   */
  private static final int FAR = 1 << 11;

  private static final int BESIDE = 4;

  private static final ThreadLocal<LaneFourier> OWN = ThreadLocal.withInitial(LaneFourier::new);

  // A column, [point][lane]: what the next pass reads, and what it fills.
  private double[] columnRe = new double[Fourier.LARGEST * WIDTH];
  private double[] columnIm = new double[Fourier.LARGEST * WIDTH];
  private double[] nextRe = new double[Fourier.LARGEST * WIDTH];
  private double[] nextIm = new double[Fourier.LARGEST * WIDTH];

  /** [point of a column][vector beside another][lane]. */
  private final double[] besideRe = new double[BESIDE * Fourier.LARGEST * WIDTH];

  private final double[] besideIm = new double[BESIDE * Fourier.LARGEST * WIDTH];

  private double[] keptRe = {};
  private double[] keptIm = {};

  private LaneFourier() {}

  private static VectorMask<Double> having(int bit) {
    boolean[] has = new boolean[WIDTH];
    for (int lane = 0; lane < WIDTH; lane++) {
      has[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(S, has, 0);
  }

  /** See {@link org.pushforward.engine.kernel.Backend#transform}. */
  static void run(int size, int count, double[] re, double[] im) {
    Fourier fourier = Fourier.of(size);
    LaneFourier own = OWN.get();
    if (own.keptRe.length < size && size <= KEPT) {
      own.keptRe = new double[size];
      own.keptIm = new double[size];
    }
    double[] spaceRe = size <= KEPT ? own.keptRe : new double[size];
    double[] spaceIm = size <= KEPT ? own.keptIm : new double[size];
    for (int i = 0; i < count; i++) {
      own.transform(fourier, re, im, i * size, spaceRe, spaceIm);
    }
  }

  private void transform(
      Fourier fourier, double[] re, double[] im, int at, double[] spaceRe, double[] spaceIm) {
    firstPass(fourier, re, im, at, spaceRe, spaceIm);
    int last = fourier.passes() - 1;
    boolean isInSpace = true;
    for (int pass = 1, s = fourier.radix(0); pass <= last; s *= fourier.radix(pass), pass++) {
      double[] fromRe = isInSpace ? spaceRe : re;
      double[] fromIm = isInSpace ? spaceIm : im;
      int from = isInSpace ? 0 : at;
      if (pass == last) {
        // Each column to the places that it came from.
        lastPass(fourier.radix(pass), s, fromRe, fromIm, from, re, im, at);
      } else {
        isInSpace = !isInSpace;
        double[] toRe = isInSpace ? spaceRe : re;
        double[] toIm = isInSpace ? spaceIm : im;
        pass(fourier, pass, s, fromRe, fromIm, from, toRe, toIm, isInSpace ? 0 : at);
      }
    }
  }

  private void lastPass(
      int r, int s, double[] re, double[] im, int from, double[] toRe, double[] toIm, int to) {
    for (int q = 0; q < s; q += WIDTH) {
      column(r, re, im, from + q, s);
      if (s < FAR) {
        end(r, toRe, toIm, to + q, s);
      } else {
        int number = q / WIDTH % BESIDE;
        end(r, besideRe, besideIm, number * WIDTH, BESIDE * WIDTH);
        if (number == BESIDE - 1) {
          int first = to + q - number * WIDTH;
          for (int b = 0; b < r; b++) {
            System.arraycopy(besideRe, b * BESIDE * WIDTH, toRe, first + b * s, BESIDE * WIDTH);
            System.arraycopy(besideIm, b * BESIDE * WIDTH, toIm, first + b * s, BESIDE * WIDTH);
          }
        }
      }
    }
  }

  private void firstPass(
      Fourier fourier, double[] re, double[] im, int at, double[] toRe, double[] toIm) {
    int r = fourier.radix(0);
    int m = fourier.size() / r;
    for (int p = 0; p < m; p += WIDTH) {
      column(r, re, im, at + p, m);
      end(r, columnRe, columnIm, 0, WIDTH);
      turnLanes(r, fourier.turns(0), p / LANES * 2 * r, fourier.lanes(), p % LANES);
      if (WIDTH == 8) {
        exchangeEight(columnRe, r, toRe, p * r);
        exchangeEight(columnIm, r, toIm, p * r);
      } else {
        exchange(columnRe, r, toRe, p * r);
        exchange(columnIm, r, toIm, p * r);
      }
    }
  }

  private void pass(
      Fourier fourier,
      int pass,
      int s,
      double[] re,
      double[] im,
      int from,
      double[] toRe,
      double[] toIm,
      int to) {
    int r = fourier.radix(pass);
    int m = fourier.size() / s / r;
    for (int p = 0; p < m; p++) {
      for (int q = 0; q < s; q += WIDTH) {
        column(r, re, im, from + q + s * p, s * m);
        end(r, columnRe, columnIm, 0, WIDTH);
        turn(r, fourier.turns(pass), 2 * p * r, toRe, toIm, to + q + s * r * p, s);
      }
    }
  }

  /** Lane l of vector k to number k of row l. */
  private static void exchange(double[] column, int r, double[] to, int at) {
    for (int lane = 0; lane < WIDTH; lane++) {
      for (int k = 0; k < r; k++) {
        to[at + lane * r + k] = column[k * WIDTH + lane];
      }
    }
  }

  /** The same for eight lanes, by exchanges of quarters of squares of 8, 4 and 2. */
  private static void exchangeEight(double[] column, int r, double[] to, int at) {
    for (int k = 0; k < r; k += 8) {
      DoubleVector v0 = DoubleVector.fromArray(S, column, k * 8);
      DoubleVector v1 = DoubleVector.fromArray(S, column, (k + 1) * 8);
      DoubleVector v2 = DoubleVector.fromArray(S, column, (k + 2) * 8);
      DoubleVector v3 = DoubleVector.fromArray(S, column, (k + 3) * 8);
      DoubleVector v4 = DoubleVector.fromArray(S, column, (k + 4) * 8);
      DoubleVector v5 = DoubleVector.fromArray(S, column, (k + 5) * 8);
      DoubleVector v6 = DoubleVector.fromArray(S, column, (k + 6) * 8);
      DoubleVector v7 = DoubleVector.fromArray(S, column, (k + 7) * 8);
      DoubleVector low = v0;
      v0 = low.blend(v4.rearrange(BY_4), HAS_4);
      v4 = low.rearrange(BY_4).blend(v4, HAS_4);
      low = v1;
      v1 = low.blend(v5.rearrange(BY_4), HAS_4);
      v5 = low.rearrange(BY_4).blend(v5, HAS_4);
      low = v2;
      v2 = low.blend(v6.rearrange(BY_4), HAS_4);
      v6 = low.rearrange(BY_4).blend(v6, HAS_4);
      low = v3;
      v3 = low.blend(v7.rearrange(BY_4), HAS_4);
      v7 = low.rearrange(BY_4).blend(v7, HAS_4);
      low = v0;
      v0 = low.blend(v2.rearrange(BY_2), HAS_2);
      v2 = low.rearrange(BY_2).blend(v2, HAS_2);
      low = v1;
      v1 = low.blend(v3.rearrange(BY_2), HAS_2);
      v3 = low.rearrange(BY_2).blend(v3, HAS_2);
      low = v4;
      v4 = low.blend(v6.rearrange(BY_2), HAS_2);
      v6 = low.rearrange(BY_2).blend(v6, HAS_2);
      low = v5;
      v5 = low.blend(v7.rearrange(BY_2), HAS_2);
      v7 = low.rearrange(BY_2).blend(v7, HAS_2);
      low = v0;
      v0 = low.blend(v1.rearrange(BY_1), HAS_1);
      v1 = low.rearrange(BY_1).blend(v1, HAS_1);
      low = v2;
      v2 = low.blend(v3.rearrange(BY_1), HAS_1);
      v3 = low.rearrange(BY_1).blend(v3, HAS_1);
      low = v4;
      v4 = low.blend(v5.rearrange(BY_1), HAS_1);
      v5 = low.rearrange(BY_1).blend(v5, HAS_1);
      low = v6;
      v6 = low.blend(v7.rearrange(BY_1), HAS_1);
      v7 = low.rearrange(BY_1).blend(v7, HAS_1);
      v0.intoArray(to, at + k);
      v1.intoArray(to, at + k + r);
      v2.intoArray(to, at + k + 2 * r);
      v3.intoArray(to, at + k + 3 * r);
      v4.intoArray(to, at + k + 4 * r);
      v5.intoArray(to, at + k + 5 * r);
      v6.intoArray(to, at + k + 6 * r);
      v7.intoArray(to, at + k + 7 * r);
    }
  }

  /** All passes over the column of r vectors, {@code stride} apart, but the last. */
  private void column(int r, double[] re, double[] im, int at, int stride) {
    if (stride < FAR) {
      nearColumn(r, re, im, at, stride);
      return;
    }
    int number = at / WIDTH % BESIDE;
    if (number == 0) {
      for (int b = 0; b < r; b++) {
        System.arraycopy(re, at + b * stride, besideRe, b * BESIDE * WIDTH, BESIDE * WIDTH);
        System.arraycopy(im, at + b * stride, besideIm, b * BESIDE * WIDTH, BESIDE * WIDTH);
      }
    }
    nearColumn(r, besideRe, besideIm, number * WIDTH, BESIDE * WIDTH);
  }

  private void nearColumn(int r, double[] re, double[] im, int at, int stride) {
    if (r == 8) {
      for (int b = 0; b < r; b++) {
        DoubleVector.fromArray(S, re, at + b * stride).intoArray(columnRe, b * WIDTH);
        DoubleVector.fromArray(S, im, at + b * stride).intoArray(columnIm, b * WIDTH);
      }
    } else if (r == 16) {
      four(r / 4, 1, Fourier.twiddles(r), re, im, at, stride, columnRe, columnIm);
    } else {
      eight(r / 8, Fourier.twiddles(r), re, im, at, stride, columnRe, columnIm);
    }
    if (r == 128) {
      four(4, 8, Fourier.twiddles(16), columnRe, columnIm, 0, WIDTH, nextRe, nextIm);
      double[] re0 = columnRe;
      double[] im0 = columnIm;
      columnRe = nextRe;
      columnIm = nextIm;
      nextRe = re0;
      nextIm = im0;
    }
  }

  /** The last pass over the column; its results lie {@code stride} apart. */
  private void end(int r, double[] toRe, double[] toIm, int at, int stride) {
    if (r == 8 || r == 64) {
      lastEight(r / 8, columnRe, columnIm, toRe, toIm, at, stride);
    } else {
      lastFour(r / 4, columnRe, columnIm, toRe, toIm, at, stride);
    }
  }

  // HotSpot would not inline a method of ours into these: they have so much to inline.

  private void turnLanes(int r, double[] w, int first, double[] lanes, int lane) {
    for (int k = 0; k < r; k++) {
      double c = w[first + 2 * k];
      double d = w[first + 2 * k + 1];
      DoubleVector u = DoubleVector.fromArray(S, lanes, k * LANES + lane);
      DoubleVector v = DoubleVector.fromArray(S, lanes, (r + k) * LANES + lane);
      DoubleVector turnRe = u.fma(DoubleVector.broadcast(S, c), v.mul(-d));
      DoubleVector turnIm = u.fma(DoubleVector.broadcast(S, d), v.mul(c));
      DoubleVector re = DoubleVector.fromArray(S, columnRe, k * WIDTH);
      DoubleVector im = DoubleVector.fromArray(S, columnIm, k * WIDTH);
      re.fma(turnRe, im.mul(turnIm).neg()).intoArray(columnRe, k * WIDTH);
      re.fma(turnIm, im.mul(turnRe)).intoArray(columnIm, k * WIDTH);
    }
  }

  private void turn(
      int r, double[] w, int first, double[] toRe, double[] toIm, int at, int stride) {
    for (int k = 0; k < r; k++) {
      double u = w[first + 2 * k];
      double v = w[first + 2 * k + 1];
      DoubleVector re = DoubleVector.fromArray(S, columnRe, k * WIDTH);
      DoubleVector im = DoubleVector.fromArray(S, columnIm, k * WIDTH);
      re.fma(DoubleVector.broadcast(S, u), im.mul(-v)).intoArray(toRe, at + k * stride);
      re.fma(DoubleVector.broadcast(S, v), im.mul(u)).intoArray(toIm, at + k * stride);
    }
  }

  /** Of vectors {@code stride} apart: the results of p lie in four blocks of {@code run}. */
  private static void four(
      int quarter,
      int run,
      double[] w,
      double[] re,
      double[] im,
      int at,
      int stride,
      double[] toRe,
      double[] toIm) {
    int step = quarter * run * stride;
    int block = run * WIDTH;
    for (int p = 0; p < quarter; p++) {
      DoubleVector u1 = DoubleVector.broadcast(S, w[6 * p]);
      DoubleVector v1 = DoubleVector.broadcast(S, w[6 * p + 1]);
      DoubleVector minusV1 = DoubleVector.broadcast(S, -w[6 * p + 1]);
      DoubleVector u2 = DoubleVector.broadcast(S, w[6 * p + 2]);
      DoubleVector v2 = DoubleVector.broadcast(S, w[6 * p + 3]);
      DoubleVector minusV2 = DoubleVector.broadcast(S, -w[6 * p + 3]);
      DoubleVector u3 = DoubleVector.broadcast(S, w[6 * p + 4]);
      DoubleVector v3 = DoubleVector.broadcast(S, w[6 * p + 5]);
      DoubleVector minusV3 = DoubleVector.broadcast(S, -w[6 * p + 5]);
      for (int q = 0; q < run; q++) {
        int i = at + (p * run + q) * stride;
        int o = 4 * p * block + q * WIDTH;
        DoubleVector aRe = DoubleVector.fromArray(S, re, i);
        DoubleVector aIm = DoubleVector.fromArray(S, im, i);
        DoubleVector bRe = DoubleVector.fromArray(S, re, i + step);
        DoubleVector bIm = DoubleVector.fromArray(S, im, i + step);
        DoubleVector cRe = DoubleVector.fromArray(S, re, i + 2 * step);
        DoubleVector cIm = DoubleVector.fromArray(S, im, i + 2 * step);
        DoubleVector dRe = DoubleVector.fromArray(S, re, i + 3 * step);
        DoubleVector dIm = DoubleVector.fromArray(S, im, i + 3 * step);
        DoubleVector acRe = aRe.add(cRe);
        DoubleVector acIm = aIm.add(cIm);
        DoubleVector bdRe = bRe.add(dRe);
        DoubleVector bdIm = bIm.add(dIm);
        acRe.add(bdRe).intoArray(toRe, o);
        acIm.add(bdIm).intoArray(toIm, o);
        DoubleVector xRe = acRe.sub(bdRe);
        DoubleVector xIm = acIm.sub(bdIm);
        xRe.fma(u2, xIm.mul(minusV2)).intoArray(toRe, o + 2 * block);
        xRe.fma(v2, xIm.mul(u2)).intoArray(toIm, o + 2 * block);
        acRe = aRe.sub(cRe);
        acIm = aIm.sub(cIm);
        bdRe = bRe.sub(dRe);
        bdIm = bIm.sub(dIm);
        xRe = acRe.add(bdIm);
        xIm = acIm.sub(bdRe);
        xRe.fma(u1, xIm.mul(minusV1)).intoArray(toRe, o + block);
        xRe.fma(v1, xIm.mul(u1)).intoArray(toIm, o + block);
        xRe = acRe.sub(bdIm);
        xIm = acIm.add(bdRe);
        xRe.fma(u3, xIm.mul(minusV3)).intoArray(toRe, o + 3 * block);
        xRe.fma(v3, xIm.mul(u3)).intoArray(toIm, o + 3 * block);
      }
    }
  }

  private static void lastFour(
      int quarter, double[] re, double[] im, double[] toRe, double[] toIm, int at, int stride) {
    int run = quarter * WIDTH;
    int far = quarter * stride;
    for (int p = 0; p < quarter; p++) {
      int q = p * WIDTH;
      int o = at + p * stride;
      DoubleVector aRe = DoubleVector.fromArray(S, re, q);
      DoubleVector aIm = DoubleVector.fromArray(S, im, q);
      DoubleVector bRe = DoubleVector.fromArray(S, re, q + run);
      DoubleVector bIm = DoubleVector.fromArray(S, im, q + run);
      DoubleVector cRe = DoubleVector.fromArray(S, re, q + 2 * run);
      DoubleVector cIm = DoubleVector.fromArray(S, im, q + 2 * run);
      DoubleVector dRe = DoubleVector.fromArray(S, re, q + 3 * run);
      DoubleVector dIm = DoubleVector.fromArray(S, im, q + 3 * run);
      DoubleVector acRe = aRe.add(cRe);
      DoubleVector acIm = aIm.add(cIm);
      DoubleVector bdRe = bRe.add(dRe);
      DoubleVector bdIm = bIm.add(dIm);
      acRe.add(bdRe).intoArray(toRe, o);
      acIm.add(bdIm).intoArray(toIm, o);
      acRe.sub(bdRe).intoArray(toRe, o + 2 * far);
      acIm.sub(bdIm).intoArray(toIm, o + 2 * far);
      acRe = aRe.sub(cRe);
      acIm = aIm.sub(cIm);
      bdRe = bRe.sub(dRe);
      bdIm = bIm.sub(dIm);
      acRe.add(bdIm).intoArray(toRe, o + far);
      acIm.sub(bdRe).intoArray(toIm, o + far);
      acRe.sub(bdIm).intoArray(toRe, o + 3 * far);
      acIm.add(bdRe).intoArray(toIm, o + 3 * far);
    }
  }

  /** The first pass over a column, of vectors {@code stride} apart. */
  private static void eight(
      int eighth,
      double[] w,
      double[] re,
      double[] im,
      int at,
      int stride,
      double[] toRe,
      double[] toIm) {
    int step = eighth * stride;
    for (int p = 0; p < eighth; p++) {
      int t = 14 * p;
      int i = at + p * stride;
      int o = 8 * p * WIDTH;
      DoubleVector x0 = DoubleVector.fromArray(S, re, i);
      DoubleVector x4 = DoubleVector.fromArray(S, re, i + 4 * step);
      DoubleVector y0 = DoubleVector.fromArray(S, im, i);
      DoubleVector y4 = DoubleVector.fromArray(S, im, i + 4 * step);
      DoubleVector x1 = DoubleVector.fromArray(S, re, i + step);
      DoubleVector x5 = DoubleVector.fromArray(S, re, i + 5 * step);
      DoubleVector y1 = DoubleVector.fromArray(S, im, i + step);
      DoubleVector y5 = DoubleVector.fromArray(S, im, i + 5 * step);
      DoubleVector x2 = DoubleVector.fromArray(S, re, i + 2 * step);
      DoubleVector x6 = DoubleVector.fromArray(S, re, i + 6 * step);
      DoubleVector y2 = DoubleVector.fromArray(S, im, i + 2 * step);
      DoubleVector y6 = DoubleVector.fromArray(S, im, i + 6 * step);
      DoubleVector x3 = DoubleVector.fromArray(S, re, i + 3 * step);
      DoubleVector x7 = DoubleVector.fromArray(S, re, i + 7 * step);
      DoubleVector y3 = DoubleVector.fromArray(S, im, i + 3 * step);
      DoubleVector y7 = DoubleVector.fromArray(S, im, i + 7 * step);
      DoubleVector xSum0 = x0.add(x4);
      x4 = x0.sub(x4);
      DoubleVector ySum0 = y0.add(y4);
      y4 = y0.sub(y4);
      DoubleVector xSum1 = x1.add(x5);
      x5 = x1.sub(x5);
      DoubleVector ySum1 = y1.add(y5);
      y5 = y1.sub(y5);
      DoubleVector xSum2 = x2.add(x6);
      x6 = x2.sub(x6);
      DoubleVector ySum2 = y2.add(y6);
      y6 = y2.sub(y6);
      DoubleVector xSum3 = x3.add(x7);
      x7 = x3.sub(x7);
      DoubleVector ySum3 = y3.add(y7);
      y7 = y3.sub(y7);
      DoubleVector outRe;
      DoubleVector outIm;
      DoubleVector aRe = xSum0.add(xSum2);
      DoubleVector aIm = ySum0.add(ySum2);
      DoubleVector bRe = xSum1.add(xSum3);
      DoubleVector bIm = ySum1.add(ySum3);
      aRe.add(bRe).intoArray(toRe, o);
      aIm.add(bIm).intoArray(toIm, o);
      outRe = aRe.sub(bRe);
      outIm = aIm.sub(bIm);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 6]), outIm.mul(-w[t + 7]))
          .intoArray(toRe, o + 4 * WIDTH);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 7]), outIm.mul(w[t + 6]))
          .intoArray(toIm, o + 4 * WIDTH);
      aRe = xSum0.sub(xSum2);
      aIm = ySum0.sub(ySum2);
      bRe = xSum1.sub(xSum3);
      bIm = ySum1.sub(ySum3);
      outRe = aRe.add(bIm);
      outIm = aIm.sub(bRe);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 2]), outIm.mul(-w[t + 3]))
          .intoArray(toRe, o + 2 * WIDTH);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 3]), outIm.mul(w[t + 2]))
          .intoArray(toIm, o + 2 * WIDTH);
      outRe = aRe.sub(bIm);
      outIm = aIm.add(bRe);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 10]), outIm.mul(-w[t + 11]))
          .intoArray(toRe, o + 6 * WIDTH);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 11]), outIm.mul(w[t + 10]))
          .intoArray(toIm, o + 6 * WIDTH);
      DoubleVector eRe = x5.add(y7);
      DoubleVector eIm = y5.sub(x7);
      bRe = eRe.add(eIm).mul(Fourier.ROOT_HALF);
      bIm = eIm.sub(eRe).mul(Fourier.ROOT_HALF);
      aRe = x4.add(y6);
      aIm = y4.sub(x6);
      outRe = aRe.add(bRe);
      outIm = aIm.add(bIm);
      outRe.fma(DoubleVector.broadcast(S, w[t]), outIm.mul(-w[t + 1])).intoArray(toRe, o + WIDTH);
      outRe.fma(DoubleVector.broadcast(S, w[t + 1]), outIm.mul(w[t])).intoArray(toIm, o + WIDTH);
      outRe = aRe.sub(bRe);
      outIm = aIm.sub(bIm);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 8]), outIm.mul(-w[t + 9]))
          .intoArray(toRe, o + 5 * WIDTH);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 9]), outIm.mul(w[t + 8]))
          .intoArray(toIm, o + 5 * WIDTH);
      eRe = x5.sub(y7);
      eIm = y5.add(x7);
      bRe = eIm.sub(eRe).mul(Fourier.ROOT_HALF);
      bIm = eRe.add(eIm).mul(Fourier.ROOT_HALF);
      aRe = x4.sub(y6);
      aIm = y4.add(x6);
      outRe = aRe.add(bRe);
      outIm = aIm.sub(bIm);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 4]), outIm.mul(-w[t + 5]))
          .intoArray(toRe, o + 3 * WIDTH);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 5]), outIm.mul(w[t + 4]))
          .intoArray(toIm, o + 3 * WIDTH);
      outRe = aRe.sub(bRe);
      outIm = aIm.add(bIm);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 12]), outIm.mul(-w[t + 13]))
          .intoArray(toRe, o + 7 * WIDTH);
      outRe
          .fma(DoubleVector.broadcast(S, w[t + 13]), outIm.mul(w[t + 12]))
          .intoArray(toIm, o + 7 * WIDTH);
    }
  }

  private static void lastEight(
      int eighth, double[] re, double[] im, double[] toRe, double[] toIm, int at, int stride) {
    int step = eighth * WIDTH;
    int far = eighth * stride;
    for (int p = 0; p < eighth; p++) {
      int i = p * WIDTH;
      int o = at + p * stride;
      DoubleVector x0 = DoubleVector.fromArray(S, re, i);
      DoubleVector x4 = DoubleVector.fromArray(S, re, i + 4 * step);
      DoubleVector y0 = DoubleVector.fromArray(S, im, i);
      DoubleVector y4 = DoubleVector.fromArray(S, im, i + 4 * step);
      DoubleVector x1 = DoubleVector.fromArray(S, re, i + step);
      DoubleVector x5 = DoubleVector.fromArray(S, re, i + 5 * step);
      DoubleVector y1 = DoubleVector.fromArray(S, im, i + step);
      DoubleVector y5 = DoubleVector.fromArray(S, im, i + 5 * step);
      DoubleVector x2 = DoubleVector.fromArray(S, re, i + 2 * step);
      DoubleVector x6 = DoubleVector.fromArray(S, re, i + 6 * step);
      DoubleVector y2 = DoubleVector.fromArray(S, im, i + 2 * step);
      DoubleVector y6 = DoubleVector.fromArray(S, im, i + 6 * step);
      DoubleVector x3 = DoubleVector.fromArray(S, re, i + 3 * step);
      DoubleVector x7 = DoubleVector.fromArray(S, re, i + 7 * step);
      DoubleVector y3 = DoubleVector.fromArray(S, im, i + 3 * step);
      DoubleVector y7 = DoubleVector.fromArray(S, im, i + 7 * step);
      DoubleVector xSum0 = x0.add(x4);
      x4 = x0.sub(x4);
      DoubleVector ySum0 = y0.add(y4);
      y4 = y0.sub(y4);
      DoubleVector xSum1 = x1.add(x5);
      x5 = x1.sub(x5);
      DoubleVector ySum1 = y1.add(y5);
      y5 = y1.sub(y5);
      DoubleVector xSum2 = x2.add(x6);
      x6 = x2.sub(x6);
      DoubleVector ySum2 = y2.add(y6);
      y6 = y2.sub(y6);
      DoubleVector xSum3 = x3.add(x7);
      x7 = x3.sub(x7);
      DoubleVector ySum3 = y3.add(y7);
      y7 = y3.sub(y7);
      DoubleVector aRe = xSum0.add(xSum2);
      DoubleVector aIm = ySum0.add(ySum2);
      DoubleVector bRe = xSum1.add(xSum3);
      DoubleVector bIm = ySum1.add(ySum3);
      aRe.add(bRe).intoArray(toRe, o);
      aIm.add(bIm).intoArray(toIm, o);
      aRe.sub(bRe).intoArray(toRe, o + 4 * far);
      aIm.sub(bIm).intoArray(toIm, o + 4 * far);
      aRe = xSum0.sub(xSum2);
      aIm = ySum0.sub(ySum2);
      bRe = xSum1.sub(xSum3);
      bIm = ySum1.sub(ySum3);
      aRe.add(bIm).intoArray(toRe, o + 2 * far);
      aIm.sub(bRe).intoArray(toIm, o + 2 * far);
      aRe.sub(bIm).intoArray(toRe, o + 6 * far);
      aIm.add(bRe).intoArray(toIm, o + 6 * far);
      DoubleVector eRe = x5.add(y7);
      DoubleVector eIm = y5.sub(x7);
      bRe = eRe.add(eIm).mul(Fourier.ROOT_HALF);
      bIm = eIm.sub(eRe).mul(Fourier.ROOT_HALF);
      aRe = x4.add(y6);
      aIm = y4.sub(x6);
      aRe.add(bRe).intoArray(toRe, o + far);
      aIm.add(bIm).intoArray(toIm, o + far);
      aRe.sub(bRe).intoArray(toRe, o + 5 * far);
      aIm.sub(bIm).intoArray(toIm, o + 5 * far);
      eRe = x5.sub(y7);
      eIm = y5.add(x7);
      bRe = eIm.sub(eRe).mul(Fourier.ROOT_HALF);
      bIm = eRe.add(eIm).mul(Fourier.ROOT_HALF);
      aRe = x4.sub(y6);
      aIm = y4.add(x6);
      aRe.add(bRe).intoArray(toRe, o + 3 * far);
      aIm.sub(bIm).intoArray(toIm, o + 3 * far);
      aRe.sub(bRe).intoArray(toRe, o + 7 * far);
      aIm.add(bIm).intoArray(toIm, o + 7 * far);
    }
  }
}
