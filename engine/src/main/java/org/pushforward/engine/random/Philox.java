package org.pushforward.engine.random;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw (2011), as pure
 * functions.
 *
 * <p>A 128-bit counter and a 64-bit key give 128 random bits. Words are 32 bits, the lower one
 * first: a long holds word 0 in its lower and word 1 in its upper half. One round maps (c0, c1, c2,
 * c3), with hi : lo the 64-bit products of c0 and c2 with fixed multipliers, to
 *
 * <pre>
 *   (hi(M1 c2) ^ c1 ^ k0,  lo(M1 c2),  hi(M0 c0) ^ c3 ^ k1,  lo(M0 c0)),
 * </pre>
 *
 * and the key words grow by W0 and W1 from round to round.
 *
 * <p>A block is drawn for two samples: a vector of 8 samples and the next one have theirs computed
 * together.
 */
public final class Philox {
  /** Multiplier of counter word 0. */
  public static final int M0 = 0xD2511F53;

  /** Multiplier of counter word 2. */
  public static final int M1 = 0xCD9E8D57;

  /** Added to key word 0 from round to round. */
  public static final int W0 = 0x9E3779B9;

  /** Added to key word 1 from round to round. */
  public static final int W1 = 0xBB67AE85;

  /** Rounds. */
  public static final int ROUNDS = 10;

  /** The samples s and s + this, whose bit at this place is 0 and 1, are a pair. */
  public static final int APART = 8;

  /** The place of that bit. */
  public static final int PAIR_SHIFT = 3;

  private static final long LOW = 0xffffffffL;

  private static final long ONE_BITS = 0x3ffL << 52;

  /** 1 + m 2^-52 less this is (m + 1/2) 2^-52, without rounding. */
  private static final double BELOW_ONE = 1 - 0x1p-53;

  private Philox() {}

  /**
   * One block: the counter words 0, 1 ({@code lowCounter}) and 2, 3 ({@code highCounter}) give the
   * output words 0, 1 in {@code words[0]} and 2, 3 in {@code words[1]}.
   */
  public static void block(long key, long lowCounter, long highCounter, long[] words) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    // c0 and c2 as longs of 32 bits, whose products with 32-bit multipliers are whole.
    long c0 = lowCounter & LOW;
    int c1 = (int) (lowCounter >>> 32);
    long c2 = highCounter & LOW;
    int c3 = (int) (highCounter >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & LOW) * c0;
      long p1 = (M1 & LOW) * c2;
      c0 = (p1 >>> 32) ^ ((c1 ^ k0) & LOW);
      c2 = (p0 >>> 32) ^ ((c3 ^ k1) & LOW);
      c1 = (int) p1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    words[0] = c0 | (long) c1 << 32;
    words[1] = c2 | (long) c3 << 32;
  }

  /** The number of the pair that a sample is in. */
  public static long pair(long sample) {
    return sample >>> PAIR_SHIFT + 1 << PAIR_SHIFT | sample & APART - 1;
  }

  /** Whether it is the first of it, 0, or the second, 1. */
  public static int half(long sample) {
    return (int) (sample >>> PAIR_SHIFT & 1);
  }

  /**
   * The 64 random bits of a draw: words 0 and 1 (first sample of a pair) or 2 and 3 (second) at
   * counter (pair low, pair high, draw, attempt).
   *
   * @param draw as an unsigned number
   * @param attempt likewise; all ones is kept for child streams
   */
  public static long bits(long key, long sample, int draw, int attempt) {
    long[] words = new long[2];
    block(key, pair(sample), (long) attempt << 32 | draw & LOW, words);
    return words[half(sample)];
  }

  /** The bits of attempt 0. */
  public static long bits(long key, long sample, int draw) {
    return bits(key, sample, draw, 0);
  }

  /** ((w >>> 12) + 1/2) 2^-52: never 0, never 1, symmetric about 1/2. */
  public static double toUniform(long w) {
    return Double.longBitsToDouble(ONE_BITS | w >>> 12) - BELOW_ONE;
  }

  /** {@link #toUniform} of the bits of attempt 0. */
  public static double uniform(long key, long sample, int draw) {
    return toUniform(bits(key, sample, draw));
  }
}
