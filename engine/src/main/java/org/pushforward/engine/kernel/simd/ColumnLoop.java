package org.pushforward.engine.kernel.simd;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.kernel.Program;

/**
 * A program's loop that is too long for a method, run on whole columns: before each step the rows
 * that want it are moved together. What one thread works in.
 */
final class ColumnLoop {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

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
    final boolean[] used; // [input]

    Running(Part part) {
      compiled = part.compiled;
      Program program = part.program;
      scratch = new double[compiled.plan().slots() * Plan.STRIDE];
      constants =
          Arrays.stream(compiled.pointWords())
              .mapToDouble(word -> Double.longBitsToDouble(program.bits(word)))
              .toArray();
      inner = all(compiled.calls());
      used = program.usedColumns();
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
    // The states of rows that want no step at all.
    for (int j = 0; j < call.results.length; j++) {
      if (call.results[j] >= 0) {
        fill(s, call.results[j], s, p, call.inputs[j], rows);
      }
    }
    for (int k = 0; k < columns.length; k++) {
      if (wanted.used[k]) {
        fill(columns[k], 0, s, p, call.inputs[k], rows);
      }
    }
    wanted.run(columns, rows);
    int left = start(s, p, rows);
    for (int step = 1; step <= call.most && left > 0; step++) {
      next.run(columns, left);
      for (int j = 0; j < call.results.length; j++) {
        System.arraycopy(next.scratch, next.offsets[j], columns[j], 0, left);
      }
      if (step < call.most) {
        wanted.run(columns, left);
        left = keepWanted(s, left);
      }
    }
    for (int row = 0; row < left; row++) {
      finish(s, row);
    }
  }

  /** Writes an input's rows to a column. */
  private static void fill(double[] to, int at, double[] s, double[] p, int input, int rows) {
    if (input < 0) {
      Arrays.fill(to, at, at + rows, p[~input]);
    } else {
      System.arraycopy(s, input, to, at, rows);
    }
  }

  /** Collects the rows that want the first step, and returns their number. */
  private int start(double[] s, double[] p, int rows) {
    int kept = 0;
    int from = wanted.offsets[0];
    for (int row = 0; row < rows; row++) {
      if (Double.doubleToRawLongBits(wanted.scratch[from + row]) != 0) {
        origin[kept++] = row;
      }
    }
    for (int k = 0; k < columns.length && kept > 0; k++) {
      int input = call.inputs[k];
      if (input < 0) {
        Arrays.fill(columns[k], 0, kept, p[~input]);
      } else {
        for (int row = 0; row < kept; row++) {
          columns[k][row] = s[input + origin[row]];
        }
      }
    }
    return kept;
  }

  /** Moves the rows that want a step together, and returns their number. */
  private int keepWanted(double[] s, int rows) {
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (Double.doubleToRawLongBits(wanted.scratch[wanted.offsets[0] + row]) == 0) {
        finish(s, row);
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
