package org.pushforward.engine.moment;

import java.io.Serializable;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.number.PartialSum;

/**
 * A program whose outputs are summed over samples, in any order and cut: what a task needs to know.
 *
 * @param sums outputs
 * @param isReplicated whether each replicate of the points has sums of its own, {@code
 *     [replicate][output]}, as scrambled points always have
 */
public record SampledProgram(
    Program program, double[] point, int sums, Points points, boolean isReplicated)
    implements Serializable {

  /** No samples yet. */
  public PartialSum zero() {
    return new PartialSum(isReplicated ? Points.REPLICATES : 1, sums);
  }

  /** Adds the samples from (inclusive) to (exclusive), of scrambled points whole blocks. */
  public void add(Backend backend, long from, long to, PartialSum into) {
    Kernel kernel = backend.kernel(program);
    long at = from;
    while (at < to) {
      long block = at / Points.BLOCK;
      long end = Math.min(to, (block + 1) * Points.BLOCK);
      EventBlock samples =
          points.dimensions() == 0
              ? EventBlock.samples(points.seed(), at, (int) (end - at))
              : points.block(block, Points.BLOCK);
      kernel.sum(point, 1, samples, into, isReplicated ? Points.replicate(block) : 0);
      at = end;
    }
  }

  /** The same at another point. */
  public SampledProgram at(double[] other) {
    return new SampledProgram(program, other, sums, points, isReplicated);
  }
}
