package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.engine.expr.Text;

/**
 * Every law that a model can name, at the parameters it is tested at; some at several. Points where
 * they are not smooth are multiples of 1/20, as the contract's integrals want them.
 */
public final class NamedLaws {

  /** The continuous ones on the line. */
  public static final List<String> CONTINUOUS =
      List.of(
          "normal(0.7, 1.3)",
          "uniform(-0.5, 2.25)",
          "exponential(0.8)",
          "cauchy(-0.3, 0.6)",
          "logistic(0.4, 0.7)",
          "laplace(0.25, 0.9)",
          "log_normal(0.3, 0.8)",
          "weibull(0.7, 1.3)",
          "weibull(2.5, 1.3)",
          "frechet(1.7, 1.5)",
          "gumbel(0.4, 0.7)",
          "rayleigh(0.9)",
          "pareto(0.5, 1.5)",
          "half_normal(1.3)",
          "half_cauchy(0.6)",
          "gamma(0.6, 1.5)",
          "gamma(4.5, 2)",
          "chi_squared(3)",
          "inverse_gamma(2.5, 1.2)",
          "maxwell(0.8)",
          "nakagami(1.4, 2)",
          "levy(0.25, 0.8)",
          "student_t(3.5, -0.3, 0.6)",
          "beta(0.6, 2.5)",
          "beta_prime(2.5, 0.6)",
          "f(3.5, 5)",
          "arcsine(0, 2.25)",
          "kumaraswamy(1.5, 2.5)",
          "triangular(-0.5, 1, 2.25)",
          "trapezoidal(-0.5, 0.25, 1, 2.25)",
          "trapezoidal(-0.5, -0.5, 1, 1)",
          "rice(1.5, 0.8)",
          "von_mises(0.4, 40)",
          "skew_normal(-0.3, 1.2, 2.5)",
          "skew_normal(0.2, 0.9, -0.5)",
          "voigt(0.25, 0.6, 0.4)",
          "inverse_gaussian(1.5, 0.8)",
          "exponentially_modified_normal(0.2, 0.7, 0.9)",
          "johnson_su(-0.6, 1.2, 0.3, 0.8)",
          "sinh_arcsinh(0.3, 0.8, 0.2, 1.2)",
          "crystal_ball(0.3, 0.8, 1.25, 2.5)",
          "crystal_ball(0.3, 0.8, -0.75, 4.5)",
          "double_crystal_ball(0.3, 0.8, 1.25, 2.5, 0.75, 6)",
          "argus(2.25, -3, 0.5)",
          "argus(1, -0.4, 1.5)",
          "argus(1.5, 0.8, 0.3)",
          "relativistic_breit_wigner(1.2, 0.4)",
          "bernstein(-0.5, 2.25, {1, 0.3, 2})",
          "chebyshev(-0.5, 2.25, {0.3, -0.4, 0.1})",
          "bernstein(0, 1.5, {0, 1, 0, 0.5})",
          "histogram({0, 1, 2, 3}, {2, 0, 1})",
          "histogram({-0.5, 0.25, 1, 2.25}, {1, 0.5, 2})",
          "kernel_density({-0.3, 0.2, 0.4, 2}, 0.5)",
          "generalized_normal(0.25, 1.2, 1.5)");

  /** Those on the integers. */
  public static final List<String> DISCRETE =
      List.of(
          "poisson(3.5)",
          "skellam(3.5, 1.2)",
          "binomial(12, 0.3)",
          "negative_binomial(2.5, 0.7)",
          "negative_binomial(0.3, 1.5)",
          "geometric(0.4)",
          "bernoulli(0.3)",
          "categorical({0.125, 0.25, 0.625})");

  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d[\\d.]*(?:[eE]-?\\d+)?");

  /** A law whose arguments are parameters, sorted as they are written. */
  public record Open(RandomVariable law, Map<String, Double> point) {}

  private NamedLaws() {}

  /** The law as it is written. */
  public static RandomVariable read(String law) {
    return read(law, Map.of());
  }

  /** The law with a parameter in the place of each of its numbers. */
  public static Open open(String law) {
    List<String> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(law);
    String text =
        matcher.replaceAll(
            found -> {
              numbers.add(found.group());
              return parameter(numbers.size() - 1);
            });
    Map<String, Double> point = new TreeMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      point.put(parameter(i), Double.parseDouble(numbers.get(i)));
    }
    return new Open(read(text, point), point);
  }

  /** Names whose order is that of the arguments. */
  private static String parameter(int argument) {
    return "p%02d".formatted(argument);
  }

  private static RandomVariable read(String law, Map<String, Double> point) {
    return ModelReader.read(Text.of("model", "x ~ " + law), point.keySet()).variables().get("x");
  }
}
