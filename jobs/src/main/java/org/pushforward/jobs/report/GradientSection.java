package org.pushforward.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.DerivativeEstimate;
import org.pushforward.jobs.result.GradientFinding;
import org.pushforward.jobs.result.GradientSample;
import org.pushforward.jobs.result.Optimum;
import org.pushforward.jobs.result.Outcome.GradientOutcome;

/**
 * What the page says of a gradient: what was drawn, the estimates, their diagnosis, the optimum.
 */
final class GradientSection {
  private static final int MOST_SAMPLES = 30;

  private final Markup page;

  private GradientSection(Markup page) {
    this.page = page;
  }

  static void write(GradientOutcome outcome, Markup page) {
    GradientSection section = new GradientSection(page);
    section.variables(outcome.variables(), outcome.at());
    section.estimates(outcome);
    section.diagnosis(outcome.diagnosis());
    section.samples(outcome.shown());
    if (outcome.optimum() != null) {
      section.optimum(outcome.optimum());
    }
  }

  private void variables(Map<String, Derivation> variables, Map<String, Double> at) {
    page.element("h2", "Variables");
    variables.forEach(
        (name, derivation) -> {
          page.open("p").element("code", name + " ~ " + derivation.model()).close();
          if (!derivation.density().isEmpty()) {
            page.element("pre", String.join("\n", derivation.density()));
          }
        });
    String values =
        at.entrySet().stream()
            .map(e -> e.getKey() + " = " + Digits.rounded(e.getValue(), 8))
            .collect(Collectors.joining("; "));
    page.element("p", values, "class", "soft");
  }

  private void estimates(GradientOutcome outcome) {
    page.element("h2", "Gradient").open("p").text("The expectation is ");
    page.element(
        "span",
        Digits.withError(outcome.value().value(), outcome.value().standardError()),
        "title",
        exact(outcome.value().value(), outcome.value().standardError()));
    page.text(".").close();
    head("Parameter", "Estimator");
    number("Derivative");
    number("Variance of a sample");
    number("Samples");
    page.close().close().open("tbody");
    for (DerivativeEstimate e : outcome.estimates()) {
      page.open("tr")
          .element("th", e.parameter(), "scope", "row")
          .element("td", e.estimator().replace('_', ' '));
      cell(exact(e.value(), e.standardError()), Digits.withError(e.value(), e.standardError()));
      cell(Digits.exact(e.varianceOfOneSample()), Digits.rounded(e.varianceOfOneSample(), 4));
      cell("", Long.toString(e.samples()));
      page.close();
    }
    page.close().close().close();
  }

  private void diagnosis(List<GradientFinding> findings) {
    if (!findings.isEmpty()) {
      page.element("h2", "Diagnosis").open("ul");
      findings.forEach(finding -> page.element("li", finding.said()));
      page.close();
    }
  }

  private void samples(List<GradientSample> samples) {
    if (samples.isEmpty()) {
      return;
    }
    page.element("h2", "Samples");
    head("Sample", "Estimator");
    number("Value");
    List<String> names =
        samples.stream()
            .flatMap(sample -> sample.gradient().values().stream())
            .flatMap(of -> of.keySet().stream())
            .distinct()
            .toList();
    names.forEach(name -> number("d / d " + name));
    page.close().close().open("tbody");
    for (GradientSample sample : samples.subList(0, Math.min(MOST_SAMPLES, samples.size()))) {
      sample
          .gradient()
          .forEach(
              (estimator, of) -> {
                page.open("tr")
                    .element("th", Long.toString(sample.index()), "scope", "row")
                    .element("td", estimator.replace('_', ' '));
                cell(Digits.exact(sample.value()), Digits.rounded(sample.value(), 8));
                for (String name : names) {
                  Double value = of.get(name);
                  cell(
                      value == null ? "" : Digits.exact(value),
                      value == null ? "" : Digits.rounded(value, 8));
                }
                page.close();
              });
    }
    page.close().close().close();
  }

  private void optimum(Optimum optimum) {
    page.element("h2", "Optimum").open("p");
    page.element("span", optimum.converged() ? "Converged" : "Not converged", "class", "state");
    page.text(" after " + optimum.steps() + " steps: " + optimum.reason() + ". To ")
        .text(optimum.goal() + ", the expectation is ");
    page.element(
        "span",
        Digits.withError(optimum.value().value(), optimum.value().standardError()),
        "title",
        exact(optimum.value().value(), optimum.value().standardError()));
    page.text(" there.").close();
    head("Parameter");
    number("Value");
    number("Spread of the steps");
    number("Derivative there");
    page.close().close().open("tbody");
    optimum
        .parameters()
        .forEach(
            (name, p) -> {
              page.open("tr").element("th", p.held() ? name + " (held)" : name, "scope", "row");
              cell(Digits.exact(p.value()), Digits.rounded(p.value(), 8));
              cell(Digits.exact(p.spread()), Digits.rounded(p.spread(), 2));
              cell(
                  exact(p.gradient(), p.gradientError()),
                  Digits.withError(p.gradient(), p.gradientError()));
              page.close();
            });
    page.close().close().close();
  }

  private void head(String... names) {
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : names) {
      page.element("th", name);
    }
  }

  private void number(String name) {
    page.element("th", name, "class", "number");
  }

  private void cell(String exact, String shown) {
    page.element("td", shown, "class", "number", "title", exact);
  }

  private static String exact(double value, double error) {
    return Digits.exact(value) + " ± " + Digits.exact(error);
  }
}
