package org.pushforward.jobs.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one job found. The components are fields of {@code result.json}; those that are null are
 * left out.
 */
public sealed interface Outcome {

  /** The outcome of {@code fit}. */
  record FitOutcome(Fit fit, Map<String, Likelihood> likelihoods) implements Outcome {
    public FitOutcome {
      likelihoods = Ordered.copy(likelihoods);
    }
  }

  /** The outcome of {@code profile}: the fit it starts from, and the scan. */
  record ProfileOutcome(Fit fit, Profile profile, Map<String, Likelihood> likelihoods)
      implements Outcome {
    public ProfileOutcome {
      likelihoods = Ordered.copy(likelihoods);
    }
  }

  /**
   * The outcome of {@code evaluate}.
   *
   * @param points empty where a data set was evaluated
   * @param variable what was evaluated, and at which parameters
   * @param rows the table of a data set's rows, or null
   */
  record EvaluateOutcome(List<EvaluatedPoint> points, Variable variable, Table rows)
      implements Outcome {
    public EvaluateOutcome {
      points = List.copyOf(points);
    }
  }

  /**
   * The outcome of {@code simulate}.
   *
   * @param at every parameter
   * @param events one column for each observable
   */
  record SimulateOutcome(Map<String, Double> at, Table events) implements Outcome {
    public SimulateOutcome {
      at = Ordered.copy(at);
    }
  }

  /**
   * The outcome of {@code moments}. What was not asked for is null.
   *
   * @param variable of what, and at which parameters
   * @param kurtosis less 3, which is that of a normal law
   * @param means of the components of a vector, as variances
   * @param covariances by two names, {@code "u, v"}, as correlations
   */
  record MomentsOutcome(
      Variable variable,
      Known entropy,
      Known mean,
      Known variance,
      Known skewness,
      Known kurtosis,
      Known kl,
      Known js,
      Known crossEntropy,
      List<Known.Quantile> quantiles,
      Map<String, Known> means,
      Map<String, Known> variances,
      Map<String, Known> covariances,
      Map<String, Known> correlations,
      Map<String, Known> expectations,
      Map<String, Known> divergences)
      implements Outcome {
    public MomentsOutcome {
      means = Ordered.copy(means);
      variances = Ordered.copy(variances);
      covariances = Ordered.copy(covariances);
      correlations = Ordered.copy(correlations);
      quantiles = List.copyOf(quantiles);
      expectations = Ordered.copy(expectations);
      divergences = Ordered.copy(divergences);
    }

    /** All but the quantiles, by name. */
    public Map<String, Known> all() {
      Map<String, Known> all = new LinkedHashMap<>();
      all.put("entropy", entropy);
      all.put("mean", mean);
      all.put("variance", variance);
      all.put("skewness", skewness);
      all.put("kurtosis", kurtosis);
      all.put("kl", kl);
      all.put("js", js);
      all.put("cross entropy", crossEntropy);
      all.values().removeIf(Objects::isNull);
      means.forEach((name, known) -> all.put("mean " + name, known));
      variances.forEach((name, known) -> all.put("variance " + name, known));
      covariances.forEach((names, known) -> all.put("covariance " + names, known));
      correlations.forEach((names, known) -> all.put("correlation " + names, known));
      expectations.forEach((name, known) -> all.put("E " + name, known));
      divergences.forEach((name, known) -> all.put("divergence " + name, known));
      return all;
    }
  }

  /**
   * The outcome of {@code gradient}.
   *
   * @param at every parameter of law and formula
   * @param variables how what is drawn came about, by name
   * @param value of the expectation
   * @param estimates grouped by parameter
   * @param covariances of one sample's gradient by estimator, {@code [row][column]} in the order of
   *     its estimates; of few parameters
   * @param shown samples that were asked for
   * @param optimum null where none was asked for
   */
  record GradientOutcome(
      Map<String, Double> at,
      Map<String, Derivation> variables,
      Measured value,
      List<DerivativeEstimate> estimates,
      Map<String, List<List<Double>>> covariances,
      List<GradientFinding> diagnosis,
      List<GradientSample> shown,
      Optimum optimum)
      implements Outcome {
    public GradientOutcome {
      at = Ordered.copy(at);
      variables = Ordered.copy(variables);
      estimates = List.copyOf(estimates);
      covariances = Ordered.copy(covariances);
      diagnosis = List.copyOf(diagnosis);
      shown = List.copyOf(shown);
    }
  }

  /** The outcome of {@code describe}, by likelihood. */
  record DescribeOutcome(Map<String, Description> descriptions) implements Outcome {
    public DescribeOutcome {
      descriptions = Ordered.copy(descriptions);
    }
  }

  /**
   * The outcome of {@code doctor}, which is of a machine and no spec, and differs from run to run.
   */
  record DoctorOutcome(Checkup checkup) implements Outcome {}

  /** The type of outcome that {@code job} has. */
  static Class<? extends Outcome> typeOf(String job) {
    return switch (job) {
      case "fit" -> FitOutcome.class;
      case "profile" -> ProfileOutcome.class;
      case "evaluate" -> EvaluateOutcome.class;
      case "simulate" -> SimulateOutcome.class;
      case "moments" -> MomentsOutcome.class;
      case "gradient" -> GradientOutcome.class;
      case "describe" -> DescribeOutcome.class;
      case "doctor" -> DoctorOutcome.class;
      default -> throw new IllegalArgumentException("no result is known of a job \"" + job + "\"");
    };
  }
}
