package org.pushforward.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as people read them. */
final class Digits {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final String MINUS = "−";

  private Digits() {}

  /**
   * {@code 90.760 ± 0.029}: both to the second digit of the error; outside 1e-4 to 1e7 with a
   * common power of ten.
   */
  static String withError(double value, double error) {
    if (!Double.isFinite(value) || !Double.isFinite(error) || error <= 0) {
      return rounded(value, 6) + (error == 0 ? "" : " ± " + rounded(error, 2));
    }
    BigDecimal e = new BigDecimal(error).round(new MathContext(2, RoundingMode.HALF_EVEN));
    BigDecimal v = new BigDecimal(value).setScale(e.scale(), RoundingMode.HALF_EVEN);
    int exponent = exponent(v.abs().max(e));
    if (exponent >= -4 && exponent < 7 && e.scale() >= 0) {
      return signed(v) + " ± " + e.toPlainString();
    }
    return "("
        + signed(v.movePointLeft(exponent))
        + " ± "
        + e.movePointLeft(exponent).toPlainString()
        + ")"
        + power(exponent);
  }

  /** {@code value} to so many significant digits. */
  static String rounded(double value, int digits) {
    if (Double.isNaN(value)) {
      return "not a number";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : MINUS + "∞";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal v = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = exponent(v);
    return exponent >= -4 && exponent < Math.max(7, digits)
        ? signed(stripped(v))
        : signed(stripped(v.movePointLeft(exponent))) + power(exponent);
  }

  /** {@code value}, a multiple of {@code step}, with the digits that tell neighbours apart. */
  static String tick(double value, double step) {
    BigDecimal s = new BigDecimal(step).round(new MathContext(1));
    BigDecimal v =
        new BigDecimal(value).setScale(Math.max(0, stripped(s).scale()), RoundingMode.HALF_EVEN);
    if (v.signum() == 0) {
      return "0";
    }
    int exponent = exponent(v);
    return exponent >= 6 || exponent(s) < -5
        ? signed(stripped(v.movePointLeft(exponent))) + power(exponent)
        : signed(v);
  }

  /** Every digit, for the tooltip. */
  static String exact(double value) {
    return Double.toString(value);
  }

  /** A coordinate of a drawing, to a hundredth. */
  static String coordinate(double value) {
    BigDecimal v =
        new BigDecimal(Math.max(-1e5, Math.min(1e5, value))).setScale(2, RoundingMode.HALF_EVEN);
    return stripped(v).toPlainString();
  }

  private static int exponent(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
  }

  private static BigDecimal stripped(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String signed(BigDecimal value) {
    return value.toPlainString().replace("-", MINUS);
  }

  private static String power(int exponent) {
    StringBuilder out = new StringBuilder(" × 10");
    if (exponent < 0) {
      out.append('⁻');
    }
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      out.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return out.toString();
  }
}
