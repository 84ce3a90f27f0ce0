package org.pushforward.engine.elementary;

import java.util.List;

/** Primitives on numbers: the reference interpreter's arithmetic, and constant folding's. */
public enum Scalar implements Primitives<Long> {
  INSTANCE;

  @Override
  public Long word(long bits) {
    return bits;
  }

  @Override
  public Long apply(Primitive operation, Long a, Long b, Long c) {
    return operation.apply(a, b == null ? 0 : b, c == null ? 0 : c);
  }

  @Override
  public List<Long> loop(int most, List<Long> start, Step<Long> step) {
    List<Long> state = start;
    for (int i = 0; i < most && step.wanted(state) != 0; i++) {
      state = step.next(state);
    }
    return state;
  }

  /** The word that holds this number. */
  public static Long of(double value) {
    return Double.doubleToRawLongBits(value);
  }

  /** The number a word holds. */
  public static double value(Long word) {
    return Double.longBitsToDouble(word);
  }
}
