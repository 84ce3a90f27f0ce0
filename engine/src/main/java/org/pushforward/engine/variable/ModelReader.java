package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.bijector.Atan;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Erf;
import org.pushforward.engine.bijector.Exp;
import org.pushforward.engine.bijector.Expm1;
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
import org.pushforward.engine.distribution.Cauchy;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.distribution.Uniform;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Parser;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/**
 * Gives a model text its meaning: every part is either a formula of parameters or a random
 * variable.
 */
public final class ModelReader {

  /** A function of {@code arity} formulas, or of that many and more. */
  private record Call(int arity, boolean orMore, Function<List<Expr>, Expr> make) {}

  private static final Map<String, Call> FUNCTIONS =
      Map.ofEntries(
          unary("exp", Formulas::exp),
          unary("expm1", Formulas::expm1),
          unary("log", Formulas::log),
          unary("log1p", Formulas::log1p),
          unary("log1mexp", Formulas::log1mexp),
          folding("logsumexp", Formulas::logsumexp),
          unary("sqrt", Formulas::sqrt),
          binary("pow", Formulas::pow),
          unary("abs", Formulas::abs),
          folding("min", Formulas::min),
          folding("max", Formulas::max),
          ternary("select", Formulas::select),
          unary("sigmoid", Formulas::sigmoid),
          unary("softplus", Formulas::softplus),
          unary("log_sigmoid", Formulas::logSigmoid),
          unary("logit", x -> new Sigmoid().preimage(x)),
          unary("inverse_softplus", x -> new Softplus().preimage(x)),
          unary("softsign", x -> new Softsign().forward(x).value()),
          unary("sinh", Formulas::sinh),
          unary("cosh", Formulas::cosh),
          unary("tanh", Formulas::tanh),
          unary("asinh", Formulas::asinh),
          unary("acosh", Formulas::acosh),
          unary("atanh", Formulas::atanh),
          unary("exp2", Formulas::exp2),
          unary("log2", Formulas::log2),
          unary("log10", Formulas::log10),
          unary("cbrt", Formulas::cbrt),
          binary("hypot", Formulas::hypot),
          unary("sin", Formulas::sin),
          unary("cos", Formulas::cos),
          unary("tan", Formulas::tan),
          unary("asin", Formulas::asin),
          unary("acos", Formulas::acos),
          binary("atan2", Formulas::atan2),
          unary("atan", Formulas::atan),
          unary("erf", Formulas::erf),
          unary("erfc", Formulas::erfc),
          unary("erfcx", Formulas::erfcx),
          unary("erfinv", Formulas::erfinv),
          unary("lgamma", Formulas::lgamma),
          unary("digamma", Formulas::digamma),
          unary("trigamma", Formulas::trigamma),
          binary("lbeta", Formulas::lbeta),
          binary("gamma_p", Formulas::gammaP),
          binary("gamma_q", Formulas::gammaQ),
          binary("log_gamma_p", Formulas::logGammaP),
          binary("log_gamma_q", Formulas::logGammaQ),
          binary("log_gamma_p_derivative", Formulas::logGammaPDerivative),
          binary("gamma_p_by_shape", Formulas::gammaPByShape),
          binary("log_gamma_p_by_shape", Formulas::logGammaPByShape),
          binary("log_gamma_q_by_shape", Formulas::logGammaQByShape),
          binary("gamma_p_inv", Formulas::gammaPInv),
          binary("gamma_q_inv", Formulas::gammaQInv),
          ternary("ibeta", Formulas::ibeta),
          ternary("ibetac", Formulas::ibetac),
          ternary("ibeta_inv", Formulas::ibetaInv),
          ternary("ibetac_inv", Formulas::ibetacInv),
          ternary("log_ibeta", Formulas::logIbeta),
          ternary("log_ibetac", Formulas::logIbetac),
          ternary("log_ibeta_derivative", Formulas::logIbetaDerivative),
          ternary("ibeta_by_first", Formulas::ibetaByFirst),
          ternary("ibeta_by_second", Formulas::ibetaBySecond),
          ternary("log_ibeta_by_first", Formulas::logIbetaByFirst),
          ternary("log_ibeta_by_second", Formulas::logIbetaBySecond),
          ternary("log_ibetac_by_first", Formulas::logIbetacByFirst),
          ternary("log_ibetac_by_second", Formulas::logIbetacBySecond),
          unary("bessel_i0", Formulas::besselI0),
          unary("bessel_i1", Formulas::besselI1),
          unary("bessel_i0e", Formulas::besselI0e),
          unary("bessel_i1e", Formulas::besselI1e),
          binary("faddeeva_re", Formulas::faddeevaRe),
          binary("faddeeva_im", Formulas::faddeevaIm),
          unary("normal_density", Formulas::normalDensity),
          unary("normal_cdf", Formulas::normalCdf),
          unary("log_normal_cdf", Formulas::logNormalCdf),
          binary("normal_cdf_integral", Formulas::normalCdfIntegral),
          unary("normal_quantile", Formulas::normalQuantile),
          unary("cauchy_quantile", Formulas::cauchyQuantile));

  private static final double LN2 = 0.69314718055994530941723212145818;
  private static final double LN10 = 2.3025850929940456840179914546844;

  /** The functions that are bijections of a variable. */
  private static final Map<String, Bijector> IMAGES =
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

  private static Map.Entry<String, Call> unary(String name, UnaryOperator<Expr> function) {
    return Map.entry(name, new Call(1, false, a -> function.apply(a.get(0))));
  }

  private static Map.Entry<String, Call> binary(String name, BinaryOperator<Expr> function) {
    return Map.entry(name, new Call(2, false, a -> function.apply(a.get(0), a.get(1))));
  }

  private interface Ternary {
    Expr apply(Expr a, Expr b, Expr c);
  }

  private static Map.Entry<String, Call> ternary(String name, Ternary function) {
    return Map.entry(name, new Call(3, false, a -> function.apply(a.get(0), a.get(1), a.get(2))));
  }

  /** A function of two that is meant for more: f(f(a, b), c). */
  private static Map.Entry<String, Call> folding(String name, BinaryOperator<Expr> function) {
    return Map.entry(name, new Call(2, true, a -> a.stream().reduce(function).orElseThrow()));
  }

  private static final Map<String, Double> CONSTANTS = Map.of("pi", 3.141592653589793);

  private static final List<String> COMBINATIONS = List.of("mix", "truncate");

  /** A formula or a variable; exactly one is not null. */
  private record Meaning(Expr formula, RandomVariable variable) {
    boolean isRandom() {
      return variable != null;
    }
  }

  private final Text text;
  private final Collection<String> known;
  private final Map<String, RandomVariable> variables = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> parameters = new LinkedHashSet<>();

  private ModelReader(Text text, Collection<String> known) {
    this.text = text;
    this.known = known;
  }

  /**
   * Reads a model.
   *
   * @param known names that may stand for parameters
   */
  public static Model read(Text text, Collection<String> known) {
    ModelReader reader = new ModelReader(text, known);
    for (Syntax.Declaration declaration : Parser.model(text)) {
      reader.declare(declaration);
    }
    Map<String, RandomVariable> observables = new LinkedHashMap<>(reader.variables);
    observables.keySet().removeAll(reader.used);
    return new Model(observables, reader.parameters);
  }

  private void declare(Syntax.Declaration declaration) {
    String name = declaration.name();
    if (variables.containsKey(name) || known.contains(name)) {
      throw problem(
          declaration.start(),
          declaration.nameEnd(),
          "\"" + name + "\" is already " + (known.contains(name) ? "a parameter" : "declared"),
          "take another name");
    }
    variables.put(name, random(declaration.value()));
  }

  private RandomVariable random(Syntax syntax) {
    Meaning meaning = meaning(syntax);
    if (!meaning.isRandom()) {
      throw problem(
          syntax, "this is a number, not a random variable", "write, for example, normal(0, 1)");
    }
    return meaning.variable();
  }

  private Expr formula(Syntax syntax) {
    Meaning meaning = meaning(syntax);
    if (meaning.isRandom()) {
      throw problem(
          syntax,
          "a random variable cannot stand where a number is wanted",
          "write a formula of parameters");
    }
    return meaning.formula();
  }

  private Meaning meaning(Syntax syntax) {
    if (syntax instanceof Syntax.Number number) {
      return new Meaning(Expr.of(number.value()), null);
    }
    if (syntax instanceof Syntax.Name name) {
      return name(name);
    }
    if (syntax instanceof Syntax.Negation negation) {
      Meaning operand = meaning(negation.operand());
      return operand.isRandom()
          ? random(affine(Expr.of(0), Expr.of(-1), operand.variable()))
          : number(operand.formula().negate());
    }
    if (syntax instanceof Syntax.Binary binary) {
      return binary(binary);
    }
    return call((Syntax.Call) syntax);
  }

  private Meaning name(Syntax.Name name) {
    RandomVariable variable = variables.get(name.name());
    if (variable != null) {
      if (!used.add(name.name())) {
        throw problem(
            name,
            "\"" + name.name() + "\" is used twice, and its uses would not be independent",
            "sums of dependent variables are not derived; name each variable once");
      }
      return random(variable);
    }
    if (CONSTANTS.containsKey(name.name())) {
      return number(Expr.of(CONSTANTS.get(name.name())));
    }
    if (known.contains(name.name())) {
      parameters.add(name.name());
      return number(Parameter.of(name.name()));
    }
    List<String> names = new ArrayList<>(known);
    names.addAll(variables.keySet());
    names.addAll(CONSTANTS.keySet());
    throw problem(
        name,
        "there is no parameter or variable \"" + name.name() + "\"",
        Nearest.advice(name.name(), names, "names"));
  }

  private Meaning binary(Syntax.Binary binary) {
    Meaning left = meaning(binary.left());
    Meaning right = meaning(binary.right());
    if (!left.isRandom() && !right.isRandom()) {
      Expr a = left.formula();
      Expr b = right.formula();
      return number(
          switch (binary.operator()) {
            case "+" -> a.plus(b);
            case "-" -> a.minus(b);
            case "*" -> a.times(b);
            case "/" -> a.over(b);
            case "<" -> Formulas.less(a, b);
            case "<=" -> Formulas.lessOrEqual(a, b);
            default -> Formulas.pow(a, b);
          });
    }
    if (left.isRandom() && right.isRandom()) {
      return switch (binary.operator()) {
        case "+" -> random(new Sum(left.variable(), right.variable()));
        case "-" ->
            random(new Sum(left.variable(), affine(Expr.of(0), Expr.of(-1), right.variable())));
        default ->
            throw problem(
                binary,
                "the density of \""
                    + binary.operator()
                    + "\" of two random variables is not derived",
                "add or subtract them, or multiply one by a formula of parameters");
      };
    }
    RandomVariable x = left.isRandom() ? left.variable() : right.variable();
    Expr constant = left.isRandom() ? right.formula() : left.formula();
    boolean randomFirst = left.isRandom();
    return switch (binary.operator()) {
      case "+" -> random(affine(constant, Expr.of(1), x));
      case "-" ->
          random(
              randomFirst
                  ? affine(constant.negate(), Expr.of(1), x)
                  : affine(constant, Expr.of(-1), x));
      case "*" -> random(affine(Expr.of(0), scale(constant, binary), x));
      case "/" ->
          random(
              randomFirst
                  ? affine(Expr.of(0), Expr.of(1).over(scale(constant, binary)), x)
                  : affine(Expr.of(0), scale(constant, binary), power(-1, x, binary.right())));
      case "^" -> {
        if (!randomFirst) {
          yield random(exponential(constant, x, binary));
        }
        yield random(power(exponent(constant, binary), x, binary.left()));
      }
      default -> throw notDerived(binary);
    };
  }

  /** X^c: of any X where c is odd, of negative X where c is a whole number. */
  private RandomVariable power(double c, RandomVariable x, Syntax where) {
    boolean isOdd = Math.abs(c % 2) == 1;
    boolean isNegative = x.support().high().constantOrNaN() <= 0;
    if (isNegative && (isOdd || c % 2 == 0)) {
      RandomVariable size = power(c, affine(Expr.of(0), Expr.of(-1), x), where);
      return isOdd ? affine(Expr.of(0), Expr.of(-1), size) : size;
    }
    boolean isPositive = x.support().low().constantOrNaN() >= 0;
    return isOdd && c >= 3 && c <= Integer.MAX_VALUE && !isPositive
        ? new Pushed(new OddPower((int) c), x)
        : c == 1 ? x : pushed(new Power(Expr.of(c), c > 0), x, where);
  }

  /** exp(X log c). */
  private RandomVariable exponential(Expr base, RandomVariable x, Syntax where) {
    double c = base.constantOrNaN();
    if (c <= 0 || c == 1) {
      throw notDerived(where);
    }
    return new Pushed(new Exp(), affine(Expr.of(0), Formulas.log(base), x));
  }

  /** The image, if the map is defined wherever the variable can be. */
  private RandomVariable pushed(Bijector map, RandomVariable x, Syntax where) {
    Interval domain = map.domain();
    Support support = x.support();
    boolean hasLow = domain.low() > Double.NEGATIVE_INFINITY;
    boolean hasHigh = domain.high() < Double.POSITIVE_INFINITY;
    if ((!hasLow || support.low().constantOrNaN() >= domain.low())
        && (!hasHigh || support.high().constantOrNaN() <= domain.high())) {
      return new Pushed(map, x);
    }
    if (domain.equals(Interval.POSITIVE)) {
      throw problem(
          where,
          "this image is derived of positive variables only, and this one may be negative",
          "truncate it, or take the image of exp(X)");
    }
    Expr low = Expr.of(domain.low());
    throw problem(
        where,
        "this image is derived of variables "
            + (hasHigh ? "between " + low + " and " + Expr.of(domain.high()) : "above " + low)
            + " only, and this one may lie outside",
        "truncate it");
  }

  private Expr scale(Expr scale, Syntax where) {
    if (scale.constantOrNaN() == 0) {
      throw problem(where, "a variable times 0 has no density", "");
    }
    return scale;
  }

  private SpecException notDerived(Syntax syntax) {
    return problem(
        syntax,
        "the density of this image of a random variable is not derived",
        "images are a + b*X, X/b, a/X, X^c, c^X and f(X), f one of "
            + String.join(", ", new TreeSet<>(IMAGES.keySet())));
  }

  private Meaning call(Syntax.Call call) {
    Laws.Law law = Laws.NAMED.get(call.name());
    if (law != null) {
      return random(law.make().apply(arguments(call, law.arguments())));
    }
    if (call.name().equals("mix")) {
      return random(mixture(call));
    }
    if (call.name().equals("truncate")) {
      return random(truncated(call));
    }
    Call function = FUNCTIONS.get(call.name());
    if (function == null) {
      List<String> names = new ArrayList<>(Laws.NAMED.keySet());
      names.addAll(COMBINATIONS);
      names.addAll(FUNCTIONS.keySet());
      boolean looksRandom = Nearest.of(call.name(), Laws.NAMED.keySet()).isPresent();
      throw problem(
          call.start(),
          call.nameEnd(),
          "there is no "
              + (looksRandom ? "distribution" : "distribution or function")
              + " \""
              + call.name()
              + "\"",
          Nearest.advice(call.name(), names, "distributions and functions"));
    }
    int count = call.arguments().size();
    if (count < function.arity() || (count > function.arity() && !function.orMore())) {
      throw problem(
          call,
          call.name()
              + (function.orMore() ? " takes at least " : " takes ")
              + function.arity()
              + (function.arity() == 1 ? " argument, not " : " arguments, not ")
              + count,
          "");
    }
    List<Meaning> arguments = call.arguments().stream().map(a -> meaning(a.value())).toList();
    if (arguments.stream().noneMatch(Meaning::isRandom)) {
      return number(function.make().apply(arguments.stream().map(Meaning::formula).toList()));
    }
    return random(image(call, arguments));
  }

  private RandomVariable image(Syntax.Call call, List<Meaning> arguments) {
    RandomVariable x = arguments.get(0).variable();
    Bijector map = IMAGES.get(call.name());
    if (map != null) {
      return pushed(map, x, call);
    }
    Expr zero = Expr.of(0);
    return switch (call.name()) {
      case "pow" -> {
        Meaning c = arguments.get(1);
        if (x != null && c.isRandom()) {
          throw notDerived(call);
        }
        yield x == null
            ? exponential(arguments.get(0).formula(), c.variable(), call)
            : power(exponent(c.formula(), call), x, call);
      }
      case "exp2" -> exponential(Expr.of(2), x, call);
      case "log2" -> affine(zero, Expr.of(1 / LN2), pushed(new Log(), x, call));
      case "log10" -> affine(zero, Expr.of(1 / LN10), pushed(new Log(), x, call));
      default -> throw notDerived(call);
    };
  }

  private double exponent(Expr exponent, Syntax where) {
    double c = exponent.constantOrNaN();
    if (Double.isNaN(c) || c == 0) {
      throw notDerived(where);
    }
    return c;
  }

  /** The values of a law's arguments, by place or by name. */
  private List<Expr> arguments(Syntax.Call call, List<String> names) {
    String signature = call.name() + "(" + String.join(", ", names) + ")";
    if (call.arguments().size() != names.size()) {
      throw problem(
          call,
          call.name()
              + " takes "
              + names.size()
              + (names.size() == 1 ? " argument" : " arguments")
              + ", not "
              + call.arguments().size(),
          "write " + signature);
    }
    Expr[] values = new Expr[names.size()];
    for (int i = 0; i < values.length; i++) {
      Syntax.Argument argument = call.arguments().get(i);
      int at = argument.name().isEmpty() ? i : names.indexOf(argument.name());
      if (at < 0) {
        throw problem(
            argument.value(),
            call.name() + " has no argument \"" + argument.name() + "\"",
            Nearest.advice(argument.name(), names, "arguments"));
      }
      if (argument.weight() != null || values[at] != null) {
        throw problem(argument.value(), "this argument is misplaced", "write " + signature);
      }
      values[at] = formula(argument.value());
    }
    return List.of(values);
  }

  private RandomVariable mixture(Syntax.Call call) {
    List<Mixture.Component> components = new ArrayList<>();
    for (Syntax.Argument argument : call.arguments()) {
      if (argument.weight() == null) {
        throw problem(
            argument.value(),
            "a component of a mixture needs its probability",
            "write mix(f -> X, 1-f -> Y)");
      }
      components.add(new Mixture.Component(formula(argument.weight()), random(argument.value())));
    }
    if (components.size() < 2) {
      throw problem(call, "a mixture has at least two components", "write mix(f -> X, 1-f -> Y)");
    }
    return new Mixture(components);
  }

  private RandomVariable truncated(Syntax.Call call) {
    if (call.arguments().size() != 3) {
      throw problem(call, "truncate takes 3 arguments", "write truncate(X, low, high)");
    }
    Expr low = formula(call.arguments().get(1).value());
    Expr high = formula(call.arguments().get(2).value());
    if (low.constantOrNaN() >= high.constantOrNaN()) {
      throw problem(call, "the range of this truncation is empty", "low must be below high");
    }
    return new Truncated(random(call.arguments().get(0).value()), low, high);
  }

  /**
   * shift + scale X; laws that are closed under it are kept as themselves, so that closed forms are
   * found.
   */
  private static RandomVariable affine(Expr shift, Expr scale, RandomVariable x) {
    double sign = Math.signum(scale.constantOrNaN());
    if (x instanceof Draw draw && draw.law() instanceof Normal n) {
      return new Draw(
          new Normal(shift.plus(scale.times(n.mean())), Formulas.abs(scale).times(n.sd())));
    }
    if (x instanceof Draw draw && draw.law() instanceof Cauchy c) {
      return new Draw(
          new Cauchy(shift.plus(scale.times(c.location())), Formulas.abs(scale).times(c.scale())));
    }
    if (x instanceof Draw draw && draw.law() instanceof Uniform u && (sign > 0 || sign < 0)) {
      Expr low = shift.plus(scale.times(u.low()));
      Expr high = shift.plus(scale.times(u.high()));
      return new Draw(sign > 0 ? new Uniform(low, high) : new Uniform(high, low));
    }
    if (x instanceof Sum sum) {
      return new Sum(affine(shift, scale, sum.first()), affine(Expr.of(0), scale, sum.second()));
    }
    if (x instanceof Mixture mixture) {
      return mixture.each(v -> affine(shift, scale, v));
    }
    return new Pushed(new Affine(shift, scale), x);
  }

  private static Meaning random(RandomVariable variable) {
    return new Meaning(null, variable);
  }

  private static Meaning number(Expr formula) {
    return new Meaning(formula, null);
  }

  private SpecException problem(Syntax where, String problem, String advice) {
    return problem(where.start(), where.end(), problem, advice);
  }

  private SpecException problem(int start, int end, String problem, String advice) {
    return new SpecException(text.place(start, end), problem, advice);
  }
}
