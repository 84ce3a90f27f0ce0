package org.pushforward.engine.moment;

import java.io.Serializable;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.random.Sobol;
import org.pushforward.engine.random.StreamKey;

/**
 * The samples that sums are over: independent ones, each a function of (seed, index), or scrambled
 * Sobol points in {@value #REPLICATES} replicates, the scrambling of replicate r being that of
 * child r of a stream. Blocks of {@value #BLOCK} belong to the replicates in turn.
 *
 * @param dimensions of the Sobol points, 0 for independent samples
 * @param stream the child of the seed's stream that scrambles
 */
public record Points(int dimensions, long seed, int stream) implements Serializable {
  /** Independent replicates: the error of a standard error is 1 / sqrt(2 x 63), 9 %. */
  public static final int REPLICATES = 64;

  /** Samples of one replicate that are summed together. */
  public static final int BLOCK = 1 << 12;

  /** As many in each replicate. */
  public static final long ROUND = (long) REPLICATES * BLOCK;

  /** The replicate that a block belongs to. */
  public static int replicate(long block) {
    return (int) (block % REPLICATES);
  }

  /** The first {@code rows} samples of a block; a column for each coordinate. */
  public EventBlock block(long block, int rows) {
    if (dimensions == 0) {
      return EventBlock.samples(seed, block * BLOCK, rows);
    }
    Sobol sobol = new Sobol(StreamKey.ofSeed(seed).child(stream).child(replicate(block)));
    double[][] columns = new double[dimensions][rows];
    for (int d = 0; d < dimensions; d++) {
      sobol.fill(d, block / REPLICATES * BLOCK, columns[d], rows);
    }
    return new EventBlock(columns, rows);
  }
}
