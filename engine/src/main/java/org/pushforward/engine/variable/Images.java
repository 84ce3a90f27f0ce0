package org.pushforward.engine.variable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.bijector.Atan;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Erf;
import org.pushforward.engine.bijector.Exp;
import org.pushforward.engine.bijector.Expm1;
import org.pushforward.engine.bijector.Formula;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.bijector.Inverse;
import org.pushforward.engine.bijector.Log;
import org.pushforward.engine.bijector.NormalCdf;
import org.pushforward.engine.bijector.OddPower;
import org.pushforward.engine.bijector.Power;
import org.pushforward.engine.bijector.Sigmoid;
import org.pushforward.engine.bijector.Sinh;
import org.pushforward.engine.bijector.Softplus;
import org.pushforward.engine.bijector.Softsign;
import org.pushforward.engine.bijector.Tanh;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Monotone;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** What becomes of a variable by arithmetic with numbers and by functions. */
final class Images {
  /** What stands for the variable in a formula of one. */
  static final Parameter X = Parameter.of("#");

  private static final double LN2 = 0.69314718055994530941723212145818;
  private static final double LN10 = 2.3025850929940456840179914546844;

  /** The functions that are bijections of a variable. */
  static final Map<String, Bijector> NAMED =
      Map.ofEntries(
          Map.entry("exp", new Exp()),
          Map.entry("expm1", new Expm1()),
          Map.entry("log", new Log()),
          Map.entry("log1p", new Inverse(new Expm1())),
          Map.entry("sqrt", new Power(Expr.of(0.5), true)),
          Map.entry("cbrt", new Inverse(new OddPower(3))),
          Map.entry("sigmoid", new Sigmoid()),
          Map.entry("logit", new Inverse(new Sigmoid())),
          Map.entry("softplus", new Softplus()),
          Map.entry("inverse_softplus", new Inverse(new Softplus())),
          Map.entry("softsign", new Softsign()),
          Map.entry("inverse_softsign", new Inverse(new Softsign())),
          Map.entry("sinh", new Sinh()),
          Map.entry("asinh", new Inverse(new Sinh())),
          Map.entry("tanh", new Tanh()),
          Map.entry("atanh", new Inverse(new Tanh())),
          Map.entry("tan", new Inverse(new Atan())),
          Map.entry("atan", new Atan()),
          Map.entry("erf", new Erf()),
          Map.entry("erfinv", new Inverse(new Erf())),
          Map.entry("normal_cdf", new NormalCdf()),
          Map.entry("normal_quantile", new Inverse(new NormalCdf())));

  private final Text text;
  private final Ranges ranges;

  Images(Text text, Ranges ranges) {
    this.text = text;
    this.ranges = ranges;
  }

  /** {@code x operator constant}. */
  RandomVariable withNumber(Syntax.Binary at, RandomVariable x, Expr constant) {
    return switch (at.operator()) {
      case "+" -> affine(constant, Expr.of(1), x);
      case "-" -> affine(constant.negate(), Expr.of(1), x);
      case "*" -> affine(Expr.of(0), scale(constant, at), x);
      case "/" -> affine(Expr.of(0), Expr.of(1).over(scale(constant, at)), x);
      case "^" -> power(constant, x, at, at.left());
      default -> throw notDerived(at);
    };
  }

  /** {@code constant operator x}. */
  RandomVariable withNumber(Syntax.Binary at, Expr constant, RandomVariable x) {
    return switch (at.operator()) {
      case "+" -> affine(constant, Expr.of(1), x);
      case "-" -> affine(constant, Expr.of(-1), x);
      case "*" -> affine(Expr.of(0), scale(constant, at), x);
      case "/" -> affine(Expr.of(0), scale(constant, at), power(-1, x, at.right()));
      case "^" -> exponential(constant, x, at);
      default -> throw notDerived(at);
    };
  }

  /** X^c. */
  RandomVariable power(Expr c, RandomVariable x, Syntax where) {
    return power(c, x, where, where);
  }

  /** X^c, of positive X with any c that keeps one sign. */
  private RandomVariable power(Expr c, RandomVariable x, Syntax where, Syntax base) {
    Bounds n = ranges.of(c);
    boolean isNumber = !Double.isNaN(c.constantOrNaN());
    if (isNumber && n.low() != 0) {
      return power(n.low(), x, base);
    }
    if (!isNumber && (n.low() > 0 || n.high() < 0)) {
      return pushed(new Power(c, n.low() > 0), x, base);
    }
    throw notDerived(where);
  }

  /** X^c: of any X where c is odd, of negative X where c is a whole number. */
  private RandomVariable power(double c, RandomVariable x, Syntax where) {
    Interval lies = ranges.of(x.support());
    boolean isPositive = lies.low() >= 0;
    boolean isNegative = lies.high() <= 0;
    boolean isOdd = Math.abs(c % 2) == 1;
    if (!isPositive && !isNegative && !x.isDiscrete() && (c % 2 == 0 || isOdd && c < 0)) {
      return of(where, Formulas.pow(X, Expr.of(c)), X, x);
    }
    if (isNegative && (isOdd || c % 2 == 0)) {
      RandomVariable size = power(c, affine(Expr.of(0), Expr.of(-1), x), where);
      return isOdd ? affine(Expr.of(0), Expr.of(-1), size) : size;
    }
    return isOdd && c >= 3 && c <= Integer.MAX_VALUE && !isPositive
        ? new Pushed(new OddPower((int) c), x)
        : c == 1 ? x : pushed(new Power(Expr.of(c), c > 0), x, where);
  }

  /** exp(X log c). */
  RandomVariable exponential(Expr base, RandomVariable x, Syntax where) {
    if (ranges.of(base).high() <= 0 || base.is(1)) {
      throw notDerived(where);
    }
    return new Pushed(new Exp(), affine(Expr.of(0), Formulas.log(base), x));
  }

  /** The image, if the map is defined wherever the variable can be. */
  RandomVariable pushed(Bijector map, RandomVariable x, Syntax where) {
    Interval domain = map.domain();
    Bounds low = ranges.of(x.support().low());
    Bounds high = ranges.of(x.support().high());
    boolean hasLow = domain.low() > Double.NEGATIVE_INFINITY;
    boolean hasHigh = domain.high() < Double.POSITIVE_INFINITY;
    // Of a discrete variable an end has a probability of its own.
    boolean isAtEnd =
        x.isDiscrete()
            && (hasLow && low.low() == domain.low() || hasHigh && high.high() == domain.high());
    if ((!hasLow || low.low() >= domain.low())
        && (!hasHigh || high.high() <= domain.high())
        && !isAtEnd) {
      return new Pushed(map, x);
    }
    if (domain.equals(Interval.POSITIVE)) {
      throw text.problem(
          where,
          "this image is derived of positive variables only, and this one may be "
              + (isAtEnd ? "0" : "negative"),
          "truncate it, or take the image of exp(X)");
    }
    throw text.problem(
        where,
        "this image is derived of variables "
            + (hasHigh
                ? "between " + Expr.of(domain.low()) + " and " + Expr.of(domain.high())
                : "above " + Expr.of(domain.low()))
            + " only, and this one may lie outside",
        "truncate it");
  }

  private Expr scale(Expr scale, Syntax where) {
    if (ranges.isZero(scale)) {
      throw text.problem(where, "a variable times 0 has no density", ranges.advice(scale));
    }
    return scale;
  }

  SpecException notDerived(Syntax syntax) {
    return text.problem(
        syntax,
        "the density of this image of a random variable is not derived",
        "images are a + b*X, X/b, a/X, X^c, c^X and f(X), f one of "
            + String.join(", ", new TreeSet<>(NAMED.keySet())));
  }

  /** f(X). */
  RandomVariable of(Syntax.Call call, RandomVariable x) {
    Bijector map = NAMED.get(call.name());
    boolean isPeriodic = call.name().equals("tan");
    if (map != null && !(isPeriodic && !map.domain().contains(ranges.of(x.support())))) {
      return pushed(map, x, call);
    }
    Expr zero = Expr.of(0);
    return switch (call.name()) {
      case "exp2" -> exponential(Expr.of(2), x, call);
      case "log2" -> affine(zero, Expr.of(1 / LN2), pushed(new Log(), x, call));
      case "log10" -> affine(zero, Expr.of(1 / LN10), pushed(new Log(), x, call));
      default -> of(call, Functions.NAMED.get(call.name()).make().apply(List.of(X)), X, x);
    };
  }

  /** f(X), f a formula of x. */
  RandomVariable of(Syntax where, Expr formula, Parameter x, RandomVariable variable) {
    if (variable.isDiscrete()) {
      throw notDerived(where);
    }
    Interval lies = ranges.of(variable.support());
    List<Monotone.Piece> pieces =
        Monotone.pieces(formula, x, lies.low(), lies.high(), ranges.parameters())
            .or(
                () ->
                    Monotone.pieces(
                        formula,
                        x,
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        ranges.parameters()))
            .orElseThrow(() -> notMonotone(where, formula));
    List<Formula> branches =
        pieces.stream()
            .map(piece -> new Formula(formula, x, piece, inverse(formula, x, piece)))
            .toList();
    return branches.size() == 1 && branches.get(0).isFixed()
        ? new Pushed(branches.get(0), variable)
        : new Branched(variable, branches);
  }

  /** The inverse of a power or an even function, on either side of 0. */
  private static Optional<Expr> inverse(Expr formula, Parameter x, Monotone.Piece piece) {
    Expr size = null;
    double c = exponent(formula, x);
    if (c == -1) {
      return Optional.of(formula);
    } else if (!Double.isNaN(c)) {
      size = Formulas.pow(c % 2 == 0 ? x : Formulas.abs(x), Expr.of(1 / c));
    } else if (formula == Formulas.abs(x)) {
      size = x;
    } else if (formula == Formulas.cosh(x)) {
      size = Formulas.acosh(x);
    }
    return Optional.ofNullable(
        size == null || piece.low().constantOrNaN() >= 0 ? size : size.negate());
  }

  /** The c of x^c. */
  private static double exponent(Expr formula, Parameter x) {
    for (double c : new double[] {-2, -1, 2, 3, 4}) {
      if (formula == Formulas.pow(x, Expr.of(c))) {
        return c;
      }
    }
    return formula instanceof Apply power
            && power.operation() == Operation.POW
            && power.operands().get(0) == x
        ? power.operands().get(1).constantOrNaN()
        : Double.NaN;
  }

  private SpecException notMonotone(Syntax where, Expr formula) {
    String moving = ranges.moving(formula);
    return text.problem(
        where,
        "this formula is not shown to be defined, and to rise or fall on a few pieces, wherever the"
            + " variable may be and whatever "
            + (moving.isEmpty() ? "the parameters are" : moving + " may be"),
        moving.isEmpty()
            ? "truncate the variable to a bounded range, or write images of images: f(X), a + b*X,"
                + " X^c, with exp(a) for a factor that is positive"
            : "give "
                + moving
                + " a range in which it has the same turning points and poles, or write images of"
                + " images: f(X), a + b*X, X^c");
  }

  /**
   * shift + scale X; laws that are closed under it are kept as themselves, so that closed forms are
   * found.
   */
  static RandomVariable affine(Expr shift, Expr scale, RandomVariable x) {
    if (shift.is(0) && scale.is(1)) {
      return x;
    }
    if (x instanceof Draw draw) {
      Optional<Distribution> moved = draw.law().moved(shift, scale);
      if (moved.isPresent()) {
        return new Draw(moved.get(), draw.sum());
      }
    }
    if (x instanceof Sum sum) {
      return new Sum(affine(shift, scale, sum.first()), affine(Expr.of(0), scale, sum.second()));
    }
    if (x instanceof Mixture mixture) {
      return mixture.image(v -> affine(shift, scale, v));
    }
    return x instanceof Pushed pushed && pushed.map() instanceof Affine inner
        ? affine(
            shift.plus(scale.times(inner.shift())), scale.times(inner.scale()), pushed.variable())
        : new Pushed(new Affine(shift, scale), x);
  }
}
