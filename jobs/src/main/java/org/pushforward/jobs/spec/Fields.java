package org.pushforward.jobs.spec;

import java.util.List;
import java.util.Optional;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;

/** A group of the spec whose keys are known. */
final class Fields {
  static final String QUOTE = "a formula with commas inside { } must be quoted: \"normal(0, 1)\"";

  private final Value group;
  private final Node.Mapping mapping;

  Fields(Value group, Node.Mapping mapping, List<String> keys) {
    this.group = group;
    this.mapping = mapping;
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!keys.contains(key)) {
                throw new SpecException(
                    entry.key(),
                    (group.path().isEmpty() ? "" : group.path() + ": ")
                        + "there is no key \""
                        + key
                        + "\"",
                    Value.strayComma(entry, mapping) && key.indexOf(')') >= 0
                        ? QUOTE
                        : Nearest.advice(key, keys, "keys here"));
              }
            });
  }

  Place place() {
    return group.place();
  }

  SpecException error(String problem, String advice) {
    return group.error(problem, advice);
  }

  boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  Optional<Value> get(String key) {
    Node.Entry entry = mapping.entries().get(key);
    return entry == null ? Optional.empty() : Optional.of(group.child(key, entry));
  }

  Value require(String key, String advice) {
    return get(key).orElseThrow(() -> error("\"" + key + "\" is missing", advice));
  }
}
