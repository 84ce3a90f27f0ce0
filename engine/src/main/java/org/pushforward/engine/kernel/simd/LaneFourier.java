package org.pushforward.engine.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.kernel.Fourier;

/** {@link Fourier} in vectors, for one thread. */
final class LaneFourier {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = S.length();
  private static final int LANES = Fourier.LANES;

  /** The largest transform whose space is kept for the thread's next one. */
  private static final int KEPT = 1 << 16;

  private static final ThreadLocal<LaneFourier> OWN = ThreadLocal.withInitial(LaneFourier::new);

  // A column, [point][lane]: what the next pass reads, and what it fills.
  private double[] columnRe = new double[Fourier.LARGEST * WIDTH];
  private double[] columnIm = new double[Fourier.LARGEST * WIDTH];
  private double[] nextRe = new double[Fourier.LARGEST * WIDTH];
  private double[] nextIm = new double[Fourier.LARGEST * WIDTH];

  private double[] keptRe = {};
  private double[] keptIm = {};

  private LaneFourier() {}

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
        for (int q = 0; q < s; q += WIDTH) {
          column(fourier.radix(pass), fromRe, fromIm, from + q, s);
          end(fourier.radix(pass), re, im, at + q, s);
        }
      } else {
        isInSpace = !isInSpace;
        double[] toRe = isInSpace ? spaceRe : re;
        double[] toIm = isInSpace ? spaceIm : im;
        pass(fourier, pass, s, fromRe, fromIm, from, toRe, toIm, isInSpace ? 0 : at);
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
      for (int lane = 0; lane < WIDTH; lane++) {
        exchange(columnRe, lane, r, toRe, (p + lane) * r);
        exchange(columnIm, lane, r, toIm, (p + lane) * r);
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

  private static void exchange(double[] column, int lane, int r, double[] to, int at) {
    for (int k = 0; k < r; k++) {
      to[at + k] = column[k * WIDTH + lane];
    }
  }

  /** All passes over the column of r vectors, {@code stride} apart, but the last. */
  private void column(int r, double[] re, double[] im, int at, int stride) {
    four(r / 4, 1, Fourier.twiddles(r), re, im, at, stride, columnRe, columnIm);
    for (int n = r / 4, run = 4; n > 4; n /= 4, run *= 4) {
      four(n / 4, run, Fourier.twiddles(n), columnRe, columnIm, 0, WIDTH, nextRe, nextIm);
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
    if (Integer.numberOfTrailingZeros(r) % 2 == 0) {
      lastFour(r / 4, columnRe, columnIm, toRe, toIm, at, stride);
    } else {
      lastTwo(r / 2, columnRe, toRe, at, stride);
      lastTwo(r / 2, columnIm, toIm, at, stride);
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

  private static void lastTwo(int half, double[] x, double[] to, int at, int stride) {
    for (int q = 0; q < half; q++) {
      DoubleVector a = DoubleVector.fromArray(S, x, q * WIDTH);
      DoubleVector b = DoubleVector.fromArray(S, x, (q + half) * WIDTH);
      a.add(b).intoArray(to, at + q * stride);
      a.sub(b).intoArray(to, at + (q + half) * stride);
    }
  }
}
