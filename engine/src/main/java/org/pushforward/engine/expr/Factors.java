package org.pushforward.engine.expr;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A product as a sign, a ratio of two numbers and powers of what is no product. */
final class Factors {
  boolean negative;
  double above = 1;
  double below = 1;

  /** Exponents, never 0. */
  final Map<Expr, Double> powers = new LinkedHashMap<>();

  /**
   * @param whole what is not taken apart
   */
  static Factors of(Expr e, Predicate<Expr> whole) {
    Factors factors = new Factors();
    factors.take(e, 1, whole);
    return factors;
  }

  boolean isSingle() {
    return !negative && above == 1 && below == 1 && powers.size() == 1;
  }

  private void take(Expr e, int sign, Predicate<Expr> whole) {
    if (e instanceof Constant c) {
      number(c.value(), sign);
    } else if (e instanceof Apply a && !whole.test(e)) {
      switch (a.operation()) {
        case MULTIPLY -> {
          take(a.operand(0), sign, whole);
          take(a.operand(1), sign, whole);
        }
        case DIVIDE -> {
          take(a.operand(0), sign, whole);
          take(a.operand(1), -sign, whole);
        }
        case NEGATE -> {
          negative = !negative;
          take(a.operand(0), sign, whole);
        }
        case POW -> {
          double n = a.operand(1).constantOrNaN();
          power(Double.isNaN(n) ? e : a.operand(0), Double.isNaN(n) ? sign : sign * n);
        }
        default -> power(e, sign);
      }
    } else {
      power(e, sign);
    }
  }

  private void number(double value, int sign) {
    double size = Math.abs(value);
    double inverse = 1 / size;
    negative ^= value < 0;
    for (double multiple : new double[] {1, 2, 0.5}) {
      Symbols.Known up = Symbols.known(size * multiple);
      Symbols.Known down = Symbols.known(inverse * multiple);
      if (up != null || down != null) {
        power(Expr.of((up == null ? down : up).value()), up == null ? -sign : sign);
        ratio(up == null ? multiple : 1 / multiple, sign);
        return;
      }
    }
    ratio(size, sign);
  }

  private void ratio(double size, int sign) {
    double inverse = 1 / size;
    boolean isInverse = size < 1 && inverse == Math.rint(inverse) && inverse < 1e15;
    if (isInverse == sign > 0) {
      below *= isInverse ? inverse : size;
    } else {
      above *= isInverse ? inverse : size;
    }
    if (above == below) {
      above = 1;
      below = 1;
    } else if (above % below == 0) {
      above /= below;
      below = 1;
    } else if (below % above == 0) {
      below /= above;
      above = 1;
    }
  }

  private void power(Expr base, double exponent) {
    if (powers.merge(base, exponent, Double::sum) == 0) {
      powers.remove(base);
    }
  }
}
