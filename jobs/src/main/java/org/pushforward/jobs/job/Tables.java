package org.pushforward.jobs.job;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.expr.Place;
import org.pushforward.jobs.data.Events;
import org.pushforward.jobs.data.TableFolder;
import org.pushforward.jobs.result.Table;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spec.TableSpec;

/** Where a job's table goes, and what its result says of it. */
final class Tables {
  private Tables() {}

  /** Where the spec says, else Parquet in the result's folder. */
  static TableSpec place(Optional<TableSpec> to, Path folder, String name) {
    return to.orElseGet(() -> new TableSpec(beside(folder, name), Place.of("--out")));
  }

  private static String beside(Path folder, String name) {
    return "file://" + folder.toAbsolutePath().resolve("tables").resolve(name + ".parquet");
  }

  /** What the result says of a table, and the warnings for what it lacks. */
  static Table result(
      TableFolder table,
      Path folder,
      Events.Counts counts,
      List<String> columns,
      Progress progress) {
    String all = " of " + (counts.used() + counts.outOfRange() + counts.skipped()) + " rows";
    if (counts.outOfRange() > 0) {
      progress.warn(counts.outOfRange() + all + " left out: outside the range");
    }
    if (counts.skipped() > 0) {
      progress.warn(counts.skipped() + all + " left out: a cell is no finite number");
    }
    Map<String, String> schema = new LinkedHashMap<>();
    columns.forEach(name -> schema.put(name, "double"));
    Path path = Path.of(table.shown());
    boolean inside = path.startsWith(folder.toAbsolutePath());
    return new Table(
        inside ? folder.toAbsolutePath().relativize(path).toString() : table.shown(),
        table.format().name().toLowerCase(Locale.ROOT),
        counts.used(),
        counts.outOfRange(),
        counts.skipped(),
        schema);
  }
}
