package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.UniformDraw;
import org.pushforward.engine.random.Philox;
import org.pushforward.engine.random.StreamKey;

class DrawsTest {
  private static final long SEED = 0x9876543210abcdefL;

  /** Near where the lower half of a sample's index is carried into the upper one. */
  private static final long FIRST = (5L << 32) - 9;

  private static final int ROWS = 40;

  @Test
  void drawsAreThoseOfPhilox() {
    Expr attempt = Expr.of(0xfffffffeL);
    List<Expr> draws =
        List.of(
            UniformDraw.of(0, 0),
            UniformDraw.of(0, 1),
            UniformDraw.of(0, 7),
            UniformDraw.of(3, 2),
            UniformDraw.of(1, 5, attempt));
    Program program = Lowering.program(draws, List.of(), List.of());
    double[][] drawn = new double[draws.size()][ROWS];
    EventBlock samples = EventBlock.samples(SEED, FIRST, ROWS);
    new ReferenceBackend().kernel(program).evaluate(new double[0], samples, drawn);
    StreamKey root = StreamKey.ofSeed(SEED);
    for (int row = 0; row < ROWS; row++) {
      assertEquals(root.child(0).uniform(FIRST + row, 0), drawn[0][row]);
      assertEquals(root.child(0).uniform(FIRST + row, 1), drawn[1][row]);
      assertEquals(root.child(0).uniform(FIRST + row, 7), drawn[2][row]);
      assertEquals(root.child(3).uniform(FIRST + row, 2), drawn[3][row]);
      long bits = Philox.bits(root.child(1).bits(), FIRST + row, 5, 0xfffffffe);
      assertEquals(Philox.toUniform(bits), drawn[4][row]);
    }
  }
}
