package org.pushforward.engine.kernel.opencl;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.PointStage;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.number.SumSlots;

/**
 * A program built for a device. The columns of a block stay there between calls ({@link
 * HeldColumns}); a launch takes as many of their rows and as many points as fit its buffers.
 */
final class OpenClKernel implements Kernel {
  /** Doubles of a piece of a block, 8 MiB: what is held or let go together. */
  private static final int PIECE = 1 << 20;

  /** Doubles of the points, tables or sums of a launch, 2 MiB, so that many kernels may idle. */
  private static final int BUFFER = 1 << 18;

  /** Doubles of the values of a launch. */
  static final int VALUES = 1 << 20;

  private static final Cleaner CLEANER = Cleaner.create();

  private final Program program;
  private final PointStage pointStage;
  private final int[] pointWords;
  private final boolean[] usedColumns; // [column]
  private final boolean[] edgeColumns; // [column]
  private final OpenClDevice device;
  private final int width;
  private final int group;
  private final int mostSteps;
  private final int pieceRows;
  private final int guesses; // where they begin in sizes
  private final NativeKernel code;

  // Guarded by NativeKernel.LOCK.
  private final NativeKernel.Buffer sizesBuffer = NativeKernel.input("sizes", true);
  private final NativeKernel.Buffer pointsBuffer = NativeKernel.input("points", false);
  private final NativeKernel.Buffer tablesBuffer = NativeKernel.input("tables", false);
  private final NativeKernel.Buffer valuesBuffer = NativeKernel.output("values");
  private final NativeKernel.Buffer sumsBuffer = NativeKernel.output("sums");
  private final HeldColumns.Share held;
  private final int[] sizes;
  private double[] points = {};
  private double[] tables = {};
  private double[] values = {};
  private double[] sums = {};

  OpenClKernel(Program program, OpenClDevice device, Backend tableBackend) {
    this.program = program;
    this.device = device;
    pointStage = new PointStage(program, tableBackend);
    width = device.width();
    group = device.sumGroup();
    mostSteps = SumSlots.BLOCK_ROWS / (width * group);
    OpenClSource source = source(program, device);
    code = new NativeKernel(device, source.text());
    pointWords = source.pointWords();
    usedColumns = program.usedColumns();
    edgeColumns = program.edgeColumns();
    pieceRows = PIECE / Math.max(1, program.columns()) / width * width;
    guesses = OpenClSource.HEADER + program.tables().stream().mapToInt(t -> t.tables()).sum();
    sizes = new int[guesses + program.outputs()];
    Arrays.fill(sizes, guesses, sizes.length, SumSlots.slotFor(1));
    NativeKernel.set(sizesBuffer, sizes);
    points = code.sized(pointsBuffer, points, 0);
    tables = code.sized(tablesBuffer, tables, 0);
    values = code.sized(valuesBuffer, values, 0);
    sums = code.sized(sumsBuffer, sums, 0);
    held = device.held().new Share(settle(code, sizes, group));
    List<NativeKernel.Buffer> buffers =
        new ArrayList<>(List.of(sizesBuffer, pointsBuffer, tablesBuffer, valuesBuffer, sumsBuffer));
    buffers.addAll(held.buffers());
    code.arguments(buffers.toArray(NativeKernel.Buffer[]::new));
    CLEANER.register(this, disposal(code, held));
  }

  static OpenClSource source(Program program, OpenClDevice device) {
    return new OpenClSource(program, device.width(), device.sumGroup());
  }

  private static Runnable settle(NativeKernel code, int[] sizes, int group) {
    return () -> {
      sizes[OpenClSource.ROWS] = 0;
      code.run(group, 1, group);
    };
  }

  private static Runnable disposal(NativeKernel code, HeldColumns.Share held) {
    return () -> {
      synchronized (NativeKernel.LOCK) {
        code.dispose();
        held.close();
      }
    };
  }

  @Override
  public void sum(double[] parameters, int count, EventBlock block, PartialSum into, int first) {
    int most = Math.max(1, BUFFER / (3 * program.outputs())) * SumSlots.BLOCK_ROWS;
    for (int done = 0; done < count; ) {
      Points batch = new Points(parameters, done, count, block, most);
      for (Rows rows : rows(block, most)) {
        synchronized (NativeKernel.LOCK) {
          launch(batch, 0, batch.count, rows, false);
          code.fetch(sums);
          addSums(batch, rows, into, first + done);
        }
      }
      done += batch.count;
    }
  }

  @Override
  public void evaluate(double[] point, EventBlock block, double[][] outputs) {
    Points batch = new Points(point, 0, 1, block, block.rows());
    for (Rows rows : rows(block, evaluatedRows())) {
      synchronized (NativeKernel.LOCK) {
        launch(batch, 0, 1, rows, true);
        code.fetch(values);
        for (int k = 0; k < outputs.length; k++) {
          System.arraycopy(
              values, k * sizes[OpenClSource.VALUE_STRIDE], outputs[k], rows.from(), rows.count);
        }
      }
    }
  }

  private int evaluatedRows() {
    return Math.max(width, VALUES / program.outputs() / width * width);
  }

  /** Some rows of a piece of a block. */
  private record Rows(EventBlock block, int piece, int offset, int count) {
    /** The first of them in the block. */
    int from() {
      return piece + offset;
    }

    /** The same rows, at most so many at once. */
    List<Rows> cut(int most) {
      List<Rows> all = new ArrayList<>();
      for (int i = 0; i < count; i += most) {
        all.add(new Rows(block, piece, offset + i, Math.min(most, count - i)));
      }
      return all;
    }
  }

  /** A block, cut into pieces and these into at most {@code most} rows. */
  private List<Rows> rows(EventBlock block, int most) {
    List<Rows> all = new ArrayList<>();
    for (int piece = 0; piece < block.rows(); piece += pieceRows) {
      all.addAll(new Rows(block, piece, 0, Math.min(pieceRows, block.rows() - piece)).cut(most));
    }
    return all;
  }

  /** Runs on some rows and the points [from, from + count) of a batch. */
  private void launch(Points batch, int from, int count, Rows rows, boolean evaluate) {
    int vectors = (rows.count + width - 1) / width;
    int outputs = program.outputs();
    // Enough groups to keep the device busy, else as few as may be: each hands its sums over.
    long perGroup = (long) vectors * count / ((long) group * device.groups());
    int steps = (int) Math.min(mostSteps, Math.max(mostSteps / 16, perGroup));
    int strips = (vectors + group * steps - 1) / (group * steps);

    int pieceLength = Math.min(pieceRows, rows.block.rows() - rows.piece);
    int columnStride = (pieceLength + width - 1) / width * width + width; // the last edge fits
    sizes[OpenClSource.ROWS] = rows.count;
    sizes[OpenClSource.VALUE_STRIDE] = vectors * width;
    sizes[OpenClSource.COLUMN_STRIDE] = columnStride;
    sizes[OpenClSource.TABLE_STRIDE] = batch.tableStride;
    sizes[OpenClSource.STRIPS] = strips;
    sizes[OpenClSource.STEPS] = steps;
    if (program.columns() > 0) {
      sizes[OpenClSource.COLUMN_SLOT] =
          held.slot(
              rows.block,
              rows.piece,
              () -> columns(rows.block, rows.piece, pieceLength, columnStride));
    }
    sizes[OpenClSource.FIRST_ROW] = rows.offset;
    sizes[OpenClSource.FIRST_POINT] = from;
    sizes[OpenClSource.EVALUATE] = evaluate ? 1 : 0;
    long sample = rows.block.firstSample() + rows.from();
    sizes[OpenClSource.FIRST_SAMPLE] = (int) sample;
    sizes[OpenClSource.FIRST_SAMPLE + 1] = (int) (sample >>> 32);
    System.arraycopy(batch.offsets, 0, sizes, OpenClSource.HEADER, batch.offsets.length);
    points = code.sized(pointsBuffer, points, batch.values.length);
    System.arraycopy(batch.values, 0, points, 0, batch.values.length);
    tables = code.sized(tablesBuffer, tables, batch.tables.length);
    System.arraycopy(batch.tables, 0, tables, 0, batch.tables.length);
    values =
        code.sized(valuesBuffer, values, evaluate ? (long) count * outputs * vectors * width : 0);
    if (!evaluate) {
      sums = code.sized(sumsBuffer, sums, (long) count * outputs * strips * 3);
    }
    code.run(strips * group, count, group);
  }

  /** Rows of a block's columns, [column][columnStride]. */
  private double[] columns(EventBlock block, int from, int rows, int columnStride) {
    double[] columns = new double[program.columns() * columnStride];
    for (int k = 0; k < usedColumns.length; k++) {
      if (usedColumns[k]) {
        // Behind the rows their last value goes on, so that lookups stay inside the tables.
        int valid = rows + (edgeColumns[k] ? 1 : 0);
        int at = k * columnStride;
        System.arraycopy(block.columns()[k], from, columns, at, valid);
        Arrays.fill(columns, at + valid, at + columnStride, columns[at + valid - 1]);
      }
    }
    return columns;
  }

  /** Hands the sums of each strip over. */
  private void addSums(Points batch, Rows rows, PartialSum into, int first) {
    int strips = sizes[OpenClSource.STRIPS];
    int stripRows = sizes[OpenClSource.STEPS] * group * width;
    BitSet bad = new BitSet(); // of points
    double[] sums = this.sums;
    int at = 0;
    for (int point = 0; point < batch.count; point++) {
      for (int k = 0; k < program.outputs(); k++) {
        for (int strip = 0; strip < strips; strip++) {
          int slot = (int) sums[at];
          if (slot > 0) {
            into.addSplit(first + point, k, slot, sums[at + 1], sums[at + 2]);
            sizes[guesses + k] = slot;
          } else {
            bad.set(point);
          }
          at += 3;
        }
      }
    }
    bad.stream().forEach(p -> addBad(batch, p, rows, into, first + p, sums, strips, stripRows));
  }

  /** Adds the strips of a point with values too large to split, infinities or NaNs, one by one. */
  private void addBad(
      Points batch,
      int point,
      Rows rows,
      PartialSum into,
      int target,
      double[] sums,
      int strips,
      int stripRows) {
    for (Rows some : rows.cut(evaluatedRows())) {
      launch(batch, point, 1, some, true);
      code.fetch(values);
      int stride = sizes[OpenClSource.VALUE_STRIDE];
      int skipped = some.offset - rows.offset;
      for (int k = 0; k < program.outputs(); k++) {
        for (int strip = skipped / stripRows; strip * stripRows < skipped + some.count; strip++) {
          if (sums[((point * program.outputs() + k) * strips + strip) * 3] == 0) {
            int from = Math.max(0, strip * stripRows - skipped);
            int to = Math.min(some.count, (strip + 1) * stripRows - skipped);
            into.addAll(target, k, values, k * stride + from, k * stride + to);
          }
        }
      }
    }
  }

  /** Some points' words and tables. */
  private final class Points {
    final int count;
    final double[] values; // [point][word]
    final double[] tables; // [point][table][entry]
    final int[] offsets; // [table], within a point
    final int tableStride;

    /**
     * @param from the first point
     * @param end that behind the last one wanted
     * @param mostRows of a launch
     */
    Points(double[] parameters, int from, int end, EventBlock block, int mostRows) {
      long[] words = new long[program.size()];
      double[][] filled = pointStage.run(parameters, from, block.seed(), words);
      offsets = new int[filled.length];
      int entries = 0;
      for (int k = 0; k < filled.length; k++) {
        offsets[k] = entries;
        entries += filled[k].length;
      }
      tableStride = entries;
      int rows = Math.min(block.rows(), mostRows);
      int strips = (rows + SumSlots.BLOCK_ROWS - 1) / SumSlots.BLOCK_ROWS;
      int perPoint =
          Math.max(3 * program.outputs() * strips, Math.max(tableStride, pointWords.length));
      count = (int) Math.max(1, Math.min(end - from, BUFFER / Math.max(1, perPoint)));
      values = new double[count * pointWords.length];
      tables = new double[count * tableStride];
      for (int point = 0; point < count; point++) {
        if (point > 0) {
          filled = pointStage.run(parameters, from + point, block.seed(), words);
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
