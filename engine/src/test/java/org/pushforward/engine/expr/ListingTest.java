package org.pushforward.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.Plain;
import org.pushforward.engine.variable.RandomVariable;

class ListingTest {
  private static final Column X = Column.of("x");
  private static final Map<String, Double> POINT =
      Map.of("mu", 0.4, "sigma", 0.7, "k", 0.6, "f", 0.3, "width", 0.9);

  private static Model model(String text) {
    return ModelReader.read(Text.of("model", text), POINT.keySet());
  }

  private static RandomVariable variable(String text) {
    return model(text).variables().get("x").resolved(new Domain(-2, 6), POINT);
  }

  private static List<Listing.Line> lines(String text, RandomVariable v, Column x) {
    List<Parameter> by = model(text).parameters().stream().map(Parameter::of).toList();
    return Listing.ofDensity(Plain.of(v).logDensity(x), by, false);
  }

  private static void assertText(String text, String... expected) {
    List<String> printed = new ArrayList<>();
    for (Listing.Line line : lines(text, variable(text), X)) {
      printed.add(line.name() + " = " + line.text());
    }
    assertEquals(String.join("\n", expected), String.join("\n", printed));
  }

  @Test
  void normalIsPrintedAsTextbooksHaveIt() {
    assertText(
        "x ~ normal(mu, sigma)",
        "z1 = -(x - mu)^2/(2*sigma^2)",
        "p = exp(z1)/(sqrt(2*pi)*sigma)",
        "log p = z1 - log(sigma) - log(sqrt(2*pi))",
        "d log p / d mu = (x - mu)/sigma^2",
        "d log p / d sigma = (x - mu)^2/sigma^3 - 1/sigma");
  }

  @Test
  void constantsAreRecognised() {
    assertText(
        "x ~ normal(0, 1)", "p = exp(-x^2/2)/sqrt(2*pi)", "log p = -x^2/2 - log(sqrt(2*pi))");
  }

  @Test
  void mixtureIsASumOfDensitiesAndItsGradientDividesByIt() {
    assertText(
        "x ~ mix(f -> normal(0, sigma), 1-f -> cauchy(mu, 1))",
        "z1 = exp(-x^2/(2*sigma^2))",
        "z2 = (x - mu)^2 + 1",
        "p = f*z1/(sqrt(2*pi)*sigma) + (1 - f)/(pi*z2)",
        "z3 = z1/p",
        "z4 = 1/(pi*p*z2)",
        "d log p / d f = z3/(sqrt(2*pi)*sigma) - z4",
        "d log p / d sigma = f*z3*x^2/(sqrt(2*pi)*sigma^4) - f*z3/(sqrt(2*pi)*sigma^2)",
        "d log p / d mu = -2*(f - 1)*z4*(x - mu)/z2");
  }

  @Test
  void smearedUniformIsADifferenceOfTwoNormalCdfs() {
    assertText(
        "x ~ uniform(-1, 1) + normal(0, sigma)",
        "z1 = (1 - abs(x))/sigma",
        "z2 = (-abs(x) - 1)/sigma",
        "z3 = normal_cdf(z1) - normal_cdf(z2)",
        "p = z3/2",
        "log p = log(z3) - log(2)",
        "d log p / d sigma = -(normal_density(z1)*(1 - abs(x))/z3"
            + " - normal_density(z2)*(-abs(x) - 1)/z3)/sigma^2");
  }

  @Test
  void numericSumStandsUnderTheNameOfItsDistributionFunction() {
    String model = "x ~ mix(f -> cauchy(mu, width/2) + normal(0, sigma), 1-f -> exponential(k))";
    RandomVariable v = variable(model).conditioned(1, 5);
    List<Listing.Line> lines = lines(model, v, X.within(1, 5));
    Map<String, String> text = new HashMap<>();
    lines.forEach(line -> text.put(line.name(), line.text()));
    assertEquals("F1(5) - F1(1)", text.get("c1"), text.toString());
    assertEquals("exp(-k) - exp(-5*k)", text.get("c2"), text.toString());
    assertEquals("f*F1'(x)/c1 + (1 - f)*k*exp(-k*x)/c2", text.get("p"));
    assertTrue(text.get("d log p / d sigma").contains("F1_sigma'(x)"), text.toString());
    String latex =
        lines.stream().filter(l -> l.name().equals("d log p / d sigma")).findFirst().get().latex();
    assertTrue(latex.startsWith("\\frac{\\partial \\log p}{\\partial \\sigma} = "), latex);
    assertTrue(latex.contains("\\partial_{\\sigma} F_{1}'\\left(x\\right)"), latex);
  }

  @Test
  void latexHasFractionsPowersGreekLettersAndCases() {
    List<Listing.Line> lines = lines("x ~ exponential(k)", variable("x ~ exponential(k)"), X);
    assertEquals(
        "p = \\begin{cases} 0 & \\text{if } x < 0 \\\\"
            + " k \\exp\\left(-k x\\right) & \\text{otherwise} \\end{cases}",
        lines.get(0).latex());
    Parameter sigma = Parameter.of("sigma_1");
    Expr e =
        Formulas.sqrt(Parameter.of("width"))
            .times(Formulas.normalCdf(X.over(sigma)).square())
            .over(sigma.plus(Parameter.of("mu2")));
    Printer latex = new Printer(true, any -> null, any -> "F");
    assertEquals(
        "\\frac{\\sqrt{\\mathrm{width}}"
            + " \\left(\\Phi\\left(\\frac{x}{\\sigma_{1}}\\right)\\right)^{2}}{\\sigma_{1} + \\mu_{2}}",
        latex.definition(e));
    assertEquals("1.5 \\cdot 10^{-9} x", latex.definition(X.times(1.5e-9)));
  }

  @Test
  void hessianIsTheDerivativeOfTheGradient() {
    List<Parameter> by = List.of(Parameter.of("mu"), Parameter.of("sigma"));
    List<Listing.Line> lines =
        Listing.ofDensity(variable("x ~ normal(mu, sigma)").logDensity(X), by, true);
    List<String> names = lines.stream().map(Listing.Line::name).toList();
    assertEquals(
        List.of("d^2 log p / d mu d mu", "d^2 log p / d mu d sigma", "d^2 log p / d sigma d sigma"),
        names.subList(names.size() - 3, names.size()));
    assertEquals("-1/sigma^2", lines.get(lines.size() - 3).text());
    assertEquals("-2*(x - mu)/sigma^3", lines.get(lines.size() - 2).text());
  }

  @Test
  void namesOfTheModelAreNotTakenTwice() {
    Expr z1 = Parameter.of("z1");
    Expr p = Parameter.of("p");
    Expr square = X.minus(z1).square();
    List<Listing.Line> lines =
        Listing.ofDensity(
            square.times(p).times(-0.5).minus(Formulas.log(p)),
            List.of(Parameter.of("z1"), Parameter.of("p")),
            false);
    Set<String> names = Set.copyOf(lines.stream().map(Listing.Line::name).toList());
    assertFalse(names.contains("z1") || names.contains("p"), names.toString());
    assertTrue(names.contains("log density"), names.toString());
  }

  /** Both are right to a few roundings of their terms, which are below 100 here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x ~ normal(mu, sigma)",
        "x ~ cauchy(mu, sigma)",
        "x ~ exponential(k)",
        "x ~ uniform(-k, 6*sigma)",
        "x ~ 3 - exponential(k)/2*sigma + mu",
        "x ~ exp(normal(mu, sigma))",
        "x ~ mix(f -> normal(mu, sigma), 1-f -> exponential(k))",
        "x ~ mix(f -> normal(mu, sigma), (1-f)*k -> cauchy(mu, sigma),"
            + " (1-f)*(1-k) -> exponential(k))",
        "x ~ truncate(mix(f -> cauchy(mu, sigma), 1-f -> exponential(k)), 0.1, 4)",
        "x ~ uniform(-k, 3*k) + normal(mu, sigma)",
        "x ~ -2*(uniform(-k, k) + normal(mu, sigma)) + 3",
        "x ~ mix(f -> cauchy(mu, k) + normal(0, sigma), 1-f -> exponential(k))",
      })
  void printedFormIsEqualToTheComputedOne(String text) {
    double[] at = {0.15, 0.8, 1.9, 2.6};
    RandomVariable v = variable(text);
    boolean hasTable = text.contains("cauchy(mu, k) +");
    RandomVariable seen = hasTable ? v : v.conditioned(-0.5, 3.5);
    Expr computed = seen.logDensity(X);
    Expr printed = new Reading().of(Plain.of(seen).logDensity(X));
    Expr density = new Reading().of(Formulas.exp(printed));
    List<Parameter> by = model(text).parameters().stream().map(Parameter::of).toList();
    List<Expr> outputs = new ArrayList<>(List.of(computed, printed, Formulas.log(density)));
    outputs.addAll(Derivative.gradient(computed, by));
    Derivative.gradient(printed, by).forEach(g -> outputs.add(new Reading().of(g)));
    double[][] values = Evaluation.rows(new ReferenceBackend(), outputs, POINT, "x", at);
    for (int i = 0; i < at.length; i++) {
      assertEquals(values[0][i], values[1][i], 1e-13, text + " at " + at[i]);
      assertEquals(values[0][i], values[2][i], 1e-13, text + " at " + at[i]);
      for (int j = 0; j < by.size(); j++) {
        double expected = values[3 + j][i];
        assertEquals(expected, values[3 + by.size() + j][i], 1e-12 * (1 + Math.abs(expected)));
      }
    }
  }
}
