package org.pushforward.jobs.data;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** CSV with a header, by the writer that Spark uses. */
final class CsvFile implements TableFile {
  private final CsvWriter writer;

  CsvFile(OutputStream out, List<String> columns) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    writer = new CsvWriter(out, StandardCharsets.UTF_8, settings);
    writer.writeHeaders(columns);
  }

  @Override
  public void write(double[][] columns, int rows) throws IOException {
    Object[] cells = new Object[columns.length];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < cells.length; c++) {
        cells[c] = columns[c][row];
      }
      writer.writeRow(cells);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
