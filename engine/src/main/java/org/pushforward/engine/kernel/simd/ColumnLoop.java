package org.pushforward.engine.kernel.simd;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.engine.kernel.Program;

/**
 * A program's loop that is too long for a method, run on whole columns: before each step the rows
 * that want it are moved together. What one thread works in.
 */
final class ColumnLoop {

  /**
   * Where a step finds the inputs of a loop and puts its states.
   *
   * @param wanted the part of the loop's body that says whether a row wants a step
   * @param next the part that computes its states after it
   * @param inputs [input], where its column begins in scratch, or ~i for word i of the point
   * @param results [state], where its column begins in scratch, or a negative number
   */
  record Call(int most, Part wanted, Part next, int[] inputs, int[] results) {}

  /** A program compiled with what its constants are. */
  record Part(Program program, BlockCompiler.Compiled compiled) {}

  /** What one thread computes a part in. */
  private static final class Running {
    final BlockCompiler.Compiled compiled;
    final double[] scratch;
    final double[] constants;
    final ColumnLoop[] inner;
    final int[] offsets; // [output], where its column begins in scratch

    Running(Part part) {
      compiled = part.compiled;
      Program program = part.program;
      scratch = new double[compiled.plan().slots() * Plan.STRIDE];
      constants =
          Arrays.stream(compiled.pointWords())
              .mapToDouble(word -> Double.longBitsToDouble(program.bits(word)))
              .toArray();
      inner = all(compiled.calls());
      offsets =
          IntStream.range(0, program.outputs())
              .map(k -> compiled.plan().offset(program.output(k)))
              .toArray();
    }

    void run(double[][] columns, int rows) {
      // What the last vector holds beyond the rows is computed and not used.
      int whole = (rows + BlockSum.LANES - 1) / BlockSum.LANES * BlockSum.LANES;
      compiled.code().run(scratch, columns, 0, constants, null, 0, inner, rows, whole, whole);
    }
  }

  private final Call call;
  private final double[][] columns; // [input][row], of the rows that are left, the states as now
  private final int[] origin = new int[Plan.STRIDE]; // [row], which one it was
  private final Running wanted;
  private final Running next;

  private ColumnLoop(Call call) {
    this.call = call;
    columns = new double[call.inputs.length][Plan.STRIDE];
    wanted = new Running(call.wanted);
    next = new Running(call.next);
  }

  static ColumnLoop[] all(List<Call> calls) {
    return calls.stream().map(ColumnLoop::new).toArray(ColumnLoop[]::new);
  }

  /**
   * @param s scratch of the code around
   * @param p words of the point
   */
  void run(double[] s, double[] p, int rows) {
    for (int k = 0; k < columns.length; k++) {
      int from = call.inputs[k];
      if (from < 0) {
        Arrays.fill(columns[k], 0, rows, p[~from]);
      } else {
        System.arraycopy(s, from, columns[k], 0, rows);
      }
    }
    // The states of rows that want no step at all.
    for (int j = 0; j < call.results.length; j++) {
      if (call.results[j] >= 0) {
        System.arraycopy(columns[j], 0, s, call.results[j], rows);
      }
    }
    for (int row = 0; row < rows; row++) {
      origin[row] = row;
    }
    int left = rows;
    for (int step = 0; step < call.most && left > 0; step++) {
      wanted.run(columns, left);
      left = keepWanted(s, left, step > 0);
      if (left > 0) {
        next.run(columns, left);
        for (int j = 0; j < call.results.length; j++) {
          System.arraycopy(next.scratch, next.offsets[j], columns[j], 0, left);
        }
      }
    }
    for (int row = 0; row < left; row++) {
      finish(s, row);
    }
  }

  /** Moves the rows that want a step together, and returns their number. */
  private int keepWanted(double[] s, int rows, boolean changed) {
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (Double.doubleToRawLongBits(wanted.scratch[wanted.offsets[0] + row]) == 0) {
        if (changed) {
          finish(s, row);
        }
      } else {
        for (int k = 0; kept < row && k < columns.length; k++) {
          if (k < call.results.length || call.inputs[k] >= 0) {
            columns[k][kept] = columns[k][row];
          }
        }
        origin[kept++] = origin[row];
      }
    }
    return kept;
  }

  private void finish(double[] s, int row) {
    for (int j = 0; j < call.results.length; j++) {
      if (call.results[j] >= 0) {
        s[call.results[j] + origin[row]] = columns[j][row];
      }
    }
  }
}
