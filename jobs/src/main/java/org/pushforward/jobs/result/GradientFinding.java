package org.pushforward.jobs.result;

/**
 * Something to know of a gradient.
 *
 * @param kind {@code zero}, {@code refused}, {@code bias}, {@code infinite_variance}, {@code
 *     not_finite} or {@code choice}
 * @param parameter null where it is of all
 * @param estimator null where it is of all
 */
public record GradientFinding(String kind, String parameter, String estimator, String text) {

  /** In one line: {@code score, mu: refused: ...}. */
  public String said() {
    StringBuilder said = new StringBuilder();
    if (parameter != null) {
      said.append(parameter).append(estimator == null ? ": " : ", ");
    }
    if (estimator != null) {
      said.append(estimator).append(": ");
    }
    return said.append(kind.replace('_', ' ')).append(": ").append(text).toString();
  }
}
