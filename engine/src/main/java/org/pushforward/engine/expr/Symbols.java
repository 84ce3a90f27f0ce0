package org.pushforward.engine.expr;

import java.util.List;
import java.util.Set;

/** How names and numbers are written. */
final class Symbols {
  private static final Set<String> GREEK =
      Set.of(
          "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
          "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega",
          "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega");

  /** A constant that formulas hold rounded. */
  record Known(double value, String text, String latex) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(Math.PI, "pi", "\\pi"),
          new Known(2.5066282746310005024, "sqrt(2*pi)", "\\sqrt{2\\pi}"),
          new Known(1.7724538509055160273, "sqrt(pi)", "\\sqrt{\\pi}"),
          new Known(1.4142135623730950488, "sqrt(2)", "\\sqrt{2}"),
          new Known(0.9189385332046727418, "log(sqrt(2*pi))", "\\log\\sqrt{2\\pi}"),
          new Known(1.1447298858494001741, "log(pi)", "\\log\\pi"),
          new Known(0.6931471805599453094, "log(2)", "\\log 2"));

  private Symbols() {}

  /** The known constant that this is, but for two roundings, or null. */
  static Known known(double value) {
    for (Known known : KNOWN) {
      if (Math.abs(value - known.value) <= 2 * Math.ulp(known.value)) {
        return known;
      }
    }
    return null;
  }

  static String number(double value, boolean latex) {
    if (Double.isInfinite(value)) {
      return (value < 0 ? "-" : "") + (latex ? "\\infty" : "infinity");
    }
    if (Double.isNaN(value)) {
      return latex ? "\\mathrm{NaN}" : "NaN";
    }
    // The smallest numbers stand for a bound that is not reached.
    if (Math.abs(value) <= Double.MIN_NORMAL) {
      return "0";
    }
    Known known = known(Math.abs(value));
    if (known != null) {
      return (value < 0 ? "-" : "") + (latex ? known.latex : known.text);
    }
    String digits =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value);
    return latex && digits.contains("E")
        ? digits.replaceFirst("\\.0E|E", " \\\\cdot 10^{") + "}"
        : digits;
  }

  /** {@code mu_1} as \mu_{1}, {@code width} as \mathrm{width}. */
  static String latex(String name) {
    int end = name.indexOf('_');
    if (end <= 0) {
      end = name.length();
      while (end > 1 && Character.isDigit(name.charAt(end - 1))) {
        end--;
      }
    }
    String index = name.substring(end).replaceFirst("^_", "");
    return word(name.substring(0, end)) + (index.isEmpty() ? "" : "_{" + word(index) + "}");
  }

  private static String word(String word) {
    return GREEK.contains(word)
        ? "\\" + word
        : word.length() == 1 || word.chars().allMatch(Character::isDigit)
            ? word.replace("_", "\\_")
            : "\\mathrm{" + word.replace("_", "\\_") + "}";
  }
}
