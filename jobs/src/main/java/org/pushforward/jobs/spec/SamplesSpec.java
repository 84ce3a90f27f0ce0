package org.pushforward.jobs.spec;

/**
 * {@code samples: 1e8}, or {@code until: { relative_error: 1e-3, absolute_error: 1e-6, most: 1e9
 * }}: samples are taken until every error is below one of the two bounds, or there are {@code
 * most}.
 *
 * @param isWanted whether the spec says which error; else quadrature's own is good enough
 */
public record SamplesSpec(double relativeError, double absoluteError, long most, boolean isWanted) {
  private static final long MOST_SAMPLES = 1L << 50;

  /** What is taken where the spec says nothing. */
  static final SamplesSpec DEFAULT = new SamplesSpec(1e-3, 0, 1L << 26, false);

  /** Whether {@code most} are taken, whatever the errors. */
  public boolean isFixed() {
    return relativeError == 0 && absoluteError == 0;
  }

  /** Whether no more samples are wanted for such a value and error. */
  public boolean isReached(double value, double error) {
    return error <= absoluteError || error <= relativeError * Math.abs(value);
  }

  static SamplesSpec read(Fields fields) {
    if (fields.has("samples") && fields.has("until")) {
      throw fields.error(
          "both samples and until are given",
          "write samples: 1e8, or until: { relative_error: 1e-3, most: 1e9 }");
    }
    if (fields.has("samples")) {
      long samples = fields.require("samples", "").whole(1, MOST_SAMPLES);
      return new SamplesSpec(0, 0, samples, false);
    }
    return fields.get("until").map(SamplesSpec::until).orElse(DEFAULT);
  }

  private static SamplesSpec until(Value value) {
    Fields fields = value.fields("relative_error", "absolute_error", "most");
    if (!fields.has("relative_error") && !fields.has("absolute_error")) {
      throw fields.error(
          "no error is given", "write until: { relative_error: 1e-3 }, or absolute_error");
    }
    return new SamplesSpec(
        fields.get("relative_error").map(Value::positive).orElse(0.0),
        fields.get("absolute_error").map(Value::positive).orElse(0.0),
        fields.get("most").map(v -> v.whole(1, MOST_SAMPLES)).orElse(DEFAULT.most()),
        true);
  }
}
