package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Operation.ABS;
import static org.pushforward.engine.expr.Operation.ACOS;
import static org.pushforward.engine.expr.Operation.ACOSH;
import static org.pushforward.engine.expr.Operation.ASIN;
import static org.pushforward.engine.expr.Operation.ASINH;
import static org.pushforward.engine.expr.Operation.ATAN;
import static org.pushforward.engine.expr.Operation.ATANH;
import static org.pushforward.engine.expr.Operation.CBRT;
import static org.pushforward.engine.expr.Operation.ERF;
import static org.pushforward.engine.expr.Operation.ERFC;
import static org.pushforward.engine.expr.Operation.ERFCX;
import static org.pushforward.engine.expr.Operation.ERFINV;
import static org.pushforward.engine.expr.Operation.EXP;
import static org.pushforward.engine.expr.Operation.EXP2;
import static org.pushforward.engine.expr.Operation.EXPM1;
import static org.pushforward.engine.expr.Operation.LESS;
import static org.pushforward.engine.expr.Operation.LESS_OR_EQUAL;
import static org.pushforward.engine.expr.Operation.LOG;
import static org.pushforward.engine.expr.Operation.LOG10;
import static org.pushforward.engine.expr.Operation.LOG1P;
import static org.pushforward.engine.expr.Operation.LOG2;
import static org.pushforward.engine.expr.Operation.LOGSUMEXP;
import static org.pushforward.engine.expr.Operation.LOG_NORMAL_CDF;
import static org.pushforward.engine.expr.Operation.LOG_SIGMOID;
import static org.pushforward.engine.expr.Operation.MAX;
import static org.pushforward.engine.expr.Operation.MIN;
import static org.pushforward.engine.expr.Operation.NORMAL_CDF;
import static org.pushforward.engine.expr.Operation.NORMAL_QUANTILE;
import static org.pushforward.engine.expr.Operation.SELECT;
import static org.pushforward.engine.expr.Operation.SIGMOID;
import static org.pushforward.engine.expr.Operation.SINH;
import static org.pushforward.engine.expr.Operation.SOFTPLUS;
import static org.pushforward.engine.expr.Operation.SQRT;
import static org.pushforward.engine.expr.Operation.STOP;
import static org.pushforward.engine.expr.Operation.TANH;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pushforward.engine.elementary.Scalar;

/**
 * Between which numbers a formula's values lie, up to rounding, while variables go through the
 * insides of intervals and parameters lie in theirs. What parameters alone decide is theirs to keep
 * defined.
 *
 * @param isContinuous whether the formula is seen to be defined and continuous there
 */
public record Bounds(double low, double high, boolean isContinuous) {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Every number. */
  public static final Bounds LINE = new Bounds(-INFINITY, INFINITY, true);

  private static final Bounds UNKNOWN = new Bounds(-INFINITY, INFINITY, false);
  private static final double TURN = 2 * Math.PI;

  private static final Set<Operation> RISING =
      EnumSet.of(
          SQRT,
          EXP,
          EXPM1,
          LOG,
          LOG1P,
          SIGMOID,
          SOFTPLUS,
          LOG_SIGMOID,
          SINH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          EXP2,
          LOG2,
          LOG10,
          CBRT,
          ATAN,
          ASIN,
          ERF,
          ERFINV,
          NORMAL_CDF,
          LOG_NORMAL_CDF,
          NORMAL_QUANTILE,
          LOGSUMEXP);

  private static final Set<Operation> FALLING = EnumSet.of(ERFC, ERFCX, ACOS);

  private static final Set<Operation> PIECED =
      EnumSet.of(ABS, MIN, MAX, LESS, LESS_OR_EQUAL, SELECT, STOP);

  /** From one number to another, or one number. */
  public static Bounds between(double low, double high) {
    return new Bounds(low, high, true);
  }

  /** Those of a formula of parameters that lie in these intervals. */
  public static Bounds of(Expr e, Map<Parameter, Bounds> parameters) {
    return of(e, Map.of(), Set.of(), parameters);
  }

  /**
   * Those of e while variables go through their intervals.
   *
   * @param moving with which of them e has to be continuous; with the rest it may jump
   * @param parameters where others lie, which are theirs to keep e defined
   */
  public static Bounds of(
      Expr e,
      Map<Parameter, Bounds> variables,
      Set<Parameter> moving,
      Map<Parameter, Bounds> parameters) {
    return new Walk(variables, moving, parameters, new IdentityHashMap<>()).of(e);
  }

  /** What lies in either, and between them. */
  public Bounds hull(Bounds b) {
    return new Bounds(Math.min(low, b.low), Math.max(high, b.high), isContinuous && b.isContinuous);
  }

  /** Whether there is one number only. */
  public boolean isPoint() {
    return low == high;
  }

  /** Whether e is pieced together of nothing: it is constant on an interval only if all over. */
  public static boolean isAnalytic(Expr e) {
    return isAnalytic(e, new HashSet<>());
  }

  private static boolean isAnalytic(Expr e, Set<Expr> seen) {
    return !seen.add(e)
        || !(e instanceof Apply a && PIECED.contains(a.operation()))
            && e.operands().stream().allMatch(operand -> isAnalytic(operand, seen));
  }

  private record Walk(
      Map<Parameter, Bounds> variables,
      Set<Parameter> moving,
      Map<Parameter, Bounds> parameters,
      Map<Expr, Bounds> known) {

    Bounds of(Expr e) {
      Bounds before = known.get(e);
      if (before != null) {
        return before;
      }
      Bounds bounds;
      if (e instanceof Constant c) {
        bounds = new Bounds(c.value(), c.value(), true);
      } else if (e instanceof Parameter p) {
        bounds = variables.getOrDefault(p, parameters.getOrDefault(p, LINE));
      } else if (e instanceof Apply a) {
        List<Bounds> operands = a.operands().stream().map(this::of).toList();
        Bounds found = of(a, operands);
        Expr product = factored(a);
        Bounds other = product == null || found.low == found.high ? UNKNOWN : of(product);
        bounds =
            new Bounds(
                Math.max(found.low, other.low),
                Math.min(found.high, other.high),
                operands.stream().allMatch(Bounds::isContinuous)
                    && (found.isContinuous || hasNone(variables.keySet(), e)));
      } else {
        bounds = hasNone(variables.keySet(), e) ? LINE : UNKNOWN;
      }
      known.put(e, bounds);
      return bounds;
    }

    private static boolean hasNone(Set<Parameter> symbols, Expr e) {
      return Substitution.among(symbols, e).isEmpty();
    }

    private Bounds of(Apply e, List<Bounds> operands) {
      Operation operation = e.operation();
      Bounds a = operands.get(0);
      Bounds b = operands.get(operands.size() - 1);
      if (RISING.contains(operation) || FALLING.contains(operation)) {
        boolean rises = RISING.contains(operation);
        double first = value(operation, a.low, b.low);
        double second = value(operation, a.high, b.high);
        return sorted(rises ? first : second, rises ? second : first);
      }
      return switch (operation) {
        case ADD -> a.plus(b);
        case SUBTRACT -> a.plus(b.negate());
        case NEGATE -> a.negate();
        case MULTIPLY -> e.operand(0) == e.operand(1) ? a.even(ABS).times(a.even(ABS)) : a.times(b);
        case DIVIDE -> e.operand(0).is(1) ? b.reciprocal() : a.times(of(over(e.operand(1))));
        case POW -> a.power(b);
        case ABS, COSH -> a.even(operation);
        case NORMAL_DENSITY -> {
          Bounds size = a.even(ABS);
          yield sorted(value(operation, size.high, 0), value(operation, size.low, 0));
        }
        case HYPOT -> {
          Bounds p = a.even(ABS);
          Bounds q = b.even(ABS);
          yield sorted(value(operation, p.low, q.low), value(operation, p.high, q.high));
        }
        case MIN -> sorted(Math.min(a.low, b.low), Math.min(a.high, b.high));
        case MAX -> sorted(Math.max(a.low, b.low), Math.max(a.high, b.high));
        case LESS, LESS_OR_EQUAL ->
            a.low >= b.high && a.high > b.low
                ? sorted(0, 0)
                : a.high <= b.low && a.low < b.high
                    ? sorted(1, 1)
                    : new Bounds(0, 1, hasNone(moving, e));
        case SELECT -> a.select(operands.get(1), b, hasNone(moving, e.operand(0)));
        case COS -> a.cosine();
        case SIN -> a.plus(sorted(-TURN / 4, -TURN / 4)).cosine();
        case TAN -> a.tangent();
        case EXP_BELOW_MAX -> sorted(0, 1);
        case STOP -> a;
        default -> UNKNOWN;
      };
    }
  }

  /** u v + u w as u (v + w), whose sign shows; null where nothing is in both terms. */
  private static Expr factored(Apply e) {
    boolean isSum = e.operation() == Operation.ADD;
    if (!isSum && e.operation() != Operation.SUBTRACT) {
      return null;
    }
    List<Expr> left = factors(e.operand(0));
    List<Expr> right = factors(e.operand(1));
    for (Expr u : left) {
      if (!(u instanceof Constant) && right.contains(u)) {
        Expr v = without(left, u);
        Expr w = without(right, u);
        return Apply.of(Operation.MULTIPLY, u, isSum ? v.plus(w) : v.minus(w));
      }
    }
    return null;
  }

  private static List<Expr> factors(Expr e) {
    if (e instanceof Apply a && a.operation() == Operation.MULTIPLY) {
      List<Expr> all = new ArrayList<>(factors(a.operand(0)));
      all.addAll(factors(a.operand(1)));
      return all;
    }
    return e instanceof Apply a && a.operation() == Operation.NEGATE
        ? Stream.concat(Stream.of(Expr.of(-1)), factors(a.operand(0)).stream()).toList()
        : List.of(e);
  }

  private static Expr without(List<Expr> factors, Expr one) {
    List<Expr> left = new ArrayList<>(factors);
    left.remove(one);
    return left.stream().reduce(Expr.of(1), Expr::times);
  }

  private static Expr over(Expr divisor) {
    return Apply.of(Operation.DIVIDE, Expr.of(1), divisor);
  }

  private static double value(Operation operation, double a, double b) {
    return Scalar.value(operation.lower(Scalar.INSTANCE, Scalar.of(a), Scalar.of(b), null));
  }

  /** An end that is not a number lies where the function is not defined. */
  private static Bounds sorted(double low, double high) {
    boolean isDefined = low <= high;
    return new Bounds(orElse(low, -INFINITY), orElse(high, INFINITY), isDefined);
  }

  private static double orElse(double x, double other) {
    return Double.isNaN(x) ? other : x;
  }

  private boolean isInfinity() {
    return low == high && Double.isInfinite(low);
  }

  private Bounds negate() {
    return new Bounds(-high, -low, true);
  }

  /** Values are finite, so that infinity plus any is infinity; what two of them make is open. */
  private Bounds plus(Bounds b) {
    if (isInfinity() || b.isInfinity()) {
      boolean isKnown =
          isInfinity() && b.isInfinity() ? low == b.low : isContinuous && b.isContinuous;
      return isKnown ? isInfinity() ? this : b : UNKNOWN;
    }
    return new Bounds(low + b.low, high + b.high, true);
  }

  /** Values are finite, so that 0 times any is 0; at infinity itself that is not known. */
  private Bounds times(Bounds b) {
    if (isInfinity() && b.low <= 0 && b.high >= 0 || b.isInfinity() && low <= 0 && high >= 0) {
      return UNKNOWN;
    }
    double[] ends = {
      product(low, b.low), product(low, b.high), product(high, b.low), product(high, b.high)
    };
    double from = INFINITY;
    double to = -INFINITY;
    for (double end : ends) {
      from = Math.min(from, end);
      to = Math.max(to, end);
    }
    return new Bounds(from, to, isContinuous && b.isContinuous);
  }

  private static double product(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  /** Whether 0 is inside, or all there is. */
  private boolean isAroundZero() {
    return low < 0 && high > 0 || low == 0 && high == 0;
  }

  private Bounds reciprocal() {
    return isAroundZero()
        ? UNKNOWN
        : sorted(high == 0 ? -INFINITY : 1 / high, low == 0 ? INFINITY : 1 / low);
  }

  private Bounds even(Operation operation) {
    double near = low > 0 ? low : high < 0 ? -high : 0;
    return sorted(value(operation, near, 0), value(operation, Math.max(-low, high), 0));
  }

  private Bounds power(Bounds exponent) {
    double n = exponent.low;
    if (n != exponent.high) {
      // exp(n log x)
      Bounds log = low < 0 ? UNKNOWN : sorted(value(LOG, low, 0), value(LOG, high, 0));
      Bounds power = exponent.times(log);
      return new Bounds(value(EXP, power.low, 0), value(EXP, power.high, 0), power.isContinuous);
    }
    boolean isWhole = n == Math.rint(n);
    if (low < 0 && !isWhole || isAroundZero() && n < 0) {
      return UNKNOWN;
    }
    Bounds base = low < 0 && n % 2 == 0 ? even(ABS) : this;
    double first = value(Operation.POW, base.low, n);
    // The pole at 0 is seen from the left.
    double second = value(Operation.POW, base.high == 0 && low < 0 ? -0.0 : base.high, n);
    return n > 0 ? sorted(first, second) : sorted(second, first);
  }

  private Bounds select(Bounds yes, Bounds no, boolean isFixed) {
    return low > 0
        ? yes
        : high == 0 && low == 0
            ? no
            : new Bounds(Math.min(yes.low, no.low), Math.max(yes.high, no.high), isFixed);
  }

  private Bounds cosine() {
    if (!(high - low < TURN)) {
      return new Bounds(-1, 1, true);
    }
    double first = value(Operation.COS, low, 0);
    double second = value(Operation.COS, high, 0);
    boolean hasTop = Math.floor(high / TURN) >= Math.ceil(low / TURN);
    boolean hasBottom = Math.floor(high / TURN - 0.5) >= Math.ceil(low / TURN - 0.5);
    return sorted(hasBottom ? -1 : Math.min(first, second), hasTop ? 1 : Math.max(first, second));
  }

  private Bounds tangent() {
    boolean hasPole = Math.floor(2 * high / TURN - 0.5) >= Math.ceil(2 * low / TURN - 0.5);
    return hasPole || !(high - low < TURN)
        ? UNKNOWN
        : sorted(value(Operation.TAN, low, 0), value(Operation.TAN, high, 0));
  }
}
