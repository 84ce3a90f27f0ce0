package org.pushforward.engine.elementary;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.random.Philox;

/**
 * A block of {@link Philox} as a program, the same bits in every lane as in scalar arithmetic, and
 * the random numbers of it: each for the first and the second sample of a pair.
 *
 * @param first words 0 and 1, a long
 * @param second words 2 and 3
 */
public record PhiloxBlock<V>(V first, V second) {
  private static final long LOW = 0xffffffffL;
  private static final long ONE = 0x3ff0000000000000L;

  /** sin(pi v / 2) / v at Chebyshev nodes of 0 <= v^2 <= 1/4, 60 digits, rounded; 2^-53. */
  private static final double[] SIN = {
    1.5707963267948966,
    -0.6459640975062443,
    0.07969262624604301,
    -0.004681754132340976,
    0.0001604411507421909,
    -3.59864335298231e-06,
    5.633933781537854e-08
  };

  /** cos(pi v / 2) likewise. */
  private static final double[] COS = {
    1.0,
    -1.2337005501361513,
    0.25366950789986475,
    -0.02086348073494657,
    0.000919259950041661,
    -2.520013526428479e-05,
    4.6552961874867623e-07
  };

  /** The key of child stream n, as {@link org.pushforward.engine.random.StreamKey#child} has it. */
  public static <V> V child(Primitives<V> p, V key, long n) {
    return of(p, key, p.word(n), p.word(~0L)).first;
  }

  /** {@link Philox#pair}. */
  public static <V> V pair(Primitives<V> p, V sample) {
    return p.longOr(
        p.shiftLeft(p.shiftRight(sample, Philox.PAIR_SHIFT + 1), Philox.PAIR_SHIFT),
        p.longAnd(sample, p.word(Philox.APART - 1)));
  }

  /** Whether {@link Philox#half} is 1. */
  public static <V> V isSecond(Primitives<V> p, V sample) {
    V sign = p.shiftLeft(sample, Long.SIZE - 1 - Philox.PAIR_SHIFT);
    return p.lt(p.longOr(sign, p.word(ONE)), p.constant(0));
  }

  /**
   * The block of a draw.
   *
   * @param key a long
   * @param pair a long
   * @param attempt a whole number as a double
   */
  public static <V> PhiloxBlock<V> of(Primitives<V> p, V key, V pair, int draw, V attempt) {
    // 2^52 + n has n in its lower half.
    V high = p.shiftLeft(p.add(attempt, p.constant(0x1p52)), 32);
    return of(p, key, pair, p.longOr(high, p.word(draw & LOW)));
  }

  /** {@link Philox#toUniform} of either. */
  public List<V> uniforms(Primitives<V> p) {
    return List.of(uniform(p, first), uniform(p, second));
  }

  /** ((w >>> 12) + 1/2) 2^-52. */
  private static <V> V uniform(Primitives<V> p, V w) {
    // 1 + m 2^-52 less this is (m + 1/2) 2^-52, without rounding.
    return p.sub(p.longOr(p.shiftRight(w, 12), p.word(ONE)), p.constant(1 - 0x1p-53));
  }

  /**
   * Two independent standard normals, by Box and Muller (1958): r cos(pi v) and r sin(pi v) with r
   * = sqrt(-2 log u), u the first uniform and v uniform on (-1/2, 1/2), and a random sign for the
   * first. v is an odd multiple of 2^-52, so that it is symmetric; with c + i s the root of the
   * number of that angle, cos = (c - s) (c + s) and sin = 2 c s. Errors are some 2^-52 r, as far
   * apart as the angles are.
   */
  public List<V> normals(Primitives<V> p) {
    V u = uniform(p, first);
    V r = p.sqrt(p.mul(Logarithm.ofNormal(p, u), p.constant(-2)));
    V v = p.sub(p.longOr(p.shiftRight(second, 12), p.word(ONE | 1)), p.constant(1.5));
    V square = p.mul(v, v);
    V s = p.mul(v, Polynomial.at(p, square, SIN));
    V c = Polynomial.at(p, square, COS);
    V across = p.mul(p.mul(r, p.sub(c, s)), p.add(c, s));
    V along = p.mul(p.mul(r, c), p.add(s, s));
    return List.of(p.longXor(across, p.shiftLeft(second, 63)), along);
  }

  /** {@link Philox#block}. */
  private static <V> PhiloxBlock<V> of(Primitives<V> p, V key, V lowCounter, V highCounter) {
    V low = p.word(LOW);
    List<V> keys = List.of(p.longAnd(key, low), p.shiftRight(key, 32));
    List<V> counter =
        List.of(
            p.longAnd(lowCounter, low),
            p.shiftRight(lowCounter, 32),
            p.longAnd(highCounter, low),
            p.shiftRight(highCounter, 32));
    for (int round = 0; round < Philox.ROUNDS; round++) {
      V first = p.longMul(counter.get(0), p.word(Philox.M0 & LOW));
      V second = p.longMul(counter.get(2), p.word(Philox.M1 & LOW));
      V key0 = p.longAnd(p.longAdd(keys.get(0), p.word(round * (Philox.W0 & LOW))), low);
      V key1 = p.longAnd(p.longAdd(keys.get(1), p.word(round * (Philox.W1 & LOW))), low);
      List<V> next = new ArrayList<>();
      next.add(p.longXor(p.shiftRight(second, 32), p.longXor(counter.get(1), key0)));
      next.add(p.longAnd(second, low));
      next.add(p.longXor(p.shiftRight(first, 32), p.longXor(counter.get(3), key1)));
      next.add(p.longAnd(first, low));
      counter = next;
    }
    return new PhiloxBlock<>(
        p.longOr(counter.get(0), p.shiftLeft(counter.get(1), 32)),
        p.longOr(counter.get(2), p.shiftLeft(counter.get(3), 32)));
  }
}
