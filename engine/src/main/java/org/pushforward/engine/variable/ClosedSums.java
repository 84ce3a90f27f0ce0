package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.hypot;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.convolution.TrapezoidalNormal;
import org.pushforward.engine.convolution.UniformNormal;
import org.pushforward.engine.convolution.UniformSum;
import org.pushforward.engine.distribution.AsymmetricLaplace;
import org.pushforward.engine.distribution.Bernoulli;
import org.pushforward.engine.distribution.Binomial;
import org.pushforward.engine.distribution.Cauchy;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Exponential;
import org.pushforward.engine.distribution.ExponentiallyModifiedNormal;
import org.pushforward.engine.distribution.Gamma;
import org.pushforward.engine.distribution.Geometric;
import org.pushforward.engine.distribution.Hypoexponential;
import org.pushforward.engine.distribution.InverseGaussian;
import org.pushforward.engine.distribution.Laplace;
import org.pushforward.engine.distribution.Logistic;
import org.pushforward.engine.distribution.NegativeBinomial;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.Poisson;
import org.pushforward.engine.distribution.Skellam;
import org.pushforward.engine.distribution.Trapezoidal;
import org.pushforward.engine.distribution.Uniform;
import org.pushforward.engine.expr.Expr;

/** The sums and differences of two independent variables that have a closed form. */
final class ClosedSums {

  /**
   * X + Y, or X - Y where the name says so, X of one form and Y of another: what it is where the
   * condition holds. Numbers are compared as formulas, so rates are one where they are written
   * alike.
   */
  private record Rule<A, B>(
      String name,
      Form<A> first,
      Form<B> second,
      BiPredicate<A, B> condition,
      BiFunction<A, B, RandomVariable> sum) {

    boolean isDifference() {
      return name.contains(" - ");
    }

    Optional<RandomVariable> of(RandomVariable x, RandomVariable y) {
      Optional<A> a = first.of(x);
      Optional<B> b = a.isPresent() ? second.of(y) : Optional.empty();
      return b.isPresent() && condition.test(a.get(), b.get())
          ? Optional.of(Located.ofSum(sum.apply(a.get(), b.get()), name))
          : Optional.empty();
    }
  }

  /** A kind of variable, by what it is of that kind. */
  private interface Form<A> {
    Optional<A> of(RandomVariable variable);
  }

  /** Those whose sums take part in others. */
  private static final List<Rule<?, ?>> FAMILIES =
      List.of(
          always(
              "normal + normal",
              Normal.class,
              Normal.class,
              (a, b) -> new Normal(a.mean().plus(b.mean()), hypot(a.sd(), b.sd()))),
          always(
              "cauchy + cauchy",
              Cauchy.class,
              Cauchy.class,
              (a, b) -> new Cauchy(a.location().plus(b.location()), a.scale().plus(b.scale()))),
          always(
              "voigt + normal",
              Located::voigt,
              law(Normal.class),
              (a, b) ->
                  Laws.voigt(a.location().plus(b.mean()), hypot(a.scale(), b.sd()), a.gamma())),
          always(
              "voigt + cauchy",
              Located::voigt,
              law(Cauchy.class),
              (a, b) ->
                  Laws.voigt(
                      a.location().plus(b.location()), a.scale(), a.gamma().plus(b.scale()))),
          always(
              "voigt + voigt",
              Located::voigt,
              Located::voigt,
              (a, b) ->
                  Laws.voigt(
                      a.location().plus(b.location()),
                      hypot(a.scale(), b.scale()),
                      a.gamma().plus(b.gamma()))),
          always(
              "levy + levy",
              Located::levy,
              Located::levy,
              (a, b) ->
                  Laws.levy(
                      a.location().plus(b.location()),
                      sqrt(a.scale()).plus(sqrt(b.scale())).square())),
          rule(
              "gumbel - gumbel of one scale",
              Located::gumbel,
              Located::gumbel,
              (a, b) -> a.scale() == b.scale(),
              (a, b) -> new Draw(new Logistic(a.location().minus(b.location()), a.scale()))),
          always("uniform + uniform", Uniform.class, Uniform.class, ClosedSums::trapezoidal),
          always(
              "normal + exponential",
              Normal.class,
              Exponential.class,
              (a, b) -> new ExponentiallyModifiedNormal(a.mean(), a.sd(), b.rate())),
          always(
              "exponentially_modified_normal + normal",
              ExponentiallyModifiedNormal.class,
              Normal.class,
              (a, b) ->
                  new ExponentiallyModifiedNormal(
                      a.mean().plus(b.mean()), hypot(a.sd(), b.sd()), a.rate())),
          rule(
              "exponential + exponential of one rate",
              Exponential.class,
              Exponential.class,
              (a, b) -> a.rate() == b.rate(),
              (a, b) -> new Gamma(Expr.of(2), a.rate())),
          rule(
              "gamma + exponential of one rate",
              Gamma.class,
              Exponential.class,
              (a, b) -> a.rate() == b.rate(),
              (a, b) -> new Gamma(a.shape().plus(1), a.rate())),
          rule(
              "gamma + gamma of one rate",
              Gamma.class,
              Gamma.class,
              (a, b) -> a.rate() == b.rate(),
              (a, b) -> new Gamma(a.shape().plus(b.shape()), a.rate())),
          rule(
              "exponential - exponential of one rate",
              Exponential.class,
              Exponential.class,
              (a, b) -> a.rate() == b.rate(),
              (a, b) -> new Laplace(Expr.of(0), Expr.of(1).over(a.rate()))),
          always(
              "poisson + poisson",
              Poisson.class,
              Poisson.class,
              (a, b) -> new Poisson(a.rate().plus(b.rate()))),
          always(
              "poisson - poisson",
              Poisson.class,
              Poisson.class,
              (a, b) -> new Skellam(a.rate(), b.rate())),
          always(
              "skellam + poisson",
              Skellam.class,
              Poisson.class,
              (a, b) -> new Skellam(a.rate1().plus(b.rate()), a.rate2())),
          always(
              "skellam - poisson",
              Skellam.class,
              Poisson.class,
              (a, b) -> new Skellam(a.rate1(), a.rate2().plus(b.rate()))),
          always(
              "skellam + skellam",
              Skellam.class,
              Skellam.class,
              (a, b) -> new Skellam(a.rate1().plus(b.rate1()), a.rate2().plus(b.rate2()))),
          rule(
              "binomial + binomial of one probability",
              Binomial.class,
              Binomial.class,
              (a, b) -> a.probability() == b.probability(),
              (a, b) -> new Binomial(a.trials().plus(b.trials()), a.probability())),
          rule(
              "binomial + bernoulli of one probability",
              Binomial.class,
              Bernoulli.class,
              (a, b) -> a.probability() == b.probability(),
              (a, b) -> new Binomial(a.trials().plus(1), a.probability())),
          rule(
              "bernoulli + bernoulli of one probability",
              Bernoulli.class,
              Bernoulli.class,
              (a, b) -> a.probability() == b.probability(),
              (a, b) -> new Binomial(Expr.of(2), a.probability())),
          rule(
              "negative_binomial + negative_binomial of one beta",
              NegativeBinomial.class,
              NegativeBinomial.class,
              (a, b) -> a.beta() == b.beta(),
              (a, b) -> new NegativeBinomial(a.alpha().plus(b.alpha()), a.beta())),
          rule(
              "geometric + geometric of one probability",
              Geometric.class,
              Geometric.class,
              (a, b) -> a.probability() == b.probability(),
              (a, b) -> new NegativeBinomial(Expr.of(2), odds(a))),
          rule(
              "negative_binomial + geometric of odds beta",
              NegativeBinomial.class,
              Geometric.class,
              (a, b) -> a.beta() == odds(b),
              (a, b) -> new NegativeBinomial(a.alpha().plus(1), a.beta())),
          rule(
              "inverse_gaussian + inverse_gaussian of one shape / mean^2",
              InverseGaussian.class,
              InverseGaussian.class,
              (a, b) -> ratio(a) == ratio(b),
              (a, b) -> {
                Expr mean = a.mean().plus(b.mean());
                return new InverseGaussian(mean, ratio(a).times(mean.square()));
              }));

  private static final List<Rule<?, ?>> LAST =
      List.of(
          always(
              "uniform + normal",
              Uniform.class,
              Normal.class,
              (a, b) -> new UniformNormal(a.middle().plus(b.mean()), half(a), b.sd())),
          always("trapezoidal + normal", Trapezoidal.class, Normal.class, TrapezoidalNormal::new),
          always("uniform + exponential", Uniform.class, Exponential.class, UniformSum::new),
          always("uniform + gamma", Uniform.class, Gamma.class, UniformSum::new),
          always("uniform + laplace", Uniform.class, Laplace.class, UniformSum::new),
          always("uniform + logistic", Uniform.class, Logistic.class, UniformSum::new),
          always("uniform + cauchy", Uniform.class, Cauchy.class, UniformSum::new),
          always(
              "exponential + exponential",
              Exponential.class,
              Exponential.class,
              (a, b) -> new Hypoexponential(a.rate(), b.rate())),
          always(
              "exponential - exponential",
              Exponential.class,
              Exponential.class,
              (a, b) -> new AsymmetricLaplace(a.rate(), b.rate())));

  private ClosedSums() {}

  private static <A extends Distribution, B extends Distribution> Rule<A, B> always(
      String name, Class<A> first, Class<B> second, BiFunction<A, B, Distribution> sum) {
    return rule(name, first, second, (a, b) -> true, sum);
  }

  private static <A extends Distribution, B extends Distribution> Rule<A, B> rule(
      String name,
      Class<A> first,
      Class<B> second,
      BiPredicate<A, B> condition,
      BiFunction<A, B, Distribution> sum) {
    return rule(name, law(first), law(second), condition, (a, b) -> new Draw(sum.apply(a, b)));
  }

  private static <A, B> Rule<A, B> always(
      String name, Form<A> first, Form<B> second, BiFunction<A, B, RandomVariable> sum) {
    return rule(name, first, second, (a, b) -> true, sum);
  }

  private static <A, B> Rule<A, B> rule(
      String name,
      Form<A> first,
      Form<B> second,
      BiPredicate<A, B> condition,
      BiFunction<A, B, RandomVariable> sum) {
    return new Rule<>(name, first, second, condition, sum);
  }

  private static <A extends Distribution> Form<A> law(Class<A> law) {
    return v ->
        v instanceof Draw draw && law.isInstance(draw.law())
            ? Optional.of(law.cast(draw.law()))
            : Optional.empty();
  }

  /** The density rises over the width of the narrower. */
  private static Distribution trapezoidal(Uniform a, Uniform b) {
    Expr low = a.low().plus(b.low());
    Expr high = a.high().plus(b.high());
    Expr rise = min(a.high().minus(a.low()), b.high().minus(b.low()));
    return new Trapezoidal(low, low.plus(rise), high.minus(rise), high);
  }

  private static Expr half(Uniform u) {
    return u.high().minus(u.low()).times(0.5);
  }

  private static Expr odds(Geometric g) {
    return g.probability().over(Expr.of(1).minus(g.probability()));
  }

  private static Expr ratio(InverseGaussian g) {
    return g.shape().over(g.mean().square());
  }

  /** These terms of a sum, with pairs that have a closed form made one, whatever their order. */
  static List<RandomVariable> joined(List<RandomVariable> terms) {
    List<RandomVariable> families = joined(terms, (x, y) -> closed(x, y, FAMILIES));
    return joined(
        families,
        (x, y) -> closed(x, y, LAST).or(() -> withLaplace(x, y)).or(() -> withLaplace(y, x)));
  }

  private static List<RandomVariable> joined(
      List<RandomVariable> terms,
      BiFunction<RandomVariable, RandomVariable, Optional<RandomVariable>> closed) {
    for (int i = 0; i < terms.size(); i++) {
      for (int j = i + 1; j < terms.size(); j++) {
        Optional<RandomVariable> sum = closed.apply(terms.get(i), terms.get(j));
        if (sum.isPresent()) {
          List<RandomVariable> fewer = new ArrayList<>(terms);
          fewer.remove(j);
          fewer.set(i, sum.get());
          return joined(fewer, closed);
        }
      }
    }
    return terms;
  }

  private static Optional<RandomVariable> closed(
      RandomVariable x, RandomVariable y, List<Rule<?, ?>> rules) {
    return byRule(x, y, rules)
        .or(() -> byRule(y, x, rules))
        .or(() -> outside(x, y, rules))
        .or(() -> outside(y, x, rules));
  }

  /** s + c X + Y = s + c (X + Y / c), if Y / c is a law or, like X, s + c Z. */
  private static Optional<RandomVariable> outside(
      RandomVariable x, RandomVariable y, List<Rule<?, ?>> rules) {
    if (!(x instanceof Pushed pushed && pushed.map() instanceof Affine map)) {
      return Optional.empty();
    }
    RandomVariable inner = Images.affine(Expr.of(0), Expr.of(1).over(map.scale()), y);
    RandomVariable first = pushed.variable();
    Optional<RandomVariable> sum =
        byRule(first, inner, rules).or(() -> byRule(inner, first, rules));
    if (sum.isEmpty() && inner instanceof Pushed other && other.map() instanceof Affine shifted) {
      sum =
          shifted.scale().is(1)
              ? closed(first, other.variable(), rules)
                  .map(v -> Images.affine(shifted.shift(), Expr.of(1), v))
              : Optional.empty();
    }
    return sum.map(v -> Images.affine(map.shift(), map.scale(), v));
  }

  /** The first rule that applies; Y is the other variable, or in a difference -Y. */
  private static Optional<RandomVariable> byRule(
      RandomVariable x, RandomVariable y, List<Rule<?, ?>> rules) {
    RandomVariable negative = Images.affine(Expr.of(0), Expr.of(-1), y);
    return rules.stream()
        .flatMap(rule -> rule.of(x, rule.isDifference() ? negative : y).stream())
        .findFirst();
  }

  /** With E exponential of rate 1 / b, Laplace's law of scale b is that of E or -E. */
  private static Optional<RandomVariable> withLaplace(RandomVariable x, RandomVariable y) {
    if (!(x instanceof Draw a
        && a.law() instanceof Normal normal
        && y instanceof Draw b
        && b.law() instanceof Laplace laplace)) {
      return Optional.empty();
    }
    Expr centre = normal.mean().plus(laplace.location());
    Draw right =
        new Draw(
            new ExponentiallyModifiedNormal(
                Expr.of(0), normal.sd(), Expr.of(1).over(laplace.scale())),
            "normal + laplace");
    Expr half = Expr.of(0.5);
    return Optional.of(
        new Mixture(
            List.of(
                new Mixture.Component(half, Images.affine(centre, Expr.of(1), right)),
                new Mixture.Component(half, Images.affine(centre, Expr.of(-1), right))),
            true));
  }
}
