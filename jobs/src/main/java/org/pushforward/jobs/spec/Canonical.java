package org.pushforward.jobs.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The canonical form of a document and its digest.
 *
 * <p>Numbers are their bits and texts their characters, so comments, layout and spelling do not
 * matter; the order of keys does, because it is the order of the results.
 */
final class Canonical {
  private Canonical() {}

  static String digest(Node node) {
    StringBuilder form = new StringBuilder();
    append(node, form);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(form.toString().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void append(Node node, StringBuilder out) {
    if (node instanceof Node.Mapping mapping) {
      out.append('{');
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                appendText(key, out);
                append(entry.value(), out);
              });
      out.append('}');
    } else if (node instanceof Node.Sequence sequence) {
      out.append('[');
      sequence.items().forEach(item -> append(item, out));
      out.append(']');
    } else if (node instanceof Node.Scalar scalar) {
      Value value = new Value("", scalar.place(), scalar);
      if (value.isNumber()) {
        out.append('#').append(Long.toHexString(Double.doubleToLongBits(value.number())));
      } else {
        appendText(scalar.text().value().strip(), out);
      }
    }
  }

  // The length first, so that no text can look like two.
  private static void appendText(String text, StringBuilder out) {
    out.append('"').append(text.length()).append(':').append(text);
  }
}
