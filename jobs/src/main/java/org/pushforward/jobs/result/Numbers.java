package org.pushforward.jobs.result;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Arrays of the engine as the lists that records hold: unmodifiable, and equal where their numbers
 * are.
 */
public final class Numbers {
  private Numbers() {}

  /** The values in their order. */
  public static List<Double> list(double... values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The rows of {@code flat}, which is {@code [row][column]}, column fastest. */
  public static List<List<Double>> rows(double[] flat, int columns) {
    if (columns == 0 ? flat.length != 0 : flat.length % columns != 0) {
      throw new IllegalArgumentException(flat.length + " numbers in rows of " + columns);
    }
    return IntStream.range(0, columns == 0 ? 0 : flat.length / columns)
        .mapToObj(row -> list(Arrays.copyOfRange(flat, row * columns, (row + 1) * columns)))
        .toList();
  }
}
