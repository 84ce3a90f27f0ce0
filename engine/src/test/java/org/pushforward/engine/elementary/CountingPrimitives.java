package org.pushforward.engine.elementary;

/** Arithmetic on numbers that counts the operations. */
final class CountingPrimitives implements Primitives<Long> {

  private int operations;

  int operations() {
    return operations;
  }

  @Override
  public Long word(long bits) {
    return bits;
  }

  @Override
  public Long apply(Primitive operation, Long a, Long b, Long c) {
    operations++;
    return Scalar.INSTANCE.apply(operation, a, b, c);
  }
}
