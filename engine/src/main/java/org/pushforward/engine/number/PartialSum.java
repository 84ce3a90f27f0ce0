package org.pushforward.engine.number;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * k order-independent sums for each of n points: what a task sends and the driver merges.
 *
 * <p>{@link #add}, {@link #addSplit} and {@link #merge} commute and associate to the last bit, so
 * the state is a function of the multiset of values alone. It holds, for each sum, the top slot t
 * of any value added and two whole numbers,
 *
 * <pre>
 *   H = sum of x rounded to u_t, in units of u_t,     L = sum of the rests rounded to u_{t-1}, in units of u_{t-1}
 * </pre>
 *
 * (see {@link SumSlots}). When a larger value raises t by one, H becomes L and L is dropped; by two
 * or more, both are. H and L never carry into each other: what a carry moved up would survive a
 * raise that should drop it. Each is kept as carry * 2^43 + rest, 0 <= rest < 2^43, good for more
 * than 10^18 values. Infinities and NaN are flags beside them.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PartialSum {
  private static final int PLUS_INFINITY = 1;
  private static final int MINUS_INFINITY = 2;
  private static final int NAN = 4;

  private static final int WIDTH = SumSlots.WIDTH;
  private static final long REST_MASK = (1L << WIDTH) - 1;
  private static final long INFINITY_BITS = 0x7ffL << 52;

  private final int points;
  private final int sums;

  private final byte[] top; // [point][sum], from 1
  private final byte[] flags; // [point][sum]
  private final long[] count; // [point][sum][carry of H, rest of H, carry of L, rest of L]

  /** Zero sums, {@code sums} for each of {@code points}. */
  public PartialSum(int points, int sums) {
    if (points < 0 || sums < 0 || 4L * points * sums > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("no room for " + points + " x " + sums + " sums");
    }
    this.points = points;
    this.sums = sums;
    this.top = new byte[points * sums];
    this.flags = new byte[points * sums];
    this.count = new long[4 * points * sums];
    Arrays.fill(top, (byte) 1);
  }

  /** n. */
  public int points() {
    return points;
  }

  /** k. */
  public int sums() {
    return sums;
  }

  /** Adds one value. */
  public void add(int point, int sum, double x) {
    add(index(point, sum), x);
  }

  /** Adds x[from], ..., x[to - 1]; the same bits as adding them one by one, and quicker. */
  public void addAll(int point, int sum, double[] x, int from, int to) {
    int i = index(point, sum);
    for (int start = from; start < to; start += SumSlots.BLOCK_ROWS) {
      addBlock(i, x, start, Math.min(to, start + SumSlots.BLOCK_ROWS));
    }
  }

  /**
   * Adds what a kernel summed over a block of at most {@link SumSlots#BLOCK_ROWS} values: {@code
   * slot} must be that of the block's largest absolute value, {@code high} and {@code low} the sums
   * of the two parts.
   */
  public void addSplit(int point, int sum, int slot, double high, double low) {
    if (slot < 1 || slot > SumSlots.LARGEST_KERNEL_SLOT) {
      throw new IllegalArgumentException(
          "slot " + slot + " is not between 1 and " + SumSlots.LARGEST_KERNEL_SLOT);
    }
    addSplit(index(point, sum), slot, high, low);
  }

  /** Adds all sums of another of the same shape. */
  public void merge(PartialSum other) {
    if (other.points != points || other.sums != sums) {
      throw new IllegalArgumentException(
          "cannot merge "
              + other.points
              + " x "
              + other.sums
              + " sums into "
              + points
              + " x "
              + sums);
    }
    merge(other, 0);
  }

  /**
   * Adds all sums of another that has as many a point to those of the points from {@code first}.
   */
  public void merge(PartialSum other, int first) {
    if (other.sums != sums || first < 0 || first + other.points > points) {
      throw new IllegalArgumentException(
          "cannot merge "
              + other.points
              + " x "
              + other.sums
              + " sums into "
              + points
              + " x "
              + sums
              + " from "
              + first);
    }
    for (int i = 0; i < other.top.length; i++) {
      addState(first * sums + i, other, i);
    }
  }

  /**
   * The sum, rounded once from H u_t + L u_{t-1} to the nearest double (half to even); an empty sum
   * is +0.
   */
  public double value(int point, int sum) {
    int i = index(point, sum);
    int flag = flags[i];
    if (flag != 0) {
      return flag == PLUS_INFINITY
          ? Double.POSITIVE_INFINITY
          : flag == MINUS_INFINITY ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    // In units of u_{t-1} the sum is a 2^86 + b 2^43 + c.
    long c = count[4 * i + 3];
    long b = count[4 * i + 1] + count[4 * i + 2];
    long a = count[4 * i] + (b >> WIDTH);
    b &= REST_MASK;
    int exponent = SumSlots.unitExponent(top[i] - 1);
    if (a >= 0) {
      return nearest(a, b, c, exponent);
    }
    c = -c;
    b = (c >> WIDTH) - b;
    a = (b >> WIDTH) - a;
    return -nearest(a, b & REST_MASK, c & REST_MASK, exponent);
  }

  /** All sums of one point, [sum]. */
  public double[] values(int point) {
    double[] values = new double[sums];
    for (int j = 0; j < sums; j++) {
      values[j] = value(point, j);
    }
    return values;
  }

  /** A copy of the sums [firstSum, firstSum + number) of one point, as 1 x number sums. */
  public PartialSum slice(int point, int firstSum, int number) {
    PartialSum slice = new PartialSum(1, number);
    for (int j = 0; j < number; j++) {
      slice.addState(j, this, index(point, firstSum + j));
    }
    return slice;
  }

  /** Writes the byte form: points, sums, then for each sum its top slot, flags and four counts. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(points);
    out.writeInt(sums);
    for (int i = 0; i < top.length; i++) {
      out.writeByte(top[i]);
      out.writeByte(flags[i]);
      for (int j = 4 * i; j < 4 * i + 4; j++) {
        out.writeLong(count[j]);
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  public static PartialSum read(DataInput in) throws IOException {
    PartialSum result = new PartialSum(in.readInt(), in.readInt());
    for (int i = 0; i < result.top.length; i++) {
      result.top[i] = in.readByte();
      result.flags[i] = in.readByte();
      for (int j = 4 * i; j < 4 * i + 4; j++) {
        result.count[j] = in.readLong();
      }
      boolean sound =
          result.top[i] >= 1
              && result.top[i] <= SumSlots.LARGEST_SLOT
              && (result.flags[i] & ~(PLUS_INFINITY | MINUS_INFINITY | NAN)) == 0
              && (result.count[4 * i + 1] & ~REST_MASK) == 0
              && (result.count[4 * i + 3] & ~REST_MASK) == 0;
      if (!sound) {
        throw new IOException("not a partial sum: sum " + i + " is malformed");
      }
    }
    return result;
  }

  /** The byte form of {@link #write}. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 + 34 * top.length);
    try {
      write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The sums whose byte form this is. */
  public static PartialSum fromBytes(byte[] bytes) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(bytes);
      PartialSum result = read(new DataInputStream(in));
      if (in.available() > 0) {
        throw new IOException("not a partial sum: " + in.available() + " bytes too many");
      }
      return result;
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether the states are equal, and with them everything that can follow. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PartialSum that
        && points == that.points
        && sums == that.sums
        && Arrays.equals(top, that.top)
        && Arrays.equals(flags, that.flags)
        && Arrays.equals(count, that.count);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(top) + Arrays.hashCode(flags)) + Arrays.hashCode(count);
  }

  @Override
  public String toString() {
    return "PartialSum[" + points + " x " + sums + "]";
  }

  private int index(int point, int sum) {
    if (point < 0 || point >= points || sum < 0 || sum >= sums) {
      throw new IndexOutOfBoundsException(
          "sum (" + point + ", " + sum + ") of " + points + " x " + sums);
    }
    return point * sums + sum;
  }

  private void add(int i, double x) {
    long absBits = Double.doubleToRawLongBits(x) & Long.MAX_VALUE;
    if (absBits >= INFINITY_BITS) {
      flags[i] |= (byte) (x > 0 ? PLUS_INFINITY : x < 0 ? MINUS_INFINITY : NAN);
      return;
    }
    int slot = SumSlots.slotForBits(absBits);
    int t = top[i];
    if (slot > t) {
      raise(i, slot);
      t = slot;
    } else if (slot < t - 1) {
      return; // Below half a unit of both levels.
    }
    double y = x;
    if (t > SumSlots.LARGEST_KERNEL_SLOT) {
      y *= SumSlots.LARGE_SCALE;
      t -= SumSlots.LARGE_SLOTS;
    }
    double m = SumSlots.extractor(t);
    double high = (y + m) - m;
    double n = SumSlots.extractor(t - 1);
    double low = ((y - high) + n) - n;
    addUnits(4 * i, (long) SumSlots.units(high, t));
    addUnits(4 * i + 2, (long) SumSlots.units(low, t - 1));
  }

  private void addBlock(int i, double[] x, int from, int to) {
    long maxBits = 0;
    for (int j = from; j < to; j++) {
      maxBits = Math.max(maxBits, Double.doubleToRawLongBits(x[j]) & Long.MAX_VALUE);
    }
    if (maxBits >= SumSlots.KERNEL_LIMIT_BITS) {
      for (int j = from; j < to; j++) {
        add(i, x[j]);
      }
      return;
    }
    int slot = SumSlots.slotForBits(maxBits);
    double m = SumSlots.extractor(slot);
    double n = SumSlots.extractor(slot - 1);
    // Two chains of additions hide their latency; the sums are exact, so the grouping is free.
    double high0 = 0;
    double high1 = 0;
    double low0 = 0;
    double low1 = 0;
    int j = from;
    for (; j + 1 < to; j += 2) {
      double q0 = (x[j] + m) - m;
      double q1 = (x[j + 1] + m) - m;
      high0 += q0;
      high1 += q1;
      low0 += ((x[j] - q0) + n) - n;
      low1 += ((x[j + 1] - q1) + n) - n;
    }
    if (j < to) {
      double q0 = (x[j] + m) - m;
      high0 += q0;
      low0 += ((x[j] - q0) + n) - n;
    }
    addSplit(i, slot, high0 + high1, low0 + low1);
  }

  private void addSplit(int i, int slot, double high, double low) {
    long highUnits = wholeUnits(high, slot);
    long lowUnits = wholeUnits(low, slot - 1);
    if (slot > top[i]) {
      raise(i, slot);
    }
    if (slot == top[i]) {
      addUnits(4 * i, highUnits);
      addUnits(4 * i + 2, lowUnits);
    } else if (slot == top[i] - 1) {
      addUnits(4 * i + 2, highUnits);
    }
  }

  private static long wholeUnits(double x, int slot) {
    double units = SumSlots.units(x, slot);
    long whole = (long) units;
    if (whole != units || Math.abs(units) > 0x1p53) {
      throw new IllegalArgumentException(
          x + " is not an exact sum of multiples of 2^" + SumSlots.unitExponent(slot));
    }
    return whole;
  }

  private void addState(int i, PartialSum other, int j) {
    flags[i] |= other.flags[j];
    if (other.top[j] > top[i]) {
      raise(i, other.top[j]);
    }
    if (other.top[j] == top[i]) {
      addCount(4 * i, other.count, 4 * j);
      addCount(4 * i + 2, other.count, 4 * j + 2);
    } else if (other.top[j] == top[i] - 1) {
      addCount(4 * i + 2, other.count, 4 * j);
    }
  }

  private void raise(int i, int slot) {
    boolean byOne = slot == top[i] + 1;
    count[4 * i + 2] = byOne ? count[4 * i] : 0;
    count[4 * i + 3] = byOne ? count[4 * i + 1] : 0;
    count[4 * i] = 0;
    count[4 * i + 1] = 0;
    top[i] = (byte) slot;
  }

  private void addCount(int at, long[] other, int otherAt) {
    count[at] += other[otherAt];
    addUnits(at, other[otherAt + 1]);
  }

  /** Adds at most 2^53 units to the whole number at {@code count[at]}. */
  private void addUnits(int at, long units) {
    long rest = count[at + 1] + units;
    count[at] += rest >> WIDTH;
    count[at + 1] = rest & REST_MASK;
  }

  /** (a 2^86 + b 2^43 + c) 2^exponent, rounded to nearest; a >= 0, 0 <= b, c < 2^43. */
  private static double nearest(long a, long b, long c, int exponent) {
    // Join two of the three digits, so that the number is head 2^43 + tail, and a sticky bit for
    // what is below.
    boolean joined = a < 1L << 20;
    long head = joined ? a << WIDTH | b : a;
    long tail = joined ? c : b;
    boolean sticky = !joined && c != 0;
    int shift = joined ? exponent : exponent + WIDTH;
    if (head < 1L << 20) {
      return Math.scalb(
          (double) (head << WIDTH | tail), shift); // Here joined is true, and nothing is below.
    }
    // 63 leading bits, the last of them sticky: ten more than the conversion to double keeps. A
    // subnormal result has fewer than 53 bits above 2^-1074, of which every sum of doubles is a
    // multiple, so scaling never rounds again.
    int up = Long.numberOfLeadingZeros(head) - 1;
    int kept = WIDTH - up;
    long lead = head << up | tail >>> kept;
    sticky |= (tail & ((1L << kept) - 1)) != 0;
    return Math.scalb((double) (sticky ? lead | 1 : lead), shift + kept);
  }
}
