package org.pushforward.jobs.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

/**
 * A value of the spec, asked for as what it should be; what it is not becomes an error at its
 * place.
 *
 * @param path keys from the top, joined by dots
 * @param place where an error is shown: the value, or its key if the value is a group
 */
record Value(String path, Place place, Node node) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITY = Pattern.compile("[+-]?\\.?inf(inity)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  // Whole numbers are read through a double, exact up to here.
  private static final double WHOLE = 0x1p53;

  SpecException error(String problem, String advice) {
    return new SpecException(place, (path.isEmpty() ? "" : path + ": ") + problem, advice);
  }

  private SpecException mustBe(String what, String advice) {
    return error("this must be " + what + ", and is " + node.kind(), advice);
  }

  double number() {
    if (node instanceof Node.Scalar scalar && !scalar.quoted()) {
      String text = scalar.text().value();
      if (NUMBER.matcher(text).matches()) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
          throw error(text + " is too large for a double", "the largest is about 1.8e308");
        }
        return value;
      }
    }
    throw mustBe("a number", "numbers are written 91, 0.1 or 1e8");
  }

  boolean isNumber() {
    return node instanceof Node.Scalar scalar
        && !scalar.quoted()
        && NUMBER.matcher(scalar.text().value()).matches()
        && Double.isFinite(Double.parseDouble(scalar.text().value()));
  }

  /** A number, or {@code inf} or {@code -inf}. */
  double numberOrInfinity() {
    if (node instanceof Node.Scalar scalar && !scalar.quoted()) {
      String text = scalar.text().value().toLowerCase(Locale.ROOT);
      if (INFINITY.matcher(text).matches()) {
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
    }
    return number();
  }

  /** A number above 0. */
  double positive() {
    double number = number();
    if (!(number > 0)) {
      throw error("this must be above 0", "");
    }
    return number;
  }

  /** One of these, by its name. */
  <T> T choice(T[] all, Function<T, String> key) {
    String name = text().value();
    return Arrays.stream(all)
        .filter(one -> key.apply(one).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    "there is no \"" + name + "\"",
                    Nearest.advice(name, Arrays.stream(all).map(key).toList(), "choices")));
  }

  /** A whole number of {@code least} to {@code most}; {@code 1e8} is one. */
  long whole(long least, long most) {
    if (node instanceof Node.Scalar scalar
        && !scalar.quoted()
        && scalar.text().value().matches("[+-]?\\d{1,19}")) {
      try {
        return within(Long.parseLong(scalar.text().value()), least, most);
      } catch (NumberFormatException e) {
        throw error(scalar.text() + " is too large", "the largest is " + most);
      }
    }
    double value = number();
    if (value != Math.rint(value)) {
      throw mustBe("a whole number", "write one such as 100 or 1e6");
    }
    if (Math.abs(value) > WHOLE) {
      throw error("the number is too large", "the largest is " + most);
    }
    return within((long) value, least, most);
  }

  private long within(long value, long least, long most) {
    if (value < least) {
      throw error(value + " is too small", "the smallest is " + least);
    }
    if (value > most) {
      throw error(value + " is too large", "the largest is " + most);
    }
    return value;
  }

  boolean truth() {
    if (node instanceof Node.Scalar scalar && !scalar.quoted()) {
      switch (scalar.text().value()) {
        case "true":
          return true;
        case "false":
          return false;
        default:
          break;
      }
    }
    throw mustBe("true or false", "");
  }

  /** A text that is not empty, in quotes or without. */
  Text text() {
    if (node instanceof Node.Scalar scalar && !scalar.text().value().isBlank()) {
      return scalar.text();
    }
    throw mustBe(
        "a text",
        node instanceof Node.Mapping || node instanceof Node.Sequence
            ? "quote a formula that YAML takes apart: \"x ~ normal(0, 1)\""
            : "");
  }

  /** Two numbers, the first below the second. */
  Range range() {
    if (!(node instanceof Node.Sequence sequence) || sequence.items().size() != 2) {
      throw mustBe("two numbers", "a range is written [0, 1]");
    }
    double low = item(sequence, 0).numberOrInfinity();
    double high = item(sequence, 1).numberOrInfinity();
    if (low > high) {
      throw error("the range is reversed", "write [" + trim(high) + ", " + trim(low) + "]");
    }
    if (low == high) {
      throw error("the range is empty", "its end must lie above its begin");
    }
    return new Range(low, high);
  }

  List<Value> list() {
    if (!(node instanceof Node.Sequence sequence)) {
      throw mustBe("a list", "a list is written [1, 2, 3]");
    }
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      items.add(item(sequence, i));
    }
    return items;
  }

  boolean isList() {
    return node instanceof Node.Sequence;
  }

  boolean isGroup() {
    return node instanceof Node.Mapping;
  }

  private Value item(Node.Sequence sequence, int i) {
    Node item = sequence.items().get(i);
    return new Value(path + "[" + i + "]", item.place(), item);
  }

  /** A group with these keys and no others. */
  Fields fields(String... keys) {
    return new Fields(this, mapping("the keys " + String.join(", ", keys)), List.of(keys));
  }

  /** A group whose keys are names the user chose, at least one, in the order they were written. */
  Map<String, Value> named() {
    Map<String, Value> named = new LinkedHashMap<>();
    Node.Mapping mapping = mapping("a group of names");
    if (mapping.entries().isEmpty()) {
      throw error("this is empty", "name what belongs here, or leave the key out");
    }
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (!NAME.matcher(name).matches()) {
                throw new SpecException(
                    entry.key(),
                    (path.isEmpty() ? "" : path + ": ") + "\"" + name + "\" is no name",
                    strayComma(entry, mapping)
                        ? Fields.QUOTE
                        : "names are letters, digits and _, a letter first");
              }
              named.put(name, child(name, entry));
            });
    return named;
  }

  /** A formula that YAML cut at its comma leaves a key with a closing bracket and no value. */
  static boolean strayComma(Node.Entry entry, Node.Mapping mapping) {
    return mapping.flow() && entry.value() instanceof Node.Scalar scalar && scalar.isNull();
  }

  Value child(String key, Node.Entry entry) {
    // A group is shown by its key, a scalar or list by itself.
    boolean group =
        entry.value() instanceof Node.Mapping
            || entry.value() instanceof Node.Scalar scalar && scalar.isNull();
    return new Value(
        path.isEmpty() ? key : path + "." + key,
        group ? entry.key() : entry.value().place(),
        entry.value());
  }

  private Node.Mapping mapping(String what) {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw mustBe(what, "");
  }

  /** A number as the user would write it. */
  static String trim(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
