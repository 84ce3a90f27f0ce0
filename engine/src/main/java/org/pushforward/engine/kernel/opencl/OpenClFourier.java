package org.pushforward.engine.kernel.opencl;

import java.lang.ref.Cleaner;
import org.pushforward.engine.kernel.Fourier;

/**
 * {@link Fourier} on a device: a launch for each pass, and in it a work-item for a column in each
 * lane of its vectors.
 */
final class OpenClFourier {
  private static final Cleaner CLEANER = Cleaner.create();

  // Places in the buffer sizes. Radix, s and first turn of each pass follow.
  private static final int POINTS = 0; // of a transform, n
  private static final int COUNT = 1; // of transforms
  private static final int PASSES = 2;
  private static final int ITEMS = 3; // of a transform, in the pass that has most
  private static final int HEADER = 4;

  /** More than any array's transform has. */
  private static final int MOST_PASSES = 5;

  private static final String SOURCE =
      """
      // (re + i im) (u + i v)
      void turn(D u, D v, D* re, D* im) {
        D x = *re;
        *re = fma(x, u, -(*im * v));
        *im = fma(x, v, *im * u);
      }
      void four(D* x, D* y) {
        D acRe = x[0] + x[2];
        D acIm = y[0] + y[2];
        D bdRe = x[1] + x[3];
        D bdIm = y[1] + y[3];
        D acDown = x[0] - x[2];
        D acDownIm = y[0] - y[2];
        D bdDown = x[1] - x[3];
        D bdDownIm = y[1] - y[3];
        x[0] = acRe + bdRe;
        y[0] = acIm + bdIm;
        x[1] = acDown + bdDownIm;
        y[1] = acDownIm - bdDown;
        x[2] = acRe - bdRe;
        y[2] = acIm - bdIm;
        x[3] = acDown - bdDownIm;
        y[3] = acDownIm + bdDown;
      }
      void eight(D* x, D* y) {
        D downRe[4];
        D downIm[4];
        #pragma unroll
        for (int l = 0; l < 4; l++) {
          downRe[l] = x[l] - x[l + 4];
          downIm[l] = y[l] - y[l + 4];
          x[l] += x[l + 4];
          y[l] += y[l + 4];
        }
        four(x, y);
        x[6] = x[3];
        y[6] = y[3];
        x[4] = x[2];
        y[4] = y[2];
        x[2] = x[1];
        y[2] = y[1];
        D eRe = downRe[1] + downIm[3];
        D eIm = downIm[1] - downRe[3];
        D wRe = (eRe + eIm) * ROOT_HALF;
        D wIm = (eIm - eRe) * ROOT_HALF;
        D fRe = downRe[0] + downIm[2];
        D fIm = downIm[0] - downRe[2];
        x[1] = fRe + wRe;
        y[1] = fIm + wIm;
        x[5] = fRe - wRe;
        y[5] = fIm - wIm;
        eRe = downRe[1] - downIm[3];
        eIm = downIm[1] + downRe[3];
        wRe = (eIm - eRe) * ROOT_HALF;
        wIm = (eRe + eIm) * ROOT_HALF;
        fRe = downRe[0] - downIm[2];
        fIm = downIm[0] + downRe[2];
        x[3] = fRe + wRe;
        y[3] = fIm - wIm;
        x[7] = fRe - wRe;
        y[7] = fIm + wIm;
      }
      // A pass of radix 8 or 4 over the column's blocks of n vectors, which lie in turns of `run`.
      void columnPass(
          int radix, int n, int run, __global const double* twiddles,
          const D* x, const D* y, D* toX, D* toY) {
        for (int p = 0; p < n / radix; p++) {
          for (int q = 0; q < run; q++) {
            D a[8];
            D b[8];
            #pragma unroll
            for (int l = 0; l < radix; l++) {
              a[l] = x[(l * (n / radix) + p) * run + q];
              b[l] = y[(l * (n / radix) + p) * run + q];
            }
            if (radix == 8) {
              eight(a, b);
            } else {
              four(a, b);
            }
            #pragma unroll
            for (int k = 0; k < radix; k++) {
              if (n > radix && k > 0) {
                __global const double* w = twiddles + 2 * ((radix - 1) * p + k - 1);
                turn((D) w[0], (D) w[1], a + k, b + k);
              }
              toX[(radix * p + k) * run + q] = a[k];
              toY[(radix * p + k) * run + q] = b[k];
            }
          }
        }
      }
      // tables: twiddles of columns of c vectors from 2 c on, lanes from LANES_AT on, turns;
      // data and space [transform][real or imaginary][point]
      __kernel void run(
          __global const int* sizes, __global const double* tables, __global double* data,
          __global double* space, int pass) {
        int points = sizes[POINTS];
        int transform = get_global_id(0) / sizes[ITEMS];
        int item = get_global_id(0) % sizes[ITEMS];
        int last = sizes[PASSES] - 1;
        int r = sizes[HEADER + 3 * pass];
        int s = sizes[HEADER + 3 * pass + 1];
        int j = item * W; // q + s p
        if (transform >= sizes[COUNT] || j >= points / r) {
          return;
        }
        // The last pass brings each column to the places that it came from.
        __global const double* from = (pass % 2 == 0 ? data : space) + 2 * points * transform;
        __global double* to = (pass % 2 == 0 && pass < last ? space : data) + 2 * points * transform;
        D x[2][LARGEST];
        D y[2][LARGEST];
        for (int b = 0; b < r; b++) {
          x[0][b] = LOAD(from + j + points / r * b);
          y[0][b] = LOAD(from + points + j + points / r * b);
        }
        int in = 0;
        for (int n = r, run = 1; n > 1; in = 1 - in) {
          __global const double* w = tables + 2 * n;
          // A constant radix lets the compiler unroll.
          if (n == 4 || n == 16) {
            columnPass(4, n, run, w, x[in], y[in], x[1 - in], y[1 - in]);
            run *= 4;
            n /= 4;
          } else {
            columnPass(8, n, run, w, x[in], y[in], x[1 - in], y[1 - in]);
            run *= 8;
            n /= 8;
          }
        }
        __global const double* turns = tables + sizes[HEADER + 3 * pass + 2];
        int p = j / s;
        for (int k = 0; k < r; k++) {
          D re = x[in][k];
          D im = y[in][k];
          if (pass == 0) {
            __global const double* lanes = tables + LANES_AT + k * LANES + p % LANES;
            __global const double* coarse = turns + 2 * (p / LANES * r + k);
            D u = LOAD(lanes);
            D v = LOAD(lanes + r * LANES);
            turn((D) coarse[0], (D) coarse[1], &u, &v);
            turn(u, v, &re, &im);
            double laneRe[W];
            double laneIm[W];
            STORE(re, laneRe);
            STORE(im, laneIm);
            for (int l = 0; l < W; l++) {
              to[r * (p + l) + k] = laneRe[l];
              to[points + r * (p + l) + k] = laneIm[l];
            }
          } else {
            if (pass < last) {
              __global const double* w = turns + 2 * (p * r + k);
              turn((D) w[0], (D) w[1], &re, &im);
            }
            int o = j + s * ((r - 1) * p + k);
            STORE(re, to + o);
            STORE(im, to + points + o);
          }
        }
      }
      """;

  private static final int LANES_AT = 4 * Fourier.LARGEST;

  private final OpenClDevice device;
  private final NativeKernel code;

  // Guarded by this.
  private final NativeKernel.Buffer sizesBuffer = NativeKernel.input("sizes", true);
  private final NativeKernel.Buffer tablesBuffer = NativeKernel.held("tables");
  private final NativeKernel.Buffer dataBuffer = NativeKernel.both("data");
  private final NativeKernel.Buffer spaceBuffer = NativeKernel.output("space");
  private final int[] sizes = new int[HEADER + 3 * MOST_PASSES];
  private double[] data = {};
  private double[] space = {};

  OpenClFourier(OpenClDevice device) {
    this.device = device;
    code =
        new NativeKernel(
            device,
            OpenClSource.header(device.width())
                + """
                #define POINTS %d
                #define COUNT %d
                #define PASSES %d
                #define ITEMS %d
                #define HEADER %d
                #define LANES %d
                #define LANES_AT %d
                #define LARGEST %d
                #define ROOT_HALF %s
                """
                    .formatted(
                        POINTS,
                        COUNT,
                        PASSES,
                        ITEMS,
                        HEADER,
                        Fourier.LANES,
                        LANES_AT,
                        Fourier.LARGEST,
                        Fourier.ROOT_HALF)
                + SOURCE);
    NativeKernel.set(sizesBuffer, sizes);
    code.arguments(sizesBuffer, tablesBuffer, dataBuffer, spaceBuffer);
    CLEANER.register(this, code::dispose);
  }

  /** See {@link org.pushforward.engine.kernel.Backend#transform}. */
  synchronized void run(int size, int count, double[] re, double[] im) {
    Fourier fourier = Fourier.of(size);
    if (sizes[POINTS] != size) {
      prepare(fourier);
    }
    int group = device.group();
    int most = Math.max(1, OpenClKernel.VALUES / (2 * size));
    for (int first = 0; first < count; first += most) {
      int some = Math.min(most, count - first);
      sizes[COUNT] = some;
      data = code.sized(dataBuffer, data, 2L * some * size);
      space = code.sized(spaceBuffer, space, 2L * some * size);
      for (int i = 0; i < some; i++) {
        System.arraycopy(re, (first + i) * size, data, 2 * i * size, size);
        System.arraycopy(im, (first + i) * size, data, (2 * i + 1) * size, size);
      }
      int items = some * sizes[ITEMS];
      code.run((items + group - 1) / group * group, 1, group, fourier.passes());
      for (int i = 0; i < some; i++) {
        System.arraycopy(data, 2 * i * size, re, (first + i) * size, size);
        System.arraycopy(data, (2 * i + 1) * size, im, (first + i) * size, size);
      }
    }
  }

  /** Makes the next launches' transforms this one. */
  private void prepare(Fourier fourier) {
    int passes = fourier.passes();
    int length = LANES_AT + fourier.lanes().length;
    int leastRadix = fourier.radix(0);
    for (int pass = 0, s = 1; pass < passes; s *= fourier.radix(pass), pass++) {
      sizes[HEADER + 3 * pass] = fourier.radix(pass);
      sizes[HEADER + 3 * pass + 1] = s;
      sizes[HEADER + 3 * pass + 2] = length;
      length += pass < passes - 1 ? fourier.turns(pass).length : 0;
      leastRadix = Math.min(leastRadix, fourier.radix(pass));
    }
    double[] tables = new double[length];
    for (int column = 16; column <= Fourier.LARGEST; column *= 2) {
      double[] twiddles = Fourier.twiddles(column);
      System.arraycopy(twiddles, 0, tables, 2 * column, twiddles.length);
    }
    System.arraycopy(fourier.lanes(), 0, tables, LANES_AT, fourier.lanes().length);
    for (int pass = 0; pass < passes - 1; pass++) {
      double[] turns = fourier.turns(pass);
      System.arraycopy(turns, 0, tables, sizes[HEADER + 3 * pass + 2], turns.length);
    }
    sizes[POINTS] = fourier.size();
    sizes[PASSES] = passes;
    sizes[ITEMS] = fourier.size() / leastRadix / device.width();
    NativeKernel.set(tablesBuffer, tables);
  }
}
