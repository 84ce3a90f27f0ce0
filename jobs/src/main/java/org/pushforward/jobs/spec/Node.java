package org.pushforward.jobs.spec;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.Text;

/** A YAML document as it was written, every part with its place. */
sealed interface Node {

  /** Where an error about this part is shown. */
  Place place();

  /** What YAML calls this kind of part, for "must be ..., and is ...". */
  String kind();

  /**
   * @param entries in the order they were written
   * @param flow written as {@code { }}
   */
  record Mapping(Place place, Map<String, Entry> entries, boolean flow) implements Node {
    @Override
    public String kind() {
      return "a group of keys";
    }
  }

  /** A key and its value. */
  record Entry(Place key, Node value) {}

  record Sequence(Place place, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * @param quoted in quotes or a block, so that it is no number
   */
  record Scalar(Text text, boolean quoted) implements Node {
    @Override
    public Place place() {
      return text.place();
    }

    @Override
    public String kind() {
      return isNull() ? "empty" : quoted ? "a text" : "\"" + text + "\"";
    }

    boolean isNull() {
      String value = text.value();
      return !quoted && (value.isEmpty() || value.equals("~") || value.equals("null"));
    }
  }
}
