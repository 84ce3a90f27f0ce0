package org.pushforward.engine.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tables of outside values among the test resources. */
public final class Reference {
  private Reference() {}

  /** The rows of a table, split at commas, without comments and the line of names. */
  public static List<String[]> rows(String name) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Reference.class.getResourceAsStream("/org/pushforward/engine/" + name),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.replaceAll("\"([^\",]*),([^\",]*),?([^\",]*)\"", "$1;$2;$3"))
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parameters as tables have them, {@code mu=0 sigma=0.1}. */
  public static Map<String, Double> parameters(String text) {
    Map<String, Double> values = new TreeMap<>();
    for (String pair : text.split(" ")) {
      String[] parts = pair.split("=");
      values.put(parts[0].replace("(HWHM)", ""), Double.valueOf(parts[1]));
    }
    return values;
  }
}
