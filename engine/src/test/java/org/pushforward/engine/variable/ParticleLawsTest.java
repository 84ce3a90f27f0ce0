package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

/** What the laws of particle physics have beside the contract and the tables of all laws. */
class ParticleLawsTest {
  private static final Column X = Column.of("x");

  @Test
  void meansVariancesAndEntropiesAreTheirIntegrals() {
    int rows = 0;
    for (String[] row : Reference.rows("variable/particle_moments.csv")) {
      String law = String.join(",", Arrays.copyOfRange(row, 3, row.length));
      RandomVariable x = NamedLaws.read(law);
      // The variance of a narrow peak far from 0 is the small difference of two squares.
      check(row[0], x.expectation(), 1e-14, law);
      check(row[1], x.variance(), 1e-12, law);
      if (x.entropy().isPresent()) {
        check(row[2], x.entropy(), 1e-13, law);
      }
      rows++;
    }
    assertEquals(9, rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crystal_ball(0, 1, 2, 3)              | -0.086205763706800601 | Infinity",
        "crystal_ball(0, 1, 2, 2)              | -Infinity | Infinity",
        "crystal_ball(0, 1, -2, 1.5)           | Infinity  | Infinity",
        "double_crystal_ball(0, 1, 1, 3, 1, 2) | Infinity  | Infinity",
        "double_crystal_ball(0, 1, 1, 2, 1, 2) | NaN       | NaN",
      })
  void heavyTailsHaveNoMoments(String law, String mean, String variance) {
    RandomVariable x = NamedLaws.read(law);
    assertEquals(Double.parseDouble(mean), value(x.expectation()), 1e-14);
    assertEquals(Double.parseDouble(variance), value(x.variance()));
  }

  /**
   * From the left the power, from the right the exponential: an ulp on either side of the joint.
   */
  @Test
  void aCrystalBallIsSmoothInItsSlopesAtTheJoint() {
    NamedLaws.Open open = NamedLaws.open("crystal_ball(0.25, 0.5, 1.5, 3)");
    List<Parameter> parameters = open.point().keySet().stream().map(Parameter::of).toList();
    List<Expr> slopes = Derivative.gradient(open.law().logDensity(X), parameters);
    double[] around = {Math.nextDown(-0.5), -0.5, Math.nextUp(-0.5)};
    double[][] found = Evaluation.rows(new ReferenceBackend(), slopes, open.point(), "x", around);
    for (double[] slope : found) {
      assertEquals(slope[1], slope[0], 1e-14);
      assertEquals(slope[1], slope[2], 1e-14);
    }
  }

  @Test
  void aHistogramBelongsAtAnEdgeToTheBinOnTheRight() {
    Expr density = NamedLaws.read("histogram({0, 1, 3, 4}, {2, 0, 1})").density(X);
    double[] at = {-1, 0, 1, 2, 3, 4, 5};
    double[] found =
        Evaluation.rows(new ReferenceBackend(), List.of(density), Map.of(), "x", at)[0];
    assertArrayEquals(new double[] {0, 2.0 / 3, 0, 0, 1.0 / 3, 1.0 / 3, 0}, found, 1e-15);
  }

  private static void check(String expected, Optional<Expr> found, double tolerance, String law) {
    double value = Double.parseDouble(expected);
    assertEquals(value, value(found), tolerance * Math.abs(value), law);
  }

  private static double value(Optional<Expr> moment) {
    return moment.orElseThrow().constantOrNaN();
  }
}
