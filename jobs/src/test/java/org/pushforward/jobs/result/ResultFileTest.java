package org.pushforward.jobs.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Profile.Interval;
import org.pushforward.jobs.result.Profile.Point;

class ResultFileTest {
  private static final String HEADER = "job name spec specDigest seed version warnings run ";

  @Test
  void aFitHasTheFieldsOfTheDesignInTheirOrder() throws IOException {
    JsonNode file = json(ExampleResults.fitResult());
    assertEquals(HEADER + "fit likelihoods", names(file));
    assertEquals(
        "parameters covariance nll gradient iterations evaluations converged reason estimatedDistance",
        names(file.get("fit")));
    assertEquals("m width s f k", names(file.at("/fit/parameters")));
    assertEquals("value error fixed", names(file.at("/fit/parameters/m")));
    assertEquals("m s f k", names(file.at("/fit/gradient")));
    assertEquals("seconds backend master started environment work stages", names(file.get("run")));
    assertEquals("name device ranOn failures", names(file.at("/run/backend")));
  }

  @Test
  void aProfileHasTheFieldsOfTheDesignInTheirOrder() throws IOException {
    JsonNode file = json(ExampleResults.profileResult());
    assertEquals(HEADER + "fit profile likelihoods", names(file));
    assertEquals("parameter points interval", names(file.get("profile")));
    assertEquals("value nll gradient parameters", names(file.at("/profile/points/0")));
    assertEquals("m width s f k", names(file.at("/profile/points/0/parameters")));
    assertEquals("level low high", names(file.at("/profile/interval")));
  }

  @Test
  void anEvaluationHasTheFieldsOfTheDesignInTheirOrder() throws IOException {
    JsonNode file = json(ExampleResults.evaluateResult());
    assertEquals(HEADER + "points variable", names(file));
    assertEquals("x density logDensity cdf survival gradient", names(file.at("/points/0")));
    assertEquals("mu sigma", names(file.at("/points/0/gradient")));
  }

  @Test
  void aTableSaysWhereItIsAndWhatItHolds() throws IOException {
    JsonNode events = json(ExampleResults.simulateResult());
    assertEquals(HEADER + "at events", names(events));
    assertEquals("path format rows outOfRange skipped schema", names(events.get("events")));
    JsonNode rows = json(ExampleResults.rowsResult());
    assertEquals(HEADER + "points variable rows", names(rows));
    assertEquals("y density log_density cdf survival", names(rows.at("/rows/schema")));
  }

  @Test
  void aDescriptionHasFormulasAndCosts() throws IOException {
    JsonNode file = json(ExampleResults.describeResult());
    assertEquals(HEADER + "descriptions", names(file));
    JsonNode description = file.at("/descriptions/likelihood");
    assertEquals("observables programs", names(description));
    assertEquals("derivation range sums formulas", names(description.at("/observables/mass")));
    assertEquals("name text latex", names(description.at("/observables/mass/formulas/0")));
    assertEquals(
        "operations bytesPerRow tableWork source", names(description.at("/programs/gradient")));
  }

  @Test
  void aGradientHasTheFieldsOfTheDesignInTheirOrder() throws IOException {
    JsonNode file = json(ExampleResults.gradientResult());
    assertEquals(
        HEADER + "at variables value estimates covariances diagnosis shown optimum", names(file));
    assertEquals("mu sigma", names(file.get("at")));
    assertEquals("value standardError", names(file.get("value")));
    assertEquals(
        "estimator parameter value standardError varianceOfOneSample samples",
        names(file.at("/estimates/0")));
    assertEquals("[[4.0,0.0],[0.0,44.0]]", file.at("/covariances/pathwise").toString());
    assertEquals("kind parameter estimator text", names(file.at("/diagnosis/0")));
    assertEquals("kind text", names(file.at("/diagnosis/1")));
    assertEquals("index numbers value gradient", names(file.at("/shown/0")));
    assertEquals(
        "goal parameters value steps converged reason path table", names(file.get("optimum")));
    assertEquals(
        "value spread gradient gradientError held", names(file.at("/optimum/parameters/mu")));
    assertEquals("step point value valueError", names(file.at("/optimum/path/0")));
  }

  @Test
  void aCheckupSaysWhatItKnowsOfADevice() throws IOException {
    JsonNode file = json(ExampleResults.doctorResult());
    assertEquals(HEADER + "checkup", names(file));
    assertEquals("devices auto opencl model threads jvm advice", names(file.get("checkup")));
    assertEquals("name platform type doubles rowsPerSecond", names(file.at("/checkup/devices/0")));
    assertEquals(
        "name platform type memory largestBuffer computeUnits rowsPerSecond trouble",
        names(file.at("/checkup/devices/1")));
  }

  @Test
  void aLikelihoodSaysWhatBecameOfTheData() throws IOException {
    JsonNode likelihood = json(ExampleResults.fitResult()).at("/likelihoods").elements().next();
    assertEquals(
        "used outOfRange skipped sumOfWeights convolutionError observables", names(likelihood));
    JsonNode observable = likelihood.at("/observables/mass");
    assertEquals("method derivation histogram curve", names(observable));
    assertEquals(
        "model algorithm convolution integrated density", names(observable.get("derivation")));
    assertEquals("error nodes below above", names(observable.at("/derivation/convolution")));
    assertEquals("edges counts expected errors", names(observable.get("histogram")));
    assertEquals("x y components", names(observable.get("curve")));
  }

  @Test
  void whatIsWrittenReadsBackEqual() throws IOException {
    for (Result result :
        List.of(
            ExampleResults.fitResult("two", "warnings"),
            ExampleResults.profileResult(),
            ExampleResults.evaluateResult(),
            ExampleResults.rowsResult(),
            ExampleResults.describeResult(),
            ExampleResults.doctorResult(),
            ExampleResults.gradientResult(),
            ExampleResults.simulateResult())) {
      String text = ResultFile.text(result);
      Result back = ResultFile.parse(text);
      assertEquals(result, back);
      assertEquals(text, ResultFile.text(back));
    }
  }

  @Test
  void everyDoubleReadsBackToTheBit() throws IOException {
    List<Point> points = new ArrayList<>();
    for (double number : ExampleResults.awkwardNumbers()) {
      points.add(new Point(number, -number, number, Map.of("s", number)));
    }
    Profile profile =
        new Profile("s", points, new Interval(0.5, Double.NEGATIVE_INFINITY, Double.NaN));
    Result result =
        new Result(
            ExampleResults.header("profile"),
            ExampleResults.run(),
            new ProfileOutcome(ExampleResults.fit(), profile, Map.of()));
    String text = ResultFile.text(result);
    assertEquals(
        result,
        ResultFile.parse(text)); // a record's equality tells -0 from 0 and takes NaN as itself
    JsonNode file = new ObjectMapper().readTree(text);
    assertEquals("\"NaN\"", file.at("/profile/points/0/value").toString());
    assertEquals("\"Infinity\"", file.at("/profile/points/1/value").toString());
    assertEquals("\"-Infinity\"", file.at("/profile/points/2/value").toString());
    assertEquals("\"-Infinity\"", file.at("/profile/points/1/nll").toString());
    assertEquals("\"NaN\"", file.at("/profile/points/0/parameters/s").toString());
  }

  @Test
  void doublesHaveTheirShortestDigitsOnEveryJdk() throws IOException {
    // Double.toString of JDK 17 prints more digits than needed for the second and third.
    EvaluatedPoint point =
        new EvaluatedPoint(List.of(2.0E-3), 1.0E23, 2.0E-322, 9.0E-324, 0.3, Map.of());
    String text =
        ResultFile.text(
            new Result(
                ExampleResults.header("evaluate"),
                ExampleResults.run(),
                new EvaluateOutcome(List.of(point), null, null)));
    assertTrue(text.contains("\"density\" : 1.0E23"), text);
    assertTrue(text.contains("\"logDensity\" : 2.0E-322"), text);
    assertTrue(text.contains("\"x\" : 0.002"), text);
  }

  @Test
  void aTextThatIsNoResultIsRefused() {
    String text = ResultFile.text(ExampleResults.fitResult());
    assertThrows(IOException.class, () -> ResultFile.parse("[]"));
    assertThrows(IOException.class, () -> ResultFile.parse("{}"));
    assertThrows(
        IOException.class,
        () -> ResultFile.parse(text.replace("\"job\" : \"fit\"", "\"job\" : \"fitt\"")));
    assertThrows(
        IOException.class,
        () -> ResultFile.parse(text.replace("\"likelihoods\"", "\"likelihood\"")));
    assertThrows(IOException.class, () -> ResultFile.parse(text.replace("\"nll\"", "\"NLL\"")));
    assertThrows(IOException.class, () -> ResultFile.parse(text.substring(0, text.length() / 2)));
  }

  @Test
  void aCovarianceOfTheWrongSizeIsRefused() {
    Fit fit = ExampleResults.fit();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Fit(
                fit.parameters(), Numbers.rows(new double[9], 3), 0, Map.of(), 0, 0, true, "", 0));
  }

  private static JsonNode json(Result result) throws IOException {
    return new ObjectMapper().readTree(ResultFile.text(result));
  }

  private static String names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return String.join(" ", names);
  }
}
