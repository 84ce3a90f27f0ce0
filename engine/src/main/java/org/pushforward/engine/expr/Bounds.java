package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Operation.ABS;
import static org.pushforward.engine.expr.Operation.ACOS;
import static org.pushforward.engine.expr.Operation.ACOSH;
import static org.pushforward.engine.expr.Operation.ASIN;
import static org.pushforward.engine.expr.Operation.ASINH;
import static org.pushforward.engine.expr.Operation.ATAN;
import static org.pushforward.engine.expr.Operation.ATANH;
import static org.pushforward.engine.expr.Operation.CBRT;
import static org.pushforward.engine.expr.Operation.COS;
import static org.pushforward.engine.expr.Operation.COSH;
import static org.pushforward.engine.expr.Operation.ERF;
import static org.pushforward.engine.expr.Operation.ERFC;
import static org.pushforward.engine.expr.Operation.ERFCX;
import static org.pushforward.engine.expr.Operation.ERFINV;
import static org.pushforward.engine.expr.Operation.EXP;
import static org.pushforward.engine.expr.Operation.EXP2;
import static org.pushforward.engine.expr.Operation.EXPM1;
import static org.pushforward.engine.expr.Operation.HYPOT;
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
import static org.pushforward.engine.expr.Operation.NORMAL_DENSITY;
import static org.pushforward.engine.expr.Operation.NORMAL_QUANTILE;
import static org.pushforward.engine.expr.Operation.SELECT;
import static org.pushforward.engine.expr.Operation.SIGMOID;
import static org.pushforward.engine.expr.Operation.SIN;
import static org.pushforward.engine.expr.Operation.SINH;
import static org.pushforward.engine.expr.Operation.SOFTPLUS;
import static org.pushforward.engine.expr.Operation.SQRT;
import static org.pushforward.engine.expr.Operation.STOP;
import static org.pushforward.engine.expr.Operation.TAN;
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
 * Between which numbers a formula's values lie, ends rounded outward where they are not exact,
 * while variables go through the insides of intervals and parameters lie in theirs. What parameters
 * alone decide is theirs to keep defined.
 *
 * @param isContinuous whether the formula is seen to be defined and continuous there
 */
public record Bounds(double low, double high, boolean isContinuous) {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Every number. */
  public static final Bounds LINE = new Bounds(-INFINITY, INFINITY, true);

  private static final Bounds UNKNOWN = new Bounds(-INFINITY, INFINITY, false);
  private static final double TURN = 2 * Math.PI;

  /** Below it the rounding of a product is not seen. */
  private static final double TINY = 0x1p-900;

  /**
   * What an operation other than + - * / may be wrong by, in ulp; docs/functions.md has the most.
   */
  private static final int ULPS = 8;

  /** Operations that are nowhere negative. */
  private static final Set<Operation> NOT_NEGATIVE =
      EnumSet.of(
          SQRT,
          EXP,
          EXP2,
          SIGMOID,
          SOFTPLUS,
          COSH,
          ACOSH,
          ERFC,
          ERFCX,
          NORMAL_CDF,
          NORMAL_DENSITY,
          HYPOT);

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
        return rises
            ? sorted(least(operation, a.low, b.low), most(operation, a.high, b.high))
            : sorted(least(operation, a.high, b.high), most(operation, a.low, b.low));
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
          yield sorted(least(operation, size.high, 0), most(operation, size.low, 0));
        }
        case HYPOT -> {
          Bounds p = a.even(ABS);
          Bounds q = b.even(ABS);
          yield sorted(least(operation, p.low, q.low), most(operation, p.high, q.high));
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
        case COS -> a.wave(COS, 0);
        case SIN -> a.wave(SIN, 0.25);
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

  /** A lower bound of an operation at a point. */
  private static double least(Operation operation, double a, double b) {
    double value = value(operation, a, b);
    double below = isExact(operation, a, value) ? value : below(value, ULPS);
    boolean isPower = operation == Operation.POW && a >= 0;
    return isPower || NOT_NEGATIVE.contains(operation) ? Math.max(0, below) : below;
  }

  /** An upper bound. */
  private static double most(Operation operation, double a, double b) {
    double value = value(operation, a, b);
    return isExact(operation, a, value) ? value : -below(-value, ULPS);
  }

  /** What is so many ulp below; what has overflown was finite. */
  private static double below(double value, int ulps) {
    return value == INFINITY ? Double.MAX_VALUE : value - ulps * Math.min(Math.ulp(value), 0x1p970);
  }

  /** Whether nothing is rounded: e^0 = 1, tanh of infinity, the root of a square. */
  private static boolean isExact(Operation operation, double a, double value) {
    return operation == ABS
        || Double.isNaN(value)
        || operation == SQRT && Math.fma(value, value, -a) == 0
        || value == Math.rint(value)
            && (Math.abs(a) <= 1 && a == Math.rint(a) || Double.isInfinite(a));
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
    return new Bounds(sumBelow(low, b.low), -sumBelow(-high, -b.high), true);
  }

  /** a + b or the number below it. */
  private static double sumBelow(double a, double b) {
    double sum = a + b;
    double part = sum - a;
    double lost = (a - (sum - part)) + (b - part);
    boolean isRounded = lost < 0 || Double.isInfinite(sum) && isFinite(a) && isFinite(b);
    return isRounded ? Math.nextDown(sum) : sum;
  }

  /** Values are finite, so that 0 times any is 0; at infinity itself that is not known. */
  private Bounds times(Bounds b) {
    if (isInfinity() && b.low <= 0 && b.high >= 0 || b.isInfinity() && low <= 0 && high >= 0) {
      return UNKNOWN;
    }
    double least = INFINITY;
    double most = -INFINITY;
    for (double x : new double[] {low, high}) {
      for (double y : new double[] {b.low, b.high}) {
        least = Math.min(least, productBelow(x, y));
        most = Math.max(most, -productBelow(-x, y));
      }
    }
    return new Bounds(least, most, isContinuous && b.isContinuous);
  }

  /** a b or the number below it. */
  private static double productBelow(double a, double b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    double product = a * b;
    if (Math.abs(product) < TINY) {
      return a < 0 == b < 0 ? 0 : -TINY;
    }
    boolean isRounded =
        Math.fma(a, b, -product) < 0 || Double.isInfinite(product) && isFinite(a) && isFinite(b);
    return isRounded ? Math.nextDown(product) : product;
  }

  private static boolean isFinite(double x) {
    return Math.abs(x) <= Double.MAX_VALUE;
  }

  /** Whether 0 is inside, or all there is. */
  private boolean isAroundZero() {
    return low < 0 && high > 0 || low == 0 && high == 0;
  }

  private Bounds reciprocal() {
    return isAroundZero()
        ? UNKNOWN
        : sorted(
            high == 0 ? -INFINITY : reciprocalBelow(high),
            low == 0 ? INFINITY : -reciprocalBelow(-low));
  }

  /** 1 / a or the number below it. */
  private static double reciprocalBelow(double a) {
    double quotient = 1 / a;
    return Math.fma(quotient, a, -1) / a > 0 ? Math.nextDown(quotient) : quotient;
  }

  private Bounds even(Operation operation) {
    double near = low > 0 ? low : high < 0 ? -high : 0;
    return sorted(least(operation, near, 0), most(operation, Math.max(-low, high), 0));
  }

  private Bounds power(Bounds exponent) {
    double n = exponent.low;
    if (n != exponent.high) {
      // exp(n log x)
      Bounds log = low < 0 ? UNKNOWN : sorted(least(LOG, low, 0), most(LOG, high, 0));
      Bounds power = exponent.times(log);
      return new Bounds(least(EXP, power.low, 0), most(EXP, power.high, 0), power.isContinuous);
    }
    boolean isWhole = n == Math.rint(n);
    if (low < 0 && !isWhole || isAroundZero() && n < 0) {
      return UNKNOWN;
    }
    Bounds base = low < 0 && n % 2 == 0 ? even(ABS) : this;
    // The pole at 0 is seen from the left.
    double end = base.high == 0 && low < 0 ? -0.0 : base.high;
    return n > 0
        ? sorted(least(Operation.POW, base.low, n), most(Operation.POW, end, n))
        : sorted(least(Operation.POW, end, n), most(Operation.POW, base.low, n));
  }

  private Bounds select(Bounds yes, Bounds no, boolean isFixed) {
    return low > 0
        ? yes
        : high == 0 && low == 0
            ? no
            : new Bounds(Math.min(yes.low, no.low), Math.max(yes.high, no.high), isFixed);
  }

  /** Of a cosine, or of one that is some turns late. */
  private Bounds wave(Operation operation, double late) {
    if (!(high - low < TURN)) {
      return new Bounds(-1, 1, true);
    }
    double least = Math.min(least(operation, low, 0), least(operation, high, 0));
    double most = Math.max(most(operation, low, 0), most(operation, high, 0));
    return sorted(
        isPassed(late + 0.5) ? -1 : Math.max(-1, least), isPassed(late) ? 1 : Math.min(1, most));
  }

  /** Whether a whole number of turns and this part of one is between the ends. */
  private boolean isPassed(double part) {
    return Math.floor(high / TURN - part) >= Math.ceil(low / TURN - part);
  }

  private Bounds tangent() {
    return isPassed(0.25) || isPassed(0.75) || !(high - low < TURN)
        ? UNKNOWN
        : sorted(least(TAN, low, 0), most(TAN, high, 0));
  }
}
