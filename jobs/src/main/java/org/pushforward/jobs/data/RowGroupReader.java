package org.pushforward.jobs.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.pushforward.jobs.spark.HadoopSettings;

/** Reads a row group of a Parquet file column by column, so without an object a row. */
final class RowGroupReader {
  private RowGroupReader() {}

  static PartSummary read(Part.RowGroup part, BlockWriter writer) throws IOException {
    try (ParquetFileReader file =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new Path(part.file()), HadoopSettings.current()))) {
      MessageType schema = file.getFileMetaData().getSchema();
      List<Type> types = new ArrayList<>();
      for (String column : part.columns()) {
        Type type = schema.getType(column);
        if (!types.contains(type)) { // a column may be wanted twice, as observable and weight
          types.add(type);
        }
      }
      MessageType wanted = new MessageType(schema.getName(), types);
      file.setRequestedSchema(wanted);
      PageReadStore pages = file.readRowGroup(part.group());
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages, new Ignore(), wanted, file.getFileMetaData().getCreatedBy());
      ColumnReader[] readers = new ColumnReader[types.size()];
      for (int i = 0; i < readers.length; i++) {
        readers[i] =
            store.getColumnReader(
                wanted.getColumnDescription(new String[] {types.get(i).getName()}));
      }
      int[] source = new int[part.columns().length];
      for (int i = 0; i < source.length; i++) {
        source[i] = types.indexOf(schema.getType(part.columns()[i]));
      }
      rows(part, writer, readers, source);
      return writer.finish(part.size());
    }
  }

  private static void rows(
      Part.RowGroup part, BlockWriter writer, ColumnReader[] readers, int[] source) {
    double[] cells = new double[readers.length];
    boolean[] absent = new boolean[readers.length];
    double[] row = new double[source.length];
    for (long number = 1; number <= part.size(); number++) {
      for (int i = 0; i < readers.length; i++) {
        ColumnReader reader = readers[i];
        absent[i] =
            reader.getCurrentDefinitionLevel() < reader.getDescriptor().getMaxDefinitionLevel();
        cells[i] = absent[i] ? Double.NaN : value(reader);
        reader.consume();
      }
      boolean bad = false;
      for (int i = 0; i < row.length; i++) {
        row[i] = cells[source[i]];
        if (!Double.isFinite(row[i])) {
          if (!bad && writer.remembers()) {
            String content = absent[source[i]] ? "" : String.valueOf(row[i]);
            writer.invalid(BadCell.noNumber(number, part.columns()[i], content, 0, ""));
          }
          bad = true;
        }
      }
      if (bad) {
        writer.invalidRow();
      } else {
        writer.add(row, number);
      }
    }
  }

  private static double value(ColumnReader reader) {
    return switch (reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
      case DOUBLE -> reader.getDouble();
      case FLOAT -> reader.getFloat();
      case INT64 -> reader.getLong();
      case INT32 -> reader.getInteger();
      default -> throw new IllegalStateException("the driver has checked the types");
    };
  }

  /** Whether the column is a number for each row: no list, no decimal, no date. */
  static boolean isNumeric(Type type) {
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
    boolean whole = name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64;
    boolean plain =
        type.getLogicalTypeAnnotation() == null
            || type.getLogicalTypeAnnotation()
                    instanceof
                    org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation kind
                && kind.isSigned();
    return name == PrimitiveTypeName.DOUBLE || name == PrimitiveTypeName.FLOAT || whole && plain;
  }

  /** Parquet wants someone to hand records to; the columns are read without. */
  private static final class Ignore extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
