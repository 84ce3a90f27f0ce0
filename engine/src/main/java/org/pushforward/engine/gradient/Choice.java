package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.List;

/**
 * An estimator and how it is sampled.
 *
 * @param isControlled whether it is taken with control variates: what is drawn and its square less
 *     their means, and scores, with the coefficients of least variance
 */
public record Choice(Estimator estimator, Numbers numbers, boolean isControlled) {

  /** As results name it: {@code score (optimal, antithetic)}. */
  public String label() {
    List<String> said = new ArrayList<>();
    Estimator.Baseline baseline =
        estimator instanceof Estimator.Score s
            ? s.baseline()
            : estimator instanceof Estimator.Surrogate s ? s.baseline() : Estimator.Baseline.NONE;
    if (baseline != Estimator.Baseline.NONE) {
      said.add(baseline.key());
    }
    if (estimator instanceof Estimator.FiniteDifference difference) {
      said.add("step " + difference.step());
    }
    if (numbers != Numbers.INDEPENDENT) {
      said.add(numbers.key());
    }
    if (isControlled) {
      said.add("control_variates");
    }
    return estimator.key() + (said.isEmpty() ? "" : " (" + String.join(", ", said) + ")");
  }
}
