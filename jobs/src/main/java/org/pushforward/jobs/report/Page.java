package org.pushforward.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pushforward.jobs.result.Checkup;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Description;
import org.pushforward.jobs.result.Description.Cost;
import org.pushforward.jobs.result.Description.Formula;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Fit.Parameter;
import org.pushforward.jobs.result.Header;
import org.pushforward.jobs.result.Known;
import org.pushforward.jobs.result.Likelihood;
import org.pushforward.jobs.result.Likelihood.Observable;
import org.pushforward.jobs.result.Outcome.DescribeOutcome;
import org.pushforward.jobs.result.Outcome.DoctorOutcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Outcome.SimulateOutcome;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.Run;
import org.pushforward.jobs.result.Table;
import org.pushforward.jobs.result.Variable;

/** The page, from top to bottom. */
final class Page {
  // A longer table of points is better read from result.json.
  private static final int MOST_ROWS = 30;

  private final Markup page = new Markup();
  private final Result result;

  private Page(Result result) {
    this.result = result;
  }

  static String of(Result result, List<Figure> figures) {
    Page page = new Page(result);
    page.write(figures);
    return "<!DOCTYPE html>\n" + page.page;
  }

  private void write(List<Figure> figures) {
    page.open("html", "lang", "en").open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.element("title", result.header().name() + " · " + result.header().job());
    page.element("style", Style.PLOT + Style.PAGE);
    page.close().open("body");
    header(result.header(), result.run());
    if (result.outcome() instanceof FitOutcome outcome) {
      fit(outcome.fit());
      data(outcome.likelihoods());
    } else if (result.outcome() instanceof ProfileOutcome outcome) {
      fit(outcome.fit());
      data(outcome.likelihoods());
    } else if (result.outcome() instanceof EvaluateOutcome outcome) {
      if (outcome.variable() != null) {
        variable(outcome.variable());
      }
      if (outcome.rows() != null) {
        table(outcome.rows());
      }
    } else if (result.outcome() instanceof SimulateOutcome outcome) {
      page.element("h2", "Events");
      page.element("p", at("drawn", outcome.at()), "class", "soft");
      table(outcome.events());
    } else if (result.outcome() instanceof MomentsOutcome outcome) {
      variable(outcome.variable());
      moments(outcome);
    } else if (result.outcome() instanceof GradientOutcome outcome) {
      GradientSection.write(outcome, page);
      if (outcome.optimum() != null && outcome.optimum().table() != null) {
        table(outcome.optimum().table());
      }
    } else if (result.outcome() instanceof DescribeOutcome outcome) {
      outcome.descriptions().forEach(this::description);
    } else if (result.outcome() instanceof DoctorOutcome outcome) {
      checkup(outcome.checkup());
    }
    if (!figures.isEmpty()) {
      page.element("h2", "Plots");
      figures.forEach(figure -> page.add(figure.inPage()));
    }
    if (result.outcome() instanceof EvaluateOutcome outcome) {
      points(outcome.points());
    }
    page.element("h2", "Spec").element("pre", result.header().spec());
    page.element(
        "p",
        "Digest " + result.header().specDigest() + ", seed " + result.header().seed() + ".",
        "class",
        "soft");
    run(result.run());
    page.close().close();
  }

  private void header(Header header, Run run) {
    page.open("header").element("h1", header.name());
    String seconds = Digits.rounded(run.seconds(), 3) + " s";
    page.element(
        "p",
        header.job()
            + " · "
            + run.started().replaceFirst("^([-0-9]+)T([0-9:]+)(\\.[0-9]+)?Z$", "$1 $2 UTC")
            + " · "
            + seconds
            + " · Pushforward "
            + header.version(),
        "class",
        "soft");
    page.close();
    List<String> warnings = new ArrayList<>(header.warnings());
    warnings.addAll(run.backend().failures());
    for (String warning : warnings) {
      page.element("p", warning, "class", "warning", "role", "note");
    }
  }

  private void fit(Fit fit) {
    page.element("h2", "Fit");
    page.open("p");
    page.element("span", fit.converged() ? "Converged" : "Not converged", "class", "state");
    page.text(": " + fit.reason() + ".").close();
    page.open("p", "class", "soft").text("NLL ");
    number(fit.nll(), Digits.rounded(fit.nll(), 10));
    page.text(
        " after "
            + fit.iterations()
            + " iterations and "
            + fit.evaluations()
            + " evaluations; estimated distance to the minimum ");
    number(fit.estimatedDistance(), Digits.rounded(fit.estimatedDistance(), 2));
    page.text(".").close();
    page.open("div", "class", "beside");
    parameters(fit);
    if (fit.free().size() > 1) {
      correlations(fit);
    }
    page.close();
  }

  private void parameters(Fit fit) {
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "Parameter")
        .element("th", "Value", "class", "number")
        .element("th", "dNLL / d parameter", "class", "number");
    page.close().close().open("tbody");
    for (Map.Entry<String, Parameter> entry : fit.parameters().entrySet()) {
      Parameter parameter = entry.getValue();
      page.open("tr").element("th", entry.getKey(), "scope", "row");
      if (parameter.fixed()) {
        cell(Digits.exact(parameter.value()), Digits.rounded(parameter.value(), 10));
        page.element("td", "fixed", "class", "number soft");
      } else {
        cell(
            Digits.exact(parameter.value()) + " ± " + Digits.exact(parameter.error()),
            Digits.withError(parameter.value(), parameter.error()));
        double slope = fit.gradient().getOrDefault(entry.getKey(), Double.NaN);
        cell(Digits.exact(slope), Digits.rounded(slope, 2));
      }
      page.close();
    }
    page.close().close().close();
  }

  private void correlations(Fit fit) {
    List<String> free = fit.free();

    page.open("div", "class", "scroll")
        .element("h3", "Correlations")
        .open("table", "class", "heat")
        .open("thead")
        .open("tr")
        .element("th", "");
    free.forEach(name -> page.element("th", name, "scope", "col"));
    page.close().close().open("tbody");
    for (int i = 0; i < free.size(); i++) {
      page.open("tr").element("th", free.get(i), "scope", "row");
      for (int j = 0; j < free.size(); j++) {
        List<List<Double>> c = fit.covariance();
        double correlation = c.get(i).get(j) / Math.sqrt(c.get(i).get(i) * c.get(j).get(j));
        page.element(
            "td",
            hundredths(correlation),
            "style",
            heat(correlation),
            "title",
            "covariance " + Digits.exact(c.get(i).get(j)));
      }
      page.close();
    }
    page.close().close().close();
  }

  /**
   * Blue for positive, orange for negative, at most half covering so that the digits stay legible
   * on light and dark.
   */
  private static String heat(double correlation) {
    if (!Double.isFinite(correlation)) {
      return "";
    }
    double share = Math.min(1, Math.abs(correlation)) * 0.5;
    return String.format(
        Locale.ROOT,
        "background: rgba(%s, %.3f)",
        correlation < 0 ? "213, 94, 0" : "0, 114, 178",
        share);
  }

  private static String hundredths(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.2f", value).replace('-', '−')
        : "–";
  }

  private void data(Map<String, Likelihood> likelihoods) {
    if (likelihoods.isEmpty()) {
      return;
    }
    page.element("h2", "Data");
    likelihoods.forEach(
        (name, likelihood) -> {
          page.open("p");
          if (likelihoods.size() > 1) {
            page.element("strong", name).text(": ");
          }
          page.text(likelihood.used() + " events used");
          if (likelihood.sumOfWeights() != likelihood.used()) {
            page.text(" (weights add to " + Digits.rounded(likelihood.sumOfWeights(), 8) + ")");
          }
          page.text(
                  ", "
                      + likelihood.outOfRange()
                      + " out of range, "
                      + likelihood.skipped()
                      + " skipped.")
              .close();
          likelihood.observables().forEach(this::observable);
        });
  }

  private void observable(String name, Observable observable) {
    page.open("p").element("code", name + " ~ " + observable.derivation().model()).close();
    page.element("p", observable.method() + "; " + said(observable.derivation()), "class", "soft");
    density(observable.derivation());
  }

  private void density(Derivation derivation) {
    if (!derivation.density().isEmpty()) {
      page.element("pre", String.join("\n", derivation.density()));
    }
  }

  private void description(String name, Description description) {
    description
        .observables()
        .forEach(
            (observable, density) -> {
              page.element("h2", observable);
              page.open("p")
                  .element("code", observable + " ~ " + density.derivation().model())
                  .close();
              density.said().forEach(said -> page.element("p", said, "class", "soft"));
              page.element("pre", lines(density.formulas(), f -> f.name() + " = " + f.text()));
              page.element("h3", "LaTeX")
                  .element("pre", lines(density.formulas(), f -> f.latex() + " \\\\"));
            });
    page.element("h2", "Operations of " + name);
    description.programs().forEach(this::cost);
  }

  private static String lines(List<Formula> formulas, Function<Formula, String> line) {
    return formulas.stream().map(line).collect(Collectors.joining("\n"));
  }

  private void cost(String program, Cost cost) {
    page.element("h3", program);
    page.open("p", "class", "soft").text(cost.bytesPerRow() + " bytes read per row");
    if (cost.tableWork() > 0) {
      page.text("; ");
      number(cost.tableWork(), Digits.rounded(cost.tableWork(), 3));
      page.text(" multiply-adds for the tables of a point");
    }
    if (cost.source() != null) {
      page.text("; code in ").element("code", cost.source());
    }
    page.close().open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String head : List.of("per", "operations", "for", "by")) {
      page.element("th", head);
    }
    page.close().close().open("tbody");
    cost.operations()
        .forEach(
            (rate, operations) ->
                page.open("tr")
                    .element("th", rate, "scope", "row")
                    .element("td", Integer.toString(operations.total()), "class", "number")
                    .element("td", Description.listed(operations.functions()))
                    .element("td", Description.listed(operations.primitives()))
                    .close());
    page.close().close().close();
  }

  private void checkup(Checkup checkup) {
    List<List<String>> rows = checkup.table();
    page.element("h2", "Devices");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    rows.get(0).forEach(head -> page.element("th", head));
    page.close().close().open("tbody");
    for (List<String> row : rows.subList(1, rows.size())) {
      page.open("tr");
      row.forEach(cell -> page.element("td", cell));
      page.close();
    }
    page.close().close().close();
    checkup.said().forEach(said -> page.element("p", said, "class", "soft"));
    for (Checkup.Advice advice : checkup.advice()) {
      page.element("p", advice.problem() + ": " + advice.fix(), "class", "warning", "role", "note");
    }
  }

  private void variable(Variable variable) {
    page.element("h2", "Variable");
    page.open("p").element("code", variable.name() + " ~ " + variable.derivation().model()).close();
    page.element("p", at(said(variable.derivation()), variable.at()), "class", "soft");
    density(variable.derivation());
  }

  private void moments(MomentsOutcome outcome) {
    page.element("h2", "Moments").open("div", "class", "scroll").open("table").open("thead");
    page.open("tr")
        .element("th", "")
        .element("th", "Value", "class", "number")
        .element("th", "Error", "class", "number")
        .element("th", "Found by");
    page.close().close().open("tbody");
    outcome.all().forEach((name, k) -> moment(name, k.value(), k.standardError(), said(k)));
    for (Known.Quantile q : outcome.quantiles()) {
      String name = "quantile " + Digits.rounded(q.probability(), 10);
      moment(name, q.value(), q.standardError(), q.method());
    }
    page.close().close().close();
  }

  private void moment(String name, double value, double error, String method) {
    page.open("tr").element("th", name, "scope", "row");
    cell(Digits.exact(value), Digits.rounded(value, 12));
    cell(Digits.exact(error), Digits.rounded(error, 2));
    page.element("td", method.replace('_', ' ')).close();
  }

  private static String said(Known known) {
    String how =
        known.method() + (known.evaluations() == 0 ? "" : ", " + known.evaluations() + " points");
    return known.note() == null ? how : how + ": " + known.note();
  }

  private static String at(String what, Map<String, Double> parameters) {
    StringBuilder at = new StringBuilder(what);
    parameters.forEach(
        (name, value) ->
            at.append("; ").append(name).append(" = ").append(Digits.rounded(value, 8)));
    return at.toString();
  }

  private void table(Table table) {
    page.open("p")
        .text(table.rows() + " rows in ")
        .element("code", table.path())
        .text(
            " ("
                + table.format()
                + "), "
                + table.outOfRange()
                + " out of range, "
                + table.skipped()
                + " skipped. Columns: ")
        .element("code", String.join(", ", table.schema().keySet()))
        .close();
  }

  private static String said(Derivation derivation) {
    String integrated = derivation.integrated().isEmpty() ? "" : "; " + derivation.saysIntegrated();
    if (derivation.convolution() == null) {
      return derivation.algorithm() + integrated;
    }
    return derivation.algorithm()
        + " on "
        + derivation.convolution().nodes()
        + " nodes, error at most "
        + Digits.rounded(derivation.convolution().error(), 2)
        + " of the peak"
        + integrated;
  }

  private void points(List<EvaluatedPoint> points) {
    if (points.isEmpty()) {
      return;
    }
    page.element("h2", "Points")
        .open("div", "class", "scroll")
        .open("table")
        .open("thead")
        .open("tr");
    EvaluatedPoint first = points.get(0);
    for (int i = 1; i <= first.x().size(); i++) {
      page.element("th", first.x().size() == 1 ? "x" : "x" + i, "class", "number");
    }
    for (String name :
        first.cdf() == null
            ? List.of("density", "log density")
            : List.of("density", "log density", "cdf", "survival")) {
      page.element("th", name, "class", "number");
    }
    first
        .gradient()
        .keySet()
        .forEach(name -> page.element("th", "∂ log p / ∂ " + name, "class", "number"));
    page.close().close().open("tbody");
    for (EvaluatedPoint point : points.subList(0, Math.min(points.size(), MOST_ROWS))) {
      page.open("tr");
      List<Double> values = new ArrayList<>(point.x());
      values.addAll(List.of(point.density(), point.logDensity()));
      if (point.cdf() != null) {
        values.addAll(List.of(point.cdf(), point.survival()));
      }
      for (double value : values) {
        cell(Digits.exact(value), Digits.rounded(value, 7));
      }
      point
          .gradient()
          .values()
          .forEach(value -> cell(Digits.exact(value), Digits.rounded(value, 7)));
      page.close();
    }
    page.close().close().close();
    if (points.size() > MOST_ROWS) {
      page.element(
          "p",
          "The first "
              + MOST_ROWS
              + " of "
              + points.size()
              + " points; all of them are in result.json.",
          "class",
          "soft");
    }
  }

  private void run(Run run) {
    page.element("h2", "Run").open("div", "class", "scroll").open("table").open("tbody");
    row("master", run.master());
    row("backend", run.backend().name() + " (" + run.backend().device() + ")");
    row("ran on", String.join("; ", run.backend().ranOn()));
    run.environment().forEach(this::row);
    Run.Work work = run.work();
    row(
        "work",
        Digits.rounded(work.seconds(), 3)
            + " s of "
            + work.cores()
            + " × "
            + Digits.rounded(work.wall(), 3)
            + " s");
    run.stages().forEach((stage, seconds) -> row(stage, Digits.rounded(seconds, 3) + " s"));
    page.close().close().close();
  }

  private void row(String name, String value) {
    page.open("tr").element("th", name, "scope", "row").element("td", value).close();
  }

  private void cell(String exact, String shown) {
    page.element("td", shown, "class", "number", "title", exact);
  }

  private void number(double value, String shown) {
    page.element("span", shown, "title", Digits.exact(value));
  }
}
