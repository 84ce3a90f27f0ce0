package org.pushforward.jobs.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

/** Settings of the command line: {@code --set parameters.s.start=2}. */
final class Settings {
  private static final String OPTION = "--set";

  private Settings() {}

  static Node apply(Node document, String setting) {
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      throw new SpecException(
          Place.ofOption(OPTION, setting, 1, setting.length()),
          "a setting is a key and a value",
          "write --set parameters.s.start=2");
    }
    Node value =
        shift(YamlReader.readOption(OPTION, setting.substring(equals + 1)), setting, equals + 1);
    return set(document, setting, 0, equals, value);
  }

  /** The node with the keys of setting[from, equals) leading to the value. */
  private static Node set(Node node, String setting, int from, int equals, Node value) {
    if (from > equals) {
      return value;
    }
    int dot = setting.indexOf('.', from);
    int end = dot < 0 || dot > equals ? equals : dot;
    String key = setting.substring(from, end);
    Place place = Place.ofOption(OPTION, setting, from + 1, Math.max(1, end - from));
    if (key.isEmpty()) {
      throw new SpecException(place, "a key is empty", "write --set parameters.s.start=2");
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    boolean flow = false;
    Place at = place;
    if (node instanceof Node.Mapping mapping) {
      entries.putAll(mapping.entries());
      flow = mapping.flow();
      at = mapping.place();
    } else if (node != null && !(node instanceof Node.Scalar scalar && scalar.isNull())) {
      throw new SpecException(
          place,
          "there is no key \""
              + key
              + "\", because \""
              + setting.substring(0, from - 1)
              + "\" is "
              + node.kind(),
          "");
    }
    Node.Entry old = entries.get(key);
    Node inner = set(old == null ? null : old.value(), setting, end + 1, equals, value);
    // A key the file has keeps its place there; what the setting adds is shown in the setting.
    entries.put(key, new Node.Entry(old == null ? place : old.key(), inner));
    return new Node.Mapping(at, entries, flow);
  }

  /** Places of a value, read alone, as places of the whole setting. */
  private static Node shift(Node node, String setting, int by) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, entry) ->
                  entries.put(
                      key,
                      new Node.Entry(
                          shift(entry.key(), setting, by), shift(entry.value(), setting, by))));
      return new Node.Mapping(shift(mapping.place(), setting, by), entries, mapping.flow());
    }
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          shift(sequence.place(), setting, by),
          sequence.items().stream().map(item -> shift(item, setting, by)).toList());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    var pieces =
        scalar.text().pieces().stream()
            .map(p -> new Text.Piece(p.start(), 0, p.column() + by, setting))
            .toList();
    return new Node.Scalar(new Text(scalar.text().value(), OPTION, pieces), scalar.quoted());
  }

  private static Place shift(Place place, String setting, int by) {
    return Place.ofOption(OPTION, setting, place.column() + by, place.length());
  }
}
