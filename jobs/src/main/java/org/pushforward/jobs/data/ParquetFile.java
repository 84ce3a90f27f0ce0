package org.pushforward.jobs.data;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Parquet of required doubles. */
final class ParquetFile implements TableFile {
  // Held by each task until it is full; half of Parquet's own default.
  private static final long ROW_GROUP_BYTES = 64 << 20;

  private final ParquetWriter<double[]> writer;
  private final double[] row;

  private ParquetFile(ParquetWriter<double[]> writer, int columns) {
    this.writer = writer;
    this.row = new double[columns];
  }

  static ParquetFile create(Path path, List<String> columns, Configuration settings)
      throws IOException {
    return new ParquetFile(
        new Builder(HadoopOutputFile.fromPath(path, settings), columns)
            .withConf(settings)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withDictionaryEncoding(false) // few doubles come twice
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build(),
        columns.size());
  }

  @Override
  public void write(double[][] columns, int rows) throws IOException {
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = columns[c][i];
      }
      writer.write(row);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<double[], Builder> {
    private final List<String> columns;

    Builder(OutputFile file, List<String> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<double[]> getWriteSupport(Configuration settings) {
      return new Rows(columns);
    }
  }

  /** Hands a row's numbers to Parquet. */
  private static final class Rows extends WriteSupport<double[]> {
    private final String[] columns;
    private RecordConsumer consumer;

    Rows(List<String> columns) {
      this.columns = columns.toArray(String[]::new);
    }

    @Override
    public WriteContext init(Configuration settings) {
      var message = Types.buildMessage();
      for (String column : columns) {
        message.addField(Types.required(PrimitiveTypeName.DOUBLE).named(column));
      }
      MessageType schema = message.named("rows");
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(double[] row) {
      consumer.startMessage();
      for (int i = 0; i < row.length; i++) {
        consumer.startField(columns[i], i);
        consumer.addDouble(row[i]);
        consumer.endField(columns[i], i);
      }
      consumer.endMessage();
    }
  }
}
