package org.pushforward.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.ReferenceBackend;

class RootTest {
  private static final Column X = Column.of("x");
  private static final Parameter A = Parameter.of("a");
  private static final Parameter B = Parameter.of("b");
  private static final Expr LOW = Expr.of(Double.NEGATIVE_INFINITY);
  private static final Expr HIGH = Expr.of(Double.POSITIVE_INFINITY);

  /** The y with a y^3 + y = x. */
  private static Expr cubic() {
    return Root.of(y -> A.times(Formulas.pow(y, Expr.of(3))).plus(y).minus(X), X, LOW, HIGH);
  }

  @Test
  void aCubicHasItsRealRoot() {
    double[] y = {-1e150, -30, -1, -1e-9, 0, 1e-300, 0.25, 1, 7, 1e100};
    double[] x = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      x[i] = 2 * y[i] * y[i] * y[i] + y[i];
    }
    x[0] = -2e300; // its cube overflows: the root is -10^100
    y[0] = -1e100;
    double[] found = values(cubic(), Map.of("a", 2.0), x);
    for (int i = 0; i < y.length; i++) {
      assertEquals(y[i], found[i], 0x1p-50 * Math.abs(y[i]), "" + x[i]);
    }
  }

  @Test
  void derivativesAreThoseOfTheImplicitFunction() {
    double a = 0.75;
    double y = 1.5;
    double x = a * y * y * y + y;
    double slope = 3 * a * y * y + 1;
    Map<String, Double> at = Map.of("a", a);
    double first = -y * y * y / slope;
    assertEquals(first, values(Derivative.of(cubic(), A), at, x)[0], 1e-14);
    assertEquals(first, values(Derivative.gradient(cubic(), List.of(A)).get(0), at, x)[0], 1e-14);
    // d/da of -y^3 / (3 a y^2 + 1).
    double second =
        (-3 * y * y * first * slope + y * y * y * (3 * y * y + 6 * a * y * first))
            / (slope * slope);
    assertEquals(second, values(Derivative.hessian(cubic(), List.of(A)).get(0), at, x)[0], 1e-13);
  }

  @Test
  void aRootMayLieInARoot() {
    // The z with y(z) + b z = x, y(z) being the cube root of z: y = (x - b z), z = y^3.
    Expr z =
        Root.of(
            t ->
                Root.of(y -> Formulas.pow(y, Expr.of(3)).minus(t), t, LOW, HIGH)
                    .plus(B.times(t))
                    .minus(X),
            X,
            LOW,
            HIGH);
    double y = 1.25;
    double b = 0.5;
    double x = y + b * y * y * y;
    double found = values(z, Map.of("b", b), x)[0];
    assertEquals(y * y * y, found, 1e-14);
    // dz/db = -z / (dy/dz + b).
    double expected = -y * y * y / (1 / (3 * y * y) + b);
    assertEquals(expected, values(Derivative.of(z, B), Map.of("b", b), x)[0], 1e-13);
  }

  @Test
  void quantilesReachIntoTheTails() {
    Expr quantile =
        Root.of(z -> Formulas.logNormalCdf(z).minus(Formulas.log(X)), Expr.of(0), LOW, Expr.of(40));
    double[] p = {1e-300, 1e-20, 0.001, 0.4999, 0.5, 0.9, 0.999};
    double[] found = values(quantile, Map.of(), p);
    double[] expected = values(Formulas.normalQuantile(X), Map.of(), p);
    for (int i = 0; i < p.length; i++) {
      // The slope of log Phi turns an error of 2^-52 into one of 2^-52 Phi / phi.
      double error = 0x1p-50 * (1 + Math.abs(expected[i]) + (p[i] > 0.9 ? 300 : 0));
      assertEquals(expected[i], found[i], error, "" + p[i]);
    }
  }

  /** a, b, p, x and q, x with ibeta(a, b, x) = p or ibetac(a, b, x) = q, by mpmath at 40 digits. */
  @Test
  void incompleteBetaFunctionsHaveInverses() {
    double[][] rows = {
      {2.5, 4, 0.06039946848920393, 0.125, 0.939600531510796, 0.12500000000000003},
      {0.5, 0.25, 0.44551489018313123, 0.75, 0.5544851098168687, 0.75000000000000009},
      {100, 3, 0.04247312821630503, 0.9375, 0.957526871783695, 0.93749999999999999},
      {5, 5, 0.5, 0.5, 0.5, 0.5},
      {
        3, 8, 1.19999370001512e-16, 9.9999999999999998e-7, 0.9999999999999999, 9.7441449372003496e-7
      },
      {0.01, 2, 0.9936294497770594, 0.24999999999999975, 0.006370550222940634, 0.25}
    };
    for (double[] row : rows) {
      Map<String, Double> shapes = Map.of("a", row[0], "b", row[1]);
      double lower = values(Formulas.ibetaInv(A, B, X), shapes, row[2])[0];
      double upper = values(Formulas.ibetacInv(A, B, X), shapes, row[4])[0];
      assertEquals(row[3], lower, 1e-14 * row[3], "p = " + row[2]);
      assertEquals(row[5], upper, 1e-14 * row[5], "q = " + row[4]);
    }
  }

  @Test
  void equalRootsAreOne() {
    assertSame(cubic(), cubic());
  }

  private static double[] values(Expr e, Map<String, Double> parameters, double... x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), parameters, "x", x)[0];
  }
}
