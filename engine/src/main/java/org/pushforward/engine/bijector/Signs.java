package org.pushforward.engine.bijector;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/**
 * What is certain of the sign of formulas, from where their variables may lie. Bounds are those of
 * interval arithmetic on exact numbers; parameters may be any number.
 */
final class Signs {
  /** Bounds, both NaN where the formula may be undefined. */
  private record Bounds(double low, double high) {
    static final Bounds LINE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    static final Bounds POSITIVE = new Bounds(0, Double.POSITIVE_INFINITY);
    static final Bounds UNDEFINED = new Bounds(Double.NaN, Double.NaN);

    boolean isUndefined() {
      return Double.isNaN(low);
    }

    boolean contains(double x) {
      return low <= x && x <= high;
    }
  }

  private final Map<Parameter, Interval> variables;
  private final Map<Expr, Bounds> known = new IdentityHashMap<>();

  Signs(Map<Parameter, Interval> variables) {
    this.variables = variables;
  }

  /** Whether the formula is a number wherever the variables lie, whatever the parameters. */
  boolean isDefined(Expr e) {
    return !of(e).isUndefined();
  }

  /**
   * Whether the formula keeps one sign wherever the variables lie, for each value of the
   * parameters. It may be 0 where the variables hardly ever are: an analytic formula that is not
   * constant is 0 on no interval.
   */
  boolean isOfOneSign(Expr e) {
    if (!isRandom(e)) {
      return !e.is(0);
    }
    Bounds bounds = of(e);
    if (bounds.low > 0 || bounds.high < 0) {
      return true;
    }
    if ((bounds.low >= 0 || bounds.high <= 0) && isAnalytic(e)) {
      return true;
    }
    if (e instanceof Apply a) {
      return switch (a.operation()) {
        case MULTIPLY, DIVIDE ->
            isOfOneSign(a.operands().get(0)) && isOfOneSign(a.operands().get(1));
        case NEGATE -> isOfOneSign(a.operands().get(0));
        default -> false;
      };
    }
    return false;
  }

  private boolean isRandom(Expr e) {
    return !Substitution.among(variables.keySet(), e).isEmpty();
  }

  private static boolean isAnalytic(Expr e) {
    Set<Operation> pieces =
        Set.of(
            Operation.ABS,
            Operation.MIN,
            Operation.MAX,
            Operation.LESS,
            Operation.LESS_OR_EQUAL,
            Operation.SELECT,
            Operation.STOP);
    return !(e instanceof Apply a && pieces.contains(a.operation()))
        && e.operands().stream().allMatch(Signs::isAnalytic);
  }

  private Bounds of(Expr e) {
    Bounds before = known.get(e);
    if (before != null) {
      return before;
    }
    Bounds bounds = Bounds.LINE;
    double constant = e.constantOrNaN();
    if (!Double.isNaN(constant)) {
      bounds = new Bounds(constant, constant);
    } else if (e instanceof Parameter p && variables.containsKey(p)) {
      bounds = new Bounds(variables.get(p).low(), variables.get(p).high());
    } else if (e instanceof Apply a) {
      bounds = of(a);
      // What parameters alone decide is the user's to keep defined.
      bounds = bounds.isUndefined() && !isRandom(e) ? Bounds.LINE : bounds;
    } else if (isRandom(e)) {
      bounds = Bounds.UNDEFINED;
    }
    known.put(e, bounds);
    return bounds;
  }

  private Bounds of(Apply e) {
    Expr first = e.operands().get(0);
    Bounds a = of(first);
    Expr second = e.operands().size() > 1 ? e.operands().get(1) : first;
    Bounds b = of(second);
    if (a.isUndefined() || b.isUndefined()) {
      return Bounds.UNDEFINED;
    }
    return switch (e.operation()) {
      case ADD -> bounds(a.low + b.low, a.high + b.high);
      case SUBTRACT -> bounds(a.low - b.high, a.high - b.low);
      case NEGATE -> bounds(-a.high, -a.low);
      case MULTIPLY -> first == second ? square(a) : product(a, b);
      case DIVIDE -> b.contains(0) ? nonzero(a, b) : product(a, bounds(1 / b.high, 1 / b.low));
      case POW -> power(a, second.constantOrNaN());
      case SQRT -> a.low < 0 ? Bounds.UNDEFINED : bounds(Math.sqrt(a.low), Math.sqrt(a.high));
      case ABS ->
          a.contains(0)
              ? bounds(0, Math.max(-a.low, a.high))
              : bounds(Math.min(Math.abs(a.low), Math.abs(a.high)), Math.max(-a.low, a.high));
      case MIN -> bounds(Math.min(a.low, b.low), Math.min(a.high, b.high));
      case MAX -> bounds(Math.max(a.low, b.low), Math.max(a.high, b.high));
      case LESS, LESS_OR_EQUAL -> bounds(0, 1);
      case SELECT -> {
        Bounds c = of(e.operands().get(2));
        yield c.isUndefined() ? c : bounds(Math.min(b.low, c.low), Math.max(b.high, c.high));
      }
      // Signs of monotone functions follow from those of their arguments.
      case EXP, EXP2, SOFTPLUS -> Bounds.POSITIVE;
      case SIGMOID, NORMAL_CDF -> bounds(0, 1);
      case NORMAL_DENSITY -> bounds(0, 0.4);
      case TANH, ERF -> odd(a, 1);
      case EXPM1 -> bounds(a.low >= 0 ? 0 : -1, a.high <= 0 ? 0 : Double.POSITIVE_INFINITY);
      case SINH, ASINH, CBRT -> odd(a, Double.POSITIVE_INFINITY);
      case ATAN -> odd(a, 1.6);
      case COSH -> bounds(1, Double.POSITIVE_INFINITY);
      case SIN, COS -> bounds(-1, 1);
      case LOG -> a.low < 0 ? Bounds.UNDEFINED : around(a, 1);
      case LOG1P -> a.low < -1 ? Bounds.UNDEFINED : around(a, 0);
      default -> Bounds.UNDEFINED;
    };
  }

  /** Of a function that is 0 at 0 alone, and increases to {@code most}. */
  private static Bounds odd(Bounds a, double most) {
    return bounds(a.low >= 0 ? 0 : -most, a.high <= 0 ? 0 : most);
  }

  /** Of a function that increases over the line and is 0 at {@code zero}. */
  private static Bounds around(Bounds a, double zero) {
    return bounds(
        a.low >= zero ? 0 : Double.NEGATIVE_INFINITY,
        a.high <= zero ? 0 : Double.POSITIVE_INFINITY);
  }

  /** a / b where b touches 0 with an end: a limit that no variable reaches; NaN if b crosses 0. */
  private static Bounds nonzero(Bounds a, Bounds b) {
    if (b.low == 0 && b.high > 0) {
      return product(a, bounds(1 / b.high, Double.POSITIVE_INFINITY));
    }
    return b.high == 0 && b.low < 0
        ? product(a, bounds(Double.NEGATIVE_INFINITY, 1 / b.low))
        : Bounds.UNDEFINED;
  }

  private static Bounds power(Bounds a, double exponent) {
    boolean isWhole = exponent == Math.rint(exponent) && Math.abs(exponent) < 0x1p53;
    if (isWhole && exponent > 0) {
      return exponent % 2 == 0 ? square(a) : odd(a, Double.POSITIVE_INFINITY);
    }
    return a.low >= 0 ? Bounds.POSITIVE : Bounds.UNDEFINED;
  }

  /** Of the square, or another even power. */
  private static Bounds square(Bounds a) {
    return a.low > 1 || a.high < -1 ? bounds(1, Double.POSITIVE_INFINITY) : Bounds.POSITIVE;
  }

  private static Bounds product(Bounds a, Bounds b) {
    double[] corners = {
      times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)
    };
    double low = corners[0];
    double high = corners[0];
    for (double corner : corners) {
      low = Math.min(low, corner);
      high = Math.max(high, corner);
    }
    return bounds(low, high);
  }

  /** An infinite end is a limit: 0 times it is 0. */
  private static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  private static Bounds bounds(double low, double high) {
    return new Bounds(low, high);
  }
}
