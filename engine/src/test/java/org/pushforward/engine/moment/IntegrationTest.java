package org.pushforward.engine.moment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;

class IntegrationTest {
  private static final Calculator NUMBERS = new Calculator(new SimdBackend(), Map.of());

  private static final double ENTROPY_OF_T3_AND_NORMAL = 2.00812586327210131;

  private static final double WIDE_TANH = -41.6885108399941248;

  private static RandomVariable variable(String model) {
    return ModelReader.read(Text.of("test", "y ~ " + model), List.of()).variables().get("y");
  }

  private static Quantities of(String model) {
    return new Quantities(Subject.of(variable(model), NUMBERS), NUMBERS);
  }

  private static Estimate integrated(Quantity quantity) {
    return Integration.of(List.of(quantity), NUMBERS).get(0);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "tanh_entropies.csv")
  void entropyOfTanhOfANormal(String mu, String sigma, double entropy) {
    Estimate e = integrated(of("tanh(normal(" + mu + ", " + sigma + "))").entropy());
    assertEquals(entropy, e.value(), 6e-15); // the reference has 15 digits
    assertTrue(e.standardError() < 1e-13, e.toString());
  }

  /** Closed forms, which have tests of their own; infinite and undefined ones among them. */
  @ParameterizedTest
  @FieldSource("org.pushforward.engine.variable.NamedLaws#CONTINUOUS")
  void meansVariancesAndEntropiesOfLawsAreTheirClosedForms(String law) {
    Quantities x = of(law);
    List<Quantity> quantities = List.of(x.mean(), x.variance(), x.entropy());
    List<Estimate> estimates = Integration.of(quantities, NUMBERS);
    for (int k = 0; k < 3; k++) {
      Optional<Estimate> closed = quantities.get(k).exact(NUMBERS);
      if (closed.isPresent()) {
        // The density is infinite at 2.25, next to which numbers are 4e-16 apart.
        isRight(closed.get().value(), law.startsWith("arcsine") ? 1e-7 : 1e-10, estimates.get(k));
      }
    }
  }

  /**
   * Where y is 1 to a double, its density is not: H = H(X) + E log(sech^2 X) for X of deviation 30,
   * by mpmath.
   */
  @Test
  void entropyIsRightWhereTheImageRoundsToTheEndsOfItsRange() {
    isRight(WIDE_TANH, 1e-13, integrated(of("tanh(normal(0, 30))").entropy()));
    isRight(
        WIDE_TANH,
        1e-13,
        integrated(of("mix(0.3 -> tanh(normal(0, 30)), 0.7 -> tanh(normal(0, 30)))").entropy()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal(0, 1) | normal(1, 2) | kl | .443147180559945309",
        "normal(0, 1) | normal(1, 1) | js | .111421482184736",
        "exp(normal(0, 1)) | exp(normal(1, 2)) | kl | .443147180559945309",
        "tanh(normal(0, 30)) | tanh(normal(30, 60)) | kl | .443147180559945309",
        "uniform(0, 1) | uniform(0, 2) | kl | .693147180559945309",
        "uniform(0, 2) | uniform(0, 1) | kl | Infinity",
        "uniform(0, 2) | uniform(0, 1) | js | .215761554338835696", // 3/4 log 4/3
        "uniform(0, 2) | uniform(3, 4) | js | .693147180559945309",
        "exponential(1) | exponential(3) | kl | .901387711331890283", // 2 - log 3
        "cauchy(0, 1) | cauchy(0, 3) | kl | .287682072451780927", // log(16 / 12)
        "cauchy(0, 1) | normal(0, 1) | kl | Infinity",
        "normal(0, 1) | normal(1, 1) | total_variation | .382924922548026", // 2 Phi(1/2) - 1
        "uniform(0, 2) | uniform(1, 3) | total_variation | 0.5",
        "normal(0, 1) | normal(1, 1) | hellinger | .342787248034994145", // sqrt(1 - exp(-1/8))
        "normal(0, 1) | normal(1, 1) | chi_squared | 1.71828182845904524", // e - 1
        "normal(0, 2) | normal(0, 1) | chi_squared | Infinity",
        "normal(0, 1) | normal(1, 1) | renyi(0.5) | 0.25",
        "normal(0, 1) | normal(1, 1) | renyi(3.0) | 1.5",
        "normal(0, 1) | normal(1, 1) | t*log(t) | 0.5",
        "uniform(0, 2) | uniform(1, 3) | abs(t - 1)/2 | 0.5",
        "uniform(0, 2) | uniform(1, 3) | t*log(t) | Infinity",
      })
  void divergences(String p, String q, String name, double wanted) {
    Divergences from = Divergences.of(variable(p), variable(q), NUMBERS);
    isRight(wanted, 1e-14, integrated(NamedDivergence.of(from, name, NUMBERS)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal(0, 1) | y^4 | 3",
        "normal(0, 1) | exp(y) | 1.64872127070012815",
        "normal(0, 1) | exp(0.6*y^2) | Infinity",
        "normal(0, 1) | exp(exp(y)) | Infinity",
        "normal(0, 1) | log(abs(y)) | -.635181422730739085", // -(gamma + log 2) / 2
        "normal(0, 1) | 1/y^2 | Infinity",
        "normal(0, 1) | sqrt(y) | NaN",
        "cauchy(0, 1) | y | NaN",
        "cauchy(0, 1) | abs(y) | Infinity",
        "cauchy(0, 1) | sqrt(abs(y)) | 1.41421356237309505",
        "cauchy(0, 1) | log(1 + y^2) | 1.38629436111989062", // log 4
        "pareto(1, 2.5) | y^2 | 5",
        "pareto(1, 2.5) | y^3 | Infinity",
        "uniform(0, 1) | 1/y | Infinity",
        "uniform(0, 1) | y^(-0.9) | 10",
        "uniform(0, 3) | y < 1 | .333333333333333333",
        "truncate(normal(0, 1), 1, 1e9) | y | 1.52513527616098121", // phi(1) / Phi(-1)
        "uniform(-1, 1) + normal(0, 0.1) | y^2 | .343333333333333333",
      })
  void expectations(String model, String formula, double wanted) {
    Quantity quantity =
        of(model).expectation("g", y -> ModelReader.formula(Text.of("g", formula), Map.of("y", y)));
    isRight(wanted, 1e-13, integrated(quantity));
  }

  /** Its entropy by mpmath's quad, 30 digits, of the density in IntegratedSumTest. */
  @Test
  void ofASumThatFallsAsAPowerTheTailsCount() {
    Quantities x = of("student_t(3, 0, 1) + normal(0, 1)");
    List<Estimate> found = Integration.of(List.of(x.entropy(), x.kurtosis()), NUMBERS);
    isRight(ENTROPY_OF_T3_AND_NORMAL, 1e-12, found.get(0));
    assertTrue(!Double.isFinite(found.get(1).value()), found.get(1).toString());
  }

  @Test
  void sumsWithoutAClosedFormHaveTheVarianceOfTheirTerms() {
    double tanh = integrated(of("tanh(normal(0, 1))").variance()).value();
    isRight(1 / 3.0 + tanh, 1e-6, integrated(of("uniform(-1, 1) + tanh(normal(0, 1))").variance()));
  }

  /** Sums of 40 digits by mpmath, and closed forms. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "poisson(3.7) | entropy | 2.04503479889721249",
        "poisson(1000) | entropy | 4.87273279764285065",
        "binomial(12, 0.3) | entropy | 1.87294205568517649",
        "negative_binomial(2.5, 0.7) | entropy | 2.3243255890985738",
        "3 - 2*poisson(3.7) | entropy | 2.04503479889721249",
        "poisson(1.7) + poisson(2) | entropy | 2.04503479889721249",
        "poisson(1.7) + geometric(0.4) | entropy | 2.1356761717723615",
        "binomial(99, 0.4) - geometric(0.2) | entropy | 3.28246870636122891",
        "2*poisson(1.7) + 3*geometric(0.4) | entropy | 2.95959770746830299",
        "2*poisson(1.7) + 3*geometric(0.4) | mean | 7.9",
        "mix(0.3 -> 2*poisson(3.7), 0.7 -> poisson(5)) | entropy | 2.37987457085829393",
        "truncate(poisson(3.7), 29.5, 40) | entropy | 0.412478719855361009",
        "truncate(poisson(3.7), 29.5, 40) | mean | 30.1342618697106671",
        "truncate(mix(0.3 -> 2*poisson(3.7), 0.7 -> poisson(5)), 3, 8) | entropy | 1.74854631015166589",
        "truncate(mix(0.3 -> 2*poisson(3.7), 0.7 -> poisson(5)), 3, 8) | mean | 5.34210132213033349",
        "poisson(3.7) | skewness | .519875244910036442", // 1 / sqrt(3.7)
        "poisson(3.7) | kurtosis | .270270270270270270",
        "binomial(12, 0.3) | skewness | .251976315339484818",
        "binomial(12, 0.3) | kurtosis | -.103174603174603175",
        "negative_binomial(2.5, 0.7) | mean | 3.57142857142857143",
        "negative_binomial(2.5, 0.7) | variance | 8.67346938775510204",
        "negative_binomial(2.5, 0.7) | skewness | 1.30969237519619806",
        "negative_binomial(2.5, 0.7) | kurtosis | 2.51529411764705882",
        "geometric(0.4) | skewness | 2.06559111797728901",
        "geometric(0.4) | kurtosis | 6.26666666666666667",
        "geometric(0.00001) | mean | 99999",
        "geometric(0.4) | 1.5^y | 4", // 0.4 / (1 - 0.6 1.5)
        "geometric(0.4) | 1.7^y | Infinity",
        "geometric(0.4) | log(y) | -Infinity",
        "poisson(3.7) | exp(exp(y)) | Infinity",
        "poisson(3.7) | log(y - 1) | NaN",
      })
  void sumsOverDiscreteVariables(String model, String name, double wanted) {
    Quantities x = of(model);
    Quantity quantity =
        switch (name) {
          case "entropy" -> x.entropy();
          case "mean" -> x.mean();
          case "variance" -> x.variance();
          case "skewness" -> x.skewness();
          case "kurtosis" -> x.kurtosis();
          default ->
              x.expectation(name, y -> ModelReader.formula(Text.of("g", name), Map.of("y", y)));
        };
    Estimate e = integrated(quantity);
    isRight(wanted, 1e-12, e);
    assertEquals(Method.SUMMATION, e.method());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "poisson(3.7) | poisson(5) | kl | .185911156699490027",
        "poisson(3.7) | poisson(5) | js | .0465316944393213995",
        "poisson(3.7) | poisson(5) | total_variation | .246726080306779989",
        "2*poisson(3.7) + 1 | 2*poisson(5) + 1 | kl | .185911156699490027",
        "poisson(3.7) | binomial(100, 0.037) | kl | Infinity",
        "2*poisson(3.7) | 2*poisson(5) + 1 | js | .693147180559945309",
      })
  void divergencesOfDiscreteVariables(String p, String q, String name, double wanted) {
    Divergences from = Divergences.of(variable(p), variable(q), NUMBERS);
    isRight(wanted, 1e-13, integrated(NamedDivergence.of(from, name, NUMBERS)));
  }

  /** P(X <= 3) and its neighbours, of each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "poisson(3.7) | 0.494 | 3",
        "poisson(3.7) | 0.495 | 4",
        "2*poisson(3.7) - 1 | 0.494 | 5",
        "-poisson(3.7) | 0.505 | -4",
        "-poisson(3.7) | 0.506 | -3",
        "mix(0.5 -> poisson(3.7), 0.5 -> 0.1*poisson(3.7)) | 0.5 | 0.8",
        "truncate(poisson(3.7), 2.5, 5.5) | 0.001 | 3",
        "truncate(poisson(3.7), 2.5, 5.5) | 0.999 | 5",
      })
  void quantilesOfDiscreteVariablesAreValuesOfThem(String model, double p, double wanted) {
    Subject x = Subject.of(variable(model), NUMBERS);
    assertEquals(wanted, Quantities.quantile(x, p, NUMBERS).value(), 1e-15 * Math.abs(wanted));
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
    assertTrue(off <= tolerance * Math.max(1, Math.abs(wanted)), what);
  }
}
