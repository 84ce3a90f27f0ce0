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
    if (estimator.baseline() != Estimator.Baseline.NONE) {
      said.add(estimator.baseline().key());
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
