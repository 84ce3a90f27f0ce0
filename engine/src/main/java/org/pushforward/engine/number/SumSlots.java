package org.pushforward.engine.number;

/**
 * The arithmetic of order-independent sums (Demmel and Nguyen 2013, two levels on fixed exponent
 * slots), shared by scalar code and kernels.
 *
 * <p>Slot s has the unit u_s = 2^(43 s - 1085). A block of values belongs to the smallest slot s >=
 * 1 with max|x| < u_{s+1} / 2. With the extractor M_s = 1.5 * 2^52 u_s, whose last bit is worth
 * u_s, each value splits without error into
 *
 * <pre>
 *   high = (x + M_s) - M_s              a multiple of u_s,     |high| <= 2^42 u_s
 *   rest = x - high                     exact,                 |rest| <= u_s / 2
 *   low  = (rest + M_{s-1}) - M_{s-1}   a multiple of u_{s-1}, |low|  <= 2^42 u_{s-1}
 * </pre>
 *
 * and what then remains, at most u_{s-1} / 2 per value, is dropped. Both parts are x rounded (half
 * to even) on a fixed grid, so they depend on x and s alone; up to {@link #BLOCK_ROWS} of them (in
 * fact 2048) add in a double without rounding, in any order. A value with |x| <= u_s / 2 has high =
 * 0 at slot s, and its low part there is its high part at slot s - 1: values split at the slot of
 * their block and values split one by one give the same sums.
 *
 * <p>A sum of n values is off by at most n u_{s-1} / 2, and half an ulp of the result. As u_s <= 2
 * max|x| above the lowest slot, that is n 2^-43 max|x| at worst, just above a border. The origin
 * puts the borders around 1 at 2^-11 and 2^32: of values with a maximum between 1 and 2^32 each
 * loses at most 2^-54, a quarter of the last bit of 1.
 *
 * <p>Slot 0 reaches below the last bit of all doubles, where its extractor is subnormal and splits
 * off nothing: low = rest, still a multiple of u_0.
 */
public final class SumSlots {
  /** Values one kernel block may add before it hands its two partial sums over. */
  public static final int BLOCK_ROWS = 1024;

  /**
   * The highest slot whose extractor is finite; values above it take the scalar path, {@link
   * PartialSum#add}.
   */
  public static final int LARGEST_KERNEL_SLOT = 47;

  /**
   * Blocks that hold an |x| at or above this, an infinity or a NaN must be added value by value
   * with {@link PartialSum#add}.
   */
  public static final double KERNEL_LIMIT = 0x1p978;

  /**
   * Bits of {@link #KERNEL_LIMIT}: a block whose largest absolute bits reach this (so also
   * infinities and NaNs) goes value by value.
   */
  public static final long KERNEL_LIMIT_BITS = Double.doubleToRawLongBits(KERNEL_LIMIT);

  static final int WIDTH = 43;

  /**
   * The slot of the largest doubles, up to 2^46 units: its extractor has room for 2^51, and from a
   * slot of their own on, just below 2^1024, they would round to infinity.
   */
  static final int LARGEST_SLOT = 48;

  /**
   * Above the largest kernel slot, values are scaled down by three slots, 2^-129, which is exact
   * there.
   */
  static final int LARGE_SLOTS = 3;

  static final double LARGE_SCALE = 0x1p-129;

  /** log2 of u_0. */
  private static final int ORIGIN = -1085;

  private static final double[] EXTRACTOR = new double[LARGEST_KERNEL_SLOT + 1];

  // 1 / u_s as a product of two powers of two, since 1 / u_0 itself overflows.
  private static final double[] INVERSE_UNIT_A = new double[LARGEST_KERNEL_SLOT + 1];
  private static final double[] INVERSE_UNIT_B = new double[LARGEST_KERNEL_SLOT + 1];

  static {
    for (int s = 0; s <= LARGEST_KERNEL_SLOT; s++) {
      int exponent = unitExponent(s);
      EXTRACTOR[s] = Math.scalb(1.5, 52 + exponent);
      INVERSE_UNIT_A[s] = Math.scalb(1.0, -exponent / 2);
      INVERSE_UNIT_B[s] = Math.scalb(1.0, -exponent - -exponent / 2);
    }
  }

  private SumSlots() {}

  /** The slot of a block of values whose largest absolute value is {@code maxAbs}. */
  public static int slotFor(double maxAbs) {
    return slotForBits(Double.doubleToRawLongBits(maxAbs) & Long.MAX_VALUE);
  }

  /**
   * {@link #slotFor} from the bits of the largest absolute value (which order like the values):
   * with e the biased exponent, |x| < 2^(e - 1022), and the slot is floor((e + 63) / 43).
   */
  public static int slotForBits(long absBits) {
    return Math.min(((int) (absBits >>> 52) - 1022 - ORIGIN) / WIDTH, LARGEST_SLOT);
  }

  /** M_s for s from 0 to {@link #LARGEST_KERNEL_SLOT}. */
  public static double extractor(int slot) {
    return EXTRACTOR[slot];
  }

  /** log2 of u_s. */
  public static int unitExponent(int slot) {
    return WIDTH * slot + ORIGIN;
  }

  /** x / u_s for a multiple x of u_s of at most 2^53 units, where both steps are exact. */
  static double units(double x, int slot) {
    return x * INVERSE_UNIT_A[slot] * INVERSE_UNIT_B[slot];
  }
}
