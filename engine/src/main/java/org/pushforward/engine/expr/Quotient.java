package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A formula as a quotient n / (g_1^k_1 g_2^k_2 ..) of formulas of x that has its poles where one of
 * the g is 0.
 *
 * @param powers k by g
 */
record Quotient(Expr numerator, Map<Expr, Integer> powers) {
  /** Higher powers stay as they are. */
  private static final int MOST = 8;

  static Quotient of(Expr e, Parameter x) {
    if (!(e instanceof Apply a) || !isOf(e, x)) {
      return new Quotient(e, Map.of());
    }
    Expr b = a.operands().get(a.operands().size() - 1);
    Quotient first = of(a.operand(0), x);
    return switch (a.operation()) {
      case ADD -> first.plus(of(b, x));
      case SUBTRACT -> first.plus(of(b, x).times(Expr.of(-1)));
      case NEGATE -> first.times(Expr.of(-1));
      case MULTIPLY -> first.times(of(b, x));
      case DIVIDE -> first.times(of(b, x).reciprocal(x));
      case POW -> {
        double n = b.constantOrNaN();
        yield n == Math.rint(n) && Math.abs(n) <= MOST
            ? (n < 0 ? first.reciprocal(x) : first).power((int) Math.abs(n))
            : new Quotient(e, Map.of());
      }
      case TAN -> new Quotient(Formulas.sin(a.operand(0)), Map.of(Formulas.cos(a.operand(0)), 1));
      default -> new Quotient(e, Map.of());
    };
  }

  static boolean isOf(Expr e, Parameter x) {
    return !Substitution.among(Set.of(x), e).isEmpty();
  }

  private Quotient plus(Quotient other) {
    Map<Expr, Integer> common = new LinkedHashMap<>(powers);
    other.powers.forEach((g, k) -> common.merge(g, k, Math::max));
    return new Quotient(over(common).plus(other.over(common)), common);
  }

  /** The numerator over these powers, which are as high. */
  private Expr over(Map<Expr, Integer> common) {
    Expr n = numerator;
    for (Map.Entry<Expr, Integer> g : common.entrySet()) {
      n =
          n.times(
              Formulas.pow(g.getKey(), Expr.of(g.getValue() - powers.getOrDefault(g.getKey(), 0))));
    }
    return n;
  }

  private Quotient times(Expr factor) {
    return new Quotient(numerator.times(factor), powers);
  }

  private Quotient times(Quotient other) {
    Map<Expr, Integer> product = new LinkedHashMap<>(powers);
    other.powers.forEach((g, k) -> product.merge(g, k, Integer::sum));
    return new Quotient(numerator.times(other.numerator), product);
  }

  private Quotient power(int n) {
    return n == 0 ? new Quotient(Expr.of(1), Map.of()) : n == 1 ? this : times(power(n - 1));
  }

  private Quotient reciprocal(Parameter x) {
    Expr above = Expr.of(1);
    for (Map.Entry<Expr, Integer> g : powers.entrySet()) {
      above = above.times(Formulas.pow(g.getKey(), Expr.of(g.getValue())));
    }
    Quotient below = factors(numerator, x);
    return new Quotient(above.over(below.numerator), below.powers);
  }

  /** The factors of a product: those with x by their powers, the others in the numerator. */
  private static Quotient factors(Expr e, Parameter x) {
    if (!isOf(e, x)) {
      return new Quotient(e, Map.of());
    }
    if (e instanceof Apply a) {
      List<Expr> operands = a.operands();
      switch (a.operation()) {
        case MULTIPLY -> {
          return factors(operands.get(0), x).times(factors(operands.get(1), x));
        }
        case NEGATE -> {
          return factors(operands.get(0), x).times(Expr.of(-1));
        }
        default -> {}
      }
    }
    return new Quotient(Expr.of(1), Map.of(e, 1));
  }

  /** What it is a product of, as far as that is seen, with exponents. */
  Map<Expr, Integer> factors(Parameter x) {
    Map<Expr, Integer> factors = new LinkedHashMap<>();
    product(numerator, x).forEach(h -> factors.merge(h, 1, Integer::sum));
    powers.forEach((g, k) -> factors.merge(g, -k, Integer::sum));
    return factors;
  }

  /** The factors of a formula, those that two terms have in common too. */
  private static List<Expr> product(Expr e, Parameter x) {
    if (e instanceof Apply a) {
      boolean isSum = a.operation() == Operation.ADD;
      if (a.operation() == Operation.MULTIPLY) {
        return joined(product(a.operand(0), x), product(a.operand(1), x));
      }
      if (a.operation() == Operation.NEGATE) {
        return joined(List.of(Expr.of(-1)), product(a.operand(0), x));
      }
      if (isSum || a.operation() == Operation.SUBTRACT) {
        List<Expr> left = new ArrayList<>(product(a.operand(0), x));
        List<Expr> right = new ArrayList<>(product(a.operand(1), x));
        List<Expr> common = new ArrayList<>();
        for (Expr u : List.copyOf(left)) {
          if (isOf(u, x) && right.remove(u)) {
            left.remove(u);
            common.add(u);
          }
        }
        if (!common.isEmpty()) {
          Expr first = left.stream().reduce(Expr.of(1), Expr::times);
          Expr second = right.stream().reduce(Expr.of(1), Expr::times);
          return joined(common, product(isSum ? first.plus(second) : first.minus(second), x));
        }
      }
    }
    return isPolynomial(e, x) ? withoutZeros(e, x) : List.of(e);
  }

  /** A polynomial as x x .. and what is left; as it is written, unless terms cancel. */
  private static List<Expr> withoutZeros(Expr e, Parameter x) {
    List<Expr> coefficients = coefficients(e, x);
    if (coefficients.size() - 1 == degree(e, x) && !coefficients.get(0).is(0)) {
      return List.of(e);
    }
    List<Expr> factors = new ArrayList<>();
    while (coefficients.size() > 1 && coefficients.get(0).is(0)) {
      coefficients.remove(0);
      factors.add(x);
    }
    Expr sum = Expr.of(0);
    Expr power = Expr.of(1);
    for (Expr coefficient : coefficients) {
      sum = sum.plus(coefficient.times(power));
      power = power.times(x);
    }
    factors.add(sum);
    return factors;
  }

  /** Of a polynomial as it is written. */
  private static int degree(Expr e, Parameter x) {
    if (e == x || !isOf(e, x)) {
      return e == x ? 1 : 0;
    }
    Apply a = (Apply) e;
    int first = degree(a.operand(0), x);
    return switch (a.operation()) {
      case MULTIPLY -> first + degree(a.operand(1), x);
      case POW -> first * (int) a.operand(1).constantOrNaN();
      case ADD, SUBTRACT -> Math.max(first, degree(a.operand(1), x));
      default -> first;
    };
  }

  private static List<Expr> joined(List<Expr> first, List<Expr> second) {
    List<Expr> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /**
   * Of polynomials, what it tends to as x grows or falls without end; else NaN.
   *
   * @param infinity what it does if it does not stay finite
   */
  Expr limit(Parameter x, Expr infinity) {
    Expr above = numerator;
    Expr below = Expr.of(1);
    for (Map.Entry<Expr, Integer> g : powers.entrySet()) {
      below = below.times(Formulas.pow(g.getKey(), Expr.of(g.getValue())));
    }
    if (!isPolynomial(above, x) || !isPolynomial(below, x)) {
      return Expr.of(Double.NaN);
    }
    List<Expr> n = coefficients(above, x);
    List<Expr> d = coefficients(below, x);
    return n.size() > d.size()
        ? infinity
        : n.size() < d.size() ? Expr.of(0) : n.get(n.size() - 1).over(d.get(d.size() - 1));
  }

  /** Those of 1, x, x^2, .. of a polynomial. */
  private static List<Expr> coefficients(Expr e, Parameter x) {
    List<Expr> coefficients = new ArrayList<>();
    Expr derivative = e;
    double factorial = 1;
    for (int k = 1; ; k++) {
      coefficients.add(Substitution.of(derivative, x, Expr.of(0)).over(factorial));
      if (!isOf(derivative, x)) {
        return trimmed(coefficients);
      }
      derivative = Derivative.of(derivative, x);
      factorial *= k;
    }
  }

  private static List<Expr> trimmed(List<Expr> coefficients) {
    while (coefficients.size() > 1 && coefficients.get(coefficients.size() - 1).is(0)) {
      coefficients.remove(coefficients.size() - 1);
    }
    return coefficients;
  }

  private static boolean isPolynomial(Expr e, Parameter x) {
    if (e == x || !isOf(e, x)) {
      return true;
    }
    if (!(e instanceof Apply a)) {
      return false;
    }
    return switch (a.operation()) {
      case ADD, SUBTRACT, NEGATE, MULTIPLY ->
          a.operands().stream().allMatch(operand -> isPolynomial(operand, x));
      case DIVIDE -> !isOf(a.operand(1), x) && isPolynomial(a.operand(0), x);
      case POW -> {
        double n = a.operand(1).constantOrNaN();
        yield n == Math.rint(n) && n >= 0 && n <= MOST && isPolynomial(a.operand(0), x);
      }
      default -> false;
    };
  }
}
