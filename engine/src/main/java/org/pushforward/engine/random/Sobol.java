package org.pushforward.engine.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sobol's sequence by the direction numbers of Joe and Kuo (2008), scrambled as Owen (1995) has it:
 * every binary digit of a coordinate is flipped or not by a random bit of its own for each value of
 * the digits before it. A point is a function of (key, index), uniform on the open unit cube, and
 * the first 2^m points for any key are a net.
 *
 * <p>Seven digits at a time are scrambled by one Philox block: the random bits are its first 127,
 * numbered as the nodes of a binary tree, which the digits lead down.
 */
public final class Sobol {
  /** Dimensions there are direction numbers for. */
  public static final int DIMENSIONS = 128;

  /** Indices end before two to this. */
  public static final int DIGITS = 35;

  private static final int GROUP = 7;

  // 35 digits and 17 further random bits fill the 52 of a uniform.
  private static final int REST = 52 - DIGITS;

  /** [dimension][k]: the digits of the points of index 2^0, 2^0 + 2^1, ..., 2^0 + ... + 2^k. */
  private static final long[][] RUNS = runs();

  private final StreamKey key;

  /**
   * @param key of the scrambling; dimension d takes its child d
   */
  public Sobol(StreamKey key) {
    this.key = key;
  }

  /**
   * One coordinate of the points from, ..., from + n - 1.
   *
   * @param from at least 0; the last index below 2^{@value #DIGITS}
   */
  public void fill(int dimension, long from, double[] out, int n) {
    long bits = key.child(dimension).bits();
    long[] words = new long[2];
    long digits = digits(dimension, from);
    for (int i = 0; i < n; i++) {
      out[i] = Philox.toUniform(scrambled(bits, digits, words) << 12);
      digits ^= RUNS[dimension][Long.numberOfTrailingZeros(from + i + 1)];
    }
  }

  /** The binary digits of a coordinate before it is scrambled, the first the highest of 35. */
  static long digits(int dimension, long index) {
    long digits = 0;
    for (int k = 0; index >>> k != 0; k++) {
      if ((index >>> k & 1) != 0) {
        digits ^= RUNS[dimension][k] ^ (k == 0 ? 0 : RUNS[dimension][k - 1]);
      }
    }
    return digits;
  }

  /** 52 digits. */
  private static long scrambled(long key, long digits, long[] words) {
    long result = 0;
    for (int done = 0; done < DIGITS; done += GROUP) {
      Philox.block(key, digits >>> (DIGITS - done), done, words);
      int node = 1;
      for (int k = 1; k <= GROUP; k++) {
        long digit = digits >>> (DIGITS - done - k) & 1;
        result = result << 1 | (words[node >>> 6] >>> node & 1) ^ digit;
        node = node << 1 | (int) digit;
      }
    }
    Philox.block(key, digits, DIGITS, words);
    return result << REST | words[0] >>> (Long.SIZE - REST);
  }

  private static long[][] runs() {
    long[][] runs = new long[DIMENSIONS][];
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Sobol.class.getResourceAsStream("joe_kuo.txt"), StandardCharsets.US_ASCII))) {
      long[] ones = new long[DIGITS];
      Arrays.fill(ones, 1);
      runs[0] = runs(ones);
      String[] lines = reader.lines().filter(line -> !line.startsWith("#")).toArray(String[]::new);
      for (int d = 1; d < DIMENSIONS; d++) {
        runs[d] = runs(initial(lines[d - 1]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return runs;
  }

  /**
   * m_1, m_2, ... of a dimension: m_k = 2 a_1 m_(k-1) ^ ... ^ 2^s a_s m_(k-s) ^ m_(k-s), with a_j
   * the coefficient of x^(s-j) of a polynomial of degree s.
   */
  private static long[] initial(String line) {
    long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    int s = numbers.length - 1;
    long[] m = Arrays.copyOfRange(numbers, 1, DIGITS + 1);
    for (int k = s; k < DIGITS; k++) {
      m[k] = m[k - s];
      for (int j = 1; j <= s; j++) {
        m[k] ^= (numbers[0] >>> (s - j) & 1) * m[k - j] << j;
      }
    }
    return m;
  }

  private static long[] runs(long[] m) {
    long[] runs = new long[DIGITS + 1]; // the last for the step past the last index
    for (int k = 0; k < DIGITS; k++) {
      runs[k] = m[k] << (DIGITS - 1 - k) ^ (k == 0 ? 0 : runs[k - 1]);
    }
    return runs;
  }
}
