package org.pushforward.engine.kernel.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.PointStage;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.number.SumSlots;

/**
 * A program as compiled code, run block by block.
 *
 * <p>Each block is run for several points in turn while its columns are in the cache: as many as
 * have their words and tables there too.
 */
final class SimdKernel implements Kernel {
  /**
   * Doubles of the points taken together, 128 KiB of a second-level cache; one point may be more.
   */
  private static final int TOGETHER = 1 << 14;

  /** Points taken together at most: by then the columns' way from memory is paid. */
  private static final int POINTS = 64;

  private static final int LANES = BlockSum.LANES;

  private final Program program;
  private final PointStage pointStage;
  private final BlockCompiler.Compiled compiled;
  private final boolean hasEdges;
  private final int blockRows;
  private final boolean[] edgeColumns;
  private final boolean[] usedColumns;
  private final int[] outputOffsets;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  SimdKernel(Program program, Backend backend) {
    this.program = program;
    pointStage = new PointStage(program, backend);
    compiled = BlockCompiler.compile(program, LANES);
    hasEdges = program.hasEdges();
    // A block's rows + 1 edges are to fit its columns too.
    blockRows = hasEdges ? SumSlots.BLOCK_ROWS - LANES : SumSlots.BLOCK_ROWS;
    edgeColumns = program.edgeColumns();
    usedColumns = program.usedColumns();
    outputOffsets = new int[program.outputs()];
    for (int k = 0; k < outputOffsets.length; k++) {
      outputOffsets[k] = compiled.plan().offset(program.output(k));
    }
  }

  /** Bytes of bytecode of the longest generated method. */
  int longestMethod() {
    return compiled.longestMethod();
  }

  /** Methods generated. */
  int steps() {
    return compiled.plan().steps().size();
  }

  @Override
  public void sum(double[] points, int count, EventBlock block, PartialSum into, int first) {
    Scratch own = scratch.get();
    own.paddedFrom = -1;
    for (int done = 0; done < count; ) {
      List<double[][]> tables = own.startPoints(points, done, count, block.seed());
      for (int from = 0; from < block.rows(); from += blockRows) {
        for (int i = 0; i < tables.size(); i++) {
          int rows = own.runBlock(block, from, i, tables.get(i));
          for (int k = 0; k < outputOffsets.length; k++) {
            int guess = i * outputOffsets.length + k;
            own.slots[guess] =
                BlockSum.add(
                    into,
                    first + done + i,
                    k,
                    own.columns,
                    outputOffsets[k],
                    rows,
                    own.slots[guess]);
          }
        }
      }
      done += tables.size();
    }
  }

  @Override
  public void evaluate(double[] point, EventBlock block, double[][] outputs) {
    Scratch own = scratch.get();
    own.paddedFrom = -1;
    double[][] tables = own.startPoint(point, 0, block.seed(), 0);
    for (int from = 0; from < block.rows(); from += blockRows) {
      int rows = own.runBlock(block, from, 0, tables);
      for (int k = 0; k < outputOffsets.length; k++) {
        System.arraycopy(own.columns, outputOffsets[k], outputs[k], from, rows);
      }
    }
  }

  /** What one thread works in. */
  private final class Scratch {
    final long[] words = new long[program.size()];
    final double[][] pointValues = new double[POINTS][];
    final ColumnLoop[] loops = ColumnLoop.all(compiled.calls());
    final double[] columns = new double[compiled.plan().slots() * Plan.STRIDE];
    final double[][] padded = new double[program.columns()][];
    final int[] slots = new int[POINTS * program.outputs()]; // guesses, [point][output]
    int paddedFrom; // first row of the block in padded

    Scratch() {
      Arrays.fill(slots, SumSlots.slotFor(1));
      for (int k = 0; k < padded.length; k++) {
        padded[k] = usedColumns[k] ? new double[Plan.STRIDE] : null;
      }
    }

    /** Starts as many of the points [from, end) as are taken together, and returns their tables. */
    List<double[][]> startPoints(double[] points, int from, int end, long seed) {
      List<double[][]> tables = new ArrayList<>();
      int size = 0;
      for (int i = 0; i < POINTS && from + i < end && size < TOGETHER; i++) {
        double[][] own = startPoint(points, from + i, seed, i);
        size += pointValues[i].length;
        for (double[] table : own) {
          size += table.length;
        }
        tables.add(own);
      }
      return tables;
    }

    /** Computes the words of a point as the i-th of those taken together, and its tables. */
    double[][] startPoint(double[] points, int point, long seed, int i) {
      double[][] tables = pointStage.run(points, point, seed, words);
      int[] wanted = compiled.pointWords();
      if (pointValues[i] == null) {
        pointValues[i] = new double[wanted.length];
      }
      for (int j = 0; j < wanted.length; j++) {
        pointValues[i][j] = Double.longBitsToDouble(words[wanted[j]]);
      }
      return tables;
    }

    /** Computes a started point's outputs of the block that begins at a row; returns its rows. */
    int runBlock(EventBlock block, int from, int point, double[][] tables) {
      int n = Math.min(blockRows, block.rows() - from);
      int rows = (n + LANES - 1) / LANES * LANES;
      int edges = hasEdges ? rows + LANES : rows;
      boolean direct = true;
      for (int k = 0; k < padded.length; k++) {
        direct &= !usedColumns[k] || from + edges <= block.columns()[k].length;
      }
      if (!direct && paddedFrom != from) {
        pad(block, from, edges);
        paddedFrom = from;
      }
      compiled
          .code()
          .run(
              columns,
              direct ? block.columns() : padded,
              direct ? from : 0,
              pointValues[point],
              tables,
              block.firstSample() + from,
              loops,
              n,
              rows,
              edges);
      return n;
    }

    /** Copies columns, going on with their last value: {@code length} elements each. */
    private void pad(EventBlock block, int from, int length) {
      for (int k = 0; k < padded.length; k++) {
        if (usedColumns[k]) {
          int end = block.rows() + (edgeColumns[k] ? 1 : 0);
          int valid = Math.min(length, end - from);
          System.arraycopy(block.columns()[k], from, padded[k], 0, valid);
          Arrays.fill(padded[k], valid, length, padded[k][valid - 1]);
        }
      }
    }
  }
}
