package org.pushforward.engine.gradient;

import java.util.Locale;

/** Which random numbers a sample is made of. */
public enum Numbers {
  /** Independent ones. */
  INDEPENDENT,
  /**
   * The mean over a draw and its antithetic one, of 1 - u in the place of u (Hammersley & Morton
   * 1956).
   */
  ANTITHETIC,
  /** Owen-scrambled Sobol points, each variable by its quantile. */
  SOBOL;

  /** Its name in a spec. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
