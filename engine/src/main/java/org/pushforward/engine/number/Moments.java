package org.pushforward.engine.number;

/**
 * Count, mean, variance, skewness and kurtosis of a sample, from its power sums about a fixed shift
 * c,
 *
 * <pre>
 *   S_p = sum (x - c)^p,  p = 1..4,     a = S_1 / n,
 *   m_2 = S_2/n - a^2,   m_3 = S_3/n - 3 a S_2/n + 2 a^3,   m_4 = S_4/n - 4 a S_3/n + 6 a^2 S_2/n - 3 a^4.
 * </pre>
 *
 * The sums are order-independent, so merging is associative and commutative to the last bit. The
 * central moments lose digits when c is many standard deviations from the mean (m_p about p
 * log2(|a| / sd) bits); a value near the mean, such as that of a first block, keeps them all.
 */
public final class Moments {
  private final double shift;
  private final PartialSum power; // [0][p - 1]
  private long count;

  /** An empty sample, with power sums about {@code shift}. */
  public Moments(double shift) {
    this(shift, 0, new PartialSum(1, 4));
  }

  private Moments(double shift, long count, PartialSum power) {
    this.shift = shift;
    this.count = count;
    this.power = power;
  }

  /**
   * The moments of {@code count} values whose four power sums about {@code shift} a kernel left at
   * (point, firstSum ...).
   */
  public static Moments of(double shift, long count, PartialSum sums, int point, int firstSum) {
    if (count < 0) {
      throw new IllegalArgumentException("a count of " + count);
    }
    return new Moments(shift, count, sums.slice(point, firstSum, 4));
  }

  /** Adds one value. */
  public void add(double x) {
    double d = x - shift;
    double d2 = d * d;
    power.add(0, 0, d);
    power.add(0, 1, d2);
    power.add(0, 2, d2 * d);
    power.add(0, 3, d2 * d2);
    count++;
  }

  /** Adds the values of another sample with the same shift. */
  public void merge(Moments other) {
    if (Double.doubleToLongBits(shift) != Double.doubleToLongBits(other.shift)) {
      throw new IllegalArgumentException(
          "moments about " + other.shift + " do not merge into moments about " + shift);
    }
    power.merge(other.power);
    count += other.count;
  }

  /** n. */
  public long count() {
    return count;
  }

  /** c. */
  public double shift() {
    return shift;
  }

  /** The mean; NaN of an empty sample. */
  public double mean() {
    return shift + raw(1);
  }

  /** The unbiased variance n m_2 / (n - 1); NaN of fewer than two values. */
  public double variance() {
    return count < 2 ? Double.NaN : m2() * count / (count - 1.0);
  }

  /** m_3 / m_2^(3/2). */
  public double skewness() {
    double a = raw(1);
    double m2 = m2();
    double m3 = raw(3) - 3 * a * raw(2) + 2 * a * a * a;
    return m3 / (m2 * Math.sqrt(m2));
  }

  /** m_4 / m_2^2 - 3, which is 0 for a normal law. */
  public double excessKurtosis() {
    double m2 = m2();
    return m4() / (m2 * m2) - 3;
  }

  /** The standard error of the mean, sqrt(variance / n). */
  public double standardError() {
    return Math.sqrt(variance() / count);
  }

  /** The standard error of the variance, sqrt((m_4 - m_2^2 (n - 3) / (n - 1)) / n). */
  public double standardErrorOfVariance() {
    double m2 = m2();
    return Math.sqrt(Math.max(0, m4() - m2 * m2 * ((count - 3.0) / (count - 1.0))) / count);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Moments that
        && Double.doubleToLongBits(shift) == Double.doubleToLongBits(that.shift)
        && count == that.count
        && power.equals(that.power);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Double.hashCode(shift) + Long.hashCode(count)) + power.hashCode();
  }

  @Override
  public String toString() {
    return "Moments[n=" + count + ", mean=" + mean() + ", variance=" + variance() + "]";
  }

  private double raw(int p) {
    return power.value(0, p - 1) / count;
  }

  private double m2() {
    double a = raw(1);
    return Math.max(0, raw(2) - a * a);
  }

  private double m4() {
    double a = raw(1);
    return raw(4) - a * (4 * raw(3) - a * (6 * raw(2) - 3 * a * a));
  }
}
