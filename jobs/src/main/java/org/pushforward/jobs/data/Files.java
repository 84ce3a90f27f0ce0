package org.pushforward.jobs.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.spark.Failures;
import org.pushforward.jobs.spark.HadoopSettings;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.FileData;
import org.pushforward.jobs.spec.FileData.Column;
import org.pushforward.jobs.spec.FileData.Format;

/** Finds the files of a data set and cuts them into parts. */
final class Files {
  // Bytes of CSV in a part: at least some 20 ms of work, at most what comes back soon after a loss.
  private static final long LEAST_BYTES = 1 << 20;
  private static final long MOST_BYTES = 32 << 20;

  private final FileData data;
  private final Column[] columns;
  private final Configuration conf = HadoopSettings.current();

  private boolean several;

  private Files(FileData data, List<Events.Wanted> wanted) {
    this.data = data;
    List<Column> all = new ArrayList<>();
    wanted.forEach(w -> all.add(data.column(w.name())));
    data.weight().ifPresent(all::add);
    this.columns = all.toArray(Column[]::new);
  }

  static List<Part> parts(FileData data, List<Events.Wanted> wanted, Runner runner)
      throws IOException {
    return new Files(data, wanted).parts(runner);
  }

  static SpecException unreadable(FileData data, Exception failed) {
    Throwable why = Failures.root(failed);
    boolean named = why instanceof UnknownHostException || why instanceof ClassNotFoundException;
    return new SpecException(
        data.place(),
        "the data cannot be read: "
            + (named ? why.getClass().getSimpleName() + ": " : "")
            + String.valueOf(why.getMessage()).lines().findFirst().orElse(""),
        why instanceof ClassNotFoundException
            ? "add the file system's jar: --conf spark.jars=JAR, or spark.jars.packages=..."
            : "check the path, and that this machine can reach it");
  }

  private List<Part> parts(Runner runner) throws IOException {
    List<FileStatus> files = files();
    long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
    long size = runner.partSize(bytes, LEAST_BYTES, MOST_BYTES);
    List<Part> parts = new ArrayList<>();
    for (FileStatus file : files) {
      if (file.getLen() > 0) {
        if (isParquet(file)) {
          addRowGroups(file, parts);
        } else {
          addLines(file, size, parts);
        }
      }
    }
    return parts;
  }

  private List<FileStatus> files() throws IOException {
    Path path = new Path(data.path());
    FileSystem system;
    FileStatus[] found;
    try {
      system = FileSystem.get(path.toUri(), conf);
      found =
          system.exists(path) // a name may hold what a pattern would mean otherwise
              ? new FileStatus[] {system.getFileStatus(path)}
              : system.globStatus(path);
    } catch (IOException | RuntimeException e) { // Hadoop tells an unknown host by either
      throw unreadable(data, e);
    }
    if (found == null) {
      throw new SpecException(
          data.place(), "there is no file " + shown(path), nearFile(system, path));
    }
    if (found.length == 0) {
      throw new SpecException(
          data.place(), "no file is named like " + shown(path), "check the folder and the pattern");
    }
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus status : found) {
      collect(system, status, files);
    }
    several = files.size() > 1;
    files.sort(Comparator.comparing(f -> f.getPath().toString()));
    if (files.isEmpty()) {
      throw new SpecException(
          data.place(),
          "the folder " + shown(path) + " has no files",
          "files that begin with _ or . are not read");
    }
    return files;
  }

  private static void collect(FileSystem system, FileStatus status, List<FileStatus> files)
      throws IOException {
    if (!status.isDirectory()) {
      files.add(status);
      return;
    }
    for (FileStatus below : system.listStatus(status.getPath())) {
      // What Hadoop and Spark write beside the data: _SUCCESS, .part-0.crc.
      String name = below.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        collect(system, below, files);
      }
    }
  }

  private static String nearFile(FileSystem system, Path path) throws IOException {
    try {
      List<String> names =
          Arrays.stream(system.listStatus(path.getParent()))
              .map(f -> f.getPath().getName())
              .toList();
      return Nearest.of(path.getName(), names)
          .map(near -> "did you mean \"" + near + "\"?")
          .orElse("");
    } catch (FileNotFoundException noFolder) {
      return "there is no folder " + shown(path.getParent());
    }
  }

  /** As the user would write it. */
  static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  private boolean isParquet(FileStatus file) throws IOException {
    if (data.format().isPresent()) {
      return data.format().get() == Format.PARQUET;
    }
    String name = file.getPath().getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet") || name.endsWith(".parq")) {
      return true;
    }
    try (InputStream in = LineReader.open(file.getPath(), conf, false)) {
      return Arrays.equals(in.readNBytes(4), new byte[] {'P', 'A', 'R', '1'});
    }
  }

  private void addRowGroups(FileStatus file, List<Part> parts) throws IOException {
    String name = shown(file.getPath());
    ParquetFileReader reader;
    try {
      reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, conf));
    } catch (IOException | RuntimeException broken) { // Parquet tells a bad footer by either
      throw new SpecException(
          data.place(),
          name + " is no readable Parquet file: " + broken.getMessage(),
          "it may be cut short, or something else: write or copy it anew");
    }
    try (reader) {
      MessageType schema = reader.getFileMetaData().getSchema();
      List<String> there = schema.getFields().stream().map(Type::getName).toList();
      String[] names = new String[columns.length];
      for (int i = 0; i < names.length; i++) {
        names[i] = columns[i].name();
        Type type = schema.getType(there.get(index(columns[i], there, name)));
        if (!RowGroupReader.isNumeric(type)) {
          throw new SpecException(
              columns[i].place(),
              "column \"" + names[i] + "\" of " + name + " holds no numbers",
              "it is " + type + "; numbers are double, float, int32 and int64");
        }
      }
      List<BlockMetaData> groups = reader.getFooter().getBlocks();
      for (int i = 0; i < groups.size(); i++) {
        parts.add(
            new Part.RowGroup(file.getPath().toString(), names, i, groups.get(i).getRowCount()));
      }
    }
  }

  private void addLines(FileStatus file, long size, List<Part> parts) throws IOException {
    Path path = file.getPath();
    String name = shown(path);
    boolean compressed = new CompressionCodecFactory(conf).getCodec(path) != null;
    String first;
    try (InputStream in = LineReader.open(path, conf, compressed)) {
      first = LineReader.firstLine(in);
    }
    char delimiter = data.delimiter().orElseGet(() -> delimiter(first));
    List<String> there = names(first, delimiter, name);
    int[] indices = new int[columns.length];
    String[] names = new String[columns.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index(columns[i], there, name);
      names[i] = columns[i].name();
    }
    long step = compressed ? Long.MAX_VALUE : size;
    for (long from = 0; from < file.getLen(); from += step) {
      boolean last = file.getLen() - from <= step;
      long to = compressed ? Long.MAX_VALUE : last ? file.getLen() : from + step;
      parts.add(
          new Part.Lines(
              path.toString(),
              names,
              new IndexRange(from, to),
              indices,
              delimiter,
              data.header(),
              compressed));
      if (last) {
        break;
      }
    }
  }

  /** The names of the columns, by the first line. */
  private List<String> names(String line, char delimiter, String file) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    List<String> names = new ArrayList<>();
    for (int from = 0; from <= bytes.length; ) {
      int end = Cells.end(bytes, from, bytes.length, delimiter);
      if (end < 0) {
        int column = new String(bytes, 0, from, StandardCharsets.UTF_8).length() + 1;
        throw Events.openQuotes(BadCell.openQuotes(1, column, line), file, 1);
      }
      names.add(data.header() ? Cells.text(bytes, from, end) : String.valueOf(names.size() + 1));
      from = end + 1;
    }
    return names;
  }

  private static char delimiter(String line) {
    String bare = line.replaceAll("\"[^\"]*\"", ""); // what stands in quotes delimits nothing
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {',', ';', '\t'}) {
      long count = bare.chars().filter(c -> c == candidate).count();
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  private int index(Column column, List<String> there, String file) {
    int index = there.indexOf(column.name());
    if (index < 0) {
      throw new SpecException(
          column.place(),
          "there is no column \"" + column.name() + "\" in " + file,
          Nearest.advice(column.name(), there, "columns")
              + (column.place().equals(data.place()) // the model's own name
                  ? "\nsay which it is: data: { columns: { " + column.name() + ": COLUMN } }"
                  : "")
              + (several ? "\nor read only the files that have it: path: FOLDER/*.csv" : ""));
    }
    return index;
  }
}
