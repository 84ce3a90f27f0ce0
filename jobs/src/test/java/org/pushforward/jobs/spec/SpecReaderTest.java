package org.pushforward.jobs.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.gradient.Choice;
import org.pushforward.engine.gradient.Estimator;
import org.pushforward.engine.gradient.Numbers;
import org.pushforward.engine.optimize.Ascent;
import org.pushforward.engine.optimize.LearningRate;

class SpecReaderTest {
  private static final String ZMUMU =
      """
      name: Z resolution
      seed: 20261120
      data: { path: zmumu.csv, columns: { mass: M } }   # the masses
      observables: { mass: { range: [60, 120], bins: 240 } }
      model: |
        mass ~ mix(f -> cauchy(m, width/2) + normal(0, s),
                   1-f -> exponential(k))
      parameters:
        m:     { start: 91, range: [85, 95] }
        width: { fixed: 2.4952 }
        s:     { start: 1.5, range: [0.1, 5] }
        f:     { start: 0.9, range: [0, 1] }
        k:     { start: 0.02, range: [0, 1] }
      profile: { s: { from: 1, to: 2, points: 101 } }
      """;

  private static Spec parse(String content, String... settings) {
    return SpecReader.parse(Path.of("z.yaml"), content, List.of(settings));
  }

  private static String error(String content, String... settings) {
    return assertThrows(SpecException.class, () -> parse(content, settings)).getMessage();
  }

  private static void assertError(String expected, String content, String... settings) {
    assertEquals(expected.stripTrailing(), error(content, settings));
  }

  @Test
  void designsExampleIsRead() {
    Spec spec = parse(ZMUMU);
    assertEquals("Z resolution", spec.name());
    assertEquals(20261120, spec.seed());
    assertEquals(List.of("m", "width", "s", "f", "k"), List.copyOf(spec.parameters().keySet()));
    ParameterSpec width = spec.parameters().get("width");
    assertTrue(width.fixed());
    assertEquals(2.4952, width.start());
    ParameterSpec s = spec.parameters().get("s");
    assertFalse(s.fixed());
    assertEquals(new Range(0.1, 5), s.range());
    LikelihoodSpec likelihood = spec.likelihoods().get(SpecReader.ONLY_LIKELIHOOD);
    ObservableSpec mass = likelihood.observables().get("mass");
    assertEquals(new Range(60, 120), mass.range());
    assertEquals(OptionalInt.of(240), mass.bins());
    FileData data = (FileData) likelihood.requireData();
    assertEquals("file://" + Path.of("zmumu.csv").toAbsolutePath(), data.path());
    assertEquals("M", data.column("mass").name());
    assertEquals("other", data.column("other").name());
    ProfileSpec profile = spec.requireProfile();
    assertEquals(101, profile.grid().length);
    assertEquals(1.5, profile.grid()[50]);
    assertEquals(2, profile.grid()[100]);
    assertEquals(ZMUMU, spec.text());
  }

  @Test
  void placesInABlockAreThoseOfTheFile() {
    Text model = parse(ZMUMU).likelihoods().get(SpecReader.ONLY_LIKELIHOOD).model();
    for (String word : List.of("mass", "cauchy", "exponential", "k")) {
      int at = model.value().indexOf(word);
      Place place = model.place(at, at + word.length());
      String line = ZMUMU.split("\n")[place.line() - 1];
      assertEquals(word, line.substring(place.column() - 1, place.column() - 1 + word.length()));
      assertEquals(line, place.lineText());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model: x ~ normal(mu, sigma)\n",
        "model: \"x ~ normal(mu, sigma)\"\n",
        "model: 'x ~ normal(mu, sigma)'\n",
        "{ \"model\": \"x ~ normal(mu, sigma)\" }\n",
        "model: |\n\n  # not a comment\n  x ~ normal(mu, sigma)\n",
        "model: |-\n    x ~ normal(mu,\n      sigma)\n",
        "model: >\n  x ~ normal(mu,\n  sigma)\n",
        "model: x ~\n  normal(mu, sigma)\n",
        "name: a\r\nmodel: |\r\n  x ~ normal(mu, sigma)\r\n",
      })
  void placesInEveryKindOfScalarAreThoseOfTheFile(String content) {
    Text model = parse(content).likelihoods().get(SpecReader.ONLY_LIKELIHOOD).model();
    int at = model.value().indexOf("sigma");
    Place place = model.place(at, at + 5);
    String line = content.split("\r?\n")[place.line() - 1];
    assertEquals("sigma", line.substring(place.column() - 1, place.column() + 4));
  }

  @Test
  void unknownKeyIsToldWithTheNearest() {
    assertError(
        """
        z.yaml:11:12: parameters.s: there is no key "strat"
            s:     { strat: 1.5, range: [0.1, 5] }
                     ^^^^^
            did you mean "start"?
        """,
        ZMUMU.replace("s:     { start", "s:     { strat"));
    assertTrue(error(ZMUMU.replace("seed:", "sed:")).contains("did you mean \"seed\"?"));
  }

  @Test
  void duplicateKeyNamesBothLines() {
    assertError(
        """
        z.yaml:3:1: "name" stands here twice
            name: b
            ^^^^
            the first is in line 1
        """,
        "name: a\nseed: 1\nname: b\n");
  }

  @Test
  void startOutsideItsRangeIsToldAtTheStart() {
    assertError(
        """
        z.yaml:11:19: parameters.s.start: 7 is outside the range [0.1, 5]
            s:     { start: 7, range: [0.1, 5] }
                            ^
            start inside, or widen the range
        """,
        ZMUMU.replace("start: 1.5", "start: 7"));
  }

  @Test
  void parameterWithoutStartIsToldAtItsName() {
    assertError(
        """
        z.yaml:11:3: parameters.s: "start" is missing
            s:     { range: [0.1, 5] }
            ^
            every free parameter needs a value to start from
        """,
        ZMUMU.replace("start: 1.5, ", ""));
  }

  @Test
  void reversedRangeIsWrittenTheRightWayRound() {
    assertTrue(
        error(ZMUMU.replace("[60, 120]", "[120, 60]")).contains("the range is reversed")
            && error(ZMUMU.replace("[60, 120]", "[120, 60]")).contains("write [60, 120]"));
  }

  @Test
  void wrongTypesAndImpossibleValuesAreTold() {
    Map<String, List<String>> wrong =
        Map.ofEntries(
            Map.entry("bins: 240", List.of("bins: 0", "bins: 0 is too small")),
            Map.entry("bins: 240 ", List.of("bins: 2.5 ", "must be a whole number")),
            Map.entry("points: 101", List.of("points: 0", "points: 0 is too small")),
            Map.entry("seed: 20261120", List.of("seed: soon", "must be a number, and is \"soon\"")),
            Map.entry("from: 1,", List.of("from: 0,", "outside the parameter's range [0.1, 5]")),
            Map.entry("from: 1, to: 2", List.of("from: 2, to: 1", "ends before it begins")),
            Map.entry("{ s: {", List.of("{ t: {", "there is no parameter \"t\"")),
            Map.entry("profile: { s", List.of("profile: { width", "\"width\" is fixed")),
            Map.entry("range: [85, 95]", List.of("range: 85", "must be two numbers")),
            Map.entry("{ fixed: 2.4952 }", List.of("2.4952", "{ fixed: 1 }")),
            Map.entry("{ fixed: 2.4952 } ", List.of("{ fixed: true } ", "must be a number")),
            Map.entry("model: |", List.of("modle: |", "did you mean \"model\"?")),
            Map.entry("path: zmumu.csv, ", List.of("", "\"path\" is missing")),
            Map.entry("M } }", List.of("M }, skip_invalid: maybe }", "must be true or false")));
    wrong.forEach(
        (from, to) -> {
          String content = ZMUMU.replace(from.strip(), to.get(0).strip());
          assertNotEquals(ZMUMU, content, from);
          String message = error(content);
          assertTrue(message.contains(to.get(1)), message);
          assertTrue(message.startsWith("z.yaml:"), message);
          assertTrue(message.contains("^"), message);
        });
  }

  @Test
  void formulaThatYamlCutsAtItsCommaIsToBeQuoted() {
    assertTrue(
        error("evaluate: { of: y ~ normal(mu, sigma), points: [0] }").contains(Fields.QUOTE));
    assertTrue(error("evaluate: { of: y ~ mix(f -> a: b), points: [0] }").contains("quote"));
    assertTrue(error("model: { x ~ normal(mu, sigma) }").contains("quote"));
  }

  @Test
  void brokenYamlIsToldAtItsPlace() {
    String message = error("name: a\ndata: { path: b\nseed: 1\n");
    assertTrue(message.startsWith("z.yaml:3:"), message);
    assertTrue(error("name: a\n\tseed: 1\n").contains("indent with spaces"));
    assertTrue(error("").contains("this is no spec"));
    assertTrue(error("- a\n- b\n").contains("this is no spec"));
  }

  @Test
  void settingsReplaceAndAdd() {
    Spec spec = parse(ZMUMU, "parameters.s.start=2", "parameters.t={ start: 1e3 }", "seed=7");
    assertEquals(2, spec.parameters().get("s").start());
    assertEquals(1000, spec.parameters().get("t").start());
    assertEquals(7, spec.seed());
    assertTrue(
        spec.text()
            .endsWith(
                "# --set parameters.s.start=2\n# --set parameters.t={ start: 1e3 }\n# --set seed=7\n"));
  }

  @Test
  void mistakesInSettingsAreShownInTheSetting() {
    assertError(
        """
        --set: parameters.s: there is no key "strat"
            parameters.s.strat=2
                         ^^^^^
            did you mean "start"?
        """,
        ZMUMU,
        "parameters.s.strat=2");
    assertError(
        """
        --set: parameters.s.start: 7 is outside the range [0.1, 5]
            parameters.s.start=7
                               ^
            start inside, or widen the range
        """,
        ZMUMU,
        "parameters.s.start=7");
    assertTrue(error(ZMUMU, "seed").contains("a setting is a key and a value"));
    assertTrue(error(ZMUMU, "seed.x=1").contains("because \"seed\" is"));
  }

  @Test
  void digestSeesValuesAndNotLayout() {
    String digest = parse(ZMUMU).digest();
    assertTrue(digest.matches("sha256:[0-9a-f]{64}"));
    String other =
        ZMUMU.replace("# the masses", "").replace("240", "2.4e2").replace("m:     {", "m: {");
    assertEquals(digest, parse(other).digest());
    assertNotEquals(digest, parse(ZMUMU.replace("240", "241")).digest());
    assertNotEquals(digest, parse(ZMUMU, "seed=1").digest());
    assertEquals(digest, parse(ZMUMU, "seed=20261120").digest());
  }

  @Test
  void simulatedDataComeFromTheTopOrFromTheLikelihood() {
    Spec spec = parse("model: x ~ normal(0, s)\nsimulate: { events: 1e5, at: { s: 0.1 } }\n");
    SimulatedData data = (SimulatedData) spec.requireLikelihoods().get("likelihood").requireData();
    assertEquals(100_000, data.simulate().events());
    assertEquals(Map.of("s", 0.1), data.simulate().at().values());
    assertEquals("z", spec.name());
    Spec two =
        parse(
            """
            likelihoods:
              a: { model: "x ~ normal(0, s)", data: { simulate: { events: 10 } } }
              b: { model: "y ~ normal(1, s)", data: { path: hdfs://n/b.parquet } }
            """);
    assertEquals(List.of("a", "b"), List.copyOf(two.likelihoods().keySet()));
    assertEquals(
        "hdfs://n/b.parquet", ((FileData) two.likelihoods().get("b").requireData()).path());
  }

  @Test
  void evaluateTakesAListOrAGridAndTheSpecsModel() {
    Spec spec =
        parse(
            "model: x ~ normal(0, s)\nevaluate: { at: { s: 0.1 }, points: { from: -1, to: 1, points: 5 } }\n");
    assertEquals(
        List.of(List.of(-1.0), List.of(-0.5), List.of(0.0), List.of(0.5), List.of(1.0)),
        spec.requireEvaluate().points());
    assertEquals("x ~ normal(0, s)", spec.requireEvaluate().of().value());
    assertEquals(
        List.of(List.of(0.0), List.of(1e-3, 2.0)),
        parse("evaluate: { of: \"y ~ normal(0, 1)\", points: [0, [1e-3, 2]] }")
            .requireEvaluate()
            .points());
    assertTrue(error("evaluate: { of: \"y ~ normal(0, 1)\" }").contains("nothing to evaluate at"));
  }

  private static GradientSpec gradient(String content) {
    return parse("gradient: { of: x^2, under: 'x ~ normal(mu, 1)', " + content + " }")
        .requireGradient();
  }

  private static void assertGradientError(String expected, String content) {
    String message = error("gradient: { of: x^2, under: 'x ~ normal(mu, 1)', " + content + " }");
    assertTrue(message.contains(expected), message);
  }

  @Test
  void gradientTakesTheSpecsModelAndTheBestEstimator() {
    GradientSpec spec =
        parse("model: x ~ normal(0, s)\ngradient: { of: x^2, at: { s: 0.1 } }\n").requireGradient();
    assertEquals("x ~ normal(0, s)", spec.under().value());
    assertEquals(List.of(), spec.estimators());
    assertEquals(Map.of(), spec.withRespectTo());
    assertEquals(1e-3, spec.samples().relativeError());
    assertTrue(gradient("estimators: auto").estimators().isEmpty());
    assertTrue(spec.optimize().isEmpty());
  }

  @Test
  void estimatorsHaveOptionsOfTheirOwnOrThoseOfAll() {
    GradientSpec spec =
        gradient(
            """
            estimators: [pathwise, { score: { baseline: optimal, numbers: sobol } },
                         { finite_difference: { step: 1e-3, control_variates: false } },
                         { surrogate: { baseline: leave_one_out } }, measure_valued],
            numbers: antithetic, control_variates: true, show: [7, 3, 7], samples: 1e8""");
    assertEquals(
        List.of(
            new Choice(new Estimator.Pathwise(), Numbers.ANTITHETIC, true),
            new Choice(new Estimator.Score(Estimator.Baseline.OPTIMAL), Numbers.SOBOL, true),
            new Choice(new Estimator.FiniteDifference(1e-3), Numbers.ANTITHETIC, false),
            new Choice(
                new Estimator.Surrogate(Estimator.Baseline.LEAVE_ONE_OUT),
                Numbers.ANTITHETIC,
                true),
            new Choice(new Estimator.MeasureValued(), Numbers.ANTITHETIC, true)),
        spec.estimators());
    assertEquals(List.of(3L, 7L), spec.show());
    assertEquals(100_000_000, spec.samples().most());
    assertTrue(spec.samples().isFixed());
    assertGradientError("did you mean \"score\"?", "estimators: [scroe]");
    assertGradientError(
        "estimators[0].score.baseline: there is no \"best\"",
        "estimators: [{ score: { baseline: best } }]");
    assertGradientError(
        "there is no key \"baseline\"", "estimators: [{ pathwise: { baseline: mean } }]");
    assertGradientError("this names 2 estimators", "estimators: [{ score: {}, pathwise: {} }]");
    assertGradientError("\"score\" is asked for twice", "estimators: [score, score]");
    assertGradientError("must be auto or a list", "estimators: score");
    assertGradientError("this must be above 0", "estimators: [{ finite_difference: { step: 0 } }]");
    assertGradientError("both samples and until", "samples: 10, until: { relative_error: 1 }");
    assertGradientError("is too small", "show: [-1]");
    assertGradientError("\"mu\" is here twice", "with_respect_to: [mu, mu]");
  }

  @Test
  void optimizationIsReadWithItsScheduleAndMethod() {
    OptimizeSpec optimize =
        gradient(
                "optimize: { goal: maximize, method: { sga: { momentum: 0.5 } }, rate: { initial:"
                    + " 0.1, decay: polynomial, scale: 10 }, samples: 100, steps: 50, window: 8, z:"
                    + " 2, tolerance: 0.1 }")
            .optimize()
            .orElseThrow();
    assertEquals(
        new Ascent.Settings(
            Ascent.Goal.MAXIMIZE,
            new Ascent.Sga(0.5),
            new LearningRate.Polynomial(0.1, 10),
            50,
            8,
            2,
            0.1),
        optimize.settings());
    assertEquals(100, optimize.samples());
    OptimizeSpec plain = gradient("optimize: { goal: minimize }").optimize().orElseThrow();
    assertEquals(Ascent.Goal.MINIMIZE, plain.settings().goal());
    assertEquals(Ascent.Adam.STANDARD, plain.settings().method());
    assertEquals(
        new LearningRate.Cosine(0.1, 0, 70),
        gradient("optimize: { goal: minimize, steps: 70, rate: { initial: 0.1, decay: cosine } }")
            .optimize()
            .orElseThrow()
            .settings()
            .rate());
    assertGradientError("\"goal\" is missing", "optimize: { steps: 3 }");
    assertGradientError(
        "that belongs to decay: halving",
        "optimize: { goal: minimize, rate: { initial: 1, decay: cosine, every: 3 } }");
    assertGradientError(
        "at least 0 and below 1", "optimize: { goal: minimize, method: { sga: { momentum: 1 } } }");
    assertGradientError("must not be below 0", "optimize: { goal: minimize, z: -1 }");
  }

  @Test
  void missingPartsAreToldByTheJobThatNeedsThem() {
    Spec spec = parse("name: empty\n");
    assertThrows(SpecException.class, spec::requireProfile);
    assertThrows(SpecException.class, spec::requireEvaluate);
    assertThrows(SpecException.class, spec::requireSimulate);
    assertThrows(SpecException.class, spec::requireGradient);
    assertThrows(SpecException.class, spec::requireLikelihoods);
    assertThrows(
        SpecException.class,
        () -> parse("model: x ~ a\n").likelihoods().get("likelihood").requireData());
  }

  @Test
  void missingFileIsToldWithTheNearestName() {
    SpecException e =
        assertThrows(SpecException.class, () -> SpecReader.read(Path.of("pom.xmk"), List.of()));
    assertEquals("pom.xmk: there is no such file\n    did you mean \"pom.xml\"?", e.getMessage());
  }
}
