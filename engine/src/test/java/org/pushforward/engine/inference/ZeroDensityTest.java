package org.pushforward.engine.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.optimize.SymmetricMatrix;
import org.pushforward.engine.variable.ModelReader;

/** Fits that come to parameters at which a datum has density 0, where log 0 has no gradient. */
final class ZeroDensityTest {

  /** The likelihood of some data by one parameter; it counts the points without a finite value. */
  private static final class OneParameter implements Likelihood {
    private final EventBlock data;
    private final Program gradient;
    private final Program hessian;
    private int notFinite;

    OneParameter(String model, String parameter, double... x) {
      List<String> names = List.of(parameter);
      Contribution term =
          Contribution.unbinned(
              Map.of(
                  Column.of("x"),
                  ModelReader.read(Text.of("model", model), names).variables().get("x")),
              false);
      data = new EventBlock(new double[][] {x}, x.length);
      gradient = term.gradient(names, names);
      hessian = term.hessian(names, names);
    }

    private double[] sums(Program program, double at) {
      PartialSum sum = new PartialSum(1, program.outputs());
      new ReferenceBackend().kernel(program).sum(new double[] {at}, 1, data, sum, 0);
      return sum.values(0);
    }

    @Override
    public void evaluate(int[] problems, double[] points, double[] values, double[] gradients) {
      for (int i = 0; i < problems.length; i++) {
        double[] sums = sums(gradient, points[i]);
        values[i] = sums[0];
        gradients[i] = sums[1];
        notFinite += Double.isFinite(values[i]) ? 0 : 1;
      }
    }

    @Override
    public SymmetricMatrix hessian(double[] point) {
      return SymmetricMatrix.of(1, sums(hessian, point[0]));
    }

    Fit fit(double start, double lower, double upper) {
      Box box = new Box(new double[] {start}, new double[] {lower}, new double[] {upper});
      return Fit.minimize(this, box, iteration -> {});
    }
  }

  private static final double INF = Double.POSITIVE_INFINITY;
  private static final String BOX_AND_LINE = "x ~ mix(f -> uniform(0, 1), 1-f -> normal(3, 0.1))";
  private static final double[] NINE_AND_ONE = {.1, .2, .3, .4, .5, .6, .7, .8, .9, 3};

  @Test
  void aSearchStepsBackFromABoundWhereADatumHasDensityZero() {
    // With 9 of 10 data in the box Newton's step from 0.65 ends beyond f = 1, where the tenth has
    // none.
    OneParameter nll = new OneParameter(BOX_AND_LINE, "f", NINE_AND_ONE);
    Fit fit = nll.fit(0.65, 0, 1);
    assertTrue(nll.notFinite > 0, "the search never met the bound");
    assertTrue(fit.converged(), fit.reason());
    assertEquals(0.9, fit.point()[0], 1e-7);
    assertEquals(Math.sqrt(0.9 * 0.1 / 10), Math.sqrt(fit.covariance().get(0, 0)), 1e-7);
  }

  @Test
  void aSearchStepsBackFromWhereTheDensityIsUndefined() {
    // Newton's step for the rate k goes to k (2 - k mean) < 0.
    OneParameter nll = new OneParameter("x ~ exponential(k)", "k", 1, 2, 3);
    Fit fit = nll.fit(5, -INF, INF);
    assertTrue(nll.notFinite > 0, "the search never left the rates above 0");
    assertTrue(fit.converged(), fit.reason());
    assertEquals(0.5, fit.point()[0], 1e-6);
  }

  @Test
  void aJumpToZeroAtTheMinimumIsNotCalledConvergence() {
    // 3 log w falls towards w = 3, the largest datum, and is infinite below.
    OneParameter nll = new OneParameter("x ~ uniform(0, w)", "w", 1, 2, 3);
    Fit fit = nll.fit(8, 0, 100);
    assertTrue(nll.notFinite > 0);
    assertFalse(fit.converged(), fit.reason());
    assertTrue(fit.point()[0] >= 3 && Double.isFinite(fit.value()), "ended at " + fit.point()[0]);
  }

  @Test
  void aStartWithoutALikelihoodIsGivenAsTheReason() {
    OneParameter nll = new OneParameter(BOX_AND_LINE, "f", NINE_AND_ONE);
    Fit fit = nll.fit(1, 0, 1);
    assertFalse(fit.converged());
    assertEquals(1, fit.evaluations());
    assertTrue(fit.reason().contains("at the start is NaN or infinite"), fit.reason());
    assertFalse(fit.reason().contains("Hessian"), fit.reason());
  }
}
