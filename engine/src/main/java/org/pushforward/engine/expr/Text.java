package org.pushforward.engine.expr;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A formula or model and where each of its lines stands in the file it was written in.
 *
 * @param value the text itself, lines separated by {@code \n}
 * @param lines one for each line of {@code value}
 */
public record Text(String value, String source, List<Line> lines) implements Serializable {

  /**
   * Where one line of the text begins.
   *
   * @param number line of the file, from 1; 0 in an option
   * @param column column of the file, from 1, at which the text's line begins
   * @param fileLine the whole line of the file
   */
  public record Line(int number, int column, String fileLine) implements Serializable {}

  public Text {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a text has at least one line");
    }
  }

  /** A text that is its own file, for programs and tests. */
  public static Text of(String source, String value) {
    String[] split = value.split("\n", -1);
    List<Line> lines = new ArrayList<>(split.length);
    for (int i = 0; i < split.length; i++) {
      lines.add(new Line(i + 1, 1, split[i]));
    }
    return new Text(value, source, lines);
  }

  /**
   * Where the characters {@code start} (inclusive) to {@code end} (exclusive) of the value stand.
   */
  public Place place(int start, int end) {
    int line = 0;
    int lineStart = 0;
    for (int i = 0; i < Math.min(start, value.length()); i++) {
      if (value.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    // A final line break has no line of its own in a block scalar: the end of the text is meant.
    if (line >= lines.size()) {
      Line last = lines.get(lines.size() - 1);
      return new Place(source, last.number(), last.fileLine().length() + 1, 1, last.fileLine());
    }
    Line at = lines.get(line);
    return new Place(
        source,
        at.number(),
        at.column() + start - lineStart,
        Math.max(1, end - start),
        at.fileLine());
  }

  /** The text as a whole. */
  public Place place() {
    return place(0, value.indexOf('\n') < 0 ? value.length() : value.indexOf('\n'));
  }

  @Override
  public String toString() {
    return value;
  }
}
