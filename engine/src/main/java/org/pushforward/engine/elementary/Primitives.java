package org.pushforward.engine.elementary;

import java.util.List;

/**
 * Something that carries out {@link Primitive} operations: on numbers ({@link Scalar}), or on the
 * values of a kernel being built.
 *
 * @param <V> a value: a 64-bit word read as a double, a long or a truth value
 */
public interface Primitives<V> {

  /** The word with these bits. */
  V word(long bits);

  /** Carries out an operation; operands beyond its arity are null. */
  V apply(Primitive operation, V a, V b, V c);

  /**
   * What a loop repeats, as functions of the words that it changes.
   *
   * @param <V> a value
   */
  interface Step<V> {
    /** A mask: whether this state is to be changed once more. */
    V wanted(List<V> state);

    /** The state after one more step; as many words. */
    List<V> next(List<V> state);
  }

  /**
   * The first state that is not wanted changed, or the one after {@code most} steps. Each row goes
   * on alone; a vector of rows takes as long as its last.
   *
   * @param start the words before the first step, numbers or longs
   */
  List<V> loop(int most, List<V> start, Step<V> step);

  default V constant(double value) {
    return word(Double.doubleToRawLongBits(value));
  }

  default V add(V a, V b) {
    return apply(Primitive.ADD, a, b, null);
  }

  default V sub(V a, V b) {
    return apply(Primitive.SUB, a, b, null);
  }

  default V mul(V a, V b) {
    return apply(Primitive.MUL, a, b, null);
  }

  default V div(V a, V b) {
    return apply(Primitive.DIV, a, b, null);
  }

  /** a b + c with one rounding. */
  default V fma(V a, V b, V c) {
    return apply(Primitive.FMA, a, b, c);
  }

  default V sqrt(V a) {
    return apply(Primitive.SQRT, a, null, null);
  }

  default V abs(V a) {
    return apply(Primitive.ABS, a, null, null);
  }

  default V neg(V a) {
    return apply(Primitive.NEG, a, null, null);
  }

  default V lt(V a, V b) {
    return apply(Primitive.LT, a, b, null);
  }

  default V le(V a, V b) {
    return apply(Primitive.LE, a, b, null);
  }

  default V eq(V a, V b) {
    return apply(Primitive.EQ, a, b, null);
  }

  default V and(V a, V b) {
    return apply(Primitive.AND, a, b, null);
  }

  default V or(V a, V b) {
    return apply(Primitive.OR, a, b, null);
  }

  default V not(V a) {
    return apply(Primitive.NOT, a, null, null);
  }

  /** {@code yes} where the mask holds, else {@code no}. */
  default V select(V mask, V yes, V no) {
    return apply(Primitive.SELECT, mask, yes, no);
  }

  default V isNaN(V a) {
    return not(eq(a, a));
  }

  /** The larger; NaN where either is NaN, and of two zeros the first. */
  default V max(V a, V b) {
    return select(or(lt(a, b), isNaN(b)), b, a);
  }

  /** The smaller; NaN where either is NaN, and of two zeros the first. */
  default V min(V a, V b) {
    return select(or(lt(b, a), isNaN(b)), b, a);
  }

  default V longAdd(V a, V b) {
    return apply(Primitive.LONG_ADD, a, b, null);
  }

  default V longSub(V a, V b) {
    return apply(Primitive.LONG_SUB, a, b, null);
  }

  default V longMul(V a, V b) {
    return apply(Primitive.LONG_MUL, a, b, null);
  }

  default V longAnd(V a, V b) {
    return apply(Primitive.LONG_AND, a, b, null);
  }

  default V longOr(V a, V b) {
    return apply(Primitive.LONG_OR, a, b, null);
  }

  default V longXor(V a, V b) {
    return apply(Primitive.LONG_XOR, a, b, null);
  }

  default V shiftLeft(V a, int count) {
    return apply(Primitive.LONG_SHL, a, word(count), null);
  }

  default V shiftRight(V a, int count) {
    return apply(Primitive.LONG_SHR, a, word(count), null);
  }
}
