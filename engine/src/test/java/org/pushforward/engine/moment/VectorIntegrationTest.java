package org.pushforward.engine.moment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;

class VectorIntegrationTest {
  private static final Calculator NUMBERS = new Calculator(new SimdBackend(), Map.of());

  private static final String UNIT = "{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}";

  private static Model.Part part(String model) {
    String text = model.contains("~") ? model.replace("; ", "\n") : "{u, v} ~ " + model;
    List<Model.Part> parts = ModelReader.read(Text.of("test", text), List.of()).parts();
    return parts.get(parts.size() - 1);
  }

  private static Quantity quantity(String model, String name) {
    Model.Part part = part(model);
    VectorQuantities x = new VectorQuantities(part.vector(), NUMBERS);
    return switch (name) {
      case "entropy" -> x.entropy();
      case "mean" -> x.mean(0);
      case "variance" -> x.variance(0);
      case "covariance" -> x.covariance(0, 1);
      case "correlation" -> x.correlation(0, 1);
      default ->
          x.expectation(
              name,
              y -> {
                Map<String, Expr> names = new LinkedHashMap<>();
                for (int i = 0; i < y.size(); i++) {
                  names.put(part.names().get(i), y.get(i));
                }
                return ModelReader.formula(Text.of("g", name), names);
              });
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | entropy | 3.81083214093699832",
        // numpy's Gauss-Legendre rule, 1920 nodes a side
        "mix(0.3 -> multivariate_normal({0, 0}, {{2, 1}, {1, 1}}), 0.7 -> iid(2, normal(0, 3))) | entropy | 4.6510691270775535",
        "mix(0.3 -> multivariate_normal({0, 0}, {{2, 1}, {1, 1}}), 0.7 -> iid(2, normal(0, 3))) | covariance | 0.3",
        "mix(0.3 -> multivariate_normal({0, 0}, {{2, 1}, {1, 1}}), 0.7 -> iid(2, normal(0, 3))) | variance | 6.9",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | mean | 1",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | variance | 4",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | covariance | 1",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | u*v | -1",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | exp(u + v) | 20.0855369231876677",
        "multivariate_t(5, {0, 1}, {{1, 0.3}, {0.3, 2}}) | entropy | 3.56142868743861474",
        "multivariate_t(5, {0, 1}, {{1, 0.3}, {0.3, 2}}) | variance | 1.66666666666666667",
        "multivariate_t(5, {0, 1}, {{1, 0.3}, {0.3, 2}}) | covariance | 0.5",
        "multivariate_t(1.5, {0, 1}, {{1, 0.3}, {0.3, 2}}) | variance | Infinity",
        "multivariate_t(1.5, {0, 1}, {{1, 0.3}, {0.3, 2}}) | mean | 0",
        "multivariate_t(1.5, {0, 1}, {{1, 0.3}, {0.3, 2}}) | covariance | NaN",
        "multivariate_t(1, {0, 1}, {{1, 0.3}, {0.3, 2}}) | mean | NaN",
        "multivariate_t(1, {0, 0}, {{1, 0}, {0, 1}}) | log(1 + u^2 + v^2) | 2",
        "dirichlet({2, 0.5, 1.5}) | entropy | -1.50684343060526680",
        "dirichlet({2, 0.5, 1.5}) | covariance | -.0125",
        "dirichlet({2, 0.5, 1.5}) | log(1 - u - v) | -1.21962769445322395", // psi(1.5) - psi(4)
        "{gamma(2, 1), beta(2, 2)} | log(u + v) | .758096087408840082",
        "{exponential(1), uniform(2, 4)} | u*v | 3",
        "{exponential(1), exponential(2)} | min(u, v) | .333333333333333333",
        "{exponential(1), exponential(2)} | u < v | .333333333333333333",
        "iid(2, normal(0, 1)) | max(u, v) | .564189583547756287",
        "iid(2, normal(0, 1)) | abs(u - v) | 1.12837916709551257",
        "iid(2, normal(0, 1)) | u < v | 0.5",
        "iid(2, normal(0, 1)) | u^2 + v^2 < 1 | .393469340287366577",
        "iid(2, normal(0, 1)) | exp(0.5*u*v) | 1.15470053837925153",
        "iid(2, normal(0, 1)) | exp(0.9*u*v) | 2.29415733870561685",
        "iid(2, normal(0, 1)) | exp(u*v) | Infinity",
        "iid(2, normal(0, 1)) | log(u^2 + v^2) | .115931515658412421",
        "iid(2, normal(0, 1)) | 1/sqrt(u^2 + v^2) | 1.25331413731550025",
        "iid(2, normal(0, 1)) | 1/(u^2 + v^2) | Infinity",
        "iid(2, normal(0, 1)) | u/v | NaN",
        "{normal(0, 1), cauchy(0, 1)} | u*v | NaN",
        "{normal(0, 1), cauchy(0, 1)} | sqrt(abs(u*v)) | 1.16273663403823716",
        "x ~ iid(2, normal(0, 1)); {u, v} ~ {x1 + x2^3, x2} | entropy | 2.83787706640934548",
        "x ~ iid(2, normal(0, 1)); {u, v} ~ {x1 + x2^3, x2} | variance | 16",
        "x ~ iid(2, normal(0, 1)); {u, v} ~ {x1 + x2^3, x2} | covariance | 3",
        "x ~ iid(2, normal(0, 1)); {u, v} ~ {exp(x1/2), x2*(1 + x1^2) + x1} | entropy | 2.67818306569353501",
        "k ~ poisson(3.7); e ~ normal(0, 0.5); {u, v} ~ {k, 1.5*k + e} | entropy | 2.77082615154193992",
        "k ~ poisson(3.7); e ~ normal(0, 0.5); {u, v} ~ {k, 1.5*k + e} | covariance | 5.55",
        "{poisson(3.7), normal(0, 1)} | u*v^2 | 3.7",
        "{poisson(3.7), normal(0, 1)} | exp(v*u/10) | 1.09502308327216826",
        "{normal(0, 1), poisson(3.7)} | exp(v*u/10) | 1.09502308327216826",
        "{poisson(3.7), poisson(2)} | u < v | .173240478962797255",
        "{poisson(3.7), poisson(2)} | max(u, v) | 4.00873495050039029",
        "{poisson(3.7), poisson(2)} | entropy | 3.74991744283019644",
        "{mix(0.3 -> normal(-5, 1), 0.7 -> exponential(1)), uniform(-1, 1) + normal(0, 0.1)} | u^2*v^2 | 3.15866666666666667",
      })
  void averages(String model, String name, double wanted) {
    Quantity quantity = quantity(model, name);
    isRight(wanted, 1e-12, integrated(quantity));
    double some = Double.isFinite(wanted) ? 1e-14 * Math.max(1, Math.abs(wanted)) : 1;
    quantity.exact(NUMBERS).ifPresent(e -> assertEquals(wanted, e.value(), some));
  }

  /** By mpmath with 40 digits: the laws' formulas, and those of affine images. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x ~ multivariate_t(2.5, {0, 0, 0}, {{2, 0.5, 0}, {0.5, 1, -0.5}, {0, -0.5, 1.6}}) | entropy | 5.81197402018330407",
        "x ~ multivariate_t(2.5, {1, 0, 0}, {{2, 0.5, 0}, {0.5, 1, -0.5}, {0, -0.5, 1.6}}) | mean | 1",
        "x ~ multivariate_t(2.5, {0, 0, 0}, {{2, 0.5, 0}, {0.5, 1, -0.5}, {0, -0.5, 1.6}}) | covariance | 2.5",
        "x ~ dirichlet({1, 2, 3, 4}) | mean | 0.1",
        "x ~ dirichlet({1, 2, 3, 4}) | variance | .00818181818181818182", // 0.1 0.9 / 11
        "x ~ dirichlet({1, 2, 3, 4}) | covariance | -.00181818181818181818", // 0.1 0.2 / 11
        "{normal(0, 1), cauchy(0, 1)} | covariance | NaN",
        "iid(2, exponential(2)) | correlation | 0",
        "x ~ iid(2, exponential(2)); {u, v} ~ {x1 + 2*x2, x1 - x2} | correlation | -.316227766016837933",
      })
  void closedForms(String model, String name, double wanted) {
    assertEquals(wanted, quantity(model, name).exact(NUMBERS).orElseThrow().value(), 1e-14);
  }

  /** Where a leaf is multiplied by another there is no closed form of an affine image. */
  @Test
  void whatIsNotAffineHasNoClosedForm() {
    String image = "x ~ iid(2, normal(0, 1)); {u, v} ~ {x1*exp(x2), x2}";
    assertTrue(quantity(image, "covariance").exact(NUMBERS).isEmpty());
    assertTrue(quantity(image, "entropy").exact(NUMBERS).isEmpty());
    assertFalse(quantity("x ~ multivariate_t(2, {0, 0, 0}, " + UNIT + ")", "x1").isIntegrable());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | multivariate_normal({0, -1}, {{3, -1}, {-1, 2}}) | kl | .731763881689393535",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | multivariate_normal({0, -1}, {{3, -1}, {-1, 2}}) | hellinger | .408259300789587281",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | multivariate_normal({0, -1}, {{3, -1}, {-1, 2}}) | renyi(0.5) | .364664689739177894",
        "multivariate_normal({1, -2}, {{4, 1}, {1, 2}}) | multivariate_normal({0, -1}, {{3, -1}, {-1, 2}}) | chi_squared | Infinity",
        // By 1 along a diagonal: as on the line.
        "iid(2, normal(0, 1)) | {normal(0.6, 1), normal(0.8, 1)} | js | .111421482184736",
        "iid(2, normal(0, 1)) | {normal(0.6, 1), normal(0.8, 1)} | total_variation | .382924922548026207",
        "iid(2, normal(0, 1)) | {normal(0.6, 1), normal(0.8, 1)} | hellinger | .342787248034994145",
        "iid(2, normal(0, 1)) | {normal(0.6, 1), normal(0.8, 1)} | chi_squared | 1.71828182845904524",
        "iid(2, normal(0, 1)) | {normal(0.6, 1), normal(0.8, 1)} | renyi(3.0) | 1.5",
        "iid(2, normal(0, 1)) | {normal(0.6, 1), normal(0.8, 1)} | t*log(t) | 0.5",
        "{uniform(0, 1), uniform(0, 2)} | {uniform(0, 1), uniform(0, 1)} | kl | Infinity",
        "{uniform(0, 1), uniform(0, 2)} | {uniform(0, 1), uniform(0, 1)} | js | .215761554338835696",
        "{poisson(3.7), normal(0, 1)} | {poisson(5), normal(1, 2)} | kl | .629058337259435336",
        "x ~ iid(2, normal(0, 1)); {u, v} ~ {x1 + x2^3, x2} | x ~ iid(2, normal(0, 2)); {u, v} ~ {x1 + x2^3, x2} | kl | .636294361119890619",
      })
  void divergences(String p, String q, String name, double wanted) {
    Divergences from = Divergences.of(part(p).vector(), part(q).vector(), NUMBERS);
    isRight(wanted, 1e-12, integrated(NamedDivergence.of(from, name, NUMBERS)));
  }

  /** weibull(2, 1) + normal(0, 0.5) has the entropy 1.032351073125848, by mpmath. */
  @Test
  void theErrorOfAConvolutionIsStated() {
    String model = "x ~ weibull(2, 1) + normal(0, 0.5); y ~ normal(0, 1); {u, v} ~ {x + 2*y, y}";
    Estimate found = integrated(quantity(model, "entropy"));
    assertEquals(2.451289606330521, found.value(), found.standardError());
    assertTrue(found.standardError() < 2e-9, () -> "" + found);
  }

  private static Estimate integrated(Quantity quantity) {
    return Integration.of(List.of(quantity), NUMBERS).get(0);
  }

  /** Right within its own error, which is small. */
  private static void isRight(double wanted, double tolerance, Estimate e) {
    if (!Double.isFinite(wanted)) {
      assertEquals(wanted, e.value());
      return;
    }
    double off = Math.abs(wanted - e.value());
    String what = "wanted " + wanted + ", found " + e;
    assertTrue(off <= e.standardError() + 0x1p-50 * Math.abs(wanted), what);
    assertTrue(e.standardError() <= tolerance * Math.max(1, Math.abs(wanted)), what);
  }
}
