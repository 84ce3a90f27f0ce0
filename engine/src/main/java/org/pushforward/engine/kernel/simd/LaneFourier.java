package org.pushforward.engine.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.kernel.Fourier;

/** {@link Fourier} in vectors. */
final class LaneFourier {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = S.length();
  private static final int LANES = Fourier.LANES;

  private final Fourier fourier;
  private final double[] firstRe;
  private final double[] firstIm;
  private final double[] secondRe;
  private final double[] secondIm;
  // [lane][column]: eight vectors before they change places with their elements.
  private final double[] turnRe = new double[LANES * WIDTH];
  private final double[] turnIm = new double[LANES * WIDTH];
  private final double[] evenRe = new double[LANES / 2 * WIDTH];
  private final double[] evenIm = new double[LANES / 2 * WIDTH];
  private final double[] oddRe = new double[LANES / 2 * WIDTH];
  private final double[] oddIm = new double[LANES / 2 * WIDTH];

  LaneFourier(Fourier fourier) {
    this.fourier = fourier;
    firstRe = new double[fourier.size()];
    firstIm = new double[fourier.size()];
    secondRe = new double[fourier.size()];
    secondIm = new double[fourier.size()];
  }

  /** Transforms in place. */
  void transform(double[] re, double[] im) {
    for (int a = 0; a < fourier.columns(); a += WIDTH) {
      eight(re, im, a);
      exchange(turnRe, a, firstRe);
      exchange(turnIm, a, firstIm);
    }
    double[] xRe = firstRe;
    double[] xIm = firstIm;
    double[] yRe = secondRe;
    double[] yIm = secondIm;
    int run = LANES;
    for (int pass = 0, n = fourier.columns(); pass < fourier.passes(); pass++, n /= 4, run *= 4) {
      boolean last = pass == fourier.passes() - 1;
      double[] toRe = last ? re : yRe;
      double[] toIm = last ? im : yIm;
      if (n == 2) {
        two(run, xRe, toRe);
        two(run, xIm, toIm);
      } else if (n == 4) {
        lastFour(run, xRe, xIm, toRe, toIm);
      } else {
        four(n / 4, run, fourier.twiddles(pass), xRe, xIm, toRe, toIm);
      }
      yRe = xRe;
      yIm = xIm;
      xRe = toRe;
      xIm = toIm;
    }
  }

  private static void exchange(double[] turn, int a, double[] to) {
    for (int i = 0; i < WIDTH; i++) {
      int at = (a + i) * LANES;
      for (int c = 0; c < LANES; c++) {
        to[at + c] = turn[c * WIDTH + i];
      }
    }
  }

  // Each of these is one that HotSpot compiles whole: what has more vectors, it does not inline.

  /** Eight points of WIDTH columns, untwiddled, from row to lane. */
  private void eight(double[] re, double[] im, int a) {
    int m = fourier.columns();
    for (int l = 0; l < 4; l++) {
      DoubleVector x = load(re, a + l * m);
      DoubleVector y = load(im, a + l * m);
      DoubleVector farX = load(re, a + (l + 4) * m);
      DoubleVector farY = load(im, a + (l + 4) * m);
      x.add(farX).intoArray(turnRe, l * WIDTH);
      y.add(farY).intoArray(turnIm, l * WIDTH);
      x.sub(farX).intoArray(turnRe, (l + 4) * WIDTH);
      y.sub(farY).intoArray(turnIm, (l + 4) * WIDTH);
    }
    even();
    odd();
    turn(a);
  }

  private void even() {
    DoubleVector x0 = load(turnRe, 0);
    DoubleVector y0 = load(turnIm, 0);
    DoubleVector x1 = load(turnRe, WIDTH);
    DoubleVector y1 = load(turnIm, WIDTH);
    DoubleVector x2 = load(turnRe, 2 * WIDTH);
    DoubleVector y2 = load(turnIm, 2 * WIDTH);
    DoubleVector x3 = load(turnRe, 3 * WIDTH);
    DoubleVector y3 = load(turnIm, 3 * WIDTH);
    DoubleVector upRe = x0.add(x2);
    DoubleVector upIm = y0.add(y2);
    DoubleVector re = x1.add(x3);
    DoubleVector im = y1.add(y3);
    upRe.add(re).intoArray(evenRe, 0);
    upIm.add(im).intoArray(evenIm, 0);
    upRe.sub(re).intoArray(evenRe, 2 * WIDTH);
    upIm.sub(im).intoArray(evenIm, 2 * WIDTH);
    upRe = x0.sub(x2);
    upIm = y0.sub(y2);
    re = x1.sub(x3);
    im = y1.sub(y3);
    upRe.add(im).intoArray(evenRe, WIDTH);
    upIm.sub(re).intoArray(evenIm, WIDTH);
    upRe.sub(im).intoArray(evenRe, 3 * WIDTH);
    upIm.add(re).intoArray(evenIm, 3 * WIDTH);
  }

  private void odd() {
    DoubleVector x0 = load(turnRe, 4 * WIDTH);
    DoubleVector y0 = load(turnIm, 4 * WIDTH);
    DoubleVector x1 = load(turnRe, 5 * WIDTH);
    DoubleVector y1 = load(turnIm, 5 * WIDTH);
    DoubleVector x2 = load(turnRe, 6 * WIDTH);
    DoubleVector y2 = load(turnIm, 6 * WIDTH);
    DoubleVector x3 = load(turnRe, 7 * WIDTH);
    DoubleVector y3 = load(turnIm, 7 * WIDTH);
    DoubleVector eRe = x1.add(y3);
    DoubleVector eIm = y1.sub(x3);
    DoubleVector re = eRe.add(eIm).mul(Fourier.ROOT_HALF);
    DoubleVector im = eIm.sub(eRe).mul(Fourier.ROOT_HALF);
    eRe = x0.add(y2);
    eIm = y0.sub(x2);
    eRe.add(re).intoArray(oddRe, 0);
    eIm.add(im).intoArray(oddIm, 0);
    eRe.sub(re).intoArray(oddRe, 2 * WIDTH);
    eIm.sub(im).intoArray(oddIm, 2 * WIDTH);
    eRe = x1.sub(y3);
    eIm = y1.add(x3);
    re = eIm.sub(eRe).mul(Fourier.ROOT_HALF);
    im = eRe.add(eIm).mul(Fourier.ROOT_HALF);
    eRe = x0.sub(y2);
    eIm = y0.add(x2);
    eRe.add(re).intoArray(oddRe, WIDTH);
    eIm.sub(im).intoArray(oddIm, WIDTH);
    eRe.sub(re).intoArray(oddRe, 3 * WIDTH);
    eIm.add(im).intoArray(oddIm, 3 * WIDTH);
  }

  /** Twiddled, [lane][column]. */
  private void turn(int a) {
    load(evenRe, 0).intoArray(turnRe, 0);
    load(evenIm, 0).intoArray(turnIm, 0);
    int m = fourier.columns();
    for (int c = 1; c < LANES; c++) {
      boolean isOdd = c % 2 == 1;
      DoubleVector re = load(isOdd ? oddRe : evenRe, c / 2 * WIDTH);
      DoubleVector im = load(isOdd ? oddIm : evenIm, c / 2 * WIDTH);
      DoubleVector u = load(fourier.turnsRe(), (c - 1) * m + a);
      DoubleVector v = load(fourier.turnsIm(), (c - 1) * m + a);
      re.fma(u, im.mul(v).neg()).intoArray(turnRe, c * WIDTH);
      re.fma(v, im.mul(u)).intoArray(turnIm, c * WIDTH);
    }
  }

  private static void four(
      int quarter, int run, double[] w, double[] re, double[] im, double[] toRe, double[] toIm) {
    int step = quarter * run;
    for (int p = 0; p < quarter; p++) {
      DoubleVector u1 = DoubleVector.broadcast(S, w[6 * p]);
      DoubleVector v1 = DoubleVector.broadcast(S, w[6 * p + 1]);
      DoubleVector u2 = DoubleVector.broadcast(S, w[6 * p + 2]);
      DoubleVector v2 = DoubleVector.broadcast(S, w[6 * p + 3]);
      DoubleVector u3 = DoubleVector.broadcast(S, w[6 * p + 4]);
      DoubleVector v3 = DoubleVector.broadcast(S, w[6 * p + 5]);
      for (int q = 0; q < run; q += WIDTH) {
        int i = p * run + q;
        int o = 4 * p * run + q;
        DoubleVector aRe = load(re, i);
        DoubleVector aIm = load(im, i);
        DoubleVector bRe = load(re, i + step);
        DoubleVector bIm = load(im, i + step);
        DoubleVector cRe = load(re, i + 2 * step);
        DoubleVector cIm = load(im, i + 2 * step);
        DoubleVector dRe = load(re, i + 3 * step);
        DoubleVector dIm = load(im, i + 3 * step);
        DoubleVector acRe = aRe.add(cRe);
        DoubleVector acIm = aIm.add(cIm);
        DoubleVector bdRe = bRe.add(dRe);
        DoubleVector bdIm = bIm.add(dIm);
        acRe.add(bdRe).intoArray(toRe, o);
        acIm.add(bdIm).intoArray(toIm, o);
        DoubleVector xRe = acRe.sub(bdRe);
        DoubleVector xIm = acIm.sub(bdIm);
        xRe.fma(u2, xIm.mul(v2).neg()).intoArray(toRe, o + 2 * run);
        xRe.fma(v2, xIm.mul(u2)).intoArray(toIm, o + 2 * run);
        acRe = aRe.sub(cRe);
        acIm = aIm.sub(cIm);
        bdRe = bRe.sub(dRe);
        bdIm = bIm.sub(dIm);
        xRe = acRe.add(bdIm);
        xIm = acIm.sub(bdRe);
        xRe.fma(u1, xIm.mul(v1).neg()).intoArray(toRe, o + run);
        xRe.fma(v1, xIm.mul(u1)).intoArray(toIm, o + run);
        xRe = acRe.sub(bdIm);
        xIm = acIm.add(bdRe);
        xRe.fma(u3, xIm.mul(v3).neg()).intoArray(toRe, o + 3 * run);
        xRe.fma(v3, xIm.mul(u3)).intoArray(toIm, o + 3 * run);
      }
    }
  }

  private static void lastFour(int run, double[] re, double[] im, double[] toRe, double[] toIm) {
    for (int q = 0; q < run; q += WIDTH) {
      DoubleVector aRe = load(re, q);
      DoubleVector aIm = load(im, q);
      DoubleVector bRe = load(re, q + run);
      DoubleVector bIm = load(im, q + run);
      DoubleVector cRe = load(re, q + 2 * run);
      DoubleVector cIm = load(im, q + 2 * run);
      DoubleVector dRe = load(re, q + 3 * run);
      DoubleVector dIm = load(im, q + 3 * run);
      DoubleVector acRe = aRe.add(cRe);
      DoubleVector acIm = aIm.add(cIm);
      DoubleVector bdRe = bRe.add(dRe);
      DoubleVector bdIm = bIm.add(dIm);
      acRe.add(bdRe).intoArray(toRe, q);
      acIm.add(bdIm).intoArray(toIm, q);
      acRe.sub(bdRe).intoArray(toRe, q + 2 * run);
      acIm.sub(bdIm).intoArray(toIm, q + 2 * run);
      acRe = aRe.sub(cRe);
      acIm = aIm.sub(cIm);
      bdRe = bRe.sub(dRe);
      bdIm = bIm.sub(dIm);
      acRe.add(bdIm).intoArray(toRe, q + run);
      acIm.sub(bdRe).intoArray(toIm, q + run);
      acRe.sub(bdIm).intoArray(toRe, q + 3 * run);
      acIm.add(bdRe).intoArray(toIm, q + 3 * run);
    }
  }

  private static void two(int run, double[] x, double[] to) {
    for (int q = 0; q < run; q += WIDTH) {
      DoubleVector a = load(x, q);
      DoubleVector b = load(x, q + run);
      a.add(b).intoArray(to, q);
      a.sub(b).intoArray(to, q + run);
    }
  }

  private static DoubleVector load(double[] x, int i) {
    return DoubleVector.fromArray(S, x, i);
  }
}
