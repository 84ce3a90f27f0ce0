package org.pushforward.engine.expr;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A formula or model and where each piece of it stands in the file it was written in.
 *
 * @param value the text itself
 * @param pieces at least one, by rising start; each reaches to the next one's start
 */
public record Text(String value, String source, List<Piece> pieces) implements Serializable {

  /**
   * A stretch of the text that stands in one line of the file.
   *
   * @param start index in the text's value of its first character
   * @param line line of the file, from 1; 0 in an option
   * @param column column of the file, from 1, of that character
   * @param fileLine the whole line of the file
   */
  public record Piece(int start, int line, int column, String fileLine) implements Serializable {}

  public Text {
    pieces = List.copyOf(pieces);
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a text has at least one piece");
    }
  }

  /** A text that is its own file, for programs and tests. */
  public static Text of(String source, String value) {
    List<Piece> pieces = new ArrayList<>();
    int start = 0;
    for (String line : value.split("\n", -1)) {
      pieces.add(new Piece(start, pieces.size() + 1, 1, line));
      start += line.length() + 1;
    }
    return new Text(value, source, pieces);
  }

  /**
   * Where the characters {@code start} (inclusive) to {@code end} (exclusive) of the value stand.
   */
  public Place place(int start, int end) {
    Piece at = pieces.get(0);
    for (Piece piece : pieces) {
      if (piece.start() <= start) {
        at = piece;
      }
    }
    // The end of a text, behind its last line break, is shown behind its last line.
    int behind = at.fileLine().stripTrailing().length() + 1;
    int column = Math.min(at.column() + Math.max(0, start - at.start()), behind);
    return new Place(source, at.line(), column, Math.max(1, end - start), at.fileLine());
  }

  /** The text as a whole, shown by its first line. */
  public Place place() {
    int lineBreak = value.indexOf('\n');
    return place(0, lineBreak < 0 ? value.length() : lineBreak);
  }

  /** What is wrong with a part of the text. */
  public SpecException problem(Syntax where, String problem, String advice) {
    return problem(where.start(), where.end(), problem, advice);
  }

  /** The same of the characters {@code start} (inclusive) to {@code end} (exclusive). */
  public SpecException problem(int start, int end, String problem, String advice) {
    return new SpecException(place(start, end), problem, advice);
  }

  @Override
  public String toString() {
    return value;
  }
}
