package org.pushforward.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.jobs.job.Jobs;
import org.pushforward.jobs.spark.FakeDevices;
import org.pushforward.jobs.spark.Offer;

/**
 * What the console says of every mistake in bad-input.txt: "=== TITLE", then the files of the case,
 * "--- NAME", then the command with its exit status and, to the letter, what it prints on stderr.
 */
class BadInputTest {
  private static final Pattern COMMAND = Pattern.compile("pushforward (.*) exits (\\d+)");
  // How far a job came is told at times that vary.
  private static final Pattern PROGRESS =
      Pattern.compile(
          "(starting Spark|reading data|drawing|fitting|evaluating|profiling|planning)\\b.*\n");

  private static FakeDevices devices;

  @TempDir private Path folder;

  private record Case(String title, Map<String, String> files, String command, String console) {
    static Case of(String text) {
      String[] sections = text.split("(?m)^--- ");
      Map<String, String> files = new LinkedHashMap<>();
      for (int i = 1; i < sections.length - 1; i++) {
        files.put(head(sections[i]), body(sections[i]));
      }
      String last = sections[sections.length - 1];
      return new Case(sections[0].strip(), files, head(last), body(last));
    }

    private static String head(String section) {
      return section.substring(0, section.indexOf('\n'));
    }

    private static String body(String section) {
      return section.substring(section.indexOf('\n') + 1);
    }

    @Override
    public String toString() {
      return title;
    }
  }

  @BeforeAll
  static void offerDevices() {
    devices =
        new FakeDevices(
            FakeDevices.device("Fake CPU", Offer.Kind.CPU, true),
            FakeDevices.device("Toy GPU", Offer.Kind.GPU, false));
  }

  @AfterAll
  static void closeDevices() {
    devices.close();
  }

  static Stream<Case> cases() throws IOException {
    try (var in = BadInputTest.class.getResourceAsStream("bad-input.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(all.split("(?m)^=== ")).skip(1).map(Case::of);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMistakeIsOneMessageAndNothingIsLeft(Case wrong) throws IOException {
    for (Map.Entry<String, String> file : wrong.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Set<String> before = files();
    Matcher command = COMMAND.matcher(wrong.command());
    assertEquals(true, command.matches(), wrong.command());
    String[] args =
        Stream.of(command.group(1).split(" "))
            .map(arg -> arg.matches(".*\\.yaml|result.*") ? folder.resolve(arg).toString() : arg)
            .toArray(String[]::new);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            Jobs.all(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            args);
    String console = err.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    assertEquals(wrong.console(), PROGRESS.matcher(console).replaceAll(""));
    assertEquals(command.group(2), Integer.toString(status));
    assertEquals(before, files());
  }

  /** All files and folders. */
  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
