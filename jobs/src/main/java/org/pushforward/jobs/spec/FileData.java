package org.pushforward.jobs.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.expr.Place;

/**
 * Data in a file, or in a folder of part files, anywhere Hadoop reads.
 *
 * @param path as Hadoop wants it; relative ones of the spec are taken from the spec's folder
 * @param format as given; else the file's name tells
 * @param columns columns by the name they have in the model; those not named here have that name
 * @param weight column of weights
 * @param skipInvalid leave out rows that hold no number, instead of an error
 * @param header whether a CSV file's first line names its columns; if not, their names are 1, 2,
 *     ...
 * @param delimiter between the cells of a CSV file
 * @param place of the path
 */
public record FileData(
    String path,
    Optional<Format> format,
    Map<String, Column> columns,
    Optional<Column> weight,
    boolean skipInvalid,
    boolean header,
    Optional<Character> delimiter,
    Place place)
    implements DataSpec {

  /** How data are written. */
  public enum Format {
    CSV,
    PARQUET
  }

  /** A column of the file, and where the spec names it. */
  public record Column(String name, Place place) {}

  /** The column that holds what the model calls {@code name}. */
  public Column column(String name) {
    Column column = columns.get(name);
    return column == null ? new Column(name, place) : column;
  }

  static FileData read(Value value, Folder folder) {
    Fields fields =
        value.fields("path", "format", "columns", "weight", "skip_invalid", "header", "delimiter");
    Value path = fields.require("path", "write where the data are: path: data.csv");
    Map<String, Column> columns = new LinkedHashMap<>();
    fields
        .get("columns")
        .ifPresent(v -> v.named().forEach((name, column) -> columns.put(name, column(column))));
    return new FileData(
        folder.resolve(path.text().value()),
        fields.get("format").map(FileData::format),
        Collections.unmodifiableMap(columns),
        fields.get("weight").map(FileData::column),
        fields.get("skip_invalid").map(Value::truth).orElse(false),
        fields.get("header").map(Value::truth).orElse(true),
        fields.get("delimiter").map(FileData::delimiter),
        path.place());
  }

  private static Column column(Value value) {
    return new Column(value.text().value(), value.place());
  }

  private static Format format(Value value) {
    return switch (value.text().value()) {
      case "csv" -> Format.CSV;
      case "parquet" -> Format.PARQUET;
      default ->
          throw value.error(
              "there is no format \"" + value.text() + "\"", "the formats are csv and parquet");
    };
  }

  private static char delimiter(Value value) {
    String text =
        value.node() instanceof Node.Scalar scalar ? scalar.text().value() : value.text().value();
    if (text.length() != 1 || text.charAt(0) > 127 || text.equals("\"")) {
      throw value.error("a delimiter is one character", "write \",\", \";\" or \"\\t\"");
    }
    return text.charAt(0);
  }
}
