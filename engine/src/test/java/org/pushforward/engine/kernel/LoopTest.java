package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.elementary.Primitives;
import org.pushforward.engine.elementary.Scalar;

class LoopTest {

  /** Newton's iteration for a square root, until it no longer falls. */
  private record Root<V>(Primitives<V> p, V square) implements Primitives.Step<V> {
    @Override
    public V wanted(List<V> state) {
      return p.lt(step(state.get(0)), state.get(0));
    }

    @Override
    public List<V> next(List<V> state) {
      return List.of(step(state.get(0)), p.add(state.get(1), p.constant(1)));
    }

    private V step(V x) {
      return p.mul(p.constant(0.5), p.add(x, p.div(square, x)));
    }
  }

  private static <V> List<V> root(Primitives<V> p, V square, int most) {
    V start = p.max(square, p.constant(1));
    return p.loop(most, List.of(start, p.constant(0)), new Root<>(p, square));
  }

  @Test
  void eachRowGoesOnAlone() {
    ProgramBuilder b = new ProgramBuilder(0, 1);
    Program program = b.build(root(b, b.column(0, Rate.ROW), 50));
    double[] squares = {1, 4, 9, 2, 1e6};
    double[][] outputs = new double[2][squares.length];
    EventBlock block = new EventBlock(new double[][] {squares}, squares.length);
    new ReferenceBackend().kernel(program).evaluate(new double[0], block, outputs);
    assertArrayEquals(new double[] {1, 2, 3, Math.sqrt(2), 1e3}, outputs[0], 1e-15);
    for (int i = 0; i < squares.length; i++) {
      List<Long> alone = root(Scalar.INSTANCE, Scalar.of(squares[i]), 50);
      assertEquals(Scalar.value(alone.get(1)), outputs[1][i]);
    }
    assertEquals(0, outputs[1][0]);
  }

  @Test
  void thereAreNoMoreStepsThanAllowed() {
    ProgramBuilder b = new ProgramBuilder(0, 1);
    Program program = b.build(root(b, b.column(0, Rate.ROW), 3));
    double[][] outputs = new double[2][1];
    EventBlock block = new EventBlock(new double[][] {{1e6}}, 1);
    new ReferenceBackend().kernel(program).evaluate(new double[0], block, outputs);
    assertEquals(3, outputs[1][0]);
  }

  @Test
  void aLoopOverConstantsIsAConstant() {
    ProgramBuilder b = new ProgramBuilder(0, 0);
    Program program = b.build(root(b, b.constant(9), 50));
    assertEquals(Program.CONSTANT, program.code(program.output(0)));
    assertEquals(3, Double.longBitsToDouble(program.bits(program.output(0))));
  }

  @Test
  void whatNoStepChangesIsComputedOutside() {
    ProgramBuilder b = new ProgramBuilder(1, 1);
    int x = b.column(0, Rate.ROW);
    Primitives.Step<Integer> step =
        new Primitives.Step<>() {
          @Override
          public Integer wanted(List<Integer> state) {
            return b.lt(state.get(0), b.mul(x, x));
          }

          @Override
          public List<Integer> next(List<Integer> state) {
            return List.of(b.add(state.get(0), b.sqrt(b.parameter(0))));
          }
        };
    Program program = b.build(b.loop(9, List.of(b.constant(0)), step));
    Loop loop = program.loop(program.output(0));
    assertEquals(3, loop.inputs().size());
    // state, square, root; add, compare
    assertEquals(5, loop.body().size());
  }

  @Test
  void theSameLoopTwiceIsOne() {
    ProgramBuilder b = new ProgramBuilder(0, 1);
    int x = b.column(0, Rate.ROW);
    assertEquals(root(b, x, 50), root(b, x, 50));
  }
}
