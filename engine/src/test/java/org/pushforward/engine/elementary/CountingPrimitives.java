package org.pushforward.engine.elementary;

import java.util.List;

/** Arithmetic on numbers that counts the operations, those of loops' steps apart. */
final class CountingPrimitives implements Primitives<Long> {

  private int operations;
  private int inLoops;

  int operations() {
    return operations + inLoops;
  }

  /** Such as 50 + 140: outside of loops, and in one step of each. */
  String cost() {
    return inLoops == 0 ? "" + operations : operations + " + " + inLoops;
  }

  @Override
  public Long word(long bits) {
    return bits;
  }

  @Override
  public List<Long> loop(int most, List<Long> start, Step<Long> step) {
    int before = operations;
    int loopsBefore = inLoops;
    List<Long> state = Scalar.INSTANCE.loop(most, start, step);
    operations = before;
    inLoops = loopsBefore;
    step.wanted(start);
    step.next(start);
    inLoops += operations - before;
    operations = before;
    return state;
  }

  @Override
  public Long apply(Primitive operation, Long a, Long b, Long c) {
    operations++;
    return Scalar.INSTANCE.apply(operation, a, b, c);
  }
}
