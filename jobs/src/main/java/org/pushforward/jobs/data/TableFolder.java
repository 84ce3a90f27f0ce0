package org.pushforward.jobs.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.jobs.spark.HadoopSettings;
import org.pushforward.jobs.spark.Sink;
import org.pushforward.jobs.spec.FileData.Format;
import org.pushforward.jobs.spec.TableSpec;

/**
 * A table of doubles that tasks write, a file for each part of the data, anywhere Hadoop writes. It
 * grows in a hidden sibling and appears as a whole on {@link #commit}; files of tasks that failed
 * or were repeated are not part of it.
 */
public final class TableFolder implements AutoCloseable {
  private final FileSystem system;
  private final Path target;
  private final Path staging;
  private final ArrayList<String> columns;
  private final Place place;

  private TableFolder(TableSpec table, List<String> columns) throws IOException {
    this.target = new Path(table.path());
    this.system = target.getFileSystem(HadoopSettings.current());
    this.staging =
        new Path(target.getParent(), "." + target.getName() + ".writing-" + UUID.randomUUID());
    this.columns = new ArrayList<>(columns);
    this.place = table.place();
  }

  /**
   * Starts a table.
   *
   * @throws SpecException where there is something already, or nothing can be written
   */
  public static TableFolder create(TableSpec table, List<String> columns) {
    try {
      TableFolder folder = new TableFolder(table, columns);
      if (folder.system.exists(folder.target)) {
        throw new SpecException(
            table.place(),
            folder.shown() + " is there already",
            "remove it, or write to another path");
      }
      folder.system.mkdirs(folder.staging);
      folder.system.deleteOnExit(folder.staging); // where the job is stopped before close()
      return folder;
    } catch (IOException e) {
      throw new SpecException(
          table.place(),
          "a table cannot be written to " + table.path(),
          String.valueOf(e.getMessage()));
    }
  }

  /** What one row of the data is in the table. */
  public interface Columns extends Serializable {
    /** The table's columns, [column][row]. */
    double[][] of(EventBlock block);
  }

  /** Where tasks send the data. */
  public Sink<String> sink(Columns rows) {
    return new FileSink(staging.toString(), format(), columns, rows, place);
  }

  /**
   * Makes the table of the files that {@link #sink} told of.
   *
   * @param files in the order of their rows
   */
  public void commit(List<String> files) throws IOException {
    String suffix = format().name().toLowerCase(Locale.ROOT);
    int digits = Math.max(5, String.valueOf(files.size()).length());
    for (int i = 0; i < files.size(); i++) {
      String name = String.format(Locale.ROOT, "part-%0" + digits + "d.%s", i, suffix);
      rename(new Path(staging, files.get(i)), new Path(staging, name));
    }
    for (FileStatus left : system.listStatus(staging)) {
      if (left.getPath().getName().startsWith(FileSink.ATTEMPT)) {
        system.delete(left.getPath(), false);
      }
    }
    rename(staging, target);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!system.rename(from, to)) {
      throw new IOException(Files.shown(from) + " cannot be renamed to " + Files.shown(to));
    }
  }

  public Format format() {
    return target.getName().toLowerCase(Locale.ROOT).endsWith(".csv") ? Format.CSV : Format.PARQUET;
  }

  /** The table's path as the user would write it. */
  public String shown() {
    return Files.shown(target);
  }

  /** Deletes what was not committed. */
  @Override
  public void close() throws IOException {
    system.delete(staging, true);
    system.cancelDeleteOnExit(staging);
  }

  /** Writes a file for each attempt at a part, by a name of its own. */
  private record FileSink(
      String folder, Format format, ArrayList<String> columns, Columns rows, Place place)
      implements Sink<String> {
    static final String ATTEMPT = "attempt-";

    @Override
    public Receiver<String> open(int part) throws IOException {
      Configuration settings = HadoopSettings.current();
      FileSystem system = new Path(folder).getFileSystem(settings);
      if (!system.exists(new Path(folder))) {
        throw new SpecException(
            place,
            "the driver's folder " + folder + " is not there on an executor's machine",
            "write the table to a path that all machines share: to: hdfs://...");
      }
      String name = ATTEMPT + part + "-" + UUID.randomUUID();
      Path path = new Path(folder, name);
      TableFile file =
          format == Format.CSV
              ? new CsvFile(system.create(path, false), columns)
              : ParquetFile.create(path, columns, settings);
      return new Receiver<>() {
        private boolean finished;

        @Override
        public void add(EventBlock block) throws IOException {
          file.write(rows.of(block), block.rows());
        }

        @Override
        public String finish() throws IOException {
          file.close();
          finished = true;
          return name;
        }

        @Override
        public void close() throws IOException {
          if (!finished) {
            try (file) {
              // closed before it is deleted
            } catch (IOException e) {
              // The failure that brought us here is the one to tell.
            }
            system.delete(path, false);
          }
        }
      };
    }
  }
}
