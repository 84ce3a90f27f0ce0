package org.pushforward.engine.random;

/**
 * Names a stream of random numbers: a function of (sample, draw), from a tree of streams rooted in
 * the seed.
 *
 * <p>Child n of a stream has the first two words of the block at counter (n low, n high, ~0, ~0) as
 * its key. A draw's counter ends in the number of the attempt, which is never ~0, so no child
 * shares a block with one.
 *
 * @param bits the Philox key, word 0 in the lower half
 */
public record StreamKey(long bits) {
  /** The root stream of a seed. */
  public static StreamKey ofSeed(long seed) {
    return new StreamKey(seed);
  }

  /** Child stream n. */
  public StreamKey child(long n) {
    long[] words = new long[2];
    Philox.block(bits, n, ~0L, words);
    return new StreamKey(words[0]);
  }

  /** The 64 random bits of a draw. */
  public long bits(long sample, int draw) {
    return Philox.bits(bits, sample, draw);
  }

  /** The uniform of a draw, in (0, 1). */
  public double uniform(long sample, int draw) {
    return Philox.uniform(bits, sample, draw);
  }
}
