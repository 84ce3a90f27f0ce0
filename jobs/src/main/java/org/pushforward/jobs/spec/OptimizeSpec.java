package org.pushforward.jobs.spec;

import java.util.List;
import java.util.Locale;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.optimize.Ascent;
import org.pushforward.engine.optimize.LearningRate;

/**
 * {@code optimize: { goal: minimize, rate: 0.05, samples: 4096 }}: the parameters that make an
 * expectation least or greatest, by steps along its estimated gradient.
 *
 * @param samples of each step
 */
public record OptimizeSpec(Ascent.Settings settings, long samples, Place place) {
  private static final long MOST_STEPS = 1_000_000;
  private static final int MOST_WINDOW = 1_000_000;
  private static final long MOST_SAMPLES = 1L << 40;
  private static final long SAMPLES = 4096;

  /** How the rate falls. */
  private enum Decay {
    POLYNOMIAL("scale", "power"),
    COSINE("last", "steps"),
    HALVING("every");

    private final List<String> keys;

    Decay(String... keys) {
      this.keys = List.of(keys);
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static OptimizeSpec read(Value value) {
    Fields fields =
        value.fields("goal", "method", "rate", "samples", "steps", "window", "z", "tolerance");
    Ascent.Settings normal = Ascent.Settings.DEFAULT;
    long steps = fields.get("steps").map(v -> v.whole(1, MOST_STEPS)).orElse(normal.steps());
    return new OptimizeSpec(
        new Ascent.Settings(
            fields
                .require("goal", "write goal: minimize, or maximize")
                .choice(Ascent.Goal.values(), g -> g.name().toLowerCase(Locale.ROOT)),
            fields.get("method").map(OptimizeSpec::method).orElse(normal.method()),
            fields.get("rate").map(v -> rate(v, steps)).orElse(normal.rate()),
            steps,
            fields.get("window").map(v -> (int) v.whole(1, MOST_WINDOW)).orElse(normal.window()),
            fields.get("z").map(OptimizeSpec::notNegative).orElse(normal.z()),
            fields.get("tolerance").map(OptimizeSpec::notNegative).orElse(normal.tolerance())),
        fields.get("samples").map(v -> v.whole(2, MOST_SAMPLES)).orElse(SAMPLES),
        value.place());
  }

  private static Ascent.Method method(Value value) {
    if (!value.isGroup()) {
      return value.choice(new String[] {"adam", "sga"}, n -> n).equals("adam")
          ? Ascent.Adam.STANDARD
          : Ascent.Sga.PLAIN;
    }
    Fields one = value.fields("adam", "sga");
    if (one.has("adam") == one.has("sga")) {
      throw value.error("this must be one method", "write method: { sga: { momentum: 0.9 } }");
    }
    if (one.has("sga")) {
      Fields sga = one.require("sga", "").fields("momentum");
      return new Ascent.Sga(sga.get("momentum").map(OptimizeSpec::fraction).orElse(0.0));
    }
    Fields adam = one.require("adam", "").fields("beta1", "beta2", "epsilon");
    Ascent.Adam normal = Ascent.Adam.STANDARD;
    return new Ascent.Adam(
        adam.get("beta1").map(OptimizeSpec::fraction).orElse(normal.beta1()),
        adam.get("beta2").map(OptimizeSpec::fraction).orElse(normal.beta2()),
        adam.get("epsilon").map(Value::positive).orElse(normal.epsilon()));
  }

  private static LearningRate rate(Value value, long steps) {
    if (!value.isGroup()) {
      return new LearningRate.Constant(value.positive());
    }
    Fields fields = value.fields("initial", "decay", "scale", "power", "last", "steps", "every");
    double initial = fields.require("initial", "write rate: { initial: 0.05 }").positive();
    if (!fields.has("decay")) {
      refuse(fields, List.of(), "a rate without decay");
      return new LearningRate.Constant(initial);
    }
    Decay decay = fields.require("decay", "").choice(Decay.values(), Decay::key);
    refuse(fields, decay.keys, decay.key());
    return switch (decay) {
      case POLYNOMIAL ->
          new LearningRate.Polynomial(
              initial,
              fields.require("scale", "steps until the rate has fallen: scale: 100").positive(),
              fields.get("power").map(Value::positive).orElse(LearningRate.Polynomial.POWER));
      case COSINE ->
          new LearningRate.Cosine(
              initial,
              fields.get("last").map(OptimizeSpec::notNegative).orElse(0.0),
              fields.get("steps").map(v -> v.whole(1, MOST_STEPS)).orElse(steps));
      case HALVING ->
          new LearningRate.Halving(
              initial,
              fields
                  .require("every", "steps from one halving to the next: every: 100")
                  .whole(1, MOST_STEPS));
    };
  }

  /** Keys of another decay. */
  private static void refuse(Fields fields, List<String> allowed, String of) {
    for (Decay decay : Decay.values()) {
      for (String key : decay.keys) {
        if (fields.has(key) && !allowed.contains(key)) {
          throw fields
              .require(key, "")
              .error(of + " has no \"" + key + "\"", "that belongs to decay: " + decay.key());
        }
      }
    }
  }

  private static double notNegative(Value value) {
    double number = value.number();
    if (!(number >= 0)) {
      throw value.error("this must not be below 0", "");
    }
    return number;
  }

  private static double fraction(Value value) {
    double number = value.number();
    if (!(number >= 0 && number < 1)) {
      throw value.error("this must be at least 0 and below 1", "write, for example, 0.9");
    }
    return number;
  }
}
