package org.pushforward.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.pushforward.jobs.report.SmallMultiples.Series;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Likelihood;
import org.pushforward.jobs.result.Optimum;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Profile;
import org.pushforward.jobs.result.Profile.Point;

/**
 * The drawings of an outcome, in the page's order; their names are safe as file names and differ.
 */
final class Figures {
  private final List<Figure> figures = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  static List<Figure> of(Outcome outcome) {
    Figures all = new Figures();
    if (outcome instanceof FitOutcome fit) {
      all.data(fit.likelihoods());
    } else if (outcome instanceof ProfileOutcome profile) {
      all.data(profile.likelihoods());
      all.profile(profile.fit(), profile.profile());
    } else if (outcome instanceof EvaluateOutcome evaluated) {
      all.points(evaluated);
    } else if (outcome instanceof GradientOutcome gradient && gradient.optimum() != null) {
      all.path(gradient.optimum());
    }
    return all.figures;
  }

  private void data(Map<String, Likelihood> likelihoods) {
    likelihoods.forEach(
        (likelihood, data) ->
            data.observables()
                .forEach(
                    (name, observable) -> {
                      if (observable.histogram() != null) {
                        String file =
                            likelihoods.size() > 1
                                ? "data-" + likelihood + "-" + name
                                : "data-" + name;
                        figures.add(DataPlot.of(fileName(file), name, observable));
                      }
                    }));
  }

  private void profile(Fit fit, Profile profile) {
    String name = profile.parameter();
    figures.addAll(new ProfilePlot(fit, profile).figures(fileName("profile-" + name)));
    List<Point> points = profile.points();
    List<String> others = fit.free().stream().filter(other -> !other.equals(name)).toList();
    List<Series> series = new ArrayList<>();
    for (String other : others) {
      series.add(
          new Series(
              other,
              points.stream().map(p -> p.parameters().getOrDefault(other, Double.NaN)).toList()));
    }
    series.removeIf(one -> one.y().stream().noneMatch(Double::isFinite));
    if (points.size() > 1 && !series.isEmpty()) {
      List<Double> x = points.stream().map(Point::value).toList();
      figures.add(
          SmallMultiples.of(
              fileName("profile-" + name + "-others"),
              "The other parameters along the profile over " + name,
              "The other free parameters, fitted at each point of the profile.",
              name,
              x,
              series,
              Math.min(3, Math.max(2, series.size()))));
    }
  }

  private void points(EvaluateOutcome outcome) {
    if (outcome.points().size() < 2 || outcome.points().get(0).cdf() == null) {
      return; // points of a vector lie on no line
    }
    List<EvaluatedPoint> points =
        outcome.points().stream().sorted(Comparator.comparing(p -> p.x().get(0))).toList();
    String name = outcome.variable() == null ? "x" : outcome.variable().name();
    List<Double> x = values(points, p -> p.x().get(0));
    figures.add(
        SmallMultiples.of(
            fileName("density"),
            "Density and distribution function of " + name,
            "The density, its logarithm and the distribution function at the points asked for.",
            name,
            x,
            List.of(
                new Series("density", values(points, EvaluatedPoint::density)),
                new Series("log density", values(points, EvaluatedPoint::logDensity)),
                new Series("cdf", values(points, EvaluatedPoint::cdf)),
                new Series("survival", values(points, EvaluatedPoint::survival))),
            2));
    List<Series> gradient = new ArrayList<>();
    for (String parameter : points.get(0).gradient().keySet()) {
      gradient.add(
          new Series(
              "∂ log p / ∂ " + parameter,
              values(points, p -> p.gradient().getOrDefault(parameter, Double.NaN))));
    }
    if (!gradient.isEmpty()) {
      figures.add(
          SmallMultiples.of(
              fileName("gradient"),
              "Gradient of the log density of " + name,
              "The derivative of the log density by each parameter.",
              name,
              x,
              gradient,
              Math.min(3, Math.max(2, gradient.size()))));
    }
  }

  private void path(Optimum optimum) {
    List<Optimum.Step> path = optimum.path();
    if (path.size() < 2) {
      return;
    }
    List<Series> series = new ArrayList<>();
    series.add(new Series("value", path.stream().map(Optimum.Step::value).toList()));
    optimum
        .parameters()
        .keySet()
        .forEach(
            name ->
                series.add(new Series(name, path.stream().map(s -> s.point().get(name)).toList())));
    figures.add(
        SmallMultiples.of(
            fileName("path"),
            "The way to the optimum",
            "The expectation as each step's samples have it, and the parameters, step by step.",
            "step",
            path.stream().map(s -> (double) s.step()).toList(),
            series,
            Math.min(3, series.size())));
  }

  private static List<Double> values(
      List<EvaluatedPoint> points, ToDoubleFunction<EvaluatedPoint> of) {
    return points.stream().map(of::applyAsDouble).toList();
  }

  /**
   * {@code name} without what a file system or a link may not like, and numbered where it has been
   * given already.
   */
  private String fileName(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
    String unique = safe;
    for (int n = 2; !names.add(unique); n++) {
      unique = safe + "-" + n;
    }
    return unique;
  }
}
