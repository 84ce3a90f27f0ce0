package org.pushforward.jobs.data;

import java.nio.charset.StandardCharsets;

/** Numbers in bytes, correctly rounded. */
final class Cells {
  // 10^22 is the last power of ten that is a double.
  private static final double[] TEN = new double[23];

  static {
    TEN[0] = 1;
    for (int i = 1; i < TEN.length; i++) {
      TEN[i] = TEN[i - 1] * 10;
    }
  }

  private Cells() {}

  static int skipBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }

  /**
   * Where the cell that begins at {@code from} ends: at a delimiter outside quotes, or at the
   * line's end {@code to}. In quotes a delimiter is none and two quotes are one (RFC 4180).
   *
   * @return -1 where the cell's quotes do not close in the line
   */
  static int end(byte[] bytes, int from, int to, char delimiter) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    if (at < to && bytes[at] == '"') {
      do { // a doubled quote ends one piece and begins the next
        at++;
        while (at < to && bytes[at] != '"') {
          at++;
        }
        if (at == to) {
          return -1;
        }
        at++;
      } while (at < to && bytes[at] == '"');
    }
    while (at < to && bytes[at] != delimiter) {
      at++;
    }
    return at;
  }

  /** The text in bytes [from, to), freed from its quotes. */
  static String text(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
  }

  /**
   * The decimal number in bytes [from, to), in quotes or not; NaN where there is none, an infinity
   * where it is too large.
   *
   * <p>A whole number up to 2^53 times or divided by a power of ten up to 10^22 is one rounding of
   * two exact doubles, so right (Clinger 1990); the rest is left to the JDK.
   */
  static double number(byte[] bytes, int from, int to) {
    int at = skipBlanks(bytes, from, to);
    int end = to;
    while (end > at && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
      end--;
    }
    if (end - at >= 2 && bytes[at] == '"' && bytes[end - 1] == '"') {
      at++;
      end--;
    }
    int first = at;
    boolean negative = at < end && bytes[at] == '-';
    if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    long whole = 0;
    int digits = 0; // in whole, leading zeros apart
    int seen = 0;
    int scale = 0;
    boolean point = false;
    for (; at < end; at++) {
      int c = bytes[at];
      if (c >= '0' && c <= '9') {
        seen++;
        digits += digits > 0 || c != '0' ? 1 : 0;
        if (digits <= 18) {
          whole = 10 * whole + (c - '0');
        }
        scale -= point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (seen == 0) {
      return Double.NaN;
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      boolean down = at < end && bytes[at] == '-';
      if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
        at++;
      }
      int exponent = 0;
      int firstDigit = at;
      while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
        exponent = Math.min(100_000, 10 * exponent + (bytes[at] - '0'));
        at++;
      }
      if (at == firstDigit) {
        return Double.NaN;
      }
      scale += down ? -exponent : exponent;
    }
    if (at != end) {
      return Double.NaN;
    }
    if (digits > 18 || whole > 1L << 53 || scale < -22 || scale > 22) {
      // Only digits, one point, one exponent and signs are left: what the JDK takes for a decimal.
      return Double.parseDouble(new String(bytes, first, end - first, StandardCharsets.US_ASCII));
    }
    double value = scale < 0 ? whole / TEN[-scale] : whole * TEN[scale];
    return negative ? -value : value;
  }
}
