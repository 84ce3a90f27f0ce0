package org.pushforward.jobs.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.pushforward.jobs.spark.HadoopSettings;

/**
 * Reads the lines that begin in the part's bytes. Works on bytes: a line costs no object unless it
 * is wrong.
 */
final class LineReader {
  private static final int BUFFER = 1 << 18;

  // As much of a wrong line as an error shows.
  private static final int SHOWN = 400;

  private final Part.Lines part;
  private final BlockWriter writer;
  private final double[] row;
  // Cells of the line: cell i of the file is bytes [starts[i], ends[i]).
  private final int[] starts;
  private final int[] ends;

  private byte[] buffer = new byte[BUFFER];
  private int filled;
  private int next;

  LineReader(Part.Lines part, BlockWriter writer) {
    this.part = part;
    this.writer = writer;
    this.row = new double[part.indices().length];
    int cells = Arrays.stream(part.indices()).max().orElse(-1) + 1;
    this.starts = new int[cells];
    this.ends = new int[cells];
  }

  /** The file's first line, without its end. */
  static String firstLine(InputStream in) throws IOException {
    byte[] line = new byte[1 << 20]; // longer ones are no header
    int length = 0;
    for (int b = in.read(); b >= 0 && b != '\n' && length < line.length; b = in.read()) {
      line[length++] = (byte) b;
    }
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    text = text.startsWith("\ufeff") ? text.substring(1) : text;
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  static InputStream open(Path path, Configuration conf, boolean compressed) throws IOException {
    InputStream in = FileSystem.get(path.toUri(), conf).open(path);
    return compressed ? new CompressionCodecFactory(conf).getCodec(path).createInputStream(in) : in;
  }

  PartSummary read() throws IOException {
    try (InputStream in =
        open(new Path(part.file()), HadoopSettings.current(), part.compressed())) {
      long at = part.bytes().from();
      if (at > 0) {
        // A line that begins before belongs to the part before; one that begins here has its
        // predecessor's end just before.
        ((FSDataInputStream) in).seek(at - 1);
        int skipped = line(in);
        if (skipped < 0) {
          return writer.finish(0);
        }
        at += consumed - 1;
      }
      long lines = 0;
      while (at < part.bytes().to()) {
        int from = line(in);
        if (from < 0) {
          break;
        }
        at += consumed;
        lines++;
        boolean header = part.header() && lines == 1 && part.bytes().from() == 0;
        if (!header && !take(from, lines)) {
          break;
        }
      }
      return writer.finish(lines);
    }
  }

  private int consumed; // bytes of the line just read, its end included
  private int end; // in the buffer, of the line just read, without \r\n

  /** Where the next line begins in the buffer; -1 at the end of the file. */
  private int line(InputStream in) throws IOException {
    int scan = next;
    while (true) {
      while (scan < filled && buffer[scan] != '\n') {
        scan++;
      }
      if (scan < filled) {
        int from = next;
        finishLine(from, scan, scan + 1);
        return from;
      }
      if (next > 0) {
        System.arraycopy(buffer, next, buffer, 0, filled - next);
        scan -= next;
        filled -= next;
        next = 0;
      }
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      int got = in.read(buffer, filled, buffer.length - filled);
      if (got < 0) {
        if (filled == next) {
          return -1;
        }
        int from = next;
        finishLine(from, filled, filled);
        return from;
      }
      filled += got;
    }
  }

  private void finishLine(int from, int stop, int after) {
    consumed = after - from;
    end = stop > from && buffer[stop - 1] == '\r' ? stop - 1 : stop;
    next = after;
  }

  /** False where the line has no end that could be told. */
  private boolean take(int from, long number) {
    if (isBlank(from)) {
      return true;
    }
    int open = split(from);
    if (open >= 0) {
      String before = text(from, open);
      writer.openQuotes(BadCell.openQuotes(number, before.length() + 1, before + text(open, end)));
      return false;
    }
    boolean bad = false;
    for (int i = 0; i < row.length; i++) {
      int cell = part.indices()[i];
      row[i] = Cells.number(buffer, starts[cell], ends[cell]);
      if (!Double.isFinite(row[i])) {
        if (!bad && writer.remembers()) {
          writer.invalid(badCell(i, cell, from, number));
        }
        bad = true;
      }
    }
    if (bad) {
      writer.invalidRow();
    } else {
      writer.add(row, number);
    }
    return true;
  }

  private boolean isBlank(int from) {
    int at = from;
    while (at < end
        && buffer[at] != part.delimiter()
        && (buffer[at] == ' ' || buffer[at] == '\t')) {
      at++;
    }
    return at == end;
  }

  /**
   * Finds the cells; those that the line lacks are empty and at its end.
   *
   * @return where a cell begins whose quotes do not close, or -1
   */
  private int split(int from) {
    int at = from;
    // Those behind the last one wanted, too: their quotes may reach into the next line.
    for (int i = 0; i < starts.length || at < end; i++) {
      int stop = Cells.end(buffer, at, end, part.delimiter());
      if (stop < 0) {
        return at;
      }
      if (i < starts.length) {
        starts[i] = at;
        ends[i] = stop;
      }
      at = Math.min(stop + 1, end);
    }
    return -1;
  }

  private BadCell badCell(int i, int cell, int from, long number) {
    int begin = Cells.skipBlanks(buffer, starts[cell], ends[cell]);
    String before = text(from, begin);
    String content = text(begin, ends[cell]);
    String line = before + content + text(ends[cell], Math.min(end, ends[cell] + SHOWN));
    int column = before.length() + 1;
    if (column > SHOWN) { // the columns before are not worth carrying
      line = "..." + line.substring(column - 1);
      column = 4;
    }
    return BadCell.noNumber(number, part.columns()[i], content.strip(), column, line);
  }

  private String text(int from, int to) {
    return new String(buffer, from, Math.min(to - from, SHOWN * 4), StandardCharsets.UTF_8);
  }
}
