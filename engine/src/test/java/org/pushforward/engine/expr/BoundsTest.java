package org.pushforward.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final Parameter X = Parameter.of("x");
  private static final Parameter A = Parameter.of("a");

  @Test
  void sumsAndProductsHoldTheExactValueAndAreExactWhereItIs() {
    SplittableRandom random = new SplittableRandom(20261122);
    int rounded = 0;
    for (int i = 0; i < 20000; i++) {
      // Few bits in every other pair, so that some results are exact.
      double scale = i % 2 == 0 ? 0x1p-60 : 0x1p-8;
      double x = Math.rint(16 * (random.nextDouble() - 0.5) / scale) * scale;
      double a = Math.rint((random.nextDouble() - 0.5) / 3 / scale) * scale;
      BigDecimal exactX = new BigDecimal(x);
      BigDecimal exactA = new BigDecimal(a);
      rounded += check(X.plus(A), x, a, exactX.add(exactA));
      rounded += check(X.minus(A), x, a, exactX.subtract(exactA));
      rounded += check(X.times(A), x, a, exactX.multiply(exactA));
      if (x != 0) {
        Bounds bounds = at(Expr.of(1).over(X), x, a);
        // low x <= 1 <= high x, turned for negative x
        BigDecimal below = new BigDecimal(x > 0 ? bounds.low() : bounds.high()).multiply(exactX);
        BigDecimal above = new BigDecimal(x > 0 ? bounds.high() : bounds.low()).multiply(exactX);
        assertTrue(below.compareTo(BigDecimal.ONE) <= 0 && above.compareTo(BigDecimal.ONE) >= 0);
      }
    }
    assertTrue(rounded > 10000 && rounded < 50000, "" + rounded);
  }

  /** 1 if it is rounded. */
  private static int check(Expr e, double x, double a, BigDecimal exact) {
    Bounds bounds = at(e, x, a);
    int low = new BigDecimal(bounds.low()).compareTo(exact);
    int high = new BigDecimal(bounds.high()).compareTo(exact);
    assertTrue(low <= 0 && high >= 0, e + " at " + x + ", " + a);
    assertEquals(low == 0, high == 0);
    assertTrue(bounds.high() - bounds.low() <= 2 * Math.ulp(bounds.high()));
    return low == 0 ? 0 : 1;
  }

  @Test
  void functionsAreRoundedOutwardButNotAcrossWhatTheyNeverReach() {
    for (UnaryOperator<Expr> f :
        List.<UnaryOperator<Expr>>of(
            Formulas::exp, Formulas::sinh, Formulas::tanh, Formulas::atan, Formulas::cbrt)) {
      Bounds bounds = at(f.apply(X), 0.3, 0);
      double value = Substitution.of(f.apply(X), X, Expr.of(0.3)).constantOrNaN();
      assertTrue(bounds.low() < value && value < bounds.high());
      assertTrue(bounds.high() - bounds.low() < 64 * Math.ulp(value));
    }
    assertEquals(Bounds.between(1, 1), at(Formulas.exp(X), 0, 0));
    assertEquals(Bounds.between(0, 0), at(Formulas.tanh(X), 0, 0));
    assertEquals(0, at(Formulas.exp(X), -800, 0).low());
    assertTrue(at(Formulas.exp(X), -800, 0).high() > 0);
    assertEquals(Bounds.between(3, 3), at(Formulas.sqrt(X), 9, 0));
  }

  /** x - y for the two doubles beside 0.1 3 is of no sign that is known. */
  @Test
  void whatRoundingDecidesHasNoSign() {
    Bounds bounds = at(X.times(A).minus(Expr.of(0.1 * 3)), 0.1, 3);
    assertTrue(bounds.low() < 0 && bounds.high() >= 0, bounds.toString());
  }

  private static Bounds at(Expr e, double x, double a) {
    return Bounds.of(
        e, Map.of(X, Bounds.between(x, x)), Set.of(X), Map.of(A, Bounds.between(a, a)));
  }
}
