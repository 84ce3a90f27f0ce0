package org.pushforward.jobs.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JSON form of a {@link Result}: indented, fields in the order of the records, line ends as on
 * Unix.
 */
public final class ResultFile {
  /** Its name in a result's folder. */
  public static final String NAME = "result.json";

  // The fast writer prints the shortest digits that read back as the same double, on every JDK;
  // Double.toString does so from 19 on.
  // NaN and the infinities become strings by Jackson's defaults, both ways.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private static final ObjectWriter INDENTED =
      JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private ResultFile() {}

  /** The text of {@code result.json}. */
  public static String text(Result result) {
    ObjectNode file = JSON.valueToTree(result.header());
    file.set("run", JSON.valueToTree(result.run()));
    file.setAll((ObjectNode) JSON.valueToTree(result.outcome()));
    try {
      return INDENTED.writeValueAsString(file) + "\n";
    } catch (JsonProcessingException impossible) { // writes to memory
      throw new IllegalStateException(impossible);
    }
  }

  /** The result that {@link #text} wrote; an IOException says what is wrong with another text. */
  public static Result parse(String text) throws IOException {
    if (!(JSON.readTree(text) instanceof ObjectNode file)) {
      throw new IOException("a result is a JSON object");
    }
    JsonNode job = file.path("job");
    JsonNode run = file.remove("run");
    try {
      Header header = take(file, Header.class);
      Outcome outcome = take(file, Outcome.typeOf(job.asText()));
      if (!file.isEmpty()) {
        throw new IOException(
            "the result has an unknown field \"" + file.fieldNames().next() + "\"");
      }
      return new Result(header, JSON.treeToValue(run, Run.class), outcome);
    } catch (IllegalArgumentException | NullPointerException wrong) {
      throw new IOException("this is no result: " + wrong.getMessage(), wrong);
    }
  }

  /** The result in {@code folder}. */
  public static Result read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try {
      return parse(Files.readString(file));
    } catch (JsonProcessingException wrong) {
      throw new IOException(file + ": " + wrong.getOriginalMessage(), wrong);
    }
  }

  /** Moves the fields that {@code type} has out of {@code file}. */
  private static <T> T take(ObjectNode file, Class<T> type) throws JsonProcessingException {
    ObjectNode part = JSON.createObjectNode();
    for (RecordComponent field : type.getRecordComponents()) {
      if (file.has(field.getName())) {
        part.set(field.getName(), file.remove(field.getName()));
      }
    }
    return JSON.treeToValue(part, type);
  }
}
