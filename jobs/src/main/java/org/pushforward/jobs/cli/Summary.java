package org.pushforward.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.jobs.result.Checkup;
import org.pushforward.jobs.result.DerivativeEstimate;
import org.pushforward.jobs.result.Description;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.GradientSample;
import org.pushforward.jobs.result.Known;
import org.pushforward.jobs.result.Likelihood;
import org.pushforward.jobs.result.Optimum;
import org.pushforward.jobs.result.Outcome.DescribeOutcome;
import org.pushforward.jobs.result.Outcome.DoctorOutcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Outcome.SimulateOutcome;
import org.pushforward.jobs.result.Profile;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.Table;

/** What the console shows of a result; the rest is in its folder. */
final class Summary {
  // More points than a screen has lines are read in the file.
  private static final int POINTS = 20;

  private Summary() {}

  static void print(Result result, PrintStream out) {
    if (result.outcome() instanceof FitOutcome outcome) {
      print(outcome.likelihoods(), out);
      print(outcome.fit(), out);
    } else if (result.outcome() instanceof ProfileOutcome outcome) {
      print(outcome.likelihoods(), out);
      print(outcome.fit(), out);
      print(outcome.profile(), out);
    } else if (result.outcome() instanceof EvaluateOutcome outcome) {
      print(outcome, out);
    } else if (result.outcome() instanceof SimulateOutcome outcome) {
      print(outcome.events(), out);
    } else if (result.outcome() instanceof MomentsOutcome outcome) {
      print(outcome, out);
    } else if (result.outcome() instanceof GradientOutcome outcome) {
      print(outcome, out);
    } else if (result.outcome() instanceof DescribeOutcome outcome) {
      outcome.descriptions().forEach((name, description) -> print(name, description, out));
    } else if (result.outcome() instanceof DoctorOutcome outcome) {
      print(outcome.checkup(), out);
    }
  }

  private static void print(Checkup checkup, PrintStream out) {
    List<List<String>> rows = checkup.table();
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(String.format("%-" + (widths[i] + 2) + "s", row.get(i)));
      }
      out.println(line.toString().stripTrailing());
    }
    out.println();
    checkup.said().forEach(out::println);
    for (Checkup.Advice advice : checkup.advice()) {
      out.println();
      out.println(advice.problem());
      out.println("    " + advice.fix());
    }
  }

  private static void print(String name, Description description, PrintStream out) {
    description
        .observables()
        .forEach(
            (observable, density) -> {
              out.println(observable + " ~ " + density.derivation().model());
              density.said().forEach(out::println);
              out.println();
              density.formulas().forEach(f -> out.println("  " + f.name() + " = " + f.text()));
              out.println();
              density.formulas().forEach(f -> out.println("  " + f.latex() + " \\\\"));
              out.println();
            });
    description
        .programs()
        .forEach(
            (program, cost) -> {
              out.println(
                  program
                      + " of "
                      + name
                      + ": "
                      + cost.bytesPerRow()
                      + " bytes read per row"
                      + (cost.tableWork() == 0
                          ? ""
                          : String.format(
                              Locale.ROOT,
                              ", %.3g multiply-adds for the tables of a point",
                              (double) cost.tableWork()))
                      + (cost.source() == null ? "" : ", code in " + cost.source()));
              cost.operations()
                  .forEach(
                      (rate, operations) -> {
                        out.println("  per " + rate + " " + operations.total() + " operations");
                        out.println("    for " + Description.listed(operations.functions()));
                        out.println("    by  " + Description.listed(operations.primitives()));
                      });
            });
  }

  private static void print(Table table, PrintStream out) {
    out.println(
        String.format(
            "%d rows of %s in %s",
            table.rows(), String.join(", ", table.schema().keySet()), table.path()));
  }

  private static void print(MomentsOutcome outcome, PrintStream out) {
    Map<String, Known> all = new LinkedHashMap<>(outcome.all());
    for (Known.Quantile q : outcome.quantiles()) {
      String name = "quantile " + q.probability();
      all.put(name, new Known(q.value(), q.standardError(), q.method(), 0, null));
    }
    int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
    all.forEach(
        (name, known) ->
            out.println(
                String.format(Locale.ROOT, "%-" + width + "s  %18.12g", name, known.value())
                    + (known.standardError() == 0 || known.note() != null
                        ? ""
                        : String.format(Locale.ROOT, " +- %.2g", known.standardError()))
                    + ("  " + known.method().replace('_', ' '))
                    + (known.note() == null ? "" : ": " + known.note())));
  }

  private static void print(GradientOutcome outcome, PrintStream out) {
    out.println(
        String.format(
            Locale.ROOT,
            "E f = %.10g +- %.2g",
            outcome.value().value(),
            outcome.value().standardError()));
    int width = outcome.estimates().stream().mapToInt(e -> e.estimator().length()).max().orElse(0);
    int names = outcome.estimates().stream().mapToInt(e -> e.parameter().length()).max().orElse(0);
    String before = "";
    for (DerivativeEstimate e : outcome.estimates()) {
      String head = e.parameter().equals(before) ? "" : "d / d " + e.parameter();
      before = e.parameter();
      out.println(
          String.format(
              Locale.ROOT,
              "%-" + (names + 6) + "s  %-" + width + "s  %17.10g +- %-7.2g  variance %-10.4g  %d",
              head,
              e.estimator(),
              e.value(),
              e.standardError(),
              e.varianceOfOneSample(),
              e.samples()));
    }
    outcome.diagnosis().forEach(finding -> out.println(finding.said()));
    for (GradientSample sample : outcome.shown().stream().limit(POINTS).toList()) {
      out.println(
          "sample "
              + sample.index()
              + (sample.numbers().equals("sobol") ? " (sobol)" : "")
              + ": f = "
              + sample.value()
              + ", "
              + sample.gradient());
    }
    if (outcome.optimum() != null) {
      print(outcome.optimum(), out);
    }
  }

  private static void print(Optimum optimum, PrintStream out) {
    out.println();
    int width = optimum.parameters().keySet().stream().mapToInt(String::length).max().orElse(0);
    optimum
        .parameters()
        .forEach(
            (name, p) ->
                out.println(
                    String.format(
                        Locale.ROOT,
                        "%-" + width + "s  %14.8g, spread %.2g, gradient %.2g +- %.2g%s",
                        name,
                        p.value(),
                        p.spread(),
                        p.gradient(),
                        p.gradientError(),
                        p.held() ? ", held" : "")));
    out.println(
        String.format(
                Locale.ROOT,
                "E f = %.10g +- %.2g there, ",
                optimum.value().value(),
                optimum.value().standardError())
            + (optimum.converged() ? "converged" : "NOT CONVERGED")
            + " after "
            + optimum.steps()
            + " steps: "
            + optimum.reason());
  }

  private static void print(Map<String, Likelihood> likelihoods, PrintStream out) {
    likelihoods.forEach(
        (name, likelihood) ->
            out.println(
                (likelihoods.size() == 1 ? "" : name + ": ")
                    + likelihood.used()
                    + " rows"
                    + (likelihood.outOfRange() == 0
                        ? ""
                        : ", " + likelihood.outOfRange() + " more outside the range")
                    + (likelihood.skipped() == 0
                        ? ""
                        : ", " + likelihood.skipped() + " more without a number")));
  }

  private static void print(Fit fit, PrintStream out) {
    int width = fit.parameters().keySet().stream().mapToInt(String::length).max().orElse(0);
    fit.parameters()
        .forEach(
            (name, p) ->
                out.println(
                    String.format(Locale.ROOT, "%-" + width + "s  %14.8g", name, p.value())
                        + (p.fixed()
                            ? "  fixed"
                            : String.format(Locale.ROOT, " +- %.3g", p.error()))));
    out.println(
        String.format(Locale.ROOT, "nll %.12g, ", fit.nll())
            + (fit.converged() ? "converged: " : "NOT CONVERGED: ")
            + fit.reason());
  }

  private static void print(Profile profile, PrintStream out) {
    Profile.Interval interval = profile.interval();
    out.println(
        String.format(
            Locale.ROOT,
            "%s in [%.8g, %.8g], where the nll is within %.3g of its minimum, from %d points",
            profile.parameter(),
            interval.low(),
            interval.high(),
            interval.level(),
            profile.points().size()));
  }

  private static void print(EvaluateOutcome outcome, PrintStream out) {
    if (outcome.rows() != null) {
      print(outcome.rows(), out);
    }
    if (outcome.points().isEmpty()) {
      return;
    }
    boolean hasCdf = outcome.points().get(0).cdf() != null;
    int components = outcome.points().get(0).x().size();
    StringBuilder head = new StringBuilder();
    for (int i = 1; i <= components; i++) {
      head.append(String.format(Locale.ROOT, "%14s ", components == 1 ? "x" : "x" + i));
    }
    head.append(String.format(Locale.ROOT, "%14s %14s", "density", "log density"));
    out.println(hasCdf ? head.append(String.format(Locale.ROOT, " %14s", "cdf")) : head);
    for (EvaluatedPoint point : outcome.points().stream().limit(POINTS).toList()) {
      List<Double> values = new ArrayList<>(point.x());
      values.addAll(List.of(point.density(), point.logDensity()));
      if (hasCdf) {
        values.add(point.cdf());
      }
      out.println(
          values.stream()
              .map(v -> String.format(Locale.ROOT, "%14.7g", v))
              .collect(Collectors.joining(" ")));
    }
    if (outcome.points().size() > POINTS) {
      out.println((outcome.points().size() - POINTS) + " more in the result");
    }
  }
}
