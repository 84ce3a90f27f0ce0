package org.pushforward.engine.elementary;

import java.util.List;

/** Arithmetic on numbers that counts the operations, of a loop those of one step. */
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
  public List<Long> loop(int most, List<Long> start, Step<Long> step) {
    int before = operations;
    List<Long> state = Scalar.INSTANCE.loop(most, start, step);
    operations = before;
    step.wanted(start);
    step.next(start);
    return state;
  }

  @Override
  public Long apply(Primitive operation, Long a, Long b, Long c) {
    operations++;
    return Scalar.INSTANCE.apply(operation, a, b, c);
  }
}
