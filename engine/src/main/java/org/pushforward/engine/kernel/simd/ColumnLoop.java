package org.pushforward.engine.kernel.simd;

import java.util.Arrays;
import java.util.List;
import org.pushforward.engine.kernel.Loop;

/**
 * A program's loop that is too long for a method, run on whole columns: all rows of a block are
 * taken along until the last is done. What one thread works in.
 */
final class ColumnLoop {

  /**
   * Where a step finds the inputs of a loop and puts its states.
   *
   * @param body of the loop, compiled as a program
   * @param inputs [input], where its column begins in scratch, or ~i for word i of the point
   * @param results [state], where its column begins in scratch, or a negative number
   */
  record Call(Loop loop, BlockCompiler.Compiled body, int[] inputs, int[] results) {}

  private final Call call;
  private final double[][] columns; // [input][row], of the states as they are now
  private final double[] scratch;
  private final double[] constants;
  private final ColumnLoop[] inner;

  private ColumnLoop(Call call) {
    this.call = call;
    columns = new double[call.inputs.length][Plan.STRIDE];
    scratch = new double[call.body.plan().slots() * Plan.STRIDE];
    constants =
        Arrays.stream(call.body.pointWords())
            .mapToDouble(word -> Double.longBitsToDouble(call.loop.body().bits(word)))
            .toArray();
    inner = all(call.body.calls());
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
    int steps = 0;
    while (steps < call.loop.most() && step(rows)) {
      steps++;
    }
    for (int j = 0; j < call.results.length; j++) {
      if (call.results[j] >= 0) {
        System.arraycopy(columns[j], 0, s, call.results[j], rows);
      }
    }
  }

  /** Changes the rows that want it, and tells whether there were any. */
  private boolean step(int rows) {
    call.body.code().run(scratch, columns, 0, constants, null, 0, inner, rows, rows, rows);
    int wanted = offset(call.loop.states());
    boolean any = false;
    for (int row = 0; row < rows; row++) {
      any |= Double.doubleToRawLongBits(scratch[wanted + row]) != 0;
    }
    for (int j = 0; any && j < call.loop.states(); j++) {
      int next = offset(j);
      for (int row = 0; row < rows; row++) {
        boolean changes = Double.doubleToRawLongBits(scratch[wanted + row]) != 0;
        columns[j][row] = changes ? scratch[next + row] : columns[j][row];
      }
    }
    return any;
  }

  private int offset(int output) {
    return call.body.plan().offset(call.loop.body().output(output));
  }
}
