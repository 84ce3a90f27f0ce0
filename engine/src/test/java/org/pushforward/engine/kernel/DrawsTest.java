package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.RandomNumber;
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
            RandomNumber.uniform(0, 0),
            RandomNumber.uniform(0, 1),
            RandomNumber.uniform(0, 7),
            RandomNumber.uniform(3, 2),
            RandomNumber.of(RandomNumber.Kind.UNIFORM, 1, 5, attempt),
            RandomNumber.of(RandomNumber.Kind.NORMAL, 2, 3, Expr.of(0)));
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
      checkNormal(root.child(2), FIRST + row, drawn[5][row]);
    }
  }

  /** Box and Muller of the pair's words; an angle near pi is rounded at 2^-52, as its sine is. */
  private static void checkNormal(StreamKey key, long sample, double drawn) {
    long first = key.bits(sample & ~Philox.APART, 3);
    long second = key.bits(sample | Philox.APART, 3);
    double r = Math.sqrt(-2 * Math.log(Philox.toUniform(first)));
    double angle = Math.PI * ((second >>> 12 | 1) * 0x1p-52 - 0.5);
    double across = (second & 1) == 0 ? Math.cos(angle) : -Math.cos(angle);
    double expected = r * (Philox.half(sample) == 0 ? across : Math.sin(angle));
    assertEquals(expected, drawn, 0x1p-50 * r);
  }
}
