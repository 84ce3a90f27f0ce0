package org.pushforward.engine.gradient;

/** An estimator would be wrong here, or is not known; the message says why and what to take. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refused(String why) {
    super(why);
  }
}
