package org.pushforward.jobs.result;

import java.util.Map;

/** A random variable at given parameters: {@code name ~ model}. */
public record Variable(String name, Derivation derivation, Map<String, Double> at) {
  public Variable {
    at = Ordered.copy(at);
  }
}
