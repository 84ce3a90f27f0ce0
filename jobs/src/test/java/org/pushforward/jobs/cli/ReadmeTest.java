package org.pushforward.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.jobs.job.Job;
import org.pushforward.jobs.job.Jobs;
import org.pushforward.jobs.spec.SpecReader;

/**
 * What the README says is so: files, jobs, options, models and numbers. Its first command is run by
 * {@code cluster-config/test/readme}, which compares the results that the README shows.
 */
final class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final String README = read("README.md");

  @Test
  void filesThatItNamesExist() {
    List<String> files = all("(?:jobs|docs|cluster-config)/[\\w./-]*\\w", README);
    assertTrue(files.size() > 3, files.toString());
    files.forEach(file -> assertTrue(Files.exists(ROOT.resolve(file)), file));
  }

  @Test
  void jobsThatItNamesReadTheExamplesBesideThem() {
    List<String> commands = all("pushforward [a-z]+ [\\w./-]+", README);
    assertTrue(commands.size() > 1, commands.toString());
    for (String command : commands) {
      String[] words = command.split(" ");
      Job<?, ?> job =
          Jobs.all().stream().filter(j -> j.name().equals(words[1])).findFirst().orElseThrow();
      if (!words[2].equals("SPEC")) {
        job.read(SpecReader.read(ROOT.resolve(words[2]), List.of()));
      }
    }
  }

  @Test
  void optionsThatItNamesAreThoseOfTheCommandOrTheLauncher() {
    Set<String> options = new TreeSet<>(all("(?<![\\w-])--[a-z][a-z-]*", README));
    assertTrue(options.contains("--out"), options.toString());
    options.removeAll(Set.of("--properties-file", "--class")); // spark-submit's own
    assertTrue(README.contains("--class " + Main.class.getName()));
    for (String file : all("(?<=--properties-file )\\S+", README)) {
      assertTrue(Files.exists(ROOT.resolve(file)), file);
    }
    String launcher = read("cluster-config/bin/pushforward");
    String command = read("jobs/src/main/java/org/pushforward/jobs/cli/JobCommand.java");
    Set<String> switches = new TreeSet<>();
    Jobs.all().forEach(job -> job.switches().keySet().forEach(s -> switches.add("--" + s)));
    options.removeAll(switches);
    for (String option : options) {
      assertTrue(launcher.contains(option) || command.contains('"' + option + '"'), option);
    }
  }

  @Test
  void modelsThatItShowsAreUnderstood() {
    List<String> models = all("(?m)^    \\w+ ~ .*$", README);
    assertTrue(models.size() > 5, models.toString());
    for (String line : models) {
      understood(line.replaceFirst("#.*", ""));
      // Laws that a comment adds: also uniform(low, high), ...
      all("\\w+\\([^()]*\\)", line.replaceFirst("[^#]*", ""))
          .forEach(law -> understood("x ~ " + law));
    }
  }

  @Test
  void functionsThatItListsHaveImages() {
    String list = all("(?s)Functions that have images: .*?`c\\^X`", README).get(0);
    List<String> functions = all("(?<=`)\\w+(?=`)", list);
    assertTrue(functions.size() > 20, functions.toString());
    functions.forEach(f -> understood("x ~ " + f + "(uniform(0.1, 0.9))"));
  }

  private static void understood(String model) {
    // Every name that is neither called nor declared nor an argument's is a parameter.
    List<String> parameters = all("\\b[a-z]\\w*\\b(?!\\s*[(~=])", model);
    assertEquals(
        1, ModelReader.read(Text.of("README.md", model.strip()), parameters).parts().size());
  }

  @Test
  void testCommandIsThatOfContinuousIntegration() {
    assertEquals(List.of("mvn verify"), all("(?m)(?<=^    )mvn .*$", README));
    assertTrue(read(".ci/run").endsWith(" mvn -B verify\n"));
  }

  /**
   * A section that names the program which printed its figures ("printed by") may hold others than
   * these.
   */
  @Test
  void numbersInItsTextAreKnown() throws IOException {
    long masses =
        Files.lines(ROOT.resolve("jobs/examples/zmumu.csv"))
            .skip(1)
            .mapToDouble(Double::parseDouble)
            .filter(m -> m >= 60 && m <= 120)
            .count();
    assertTrue(README.contains(masses / 1000 + " " + masses % 1000 + " dimuon candidates"));
    assertTrue(read("pom.xml").contains("<maven.compiler.release>17<"));
    assertTrue(read("CONTRIBUTING.md").contains("a JDK (17 or 25)"));
    assertTrue(
        README.contains(
            "Exit status: 0 done, "
                + Main.FAILED
                + " the job failed, "
                + Main.WRONG
                + " the spec or the arguments are wrong."));
    String rest =
        all("(?s).*?(?=\\n## |$)", README).stream()
            .filter(section -> !section.contains("printed by"))
            .reduce("", String::concat)
            .replaceAll("(?m)^    .*$", "") // commands, results and models are checked elsewhere
            .replaceAll("`[^`]*`", "") // names and pieces of specs
            .replaceFirst("10 851 dimuon candidates", "")
            .replace("A JDK (17 or 25)", "")
            .replaceFirst("Exit status: .*", "")
            .replace("IEEE-754", "");
    assertFalse(rest.matches("(?s).*\\d.*"), () -> all(".*\\d.*", rest).toString());
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
