package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.ahead;
import static org.pushforward.engine.expr.Formulas.besselI0;
import static org.pushforward.engine.expr.Formulas.besselI1;
import static org.pushforward.engine.expr.Formulas.cos;
import static org.pushforward.engine.expr.Formulas.cosh;
import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.hypot;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.normalDensity;
import static org.pushforward.engine.expr.Formulas.pow;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sigmoid;
import static org.pushforward.engine.expr.Formulas.sin;
import static org.pushforward.engine.expr.Formulas.sinh;
import static org.pushforward.engine.expr.Formulas.sqrt;
import static org.pushforward.engine.expr.Formulas.trigamma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Symbolic derivatives by parameters: a gradient in one reverse sweep, a Hessian forward over it.
 */
public final class Derivative {
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955125738961589031215;
  private static final double LN2 = 0.69314718055994530941723212145818;
  private static final double LN10 = 2.3025850929940456840179914546844;

  private final Parameter parameter;
  private final Map<Implicit, Expr> given;
  private final Map<Expr, Expr> known = new IdentityHashMap<>();

  private Derivative(Parameter parameter) {
    this(parameter, Map.of());
  }

  /**
   * @param given derivatives of what is implicit, whatever they depend on
   */
  private Derivative(Parameter parameter, Map<Implicit, Expr> given) {
    this.parameter = parameter;
    this.given = given;
    given.forEach((node, derivative) -> known.put((Expr) node, derivative));
  }

  /** The derivative of one expression by one parameter. */
  public static Expr of(Expr f, Parameter parameter) {
    return new Derivative(parameter).forward(f);
  }

  /** The gradient, in the order of the parameters. */
  public static List<Expr> gradient(Expr f, List<Parameter> parameters) {
    Set<Parameter> wanted = new HashSet<>(parameters);
    Set<Expr> depending = new HashSet<>();
    List<Expr> order = new ArrayList<>();
    visit(f, wanted, depending, order, new HashMap<>());
    Map<Expr, Expr> adjoints = new IdentityHashMap<>();
    Map<Parameter, Expr> gradient = new HashMap<>();
    List<Derivative> forward = parameters.stream().map(Derivative::new).toList();
    adjoints.put(f, Expr.of(1));
    for (int i = order.size() - 1; i >= 0; i--) {
      Expr node = order.get(i);
      Expr adjoint = adjoints.get(node);
      if (adjoint == null || adjoint.is(0)) {
        continue;
      }
      if (node instanceof Parameter parameter) {
        gradient.merge(parameter, adjoint, Expr::plus);
      } else if (adjoint.varies() && !node.varies()) {
        // What parameters alone decide has its derivatives at rate POINT when followed forward.
        for (int j = 0; j < parameters.size(); j++) {
          Expr inner = forward.get(j).forward(node);
          if (!inner.is(0)) {
            gradient.merge(parameters.get(j), adjoint.times(inner), Expr::plus);
          }
        }
      } else if (node instanceof Implicit || node instanceof Integral) {
        for (int j = 0; j < parameters.size(); j++) {
          gradient.merge(
              parameters.get(j), adjoint.times(forward.get(j).forward(node)), Expr::plus);
        }
      } else if (node instanceof Lookup lookup) {
        for (Parameter parameter : parameters) {
          gradient.merge(parameter, adjoint.times(lookup.byParameter(parameter)), Expr::plus);
        }
        if (depending.contains(lookup.x())) {
          adjoints.merge(lookup.x(), adjoint.times(lookup.byX()), Expr::plus);
        }
      } else if (node instanceof Apply apply && apply.operation() == Operation.AHEAD) {
        // What is ahead of one row is at another: its dependence on parameters is followed forward.
        List<Expr> inner = gradient(apply.operand(0), parameters);
        for (int j = 0; j < parameters.size(); j++) {
          gradient.merge(parameters.get(j), adjoint.times(ahead(inner.get(j))), Expr::plus);
        }
      } else if (node instanceof Apply apply) {
        for (int j = 0; j < apply.operands().size(); j++) {
          if (depending.contains(apply.operand(j))) {
            adjoints.merge(apply.operand(j), pulledBack(apply, j, adjoint), Expr::plus);
          }
        }
      }
    }
    return parameters.stream().map(p -> gradient.getOrDefault(p, Expr.of(0))).toList();
  }

  /** The Hessian's upper triangle, row by row: (0,0), (0,1), .., (1,1), .. */
  public static List<Expr> hessian(Expr f, List<Parameter> parameters) {
    return jacobianTriangle(gradient(f, parameters), parameters);
  }

  /** Derivatives of gradient component i by parameter j >= i, row by row. */
  public static List<Expr> jacobianTriangle(List<Expr> gradient, List<Parameter> parameters) {
    List<Derivative> forward = parameters.stream().map(Derivative::new).toList();
    List<Expr> triangle = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      for (int j = i; j < parameters.size(); j++) {
        triangle.add(forward.get(j).forward(gradient.get(i)));
      }
    }
    return triangle;
  }

  /** Lists the nodes that depend on the parameters, operands first. */
  private static boolean visit(
      Expr node,
      Set<Parameter> wanted,
      Set<Expr> depending,
      List<Expr> order,
      Map<Expr, Boolean> seen) {
    Boolean before = seen.get(node);
    if (before != null) {
      return before;
    }
    boolean depends = node instanceof Parameter p && wanted.contains(p) || node instanceof Lookup;
    for (Expr operand : node.operands()) {
      depends |= visit(operand, wanted, depending, order, seen);
    }
    seen.put(node, depends);
    if (depends) {
      depending.add(node);
      order.add(node);
    }
    return depends;
  }

  private Expr forward(Expr f) {
    Expr before = known.get(f);
    if (before != null) {
      return before;
    }
    Expr derivative = Expr.of(0);
    if (f instanceof Parameter) {
      derivative = Expr.of(f == parameter ? 1 : 0);
    } else if (f instanceof Implicit implicit) {
      derivative = ofImplicit(implicit);
    } else if (f instanceof Integral integral) {
      derivative = integral.derivative(this::forward);
    } else if (f instanceof Lookup lookup) {
      Expr x = forward(lookup.x());
      derivative = lookup.byParameter(parameter);
      derivative = x.is(0) ? derivative : derivative.plus(lookup.byX().times(x));
    } else if (f instanceof Apply apply && apply.operation() == Operation.AHEAD) {
      derivative = ahead(forward(apply.operand(0)));
    } else if (f instanceof Apply apply) {
      for (int i = 0; i < apply.operands().size(); i++) {
        Expr inner = forward(apply.operand(i));
        if (!inner.is(0)) {
          derivative = derivative.plus(pulledBack(apply, i, inner));
        }
      }
    }
    known.put(f, derivative);
    return derivative;
  }

  /** -(df/dx)^-1 df/dtheta, each derivative with the others held. */
  private Expr ofImplicit(Implicit x) {
    if (x instanceof Root root && root.isWhole()) {
      return Expr.of(0);
    }
    Map<Implicit, Expr> held = new HashMap<>();
    for (Map.Entry<Implicit, Expr> around : given.entrySet()) {
      // x's own equations hold no other: what else is given belongs to those around it.
      if (x.isOf((Expr) around.getKey())) {
        held.put(around.getKey(), around.getValue());
      }
    }
    if (held.isEmpty() && !x.isOf(parameter)) {
      return Expr.of(0);
    }
    List<? extends Implicit> nodes = x.nodes();
    nodes.forEach(node -> held.put(node, Expr.of(0)));
    List<Expr> changes = slopes(parameter, held, x);
    if (changes.stream().allMatch(change -> change.is(0))) {
      return Expr.of(0);
    }
    List<List<Expr>> system = new ArrayList<>();
    changes.forEach(change -> system.add(new ArrayList<>()));
    held.replaceAll((node, derivative) -> Expr.of(0));
    for (Implicit node : nodes) {
      Map<Implicit, Expr> moved = new HashMap<>(held);
      moved.put(node, Expr.of(1));
      List<Expr> column = slopes(x.unknown(), moved, x);
      IntStream.range(0, nodes.size()).forEach(i -> system.get(i).add(column.get(i)));
    }
    IntStream.range(0, nodes.size()).forEach(i -> system.get(i).add(changes.get(i)));
    List<Expr> solution = new Elimination(system).solution();
    for (int i = 0; i < nodes.size(); i++) {
      known.put((Expr) nodes.get(i), solution.get(i).negate());
    }
    return known.get((Expr) x);
  }

  private static List<Expr> slopes(Parameter parameter, Map<Implicit, Expr> given, Implicit x) {
    Derivative derivative = new Derivative(parameter, given);
    return x.atThemselves().stream().map(derivative::forward).toList();
  }

  /** {@code factor} times the partial derivative of f by its i-th operand. */
  private static Expr pulledBack(Apply f, int i, Expr factor) {
    Expr zero = Expr.of(0);
    Expr a = f.operand(0);
    Expr b = f.operands().size() > 1 ? f.operand(1) : null;
    return switch (f.operation()) {
      case ADD -> factor;
      case SUBTRACT -> i == 0 ? factor : factor.negate();
      case MULTIPLY -> factor.times(i == 0 ? b : a);
      case DIVIDE -> i == 0 ? factor.over(b) : factor.times(f).over(b).negate();
      case NEGATE -> factor.negate();
      case POW ->
          i == 0
              ? factor.times(b).times(pow(a, b.minus(1)))
              : factor.times(f).times(log(select(less(Expr.of(0), a), a, Expr.of(1))));
      case SQRT -> factor.times(0.5).over(f);
      case ABS -> select(less(a, zero), factor.negate(), factor);
      case MIN -> i == 0 ? select(less(b, a), zero, factor) : select(less(b, a), factor, zero);
      case MAX -> i == 0 ? select(less(a, b), zero, factor) : select(less(a, b), factor, zero);
      case EXP -> factor.times(f);
      case EXP_BELOW_MAX -> i == 0 ? factor.times(f) : zero;
      case EXPM1 -> factor.times(exp(a));
      case LOG -> factor.over(a);
      case LOG1P -> factor.over(a.plus(1));
      case LOG1MEXP -> factor.times(exp(a)).over(expm1(a));
      case LOGSUMEXP -> factor.times(sigmoid(i == 0 ? a.minus(b) : b.minus(a)));
      case SIGMOID -> factor.times(f).times(sigmoid(a.negate()));
      case SOFTPLUS -> factor.times(sigmoid(a));
      case LOG_SIGMOID -> factor.times(sigmoid(a.negate()));
      case SINH -> factor.times(cosh(a));
      case COSH -> factor.times(sinh(a));
      case TANH -> factor.over(cosh(a).square());
      case ASINH -> factor.over(hypot(a, Expr.of(1)));
      case ACOSH -> factor.over(sqrt(a.minus(1)).times(sqrt(a.plus(1))));
      case ATANH -> factor.over(Expr.of(1).minus(a).times(a.plus(1)));
      case EXP2 -> factor.times(f).times(LN2);
      case LOG2 -> factor.over(a).over(LN2);
      case LOG10 -> factor.over(a).over(LN10);
      case CBRT -> factor.over(f.square().times(3));
      case HYPOT -> factor.times(i == 0 ? a : b).over(f);
      case SIN -> factor.times(cos(a));
      case COS -> factor.times(sin(a)).negate();
      case TAN -> factor.times(f.square().plus(1));
      case ASIN -> factor.over(sqrt(Expr.of(1).minus(a).times(a.plus(1))));
      case ACOS -> factor.over(sqrt(Expr.of(1).minus(a).times(a.plus(1)))).negate();
      case ATAN2 -> factor.times((i == 0 ? b : a.negate()).over(hypot(a, b))).over(hypot(a, b));
      case ATAN -> factor.over(a.square().plus(1));
      case ERF -> factor.times(gauss(a));
      case ERFC -> factor.times(gauss(a)).negate();
      case ERFCX -> factor.times(Slopes.ofErfcx(f, a));
      case ERFINV -> factor.times(exp(f.square())).times(1 / TWO_OVER_SQRT_PI);
      case NORMAL_CDF -> factor.times(normalDensity(a));
      case NORMAL_DENSITY -> factor.times(f).times(a).negate();
      case NORMAL_CDF_INTEGRAL ->
          factor.times(i == 0 ? normalCdf(a.over(b)) : normalDensity(a.over(b)));
      case LOG_NORMAL_CDF -> factor.times(Slopes.ofLogNormalCdf(a));
      case CAUCHY_QUANTILE -> factor.times(f.square().plus(1)).times(Math.PI);
      case LGAMMA -> factor.times(digamma(a));
      case DIGAMMA -> factor.times(trigamma(a));
      case TRIGAMMA -> factor.times(Slopes.ofTrigamma(a));
      case LBETA -> factor.times(i == 0 ? Slopes.ofLogBeta(a, b) : Slopes.ofLogBeta(b, a));
      case GAMMA_P,
          GAMMA_Q,
          LOG_GAMMA_P,
          LOG_GAMMA_Q,
          LOG_GAMMA_P_DERIVATIVE,
          GAMMA_P_BY_SHAPE,
          LOG_GAMMA_P_BY_SHAPE,
          LOG_GAMMA_Q_BY_SHAPE,
          GAMMA_P_INV,
          GAMMA_Q_INV,
          IBETA,
          IBETAC,
          LOG_IBETA,
          LOG_IBETAC,
          LOG_IBETA_DERIVATIVE,
          IBETA_BY_FIRST,
          IBETA_BY_SECOND,
          LOG_IBETA_BY_FIRST,
          LOG_IBETA_BY_SECOND,
          LOG_IBETAC_BY_FIRST,
          LOG_IBETAC_BY_SECOND ->
          factor.times(IncompleteSlopes.of(f, i));
      case BESSEL_I0 -> factor.times(besselI1(a));
      case BESSEL_I1 ->
          factor.times(besselI0(a).minus(Slopes.besselOverArgument(f, a, Expr.of(1))));
      case BESSEL_I0E -> factor.times(Slopes.besselGap(abs(a)).times(signOf(a))).negate();
      case BESSEL_I1E ->
          factor.times(
              Slopes.besselGap(abs(a))
                  .minus(Slopes.besselOverArgument(f, a, exp(abs(a).negate()))));
      case FADDEEVA_RE ->
          factor.times(i == 0 ? Slopes.ofFaddeevaRe(a, b) : Slopes.ofFaddeevaIm(a, b).negate());
      case FADDEEVA_IM ->
          factor.times(i == 0 ? Slopes.ofFaddeevaIm(a, b) : Slopes.ofFaddeevaRe(a, b));
      case NORMAL_QUANTILE -> factor.times(Slopes.ofNormalQuantile(f, a));
      case LESS, LESS_OR_EQUAL, FLOOR, STOP -> zero;
      case SELECT -> i == 0 ? zero : i == 1 ? select(a, factor, zero) : select(a, zero, factor);
      case AHEAD -> throw new IllegalStateException("ahead is followed forward");
    };
  }

  /** -1 or 1, 1 at 0. */
  private static Expr signOf(Expr a) {
    return select(less(a, Expr.of(0)), Expr.of(-1), Expr.of(1));
  }

  private static Expr gauss(Expr a) {
    return exp(a.square().negate()).times(TWO_OVER_SQRT_PI);
  }
}
