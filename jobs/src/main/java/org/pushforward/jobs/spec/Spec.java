package org.pushforward.jobs.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;

/**
 * Everything a spec file says.
 *
 * @param name the file's, if it gives none
 * @param seed 1 if it gives none
 * @param likelihoods in the order they were written; one named {@code likelihood} where data,
 *     observables and model stand at the top
 * @param parameters in the order they were written
 * @param describe what job describe shows
 * @param convolution how sums of variables are convolved
 * @param device which device to compute on
 * @param text the file, followed by a comment for each setting of the command line
 * @param digest {@code sha256:...} of the canonical form: the same for two files that differ in
 *     comments, layout and the way numbers are written
 */
public record Spec(
    String name,
    long seed,
    Map<String, LikelihoodSpec> likelihoods,
    Map<String, ParameterSpec> parameters,
    Map<String, Double> constants,
    Optional<ProfileSpec> profile,
    Optional<EvaluateSpec> evaluate,
    Optional<SimulateSpec> simulate,
    Optional<MomentsSpec> moments,
    Optional<GradientSpec> gradient,
    DescribeSpec describe,
    ConvolutionSpec convolution,
    DeviceSpec device,
    String text,
    String digest,
    Place place) {

  /** Where each parameter may lie: in its range, and where data are drawn. */
  public Map<String, Bounds> bounds() {
    Map<String, Bounds> bounds = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> bounds.put(name, parameter.bounds()));
    Stream<SimulateSpec> data =
        likelihoods.values().stream()
            .flatMap(l -> l.data().stream())
            .flatMap(d -> d instanceof SimulatedData s ? Stream.of(s.simulate()) : Stream.empty());
    Stream.concat(simulate.stream(), data)
        .forEach(
            drawn ->
                PointSpec.bounds(drawn.at().values())
                    .forEach((name, at) -> bounds.computeIfPresent(name, (n, b) -> b.hull(at))));
    return bounds;
  }

  /** The parts of the spec that a job may need. */
  public SpecException missing(String key, String advice) {
    return new SpecException(place, "\"" + key + "\" is missing", advice);
  }

  /** Every parameter's value at a point: where it starts, if the point does not say. */
  public Map<String, Double> values(PointSpec at) {
    Map<String, Double> values = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> values.put(name, parameter.start()));
    values.putAll(at.values());
    return values;
  }

  /** The scan, which job profile needs. */
  public ProfileSpec requireProfile() {
    return profile.orElseThrow(
        () ->
            missing(
                "profile",
                "write what to profile: profile: { s: { from: 1, to: 2, points: 101 } }"));
  }

  /** What job evaluate needs. */
  public EvaluateSpec requireEvaluate() {
    return evaluate.orElseThrow(
        () ->
            missing(
                "evaluate",
                "write what to evaluate: evaluate: { of: \"y ~ normal(0, 1)\", points: [0, 1] }"));
  }

  /** What job simulate needs. */
  public SimulateSpec requireSimulate() {
    return simulate.orElseThrow(
        () -> missing("simulate", "write how many events to draw: simulate: { events: 1e5 }"));
  }

  /** What job moments needs. */
  public MomentsSpec requireMoments() {
    return moments.orElseThrow(
        () -> missing("moments", "write of what: moments: { of: \"y ~ normal(0, 1)\" }"));
  }

  /** What job gradient needs. */
  public GradientSpec requireGradient() {
    return gradient.orElseThrow(
        () ->
            missing(
                "gradient",
                "write of what: gradient: { of: x^2, under: \"x ~ normal(mu, 1)\", at: { mu: 0 } }"));
  }

  /** The likelihoods, of which a fit needs one. */
  public Map<String, LikelihoodSpec> requireLikelihoods() {
    if (likelihoods.isEmpty()) {
      throw missing("model", "write how the data came about: model: x ~ normal(mu, sigma)");
    }
    return likelihoods;
  }
}
