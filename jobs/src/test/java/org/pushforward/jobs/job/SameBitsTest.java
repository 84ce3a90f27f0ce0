package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.jobs.result.Header;
import org.pushforward.jobs.result.KeptSamples;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.ResultFile;
import org.pushforward.jobs.result.Run;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Session;
import org.pushforward.jobs.spec.Spec;
import org.pushforward.jobs.spec.SpecReader;

/**
 * Everything outside {@code run} in result.json is the same to the last bit wherever and however
 * the work is done.
 */
final class SameBitsTest {
  /** Two executors of one core and 1 GiB, each a JVM of its own. */
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  private static final Run RUN =
      new Run(
          0,
          new Run.Backend("", "", List.of(), List.of()),
          "",
          "",
          Map.of(),
          new Run.Work(0, 0, 1),
          Map.of());

  /** A short way to the minimum and a short scan: every way of working passes through the same. */
  private static final List<String> NEAR =
      List.of(
          "parameters.m.start=90.8",
          "parameters.s.start=1.35",
          "parameters.f.start=0.84",
          "parameters.k.start=0.047",
          "profile.s={from: 1.3, to: 1.4, points: 3}");

  /** So many points that a grid of bins is dealt out, too. */
  private static final List<String> DENSE = List.of("profile.sigma.points=3001");

  /** Independent samples and scrambled points. */
  private static final String GRADIENT =
      """
      seed: 4
      gradient:
        of: (x - 3)^2*y + log(y + 1.2)
        under: "x ~ normal(mu, sigma)\\ny ~ tanh(normal(mu, 1))"
        at: { mu: 0, sigma: 1 }
        estimators: [pathwise, { score: { baseline: optimal } }, { pathwise: { numbers: sobol } }]
        samples: 15e5
        show: [12345, 1234567]
      """;

  /** Steps in the driver. */
  private static final String OPTIMIZE =
      "gradient.optimize={goal: minimize, rate: 0.01, samples: 5000, steps: 4, window: 2}";

  /** Steps over Spark. */
  private static final String OPTIMIZE_ON_SPARK = OPTIMIZE.replace("5000", "600000");

  /** Samples that are not finite. */
  private static final String LOGARITHM = "gradient.of=log(y + 0.999)";

  @TempDir private static Path folder;
  private static List<JsonNode> expected;

  /**
   * A way to work.
   *
   * @param parts that data and grids are cut into
   * @param files that the CSV file is split into
   */
  record Way(String master, int parts, int files, boolean inDriver, BackendChoice backend) {
    Way(String master, int parts, int files, boolean inDriver) {
      this(master, parts, files, inDriver, BackendChoice.AUTO);
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way("local[2]", 3, 1, false),
        new Way("local[1]", 1, 7, true),
        // Seven files in 64 parts make more than 64, which executors merge among themselves.
        new Way("local[2]", 64, 7, false),
        new Way(CLUSTER, 3, 7, false),
        new Way("local[2]", 3, 7, false, BackendChoice.OPENCL));
  }

  @BeforeAll
  static void runThePlainWay() throws Exception {
    // Where executors of a local cluster work; Spark insists on its having jars.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    for (int files : new int[] {1, 7}) {
      split(Path.of("examples", "zmumu.csv"), home(files).resolve("zmumu.csv"), files);
      for (String example : List.of("zmumu.yaml", "smeared-uniform.yaml")) {
        Files.copy(Path.of("examples", example), home(files).resolve(example));
      }
    }
    expected = results(new Way("local[1]", 1, 1, true));
  }

  /** A profile's result holds its fit, so that comparing profiles compares fits. */
  @Test
  void fitIsThatOfTheProfile() throws Exception {
    Path zmumu = home(7).resolve("zmumu.yaml");
    Path box = home(7).resolve("smeared-uniform.yaml");
    try (Session session = open(new Way("local[2]", 3, 7, false))) {
      List<JsonNode> fits =
          List.of(
              result(new FitJob(), zmumu, NEAR, session),
              result(new FitJob(), box, DENSE, session));
      for (int i = 0; i < fits.size(); i++) {
        for (String part : List.of("spec", "specDigest", "fit", "likelihoods")) {
          assertTrue(fits.get(i).has(part));
          assertEquals(expected.get(i).get(part), fits.get(i).get(part));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void resultsAreTheSameToTheLastBit(Way way) throws Exception {
    if (!Device.has(way.backend())) {
      assertNotEquals("1", System.getenv("PUSHFORWARD_REQUIRE_OPENCL"), "no OpenCL device");
      abort("no OpenCL device here");
    }
    List<JsonNode> found = results(way);
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i), found.get(i));
    }
  }

  @Test
  void aContinuedGradientHasTheBitsOfOneLongRun() throws Exception {
    Path kept = Files.createTempDirectory(folder, "kept");
    try (Session session = open(new Way("local[2]", 3, 1, false))) {
      gradient(session, new KeptSamples(kept, false), LOGARITHM, "gradient.samples=700000");
      JsonNode continued = gradient(session, new KeptSamples(kept, true), LOGARITHM);
      assertEquals(expected.get(4), continued);
      assertTrue(
          continued.get("diagnosis").findValuesAsText("text").stream()
              .anyMatch(text -> text.contains(" of 1500000 samples")));
    }
  }

  private static JsonNode gradient(Session session, KeptSamples kept, String... settings)
      throws Exception {
    GradientJob job = new GradientJob();
    Spec spec = SpecReader.parse(Path.of("gradient.yaml"), GRADIENT, List.of(settings));
    Path out = Files.createTempDirectory(folder, "out");
    return json(job, spec, job.run(job.read(spec), session.runner(), Progress.SILENT, out, kept));
  }

  private static Session open(Way way) {
    SparkConf conf =
        new SparkConf()
            .setMaster(way.master())
            .set("spark.driver.host", "localhost")
            // Executors find Spark and these classes where this JVM does.
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set(Session.PARTS_KEY, Integer.toString(way.parts()))
            .set(Session.ROWS_IN_DRIVER_KEY, way.inDriver() ? "1000000" : "0");
    return Session.open("bits", conf, way.backend(), Progress.SILENT);
  }

  private static List<JsonNode> results(Way way) throws Exception {
    Path home = home(way.files());
    try (Session session = open(way)) {
      return List.of(
          result(new ProfileJob(), home.resolve("zmumu.yaml"), NEAR, session),
          result(new ProfileJob(), home.resolve("smeared-uniform.yaml"), DENSE, session),
          gradient(session, KeptSamples.NONE, OPTIMIZE),
          gradient(session, KeptSamples.NONE, OPTIMIZE_ON_SPARK),
          gradient(session, KeptSamples.NONE, LOGARITHM));
    }
  }

  private static <S, R extends Outcome> JsonNode result(
      Job<S, R> job, Path file, List<String> settings, Session session) throws Exception {
    Spec spec = SpecReader.read(file, settings);
    return json(job, spec, job.run(job.read(spec), session.runner(), Progress.SILENT, folder));
  }

  private static JsonNode json(Job<?, ?> job, Spec spec, Outcome outcome) throws Exception {
    Header header =
        new Header(job.name(), spec.name(), spec.text(), spec.digest(), spec.seed(), "", List.of());
    String text = ResultFile.text(new Result(header, RUN, outcome));
    ObjectNode result = (ObjectNode) new ObjectMapper().readTree(text);
    result.remove("run");
    return result;
  }

  private static Path home(int files) {
    return folder.resolve("files-" + files);
  }

  /** Deals the rows of a CSV file to files with its header, in order. */
  private static void split(Path csv, Path into, int files) throws Exception {
    List<String> lines = Files.readAllLines(csv);
    int rows = lines.size() - 1;
    Files.createDirectories(into);
    for (int i = 0; i < files; i++) {
      List<String> part = new ArrayList<>(List.of(lines.get(0)));
      part.addAll(lines.subList(1 + rows * i / files, 1 + rows * (i + 1) / files));
      Files.write(into.resolve("part-" + i + ".csv"), part);
    }
  }
}
