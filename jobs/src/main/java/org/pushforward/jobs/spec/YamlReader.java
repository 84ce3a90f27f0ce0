package org.pushforward.jobs.spec;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML text to {@link Node}s. Only the syntax is YAML's: what a scalar means, its reader decides.
 */
final class YamlReader {
  // A spec is four deep; an alias inside its own anchor has no end.
  private static final int DEEPEST = 64;

  private final String source;
  private final boolean option;
  private final String[] lines;

  private YamlReader(String source, String content, boolean option) {
    this.source = source;
    this.option = option;
    this.lines = content.split("\r\n|\r|\n", -1);
  }

  static Node read(String source, String content) {
    return new YamlReader(source, content, false).read(content);
  }

  /** Reads the value of a command line option, in which places have no line. */
  static Node readOption(String option, String value) {
    return new YamlReader(option, value, true).read(value);
  }

  private Node read(String content) {
    org.yaml.snakeyaml.nodes.Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(content));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      if (e.getContextMark() != null && (mark == null || line(mark.getLine()).isBlank())) {
        mark = e.getContextMark(); // what was opened and never closed
      }
      throw new SpecException(
          mark == null ? Place.of(source) : place(mark, mark),
          "this is no YAML: " + e.getProblem(),
          advice(mark));
    } catch (YAMLException e) {
      throw new SpecException(Place.of(source), "this is no YAML: " + e.getMessage(), "");
    }
    if (root == null) {
      return new Node.Scalar(Text.of(source, ""), false);
    }
    return node(root, 0);
  }

  private String advice(Mark mark) {
    String line = mark == null ? "" : line(mark.getLine());
    int indent = line.length() - line.stripLeading().length();
    if (line.substring(0, indent).indexOf('\t') >= 0) {
      return "indent with spaces";
    }
    if (line.indexOf('(') >= 0 || line.indexOf('~') >= 0) {
      return "quote a formula that has commas, colons or brackets: \"x ~ normal(0, 1)\"";
    }
    return "check the indentation, and that every { [ and quote is closed";
  }

  private Node node(org.yaml.snakeyaml.nodes.Node node, int depth) {
    if (depth > DEEPEST) {
      throw new SpecException(
          place(node.getStartMark(), node.getEndMark()), "this is nested too deep", "");
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Node> items = new ArrayList<>();
      for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
        items.add(node(item, depth + 1));
      }
      return new Node.Sequence(place(node.getStartMark(), node.getEndMark()), items);
    }
    ScalarNode scalar = (ScalarNode) node;
    return new Node.Scalar(text(scalar), scalar.getScalarStyle() != ScalarStyle.PLAIN);
  }

  private Node mapping(MappingNode mapping, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place at = place(tuple.getKeyNode().getStartMark(), tuple.getKeyNode().getEndMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new SpecException(at, "a key is a name", "quote a formula: \"x ~ normal(0, 1)\"");
      }
      Node.Entry entry = new Node.Entry(at, node(tuple.getValueNode(), depth + 1));
      Node.Entry first = entries.putIfAbsent(key.getValue(), entry);
      if (first != null) {
        throw new SpecException(
            at,
            "\"" + key.getValue() + "\" stands here twice",
            option ? "" : "the first is in line " + first.key().line());
      }
    }
    return new Node.Mapping(
        place(mapping.getStartMark(), mapping.getEndMark()),
        entries,
        mapping.getFlowStyle() == FlowStyle.FLOW);
  }

  /** Finds the scalar's words again in the lines it was written in: YAML only joins and indents. */
  private Text text(ScalarNode node) {
    Mark start = node.getStartMark();
    Mark end = node.getEndMark();
    ScalarStyle style = node.getScalarStyle();
    boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
    boolean quotes = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED;
    String value = node.getValue();
    List<Text.Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int i = start.getLine() + (block ? 1 : 0);
        i <= end.getLine() && from < value.length();
        i++) {
      String line = line(i);
      int first = i == start.getLine() ? start.getColumn() + (quotes ? 1 : 0) : 0;
      int last = i == end.getLine() ? end.getColumn() - (quotes ? 1 : 0) : line.length();
      if (first >= last) {
        continue;
      }
      String words = line.substring(first, last);
      int blank = words.length() - words.stripLeading().length();
      int at = value.indexOf(words.strip(), from);
      if (!words.isBlank() && at >= 0) {
        pieces.add(new Text.Piece(at, number(i), first + blank + 1, line));
        from = at + words.strip().length();
      }
    }
    if (pieces.isEmpty()) {
      pieces.add(
          new Text.Piece(0, number(start.getLine()), start.getColumn() + 1, line(start.getLine())));
    }
    return new Text(value, source, pieces);
  }

  private Place place(Mark start, Mark end) {
    String line = line(start.getLine());
    int last = end.getLine() == start.getLine() ? end.getColumn() : line.stripTrailing().length();
    return new Place(
        source,
        number(start.getLine()),
        start.getColumn() + 1,
        Math.max(1, last - start.getColumn()),
        line);
  }

  private int number(int line) {
    return option ? 0 : line + 1;
  }

  private String line(int line) {
    return line < lines.length ? lines[line] : "";
  }
}
