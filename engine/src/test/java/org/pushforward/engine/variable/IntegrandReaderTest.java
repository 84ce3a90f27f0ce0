package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.expr.Text;

/** Formulas under an expectation. */
class IntegrandReaderTest {
  private static final Map<String, Bounds> KNOWN =
      Map.of("mu", Bounds.between(0, 0), "s", Bounds.between(1, 1));
  private static final Model MODEL =
      ModelReader.read(Text.of("model", "x ~ normal(mu, s)\nz ~ iid(2, gamma(2, s))"), KNOWN);

  private static final Expr MU = Parameter.of("mu");
  private static final Expr S = Parameter.of("s");

  private static Integrand read(String f) {
    return ModelReader.integrand(Text.of("f", f), MODEL, KNOWN, v -> v);
  }

  @Test
  void observablesAreSymbolsAndParametersThemselves() {
    Integrand f = read("x*mu + z1 - z2");
    List<Parameter> x = f.values();
    assertSame(x.get(0).times(MU).plus(x.get(1)).minus(x.get(2)), f.formula());
    assertEquals(List.of("x", "z1", "z2"), f.names());
  }

  @Test
  void whatIsStoppedIsTheSameFormulaOfSymbolsOfItsOwn() {
    Integrand f = read("x*stop(x + mu)");
    Parameter x = f.values().get(0);
    Map<Parameter, Expr> back = Map.copyOf(f.stopped());
    assertSame(x.times(x.plus(MU)), Substitution.of(f.formula(), back));
    assertEquals(List.of(), List.copyOf(Substitution.among(Set.of((Parameter) MU), f.formula())));
  }

  @Test
  void logpOfALawIsItsLogDensityThere() {
    Integrand f = read("logp(x^2 | normal(mu, s))");
    assertSame(new Draw(new Normal(MU, S)).logDensity(f.values().get(0).square()), f.formula());
  }

  @Test
  void logpMayBeOfAVector() {
    Integrand f = read("logp(z | iid(2, normal(0, 1)))");
    RandomVariable normal = new Draw(new Normal(Expr.of(0), Expr.of(1)));
    assertSame(
        normal.logDensity(f.values().get(1)).plus(normal.logDensity(f.values().get(2))),
        f.formula());
    assertSame(f.formula(), read("logp({z1, z2} | iid(2, normal(0, 1)))").formula());
  }

  @Test
  void theOwnDensityHasSymbolsWhereTheDrawIsTheOwn() {
    Integrand f = read("logp(x)");
    Integrand.OwnDensity own = f.densities().get(0);
    assertSame(own.live(), f.formula());
    assertSame(own.live(), read("logp(x | x)").formula());
    assertSame(own.atStopped(), read("logp(stop(x) | x)").formula());
    assertSame(own.stopped(), read("stop(logp(x))").formula());
    assertSame(f.densities().get(1).live(), read("logp(z)").formula());
    // Anywhere else it is a formula.
    assertSame(
        new Draw(new Normal(MU, S)).logDensity(f.values().get(1)), read("logp(z1 | x)").formula());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "logp(y); logp of this needs a law",
        "logp(x | cauchi(0, 1)); there is no distribution \"cauchi\"",
        "logp(z | normal(0, 1)); the value has 2 components, its law 1",
        "logp(x, mu); logp takes 1 argument",
        "stop(); stop takes 1 argument",
        "x + normal(0, 1); a random variable cannot stand where a number is wanted",
        "logp(x | 3); this is a number, not a random variable",
        "max(x | normal(0, 1), 2); a value and its law stand in logp alone",
      })
  void mistakesAreTold(String f, String problem) {
    SpecException e = assertThrows(SpecException.class, () -> read(f));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  @Test
  void aModelHasNoneOfThis() {
    SpecException e =
        assertThrows(
            SpecException.class,
            () -> ModelReader.read(Text.of("model", "x ~ normal(stop(mu), 1)"), KNOWN));
    assertTrue(e.getMessage().contains("stop stands in the formula of an expectation alone"));
  }
}
