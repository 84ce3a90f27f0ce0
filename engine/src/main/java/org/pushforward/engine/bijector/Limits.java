package org.pushforward.engine.bijector;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/**
 * What formulas tend to while some variables go to ends of their intervals, and the others to any
 * points inside.
 *
 * @param way where the variables go: an interval of one point is an end
 * @param signs of formulas inside of all intervals
 */
record Limits(Signs way, Signs signs) {

  /** A number or an infinity; NaN where that is not seen. */
  double of(Expr e) {
    Bounds bounds = way.bounds(e);
    if (bounds.isContinuous() && bounds.low() == bounds.high()) {
      return bounds.low();
    }
    if (!(e instanceof Apply a)) {
      return Double.NaN;
    }
    Expr first = a.operands().get(0);
    Expr last = a.operands().get(a.operands().size() - 1);
    return switch (a.operation()) {
      case NEGATE -> -of(first);
      case ADD -> sum(first, last, 1);
      case SUBTRACT -> sum(first, last, -1);
      case MULTIPLY -> {
        double product = product(first, last);
        yield Double.isNaN(product) ? product(last, first) : product;
      }
      case DIVIDE -> quotient(first, last);
      default -> Double.NaN;
    };
  }

  private double sum(Expr a, Expr b, int sign) {
    double first = of(a);
    double last = sign * of(b);
    if (Double.isInfinite(first) && Double.isNaN(last)) {
      return isFinite(b) ? first : Double.NaN;
    }
    return Double.isInfinite(last) && Double.isNaN(first) && isFinite(a) ? last : first + last;
  }

  private double product(Expr a, Expr b) {
    double first = of(a);
    double last = of(b);
    if (!Double.isNaN(last)) {
      return first * last;
    }
    return first == 0 && isFinite(b)
        ? 0
        : Double.isInfinite(first) ? first * fixedSign(b) : Double.NaN;
  }

  private double quotient(Expr a, Expr b) {
    double first = of(a);
    double last = of(b);
    if (last == 0) {
      double sign = Double.isNaN(first) ? fixedSign(a) : Math.signum(first);
      return sign * signs.sign(b) * Double.POSITIVE_INFINITY;
    }
    if (!Double.isNaN(last)) {
      return Double.isInfinite(last) && isFinite(a) ? 0 : first / last;
    }
    return first == 0 && fixedSign(b) != 0
        ? 0
        : Double.isInfinite(first) ? first * fixedSign(b) : Double.NaN;
  }

  /** Whether it stays bounded. */
  private boolean isFinite(Expr e) {
    Bounds bounds = way.bounds(e);
    return bounds.isContinuous()
        && (isInside(e) || bounds.low() > -Double.MAX_VALUE && bounds.high() < Double.MAX_VALUE);
  }

  /** The sign of what tends to another number than 0; else 0, which times infinity is NaN. */
  private int fixedSign(Expr e) {
    return isInside(e) && way.bounds(e).isContinuous() ? signs.sign(e) : 0;
  }

  /** Whether nothing in it goes to an end. */
  private boolean isInside(Expr e) {
    Set<Parameter> leaving =
        way.variables().entrySet().stream()
            .filter(to -> to.getValue().low() == to.getValue().high())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return Substitution.among(leaving, e).isEmpty();
  }
}
