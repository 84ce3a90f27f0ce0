package org.pushforward.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.ExampleResults;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Fit.Parameter;
import org.pushforward.jobs.result.Header;
import org.pushforward.jobs.result.Likelihood;
import org.pushforward.jobs.result.Likelihood.Curve;
import org.pushforward.jobs.result.Likelihood.Histogram;
import org.pushforward.jobs.result.Likelihood.Observable;
import org.pushforward.jobs.result.Numbers;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Profile;
import org.pushforward.jobs.result.Profile.Interval;
import org.pushforward.jobs.result.Profile.Point;
import org.pushforward.jobs.result.Result;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
  private static final String HOSTILE =
      "</title><script>alert('\"&')</script>\u0001\ud800<![CDATA[ ]]> ../../x";

  @TempDir Path home;

  @Test
  void theReportOfEveryJobIsWellFormedAndSoIsEachPlot() throws Exception {
    for (Result result :
        List.of(
            ExampleResults.fitResult("a warning"),
            ExampleResults.profileResult(),
            ExampleResults.evaluateResult(),
            ExampleResults.gradientResult(),
            ExampleResults.describeResult())) {
      Path folder = Files.createDirectory(home.resolve(result.header().job()));
      Report.of(result).write(folder);
      parse(Files.readString(folder.resolve("report.html")));
      if (result.header().job().equals("describe")) {
        continue; // it has none
      }
      for (String plot : plots(folder)) {
        Document svg = parse(Files.readString(folder.resolve("plots").resolve(plot)));
        assertEquals("http://www.w3.org/2000/svg", svg.getDocumentElement().getNamespaceURI());
      }
    }
    assertEquals(List.of("data-mass.svg"), plots(home.resolve("fit")));
    assertEquals(
        List.of("data-mass.svg", "profile-s-others.svg", "profile-s.svg"),
        plots(home.resolve("profile")));
    assertEquals(List.of("density.svg", "gradient.svg"), plots(home.resolve("evaluate")));
    assertEquals(List.of("path.svg"), plots(home.resolve("gradient")));
    assertTrue(
        Files.readString(home.resolve("fit/report.html")).contains("<pre>p = f*F1&#39;(mass)"));
  }

  @Test
  void thePageAsksForNothingFromElsewhere() {
    for (Result result : List.of(ExampleResults.profileResult(), ExampleResults.evaluateResult())) {
      String html = Report.of(result).html();
      for (String reference :
          List.of(
              "http:", "https:", "//", "src=", "href=", "url(", "@import", "<script", "<link")) {
        assertFalse(html.contains(reference), reference);
      }
    }
  }

  @Test
  void thePageSaysWhereATableIs() throws Exception {
    String events = Report.of(ExampleResults.simulateResult()).html();
    parse(events);
    assertTrue(events.contains("10851 rows in <code>/data/events.parquet</code>"), events);
    assertTrue(events.contains("sigma = 0.1"));
    String rows = Report.of(ExampleResults.rowsResult()).html();
    assertTrue(rows.contains("10851 rows in <code>tables/rows.parquet</code>"));
    assertTrue(rows.contains("y, density, log_density, cdf, survival"));
  }

  @Test
  void thePageSaysWhatAGradientIsAndWhatIsWrongWithIt() {
    String html = Report.of(ExampleResults.gradientResult()).html();
    for (String said :
        List.of(
            "−5.99979 ± 0.00020",
            "score (optimal)",
            "mu, pathwise: choice: takes the least work",
            "not finite: 3 of 10 &lt;samples&gt; are not finite",
            "3.0001",
            "10851 rows in <code>tables/path.parquet</code>")) {
      assertTrue(html.contains(said), said);
    }
  }

  @Test
  void thePageSaysWhatAPhysicistAsks() {
    String html = Report.of(ExampleResults.profileResult("3 events are out of range")).html();
    assertTrue(html.contains("90.760 ± 0.029"));
    assertTrue(html.contains("title=\"90.76013 ± 0.02908\""));
    assertTrue(html.contains("0.0472 ± 0.0024"));
    assertTrue(html.contains(">Converged<"));
    assertTrue(html.contains("3 events are out of range"));
    assertTrue(html.contains("mass ~ mix(f -&gt; cauchy(m, width/2)"));
    assertTrue(html.contains("10851 events used"));
    assertTrue(html.contains("0.34")); // a correlation
    assertTrue(html.contains("4096 nodes"));
  }

  @Test
  void hostileNamesStayText() throws Exception {
    Result hostile = hostile();
    Report report = Report.of(hostile);
    String html = report.html();
    assertFalse(html.contains("<script"), "a name became an element");
    assertTrue(
        parse(html)
            .getElementsByTagName("h1")
            .item(0)
            .getTextContent()
            .startsWith("</title><script>alert('\"&')"));
    Path folder = Files.createDirectories(home.resolve("a/b/out"));
    report.write(folder);
    assertEquals(3, plots(folder).size());
    for (String plot : plots(folder)) {
      assertTrue(plot.matches("[A-Za-z0-9_-]+\\.svg"), plot);
      String svg = Files.readString(folder.resolve("plots").resolve(plot));
      assertFalse(svg.contains("<script"));
      parse(svg);
    }
    try (Stream<Path> outside = Files.list(home.resolve("a/b"))) {
      assertEquals(1, outside.count());
    }
  }

  @Test
  void numbersThatAreNoneBreakCurvesAndNothingElse() throws Exception {
    List<EvaluatedPoint> points = new ArrayList<>();
    for (double x : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -1, 0, 1, 2}) {
      double log = x < 0 ? Double.NEGATIVE_INFINITY : -x;
      points.add(
          new EvaluatedPoint(
              List.of(x),
              x < 0 ? 0 : Math.exp(-x),
              log,
              0.5,
              0.5,
              Map.of("rate", x < 0 ? Double.NaN : 1 - x)));
    }
    String html =
        Report.of(
                new Result(
                    ExampleResults.header("evaluate"),
                    ExampleResults.run(),
                    new EvaluateOutcome(points, null, null)))
            .html();
    parse(html);
    assertFalse(html.matches("(?s).* d=\"[^\"]*(NaN|Infinity)[^\"]*\".*"));
    assertTrue(html.contains("−∞"));

    Fit fit = ExampleResults.fit();
    Map<String, Parameter> unknown = new LinkedHashMap<>();
    fit.parameters()
        .forEach(
            (name, p) ->
                unknown.put(name, new Parameter(p.value(), p.fixed() ? 0 : Double.NaN, p.fixed())));
    Fit failed =
        new Fit(
            unknown,
            Numbers.rows(filled(16, Double.NaN), 4),
            Double.NaN,
            Map.of(),
            3,
            4,
            false,
            "the NLL is not finite",
            Double.NaN);
    List<Point> scan =
        List.of(new Point(1, Double.NaN, 0, Map.of()), new Point(2, 1, Double.NaN, Map.of()));
    Profile profile =
        new Profile("s", scan, new Interval(0.5, Double.NEGATIVE_INFINITY, Double.NaN));
    String broken =
        Report.of(
                new Result(
                    ExampleResults.header("profile"),
                    ExampleResults.run(),
                    new ProfileOutcome(failed, profile, Map.of())))
            .html();
    parse(broken);
    assertTrue(broken.contains("Not converged"));
    assertTrue(broken.contains("the NLL is not finite"));
  }

  @Test
  void aLongScanAlsoShowsTheNeighbourhoodOfTheMinimum() throws Exception {
    Result result = longScan();
    Report.of(result).write(home);
    assertTrue(plots(home).contains("profile-s-near.svg"));
  }

  @Test
  void aReportIsTheSameFromTheRecordsAndFromTheFile() throws IOException {
    Result result = ExampleResults.profileResult();
    Result read =
        org.pushforward.jobs.result.ResultFile.parse(
            org.pushforward.jobs.result.ResultFile.text(result));
    assertEquals(Report.of(result).html(), Report.of(read).html());
  }

  /** A scan to sixteen standard errors, as a spec that does not know the error asks for. */
  static Result longScan() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      double s = 1 + i / 100.0;
      double z = (s - 1.345) / 0.04011;
      points.add(
          new Point(
              s,
              29874.123456789 + z * z / 2 - 0.004 * z * z * z,
              (z - 0.012 * z * z) / 0.04011,
              Map.of("s", s)));
    }
    Profile profile = new Profile("s", points, new Interval(0.5, 1.305, 1.386));
    return new Result(
        ExampleResults.header("profile"),
        ExampleResults.run(),
        new ProfileOutcome(ExampleResults.fit(), profile, Map.of()));
  }

  private static Result hostile() {
    Parameter parameter = new Parameter(1, 0.1, false);
    Fit fit =
        new Fit(
            Map.of(HOSTILE, parameter),
            Numbers.rows(new double[] {0.01}, 1),
            10,
            Map.of(HOSTILE, 0.0),
            1,
            1,
            true,
            HOSTILE,
            0);
    List<Point> points =
        List.of(
            new Point(0.5, 12, -4, Map.of()),
            new Point(1, 10, 0, Map.of()),
            new Point(1.5, 12, 4, Map.of()));
    Histogram histogram =
        new Histogram(Numbers.list(0, 1, 2), Numbers.list(4, 9), null, Numbers.list(5, 8), null);
    Curve curve =
        new Curve(Numbers.list(0, 2), Numbers.list(5, 8), Map.of(HOSTILE, Numbers.list(1, 2)));
    Observable observable =
        new Observable(
            HOSTILE,
            new Derivation(HOSTILE, HOSTILE, null, List.of(), List.of(HOSTILE)),
            histogram,
            curve);
    Map<String, Observable> observables = new LinkedHashMap<>();
    observables.put(HOSTILE, observable);
    observables.put(HOSTILE + "'", observable); // the same file name, were it not numbered
    Header header = new Header("profile", HOSTILE, HOSTILE, HOSTILE, 0, HOSTILE, List.of(HOSTILE));
    return new Result(
        header,
        ExampleResults.run(),
        new ProfileOutcome(
            fit,
            new Profile(HOSTILE, points, new Interval(0.5, 0.9, 1.1)),
            Map.of(HOSTILE, new Likelihood(13, 0, 0, 13, null, observables))));
  }

  private static double[] filled(int size, double value) {
    double[] array = new double[size];
    java.util.Arrays.fill(array, value);
    return array;
  }

  private static List<String> plots(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }
}
