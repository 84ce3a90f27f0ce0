package org.pushforward.engine.elementary;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.random.Philox;

/** {@link Philox} as a program: the same bits in every lane as in scalar arithmetic. */
public final class PhiloxUniform {
  private static final long LOW = 0xffffffffL;

  private PhiloxUniform() {}

  /**
   * {@link Philox#uniform}: a number in (0, 1). Draws 2 n and 2 n + 1 share a block, so that the
   * second costs 4 operations.
   *
   * @param key a long
   * @param sample a long
   * @param attempt a whole number as a double
   */
  public static <V> V uniform(Primitives<V> p, V key, V sample, int draw, V attempt) {
    // 2^52 + n has n in its lower half.
    V high = p.shiftLeft(p.add(attempt, p.constant(0x1p52)), 32);
    V bits = block(p, key, sample, p.longOr(high, p.word(draw >>> 1))).get(draw & 1);
    // 1 + m 2^-52 less this is (m + 1/2) 2^-52, without rounding.
    V fraction = p.longOr(p.shiftRight(bits, 12), p.constant(1));
    return p.sub(fraction, p.constant(1 - 0x1p-53));
  }

  /** The key of child stream n, as {@link org.pushforward.engine.random.StreamKey#child} has it. */
  public static <V> V child(Primitives<V> p, V key, long n) {
    return block(p, key, p.word(n), p.word(~0L)).get(0);
  }

  /** {@link Philox#block}: words 0 and 1, and words 2 and 3. */
  private static <V> List<V> block(Primitives<V> p, V key, V lowCounter, V highCounter) {
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
    return List.of(
        p.longOr(counter.get(0), p.shiftLeft(counter.get(1), 32)),
        p.longOr(counter.get(2), p.shiftLeft(counter.get(3), 32)));
  }
}
