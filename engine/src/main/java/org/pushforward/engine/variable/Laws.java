package org.pushforward.engine.variable;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Exp;
import org.pushforward.engine.bijector.Log;
import org.pushforward.engine.bijector.Power;
import org.pushforward.engine.bijector.Scale;
import org.pushforward.engine.bijector.Shift;
import org.pushforward.engine.bijector.Sinh;
import org.pushforward.engine.bijector.SinhArcsinh;
import org.pushforward.engine.distribution.Arcsine;
import org.pushforward.engine.distribution.Argus;
import org.pushforward.engine.distribution.Bernoulli;
import org.pushforward.engine.distribution.Bernstein;
import org.pushforward.engine.distribution.Beta;
import org.pushforward.engine.distribution.BetaPrime;
import org.pushforward.engine.distribution.Binomial;
import org.pushforward.engine.distribution.Categorical;
import org.pushforward.engine.distribution.Cauchy;
import org.pushforward.engine.distribution.CrystalBall;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Exponential;
import org.pushforward.engine.distribution.ExponentiallyModifiedNormal;
import org.pushforward.engine.distribution.Gamma;
import org.pushforward.engine.distribution.GeneralizedNormal;
import org.pushforward.engine.distribution.Geometric;
import org.pushforward.engine.distribution.HalfCauchy;
import org.pushforward.engine.distribution.HalfNormal;
import org.pushforward.engine.distribution.Histogram;
import org.pushforward.engine.distribution.InverseGaussian;
import org.pushforward.engine.distribution.KernelDensity;
import org.pushforward.engine.distribution.Kumaraswamy;
import org.pushforward.engine.distribution.Laplace;
import org.pushforward.engine.distribution.Logistic;
import org.pushforward.engine.distribution.NegativeBinomial;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.Poisson;
import org.pushforward.engine.distribution.RelativisticBreitWigner;
import org.pushforward.engine.distribution.Rice;
import org.pushforward.engine.distribution.Skellam;
import org.pushforward.engine.distribution.SkewNormal;
import org.pushforward.engine.distribution.StudentT;
import org.pushforward.engine.distribution.Trapezoidal;
import org.pushforward.engine.distribution.Uniform;
import org.pushforward.engine.distribution.Voigt;
import org.pushforward.engine.distribution.VonMises;
import org.pushforward.engine.expr.Expr;

/**
 * The laws that a model can name. Those that are images of others are made of them: with E
 * exponential of rate 1 and N standard normal.
 */
final class Laws {

  /** What a name in a model stands for. */
  record Law(List<Argument> arguments, Function<List<List<Expr>>, RandomVariable> make) {
    List<String> names() {
      return arguments.stream().map(Argument::name).toList();
    }

    /** The arguments as documentation writes them, a group with []. */
    String signature() {
      return arguments.stream()
          .map(argument -> argument.name() + (argument.isGroup() ? "[]" : ""))
          .collect(joining(", "));
    }
  }

  static final Map<String, Law> NAMED =
      Map.ofEntries(
          law("normal", "mean, sd > 0", a -> new Normal(a.get(0), a.get(1))),
          law("uniform", "low, high > low", a -> new Uniform(a.get(0), a.get(1))),
          law("exponential", "rate", a -> new Exponential(a.get(0))),
          law("cauchy", "location, scale > 0", a -> new Cauchy(a.get(0), a.get(1))),
          law("logistic", "location, scale > 0", a -> new Logistic(a.get(0), a.get(1))),
          law("laplace", "location, scale > 0", a -> new Laplace(a.get(0), a.get(1))),
          image("log_normal", "mean, sd > 0", a -> logNormal(a.get(0), a.get(1))),
          image("weibull", "shape > 0, scale > 0", a -> weibull(a.get(0), a.get(1))),
          image("frechet", "shape > 0, scale > 0", a -> frechet(a.get(0), a.get(1))),
          image("gumbel", "location, scale > 0", a -> gumbel(a.get(0), a.get(1))),
          image("rayleigh", "scale > 0", a -> rayleigh(a.get(0))),
          image("pareto", "minimum > 0, shape", a -> pareto(a.get(0), a.get(1))),
          law("half_normal", "sd > 0", a -> new HalfNormal(a.get(0))),
          law("half_cauchy", "scale > 0", a -> new HalfCauchy(a.get(0))),
          law("gamma", "shape > 0, rate > 0", a -> new Gamma(a.get(0), a.get(1))),
          law("poisson", "rate >= 0", a -> new Poisson(a.get(0))),
          law("skellam", "rate1 >= 0, rate2 >= 0", a -> new Skellam(a.get(0), a.get(1))),
          law(
              "binomial",
              "trials >= 0, probability >= 0 <= 1",
              a -> new Binomial(a.get(0), a.get(1))),
          law(
              "negative_binomial",
              "alpha > 0, beta > 0",
              a -> new NegativeBinomial(a.get(0), a.get(1))),
          law("geometric", "probability > 0 <= 1", a -> new Geometric(a.get(0))),
          law("bernoulli", "probability >= 0 <= 1", a -> new Bernoulli(a.get(0))),
          grouped(
              "categorical",
              "probabilities[] >= 0 sum 1",
              a -> new Draw(new Categorical(a.get(0)))),
          law("chi_squared", "nu > 0", a -> new Gamma(a.get(0).times(0.5), Expr.of(0.5))),
          image("inverse_gamma", "shape > 0, scale > 0", a -> inverseGamma(a.get(0), a.get(1))),
          image("maxwell", "scale > 0", a -> maxwell(a.get(0))),
          image("nakagami", "shape > 0, spread > 0", a -> nakagami(a.get(0), a.get(1))),
          image("levy", "location, scale > 0", a -> levy(a.get(0), a.get(1))),
          law(
              "student_t",
              "nu > 0, location, scale > 0",
              a -> new StudentT(a.get(0), a.get(1), a.get(2))),
          law("beta", "a > 0, b > 0", a -> new Beta(a.get(0), a.get(1))),
          law("beta_prime", "a > 0, b > 0", a -> new BetaPrime(a.get(0), a.get(1))),
          image("f", "nu1 > 0, nu2 > 0", a -> f(a.get(0), a.get(1))),
          law("arcsine", "low, high > low", a -> new Arcsine(a.get(0), a.get(1))),
          law("kumaraswamy", "a > 0, b > 0", a -> new Kumaraswamy(a.get(0), a.get(1))),
          law(
              "triangular",
              "low, mode >= low, high >= mode > low",
              a -> new Trapezoidal(a.get(0), a.get(1), a.get(1), a.get(2))),
          law(
              "trapezoidal",
              "low, b >= low, c >= b, high >= c > low",
              a -> new Trapezoidal(a.get(0), a.get(1), a.get(2), a.get(3))),
          image("rice", "nu >= 0, sigma > 0", a -> rice(a.get(0), a.get(1))),
          image("von_mises", "mu, kappa >= 0", a -> vonMises(a.get(0), a.get(1))),
          image(
              "skew_normal",
              "location, scale > 0, shape",
              a -> located(a.get(0), a.get(1), new SkewNormal(a.get(2)))),
          image("voigt", "location, sd > 0, gamma > 0", a -> voigt(a.get(0), a.get(1), a.get(2))),
          law(
              "inverse_gaussian",
              "mean > 0, shape > 0",
              a -> new InverseGaussian(a.get(0), a.get(1))),
          law(
              "exponentially_modified_normal",
              "mean, sd > 0, rate > 0",
              a -> new ExponentiallyModifiedNormal(a.get(0), a.get(1), a.get(2))),
          image(
              "johnson_su",
              "gamma, delta > 0, location, scale > 0",
              a -> johnsonSu(a.get(0), a.get(1), a.get(2), a.get(3))),
          image(
              "sinh_arcsinh",
              "location, scale > 0, skewness, tail > 0",
              a -> sinhArcsinh(a.get(0), a.get(1), a.get(2), a.get(3))),
          law(
              "crystal_ball",
              "mean, sd > 0, alpha != 0, n > 1",
              a -> CrystalBall.oneSided(a.get(0), a.get(1), a.get(2), a.get(3))),
          law(
              "double_crystal_ball",
              "mean, sd > 0, alpha_low > 0, n_low > 1, alpha_high > 0, n_high > 1",
              a ->
                  CrystalBall.twoSided(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), a.get(5))),
          law(
              "argus",
              "end > 0, curvature, power > -1",
              a -> new Argus(a.get(0), a.get(1), a.get(2))),
          law(
              "relativistic_breit_wigner",
              "mass > 0, width > 0",
              a -> new RelativisticBreitWigner(a.get(0), a.get(1))),
          grouped(
              "bernstein",
              "low, high > low, coefficients[]",
              a -> new Draw(new Bernstein(a.get(0).get(0), a.get(1).get(0), a.get(2)))),
          grouped(
              "chebyshev",
              "low, high > low, coefficients[]",
              a -> new Draw(Bernstein.chebyshev(a.get(0).get(0), a.get(1).get(0), a.get(2)))),
          grouped(
              "histogram",
              "edges[] > before, heights[] >= 0 between edges",
              a -> new Draw(new Histogram(a.get(0), a.get(1)))),
          grouped(
              "kernel_density",
              "points[], bandwidth > 0",
              a -> new Draw(new KernelDensity(a.get(0), a.get(1).get(0)))),
          law(
              "generalized_normal",
              "location, scale > 0, shape > 0",
              a -> new GeneralizedNormal(a.get(0), a.get(1), a.get(2))));

  private static final RandomVariable E = new Draw(new Exponential(Expr.of(1)));
  private static final double ROOT_TWO = 1.4142135623730951;

  private Laws() {}

  private static Map.Entry<String, Law> law(
      String name, String arguments, Function<List<Expr>, Distribution> make) {
    return image(name, arguments, make.andThen(Draw::new));
  }

  private static Map.Entry<String, Law> image(
      String name, String arguments, Function<List<Expr>, RandomVariable> make) {
    return grouped(name, arguments, a -> make.apply(a.stream().map(g -> g.get(0)).toList()));
  }

  /**
   * A law some of whose arguments are groups; any other is a group of one.
   *
   * @param arguments as {@link Argument#of} reads them
   */
  private static Map.Entry<String, Law> grouped(
      String name, String arguments, Function<List<List<Expr>>, RandomVariable> make) {
    return Map.entry(
        name, new Law(Arrays.stream(arguments.split(", ")).map(Argument::of).toList(), make));
  }

  /** exp(mean + sd N). */
  private static RandomVariable logNormal(Expr mean, Expr sd) {
    return new Pushed(new Exp(), new Draw(new Normal(mean, sd)));
  }

  /** scale E^(1 / shape): P(X > x) = exp(-(x / scale)^shape). */
  private static RandomVariable weibull(Expr shape, Expr scale) {
    return scaled(scale, new Power(Expr.of(1).over(shape), true), E);
  }

  /** scale E^(-1 / shape): P(X <= x) = exp(-(x / scale)^-shape). */
  private static RandomVariable frechet(Expr shape, Expr scale) {
    return scaled(scale, new Power(Expr.of(-1).over(shape), false), E);
  }

  /** location - scale log E: P(X <= x) = exp(-exp(-(x - location) / scale)). */
  private static RandomVariable gumbel(Expr location, Expr scale) {
    return new Pushed(new Affine(location, Expr.of(-1)), scaled(scale, new Log(), E));
  }

  /** scale (2 E)^(1 / 2): P(X > x) = exp(-(x / scale)^2 / 2). */
  private static RandomVariable rayleigh(Expr scale) {
    return scaled(scale.times(ROOT_TWO), new Power(Expr.of(0.5), true), E);
  }

  /** minimum exp(E / shape): P(X > x) = (x / minimum)^-shape. */
  private static RandomVariable pareto(Expr minimum, Expr shape) {
    return scaled(minimum, new Exp(), new Draw(new Exponential(shape)));
  }

  /** 1 / G, G gamma of this shape and, for its rate, this scale. */
  private static RandomVariable inverseGamma(Expr shape, Expr scale) {
    return new Pushed(new Power(Expr.of(-1), false), new Draw(new Gamma(shape, scale)));
  }

  /** scale |N|, N of three dimensions: N^2 is gamma of shape 3 / 2 and rate 1 / 2. */
  private static RandomVariable maxwell(Expr scale) {
    Distribution square = new Gamma(Expr.of(1.5), Expr.of(0.5));
    return scaled(scale, new Power(Expr.of(0.5), true), new Draw(square));
  }

  /** The square root of a gamma variable of this shape and mean spread. */
  private static RandomVariable nakagami(Expr shape, Expr spread) {
    Distribution square = new Gamma(shape, shape.over(spread));
    return new Pushed(new Power(Expr.of(0.5), true), new Draw(square));
  }

  /** location + scale / N^2. */
  static RandomVariable levy(Expr location, Expr scale) {
    Draw size = new Draw(new HalfNormal(Expr.of(1)));
    return new Pushed(
        new Affine(location, Expr.of(1)), scaled(scale, new Power(Expr.of(-2), false), size));
  }

  /** location + sd (N + C), C Cauchy of scale gamma / sd. */
  static RandomVariable voigt(Expr location, Expr sd, Expr gamma) {
    return located(location, sd, new Voigt(gamma.over(sd)));
  }

  /** The quotient of two chi-squared variables, each over its degrees of freedom. */
  private static RandomVariable f(Expr nu1, Expr nu2) {
    Distribution odds = new BetaPrime(nu1.times(0.5), nu2.times(0.5));
    return new Pushed(new Scale(nu2.over(nu1)), new Draw(odds));
  }

  /** gamma + delta asinh((X - location) / scale) is N. */
  private static RandomVariable johnsonSu(Expr gamma, Expr delta, Expr location, Expr scale) {
    Expr sd = Expr.of(1).over(delta);
    Draw inner = new Draw(new Normal(gamma.over(delta).negate(), sd));
    return new Pushed(new Affine(location, Expr.of(1)), scaled(scale, new Sinh(), inner));
  }

  /** location + scale sinh(tail (asinh N + skewness)). */
  private static RandomVariable sinhArcsinh(Expr location, Expr scale, Expr skewness, Expr tail) {
    Draw inner = new Draw(new Normal(Expr.of(0), Expr.of(1)));
    return new Pushed(
        new Affine(location, Expr.of(1)), scaled(scale, new SinhArcsinh(skewness, tail), inner));
  }

  /** sigma R, R of the distance nu / sigma. */
  private static RandomVariable rice(Expr nu, Expr sigma) {
    return new Pushed(new Scale(sigma), new Draw(new Rice(nu.over(sigma))));
  }

  /** mu + V, V in [-pi, pi]. */
  private static RandomVariable vonMises(Expr mu, Expr kappa) {
    return new Pushed(new Shift(mu), new Draw(new VonMises(kappa)));
  }

  private static RandomVariable located(Expr location, Expr scale, Distribution law) {
    return new Pushed(new Shift(location), new Pushed(new Scale(scale), new Draw(law)));
  }

  private static RandomVariable scaled(Expr scale, Bijector map, RandomVariable variable) {
    return new Pushed(new Scale(scale), new Pushed(map, variable));
  }
}
