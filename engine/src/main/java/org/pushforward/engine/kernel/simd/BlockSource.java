package org.pushforward.engine.kernel.simd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.elementary.Primitive.Type;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Rate;

/**
 * Java source of a {@link BlockCode}: one method for each step of a {@link Plan}.
 *
 * <p>Word w is the local {@code d<w>}, {@code l<w>} or {@code m<w>}, a vector of doubles or longs
 * or a mask. POINT words are broadcast before the loop. In a column, a truth value is the word 0 or
 * 1 like everywhere. Janino does not see that overriding methods narrow the type they return, hence
 * the casts. Bits are reinterpreted by species that are constants of the class: where they are
 * looked up, JDK 17 may fail to inline it, and a call costs more than all the rest.
 */
final class BlockSource {
  static final String CLASS_NAME = "GeneratedBlockCode";

  /** The double whose word is 1. */
  private static final String TRUE = "Double.longBitsToDouble(1L)";

  private final Plan plan;
  private final Program program;
  private final int lanes;
  private final Map<Integer, Integer> pointIndex = new HashMap<>();
  private final List<Integer> pointWords = new ArrayList<>();
  private final StringBuilder methods = new StringBuilder();

  // Of the method being written.
  private final StringBuilder before = new StringBuilder();
  private final StringBuilder loop = new StringBuilder();
  private final Map<Integer, Type> known = new HashMap<>(); // words computed or loaded
  private final Map<String, String> broadcasts = new HashMap<>();
  private final Map<Integer, String> columns = new HashMap<>();

  BlockSource(Plan plan, int lanes) {
    this.plan = plan;
    this.program = plan.program;
    this.lanes = lanes;
  }

  /** The POINT words the code reads from its argument {@code p}; known once the text is. */
  int[] pointWords() {
    return pointWords.stream().mapToInt(w -> w).toArray();
  }

  String text() {
    StringBuilder calls = new StringBuilder();
    int number = 0;
    for (Plan.Step step : plan.steps()) {
      String name = "step" + number++;
      if (step.gather()) {
        String count = step.rate() == Rate.EDGE && program.hasEdges() ? "n + 1" : "n";
        calls.append("    " + name + "(s, t, " + count + ");\n");
        gather(name, step.words()[0]);
      } else {
        String count = step.rate() == Rate.EDGE ? "edges" : "rows";
        calls.append("    " + name + "(s, c, base, p, " + count + ");\n");
        loop(name, step.words());
      }
    }
    return "package "
        + BlockSource.class.getPackageName()
        + ";\nimport jdk.incubator.vector.*;\npublic final class "
        + CLASS_NAME
        + " implements BlockCode {\n"
        + "  private static final VectorSpecies S = DoubleVector.SPECIES_PREFERRED;\n"
        + "  private static final VectorSpecies L = LongVector.SPECIES_PREFERRED;\n"
        + "  public void run(double[] s, double[][] c, int base, double[] p, double[][] t,"
        + " int n, int rows, int edges) {\n"
        + calls
        + "  }\n"
        + methods
        + "}\n";
  }

  private void gather(String name, int word) {
    methods.append(
        "  private static void %s(double[] s, double[][] t, int n) {\n".formatted(name)
            + "    double[] table = t[%d];\n".formatted(program.operand(word, 1))
            + "    for (int i = 0; i < n; i++) {\n"
            + "      s[i + %d] = table[(int) Double.doubleToRawLongBits(s[i + %d])];\n"
                .formatted(plan.offset(word), plan.offset(program.operand(word, 0)))
            + "    }\n  }\n");
  }

  private void loop(String name, int[] words) {
    before.setLength(0);
    loop.setLength(0);
    known.clear();
    broadcasts.clear();
    columns.clear();
    for (int word : words) {
      if (program.code(word) >= 0 && program.rate(word) != Rate.POINT) {
        compute(word);
      }
      if (plan.offset(word) >= 0) {
        loop.append(
            "      %s.intoArray(s, i + %d);\n"
                .formatted(use(word, Type.DOUBLE), plan.offset(word)));
      }
    }
    methods.append(
        "  private static void "
            + name
            + "(double[] s, double[][] c, int base, double[] p, int n) {\n"
            + before
            + "    for (int i = 0; i < n; i += "
            + lanes
            + ") {\n"
            + loop
            + "    }\n  }\n");
  }

  private void compute(int word) {
    Primitive operation = program.primitive(word);
    String a = use(program.operand(word, 0), operation.operand(0));
    boolean shift = operation == Primitive.LONG_SHL || operation == Primitive.LONG_SHR;
    String b =
        operation.arity() < 2
            ? ""
            : shift
                ? shiftCount(program.operand(word, 1))
                : use(program.operand(word, 1), operation.operand(1));
    String c = operation.arity() < 3 ? "" : use(program.operand(word, 2), operation.operand(2));
    String value =
        switch (operation) {
          case ADD, LONG_ADD -> a + ".add(" + b + ")";
          case SUB, LONG_SUB -> a + ".sub(" + b + ")";
          case MUL -> a + ".mul(" + b + ")";
          case DIV -> a + ".div(" + b + ")";
          case FMA -> a + ".fma(" + b + ", " + c + ")";
          case SQRT -> a + ".lanewise(VectorOperators.SQRT)";
          case ABS -> a + ".lanewise(VectorOperators.ABS)";
          case NEG -> a + ".lanewise(VectorOperators.NEG)";
          case LT -> a + ".compare(VectorOperators.LT, " + b + ")";
          case LE -> a + ".compare(VectorOperators.LE, " + b + ")";
          case EQ -> a + ".compare(VectorOperators.EQ, " + b + ")";
          case AND -> a + ".and(" + b + ")";
          case OR -> a + ".or(" + b + ")";
          case NOT -> a + ".not()";
          case SELECT -> c + ".blend(" + b + ", " + a + ")";
          case LONG_AND -> a + ".lanewise(VectorOperators.AND, " + b + ")";
          case LONG_OR -> a + ".lanewise(VectorOperators.OR, " + b + ")";
          case LONG_XOR -> a + ".lanewise(VectorOperators.XOR, " + b + ")";
          case LONG_SHL -> a + ".lanewise(VectorOperators.LSHL, " + b + ")";
          case LONG_SHR -> a + ".lanewise(VectorOperators.LSHR, " + b + ")";
        };
    define(word, operation.result(), value);
  }

  private String shiftCount(int word) {
    if (program.code(word) != Program.CONSTANT || (program.bits(word) & ~63) != 0) {
      throw new IllegalArgumentException("a shift's count is a constant in [0, 63]");
    }
    return program.bits(word) + "L";
  }

  private void define(int word, Type type, String value) {
    known.put(word, type);
    loop.append("      ").append(declaration(name(type, word), type, value));
  }

  private static String declaration(String name, Type type, String value) {
    return className(type) + " " + name + " = (" + className(type) + ") " + value + ";\n";
  }

  /** An expression for a word as the type wanted. */
  private String use(int word, Type wanted) {
    if (program.rate(word) == Rate.POINT) {
      return broadcast(word, wanted);
    }
    Type type = known.get(word);
    if (type == null) {
      type = plan.type(word);
      define(word, type, converted(load(word), Type.DOUBLE, type));
    }
    return converted(name(type, word), type, wanted);
  }

  private String load(int word) {
    boolean ahead = program.code(word) == Program.AHEAD;
    int source = ahead ? program.operand(word, 0) : word;
    String from;
    if (program.code(source) == Program.COLUMN) {
      int column = program.operand(source, 0);
      from =
          columns.computeIfAbsent(
              column,
              k -> {
                before.append("    double[] c%d = c[%d];\n".formatted(k, k));
                return "c" + k;
              });
      from += ahead ? ", base + i + 1" : ", base + i";
    } else {
      from = "s, i + " + (plan.offset(source) + (ahead ? 1 : 0));
    }
    return "((DoubleVector) DoubleVector.fromArray(S, " + from + "))";
  }

  private String broadcast(int word, Type wanted) {
    String name = name(wanted, word);
    if (broadcasts.putIfAbsent(name, name) == null) {
      int index =
          pointIndex.computeIfAbsent(
              word,
              w -> {
                pointWords.add(w);
                return pointWords.size() - 1;
              });
      String value = "((DoubleVector) DoubleVector.broadcast(S, p[" + index + "]))";
      before
          .append("    ")
          .append(declaration(name, wanted, converted(value, Type.DOUBLE, wanted)));
    }
    return name;
  }

  private static String converted(String value, Type from, Type to) {
    if (from == to) {
      return value;
    }
    if (from == Type.MASK) {
      String word =
          "((DoubleVector) DoubleVector.broadcast(S, 0.0).blend(" + TRUE + ", " + value + "))";
      return converted(word, Type.DOUBLE, to);
    }
    if (from == Type.LONG) {
      return converted("((DoubleVector) " + value + ".reinterpretShape(S, 0))", Type.DOUBLE, to);
    }
    return to == Type.LONG
        ? "((LongVector) " + value + ".reinterpretShape(L, 0))"
        : "((VectorMask) " + value + ".compare(VectorOperators.NE, 0.0))";
  }

  private static String name(Type type, int word) {
    return switch (type) {
      case DOUBLE -> "d" + word;
      case LONG -> "l" + word;
      case MASK -> "m" + word;
    };
  }

  private static String className(Type type) {
    return switch (type) {
      case DOUBLE -> "DoubleVector";
      case LONG -> "LongVector";
      case MASK -> "VectorMask";
    };
  }
}
