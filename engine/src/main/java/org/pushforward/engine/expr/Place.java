package org.pushforward.engine.expr;

import java.io.Serializable;

/**
 * Where in a spec something stands.
 *
 * @param source file name, or the option it came from ({@code --set})
 * @param line from 1; 0 for something that has no lines, such as an option
 * @param column from 1; 0 if only the source is known
 * @param length how many characters are meant, at least 1
 * @param lineText the whole line; empty if only the source is known
 */
public record Place(String source, int line, int column, int length, String lineText)
    implements Serializable {

  /** The source as a whole. */
  public static Place of(String source) {
    return new Place(source, 0, 0, 1, "");
  }

  /** A part of a command line option's value. */
  public static Place ofOption(String option, String value, int column, int length) {
    return new Place(option, 0, column, length, value);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
