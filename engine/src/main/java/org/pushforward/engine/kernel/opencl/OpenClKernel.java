package org.pushforward.engine.kernel.opencl;

import java.lang.ref.Cleaner;
import java.util.Arrays;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.PointStage;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.number.PartialSum;

/**
 * A program built for a device. Launches take as many rows and points as fit buffers of {@link
 * #BUFFER} doubles.
 */
final class OpenClKernel implements Kernel {
  /** Doubles of a buffer: 8 MiB, so that a device holds many kernels, and 10^5 rows a launch. */
  static final int BUFFER = 1 << 20;

  /** Rows of a launch for many points: enough for all lanes of a large device. */
  private static final int ROWS = 1 << 13;

  private static final Cleaner CLEANER = Cleaner.create();

  private final Program program;
  private final PointStage pointStage;
  private final int[] pointWords;
  private final boolean[] usedColumns; // [column]
  private final boolean[] edgeColumns; // [column]
  private final int width;
  private final int group;
  private final NativeKernel code;

  // Guarded by this.
  private final NativeKernel.Buffer sizesBuffer = NativeKernel.input("sizes", true);
  private final NativeKernel.Buffer columnsBuffer = NativeKernel.input("columns", false);
  private final NativeKernel.Buffer pointsBuffer = NativeKernel.input("points", false);
  private final NativeKernel.Buffer tablesBuffer = NativeKernel.input("tables", false);
  private final NativeKernel.Buffer valuesBuffer = NativeKernel.output("values");
  private final NativeKernel.Buffer sumsBuffer = NativeKernel.output("sums");
  private final int[] sizes;
  private double[] columns = {};
  private double[] points = {};
  private double[] tables = {};
  private double[] values = {};
  private double[] sums = {};

  OpenClKernel(Program program, OpenClDevice device, Backend tableBackend) {
    this.program = program;
    pointStage = new PointStage(program, tableBackend);
    width = device.width();
    group = device.group();
    OpenClSource source = new OpenClSource(program, width);
    code = new NativeKernel(device, source.text());
    pointWords = source.pointWords();
    code.arguments(
        sizesBuffer, columnsBuffer, pointsBuffer, tablesBuffer, valuesBuffer, sumsBuffer);
    CLEANER.register(this, code::dispose);
    usedColumns = new boolean[program.columns()];
    edgeColumns = new boolean[program.columns()];
    for (int i = 0; i < program.size(); i++) {
      if (program.code(i) == Program.COLUMN) {
        usedColumns[program.operand(i, 0)] = true;
        edgeColumns[program.operand(i, 0)] |= program.rate(i) == Rate.EDGE && program.hasEdges();
      }
    }
    int tableCount = program.tables().stream().mapToInt(t -> t.tables()).sum();
    sizes = new int[OpenClSource.HEADER + tableCount];
    NativeKernel.set(sizesBuffer, sizes);
  }

  @Override
  public void sum(double[] parameters, int count, EventBlock block, PartialSum into, int first) {
    if (block.rows() == 0) {
      return;
    }
    int done = 0;
    while (done < count) {
      Points batch = new Points(parameters, done, count, block.rows());
      for (int from = 0; from < block.rows(); from += batch.rows) {
        int rows = Math.min(batch.rows, block.rows() - from);
        synchronized (this) {
          launch(batch, block, from, rows, 2);
          code.fetch(sums);
          addSums(into, first + done, batch.count, rows);
        }
      }
      done += batch.count;
    }
  }

  @Override
  public void evaluate(double[] point, EventBlock block, double[][] outputs) {
    Points batch = new Points(point, 0, 1, block.rows());
    for (int from = 0; from < block.rows(); from += batch.rows) {
      int rows = Math.min(batch.rows, block.rows() - from);
      synchronized (this) {
        launch(batch, block, from, rows, 1);
        code.fetch(values);
        for (int k = 0; k < outputs.length; k++) {
          System.arraycopy(values, k * sizes[1], outputs[k], from, rows);
        }
      }
    }
  }

  /** Fills the buffers with rows of a block and a batch of points, and runs. */
  private void launch(Points batch, EventBlock block, int from, int rows, int passes) {
    int vectors = (rows + width - 1) / width;
    int stride = vectors * width;
    int columnStride = stride + width; // room for the last edge
    int strips = (vectors + OpenClSource.STEPS - 1) / OpenClSource.STEPS;
    int outputs = program.outputs();

    sizes[0] = rows;
    sizes[1] = stride;
    sizes[2] = columnStride;
    sizes[3] = strips;
    sizes[4] = batch.tableStride;
    System.arraycopy(batch.offsets, 0, sizes, OpenClSource.HEADER, batch.offsets.length);

    columns = NativeKernel.sized(columnsBuffer, columns, program.columns() * columnStride);
    for (int k = 0; k < usedColumns.length; k++) {
      if (usedColumns[k]) {
        // Behind the rows their last value goes on, so that lookups stay inside the tables.
        int valid = rows + (edgeColumns[k] ? 1 : 0);
        int at = k * columnStride;
        System.arraycopy(block.columns()[k], from, columns, at, valid);
        Arrays.fill(columns, at + valid, at + columnStride, columns[at + valid - 1]);
      }
    }
    points = NativeKernel.sized(pointsBuffer, points, batch.values.length);
    System.arraycopy(batch.values, 0, points, 0, batch.values.length);
    tables = NativeKernel.sized(tablesBuffer, tables, batch.tables.length);
    System.arraycopy(batch.tables, 0, tables, 0, batch.tables.length);
    values = NativeKernel.sized(valuesBuffer, values, batch.count * outputs * stride);
    sums = NativeKernel.sized(sumsBuffer, sums, batch.count * outputs * strips * 3);

    int items = passes == 1 ? vectors : Math.max(vectors, outputs * strips);
    code.run((items + group - 1) / group * group, batch.count, group, passes);
  }

  /** Hands the sums of each strip over. */
  private void addSums(PartialSum into, int first, int count, int rows) {
    int stride = sizes[1];
    int strips = sizes[3];
    boolean fetched = false;
    int at = 0;
    for (int point = 0; point < count; point++) {
      for (int k = 0; k < program.outputs(); k++) {
        for (int strip = 0; strip < strips; strip++) {
          int slot = (int) sums[at];
          if (slot > 0) {
            into.addSplit(first + point, k, slot, sums[at + 1], sums[at + 2]);
          } else {
            // A value too large to split, an infinity or a NaN: one by one.
            if (!fetched) {
              code.fetch(values);
              fetched = true;
            }
            int column = (point * program.outputs() + k) * stride;
            for (int row = strip * width; row < rows; row += strips * width) {
              into.addAll(
                  first + point, k, values, column + row, column + Math.min(rows, row + width));
            }
          }
          at += 3;
        }
      }
    }
  }

  /** Some points' words and tables, and how many rows go with them into a launch. */
  private final class Points {
    final int rows;
    final int count;
    final double[] values; // [point][word]
    final double[] tables; // [point][table][entry]
    final int[] offsets; // [table], within a point
    final int tableStride;

    /**
     * @param from the first point
     * @param end that behind the last one wanted
     * @param blockRows rows there are
     */
    Points(double[] parameters, int from, int end, int blockRows) {
      int outputs = program.outputs();
      // Many points share the upload of their rows.
      long shared = Math.max(ROWS, BUFFER / ((long) outputs * (end - from)));
      long most = BUFFER / Math.max(outputs, program.columns());
      rows = (int) Math.min(blockRows, Math.max(width, Math.min(shared, most) / width * width));

      long[] words = new long[program.size()];
      double[][] filled = pointStage.run(parameters, from, words);
      offsets = new int[filled.length];
      int entries = 0;
      for (int k = 0; k < filled.length; k++) {
        offsets[k] = entries;
        entries += filled[k].length;
      }
      tableStride = entries;
      long perPoint = Math.max((long) outputs * (rows + width), tableStride);
      perPoint = Math.max(perPoint, pointWords.length);
      count = (int) Math.max(1, Math.min(end - from, BUFFER / perPoint));
      values = new double[count * pointWords.length];
      tables = new double[count * tableStride];
      for (int point = 0; point < count; point++) {
        if (point > 0) {
          filled = pointStage.run(parameters, from + point, words);
        }
        for (int i = 0; i < pointWords.length; i++) {
          values[point * pointWords.length + i] = Double.longBitsToDouble(words[pointWords[i]]);
        }
        for (int k = 0; k < filled.length; k++) {
          System.arraycopy(
              filled[k], 0, tables, point * tableStride + offsets[k], filled[k].length);
        }
      }
    }
  }
}
