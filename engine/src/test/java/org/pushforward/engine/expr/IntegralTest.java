package org.pushforward.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pushforward.engine.expr.Formulas.cos;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.normalDensity;
import static org.pushforward.engine.expr.Formulas.pow;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Integrals with closed forms, which the elementary functions have to 1e-15. */
class IntegralTest {
  private static final Column X = Column.of("x");
  private static final Parameter A = Parameter.of("a");
  private static final Expr INFINITY = Expr.of(Double.POSITIVE_INFINITY);
  private static final Expr MINUS_INFINITY = Expr.of(Double.NEGATIVE_INFINITY);

  private static void check(Expr expected, Expr integral, double tolerance, double a, double... x) {
    double[][] found =
        Evaluation.rows(
            new ReferenceBackend(), List.of(expected, integral), Map.of("a", a), "x", x);
    for (int i = 0; i < x.length; i++) {
      double expects = found[0][i];
      assertEquals(
          expects, found[1][i], tolerance * Math.abs(expects), "a = " + a + ", x = " + x[i]);
    }
  }

  @Test
  void tailsOfAnyScaleAreIntegrated() {
    for (double a : new double[] {1, 1e-150, 3e-7, 4e5, 1e100}) {
      double[] x = {0, 1e-9, 0.1, 0.9, 2, 5, 10, 20, 30};
      // exp(-z^2 / 2) turns the rounding of z into z^2 2^-53.
      Expr above = Integral.of(t -> normalDensity(t.over(A)).over(A), X.times(A), INFINITY);
      Expr below =
          Integral.of(t -> normalDensity(t.over(A)).over(A), MINUS_INFINITY, X.times(A).negate());
      check(normalCdf(X.negate()), above, 2e-14, a, x[0], x[1], x[2], x[3], x[4], x[5]);
      check(normalCdf(X.negate()), above, 3e-13, a, x);
      check(normalCdf(X.negate()), below, 3e-13, a, x);
    }
  }

  @Test
  void powersOfAnyTailAreIntegrated() {
    for (double a : new double[] {0.1, 0.5, 1, 3.5, 40}) {
      // The integral of a t^(-1 - a) from x on.
      check(
          pow(X, A.negate()),
          Integral.of(t -> A.times(pow(t, A.plus(1).negate())), X, INFINITY),
          1e-13,
          a,
          1e-5,
          0.7,
          3,
          1e6);
    }
  }

  @Test
  void theFormulaMayBeInfiniteAtAnEnd() {
    for (double a : new double[] {0.1, 0.5, 1, 2.5, 40}) {
      UnaryOperator<Expr> f = t -> A.times(pow(t, A.minus(1)));
      check(pow(X, A), Integral.of(f, Expr.of(0), X), 1e-13, a, 1e-3, 0.7, 3, 20);
      check(pow(X, A).negate(), Integral.of(f, X, Expr.of(0)), 1e-13, a, 1e-3, 0.7, 3, 20);
    }
    // Near 1 there are few doubles: of sqrt(1 - t) half the digits are left.
    UnaryOperator<Expr> f = t -> Expr.of(0.5).over(sqrt(Expr.of(1).minus(t)));
    check(sqrt(Expr.of(1).minus(X)), Integral.of(f, X, Expr.of(1)), 1e-7, 1, -3, 0.2, 0.9);
  }

  @Test
  void endsMayBeAnything() {
    UnaryOperator<Expr> f = t -> normalDensity(t);
    double[] ends = {
      Double.NEGATIVE_INFINITY, -38, -3, -1e-20, 0, 0.5, 4, 39, Double.POSITIVE_INFINITY
    };
    for (double a : ends) {
      double[] integral = rows(Integral.of(f, X, A), a, ends);
      double[] reversed = rows(Integral.of(f, A, X), a, ends);
      for (int i = 0; i < ends.length; i++) {
        assertEquals(-reversed[i], integral[i], 1e-14);
        double expected = rows(normalCdf(A).minus(normalCdf(X)), a, ends[i])[0];
        if (Double.isInfinite(a) && Double.isInfinite(ends[i]) && a != ends[i]) {
          assertTrue(Double.isNaN(integral[i]));
        } else {
          assertEquals(expected, integral[i], 1e-14, ends[i] + " to " + a);
        }
      }
    }
    assertEquals(1, rows(Integral.of(f, MINUS_INFINITY, INFINITY), 0, 0)[0], 1e-15);
    assertEquals(-1, rows(Integral.of(f, INFINITY, MINUS_INFINITY), 0, 0)[0], 1e-15);
    assertSame(Expr.of(0), Integral.of(f, X, X));
  }

  @Test
  void whatVanishesHasTheIntegralZeroAndWhatDoesNotSettleNone() {
    assertEquals(0, rows(Integral.of(t -> normalDensity(t), X, INFINITY), 0, 50)[0]);
    assertEquals(0, rows(Integral.of(t -> normalDensity(t), X, INFINITY), 0, 1e300)[0]);
    // A jump is never met to eight digits.
    Expr jump = Integral.of(t -> Formulas.less(t, Expr.of(0.3)), Expr.of(0), X);
    assertTrue(Double.isNaN(rows(jump, 0, 1)[0]));
    assertTrue(Double.isNaN(rows(Integral.of(t -> sqrt(t), Expr.of(-1), X), 0, 1)[0]));
  }

  @Test
  void derivativesAreExact() {
    // The integral of exp(-a t) from x to x^2 + a: each of its parts depends on a or x.
    UnaryOperator<Expr> f = t -> exp(A.times(t).negate());
    Expr end = X.square().plus(A);
    Expr integral = Integral.of(f, X, end);
    Expr closed = f.apply(X).minus(f.apply(end)).over(A);
    double[] x = {-1.5, 0.1, 0.5, 2};
    for (double a : new double[] {0.3, 2}) {
      check(closed, integral, 1e-14, a, x);
      check(Derivative.of(closed, A), Derivative.of(integral, A), 1e-13, a, x);
      List<Parameter> by = List.of(A);
      check(Derivative.of(closed, A), Derivative.gradient(integral, by).get(0), 1e-13, a, x);
      check(
          Derivative.hessian(closed, by).get(0),
          Derivative.hessian(integral, by).get(0),
          1e-13,
          a,
          x);
    }
  }

  @Test
  void integralsLieInIntegralsAndRootsInBoth() {
    // The integral over [0, x] of the integral over [0, t] of cos(a s): (1 - cos(a x)) / a^2.
    Expr twice = Integral.of(t -> Integral.of(s -> cos(A.times(s)), Expr.of(0), t), Expr.of(0), X);
    Expr closed = Expr.of(1).minus(cos(A.times(X))).over(A.square());
    check(closed, twice, 1e-14, 0.8, 0.4, 1, 3);
    check(Derivative.of(closed, A), Derivative.of(twice, A), 1e-13, 0.8, 0.4, 1, 3);
    // The integral over [0, x] of the root y of y^3 = a t.
    Expr ofRoot =
        Integral.of(
            t -> Root.of(y -> pow(y, Expr.of(3)).minus(A.times(t)), A, Expr.of(0), INFINITY),
            Expr.of(0),
            X);
    Expr power = pow(A, Expr.of(1 / 3.0)).times(pow(X, Expr.of(4 / 3.0))).times(0.75);
    check(power, ofRoot, 1e-14, 0.8, 0.4, 1, 3);
    check(Derivative.of(power, A), Derivative.of(ofRoot, A), 1e-13, 0.8, 0.4, 1, 3);
  }

  @Test
  void aQuantileIsTheRootOfAnIntegral() {
    Expr quantile =
        Root.of(
            x -> log(Integral.of(t -> normalDensity(t.over(A)).over(A), MINUS_INFINITY, x).over(X)),
            Expr.of(0),
            MINUS_INFINITY,
            Expr.of(0));
    Expr closed = Formulas.normalQuantile(X).times(A);
    for (double a : new double[] {0.01, 3}) {
      check(closed, quantile, 1e-13, a, 1e-200, 1e-9, 0.1, 0.4);
      check(Derivative.of(closed, A), Derivative.of(quantile, A), 1e-12, a, 1e-9, 0.1, 0.4);
      // And again: the quantile's slope by a is a root in an integral's ends.
      Expr second = Derivative.hessian(quantile, List.of(A)).get(0);
      for (double value : rows(second, a, 1e-9, 0.1, 0.4)) {
        assertEquals(0, value, 1e-11 / a / a);
      }
    }
  }

  @Test
  void itIsPrintedAsPeopleWriteIt() {
    Expr integral = Integral.of(t -> exp(A.times(t).negate()), X, INFINITY);
    assertEquals("integral(exp(-a*?0), ?0 from x to infinity)", integral.toString());
    assertSame(integral, Integral.of(t -> exp(A.times(t).negate()), X, INFINITY));
    assertTrue(Integral.isIn(log(integral)));
    assertFalse(Integral.isIn(log(A)));
    Listing.Line line = Listing.ofDensity(log(integral)).get(0);
    assertEquals("integral(exp(-a*t), t from x to infinity)", line.text());
    assertEquals("p = \\int_{x}^{\\infty} \\exp\\left(-a t\\right)\\,dt", line.latex());
  }

  private static double[] rows(Expr e, double a, double... x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of("a", a), "x", x)[0];
  }
}
