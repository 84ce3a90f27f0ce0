package org.pushforward.jobs.spec;

import org.pushforward.engine.expr.Place;

/**
 * {@code to: toys.csv}: where a table is written. It becomes a folder of part files, of CSV where
 * its name ends in .csv and else of Parquet.
 *
 * @param path as Hadoop wants it; relative ones of the spec are taken from the spec's folder
 */
public record TableSpec(String path, Place place) {
  static TableSpec read(Value value, Folder folder) {
    return new TableSpec(folder.resolve(value.text().value()), value.place());
  }
}
