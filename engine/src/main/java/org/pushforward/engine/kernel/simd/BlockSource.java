package org.pushforward.engine.kernel.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.elementary.Primitive.Type;
import org.pushforward.engine.kernel.Loop;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.random.Philox;

/**
 * Java source of a {@link BlockCode}: one method for each step of a {@link Plan}.
 *
 * <p>Word w is the local {@code d<w>}, {@code l<w>} or {@code m<w>}, a vector of doubles or longs
 * or a mask. POINT words are broadcast before the loop. In a column, a truth value is the word 0 or
 * 1 like everywhere. Janino does not see that overriding methods narrow the type they return, hence
 * the casts. A vector is not longer than samples of a pair are apart. Bits are reinterpreted by
 * species that are constants of the class: where they are looked up, JDK 17 may fail to inline it,
 * and a call costs more than all the rest.
 */
final class BlockSource {
  static final String CLASS_NAME = "GeneratedBlockCode";

  /** The double whose word is 1. */
  private static final String TRUE = "Double.longBitsToDouble(1L)";

  /** Calls of steps in one method: of at most 24 bytes of bytecode each, they fill no 7000. */
  private static final int CALLS = 256;

  /** A loop of the program, as {@link ColumnLoop.Call} has it. */
  record Repeat(Loop loop, int[] inputs, int[] results) {}

  private final Plan plan;
  private final Program program;
  private final int lanes;
  private final Map<Integer, Integer> pointIndex = new HashMap<>();
  private final List<Integer> pointWords = new ArrayList<>();
  private final StringBuilder methods = new StringBuilder();
  private final List<Repeat> repeats = new ArrayList<>();

  // Of the method being written.
  private final StringBuilder before = new StringBuilder();
  private final StringBuilder loop = new StringBuilder();
  private final Set<String> broadcasts = new HashSet<>();
  private final Map<Integer, String> columns = new HashMap<>();
  private int loops;

  BlockSource(Plan plan, int lanes) {
    this.plan = plan;
    this.program = plan.program;
    this.lanes = lanes;
  }

  /** The POINT words the code reads from its argument {@code p}; known once the text is. */
  int[] pointWords() {
    return pointWords.stream().mapToInt(w -> w).toArray();
  }

  /** Loops that are run on whole columns; known once the text is. */
  List<Repeat> repeats() {
    return repeats;
  }

  String text() {
    List<String> calls = new ArrayList<>();
    int number = 0;
    for (Plan.Step step : plan.steps()) {
      String name = "step" + number++;
      boolean edges = step.rate() == Rate.EDGE;
      switch (step.kind()) {
        case GATHER -> {
          String count = edges && program.hasEdges() ? "n + 1" : "n";
          calls.add(name + "(s, t, " + count + ");\n");
          gather(name, step.words());
        }
        case REPEAT -> {
          String count = count(step.rate());
          calls.add("loops[" + repeats.size() + "].run(s, p, " + count + ");\n");
          repeats.add(repeat(step.words()));
        }
        case COMPUTE -> {
          String first = step.rate() == Rate.PAIR ? "pair" : "first";
          String count = count(step.rate());
          calls.add("%s(s, c, base, p, %s, lead, %s);\n".formatted(name, first, count));
          loop(name, step.words());
        }
      }
    }
    return "package "
        + BlockSource.class.getPackageName()
        + ";\nimport jdk.incubator.vector.*;\npublic final class "
        + CLASS_NAME
        + " implements BlockCode {\n"
        + "  private static final VectorSpecies S = DoubleVector.SPECIES_PREFERRED;\n"
        + "  private static final VectorSpecies L = LongVector.SPECIES_PREFERRED;\n"
        + "  private static final Vector LANE = LongVector.zero(L).addIndex(1);\n"
        + "  public void run(double[] s, double[][] c, int base, double[] p, double[][] t,"
        + " long first, ColumnLoop[] loops, int n, int rows, int edges) {\n"
        // Samples after one whose number is a multiple of 16, the pairs that begin there.
        + "    int lead = (int) first & %d;\n".formatted(2 * Philox.APART - 1)
        + "    long pair = first >>> %d << %d;\n"
            .formatted(Philox.PAIR_SHIFT + 1, Philox.PAIR_SHIFT)
        + "    int pairs = (lead + rows + %d >> %d) << %d;\n"
            .formatted(2 * Philox.APART - 1, Philox.PAIR_SHIFT + 1, Philox.PAIR_SHIFT)
        + called(calls, 0)
        + "  }\n"
        + methods
        + "}\n";
  }

  /** The calls, or those of methods that each make some of them. */
  private String called(List<String> calls, int level) {
    if (calls.size() <= CALLS) {
      return String.join("", calls.stream().map(call -> "    " + call).toList());
    }
    List<String> groups = new ArrayList<>();
    for (int from = 0; from < calls.size(); from += CALLS) {
      String name = "steps" + level + "_" + from;
      List<String> some = calls.subList(from, Math.min(calls.size(), from + CALLS));
      methods.append(
          "  private static void "
              + name
              + "(double[] s, double[][] c, int base, double[] p, double[][] t, long first,"
              + " ColumnLoop[] loops, int n, int rows, int edges, int lead, long pair, int pairs) {\n"
              + called(some, level + 1)
              + "  }\n");
      groups.add(name + "(s, c, base, p, t, first, loops, n, rows, edges, lead, pair, pairs);\n");
    }
    return called(groups, level + 1);
  }

  private static String count(Rate rate) {
    return switch (rate) {
      case PAIR -> "pairs";
      case EDGE -> "edges";
      default -> "rows";
    };
  }

  /** Where the loop of these states finds its inputs, and where they go. */
  private Repeat repeat(int[] words) {
    Loop repeated = program.loop(words[0]);
    int[] inputs =
        repeated.inputs().stream()
            .mapToInt(w -> program.rate(w) == Rate.POINT ? ~pointNumber(w) : plan.offset(w))
            .toArray();
    int[] results = new int[repeated.states()];
    Arrays.fill(results, -1);
    for (int word : words) {
      results[program.state(word)] = plan.offset(word);
    }
    return new Repeat(repeated, inputs, results);
  }

  private void gather(String name, int[] words) {
    StringBuilder tables = new StringBuilder();
    StringBuilder entries = new StringBuilder();
    Set<Integer> seen = new HashSet<>();
    for (int word : words) {
      int table = program.operand(word, 1);
      if (seen.add(table)) {
        tables.append("    double[] t%d = t[%d];\n".formatted(table, table));
      }
      entries.append(
          "      s[i + %d] = t%d[at + %d];\n"
              .formatted(plan.offset(word), table, program.bits(word)));
    }
    methods.append(
        "  private static void %s(double[] s, double[][] t, int n) {\n".formatted(name)
            + tables
            + "    for (int i = 0; i < n; i++) {\n"
            + "      int at = (int) Double.doubleToRawLongBits(s[i + %d]);\n"
                .formatted(plan.offset(program.operand(words[0], 0)))
            + entries
            + "    }\n  }\n");
  }

  private void loop(String name, int[] words) {
    before.setLength(0);
    loop.setLength(0);
    broadcasts.clear();
    columns.clear();
    loops = 0;
    Words all = new Words(program, "", null, null);
    for (int word : words) {
      all.compute(word);
      if (plan.offset(word) >= 0) {
        loop.append(
            "      %s.intoArray(s, i + %d);\n"
                .formatted(all.use(word, Type.DOUBLE), plan.offset(word)));
      }
      for (int pick : plan.picks()) {
        for (int half = 0; half < 2; half++) {
          if (program.operand(pick, half) == word) {
            loop.append(
                "      %s.intoArray(s, (i >> %d << %d) + (i & %d) + %d);\n"
                    .formatted(
                        all.use(word, Type.DOUBLE),
                        Philox.PAIR_SHIFT,
                        Philox.PAIR_SHIFT + 1,
                        Philox.APART - 1,
                        plan.pickOffset(pick) + half * Philox.APART));
          }
        }
      }
    }
    methods.append(
        "  private static void "
            + name
            + "(double[] s, double[][] c, int base, double[] p, long first, int lead, int n) {\n"
            + before
            + "    for (int i = 0; i < n; i += "
            + lanes
            + ") {\n"
            + loop
            + "    }\n  }\n");
  }

  /** The words of the program in one method, or those of a loop's body in one step. */
  private final class Words {
    private final Program program;
    private final String prefix;
    private final Words around; // null for the program itself
    private final Loop repeated; // null for the program itself
    private final Map<Integer, Type> known = new HashMap<>(); // words computed or loaded

    Words(Program program, String prefix, Words around, Loop repeated) {
      this.program = program;
      this.prefix = prefix;
      this.around = around;
      this.repeated = repeated;
    }

    /** Computes a word, if it is neither a source nor known. */
    void compute(int word) {
      if (program.rate(word) == Rate.POINT || known.containsKey(word)) {
        return;
      }
      if (program.code(word) >= 0) {
        define(word, program.primitive(word).result(), operation(word));
      } else if (program.code(word) == Program.LOOP) {
        repeat(word);
      }
    }

    private String operation(int word) {
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
      return switch (operation) {
        case ADD, LONG_ADD -> a + ".add(" + b + ")";
        case SUB, LONG_SUB -> a + ".sub(" + b + ")";
        case MUL, LONG_MUL -> a + ".mul(" + b + ")";
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
    }

    /**
     * The states of a loop: variables that a step changes in the lanes that want it. A lane that is
     * done does not change, so asked again it wants no more.
     */
    private void repeat(int word) {
      Loop repeated = program.loop(word);
      Program body = repeated.body();
      Words step = new Words(body, "k" + loops++ + "_", this, repeated);
      for (int j = 0; j < repeated.inputs().size(); j++) {
        int input = repeated.inputs().get(j);
        if (j < repeated.states()) {
          append(declaration(step.state(j), Type.DOUBLE, use(input, Type.DOUBLE)));
        } else if (program.rate(input) != Rate.POINT) {
          use(input, Type.DOUBLE); // loaded before the steps, not in each
        }
      }
      String count = step.prefix + "n";
      String on = step.prefix + "on";
      append("for (int %1$s = 0; %1$s < %2$d; %1$s++) {\n".formatted(count, repeated.most()));
      step.computeAll(body.needed(repeated.states(), repeated.states() + 1));
      append(declaration(on, Type.MASK, step.use(repeated.wanted(), Type.MASK)));
      append("if (!" + on + ".anyTrue()) { break; }\n");
      step.computeAll(body.needed(0, repeated.states()));
      for (int j = 0; j < repeated.states(); j++) {
        String next = step.use(body.output(j), Type.DOUBLE);
        String value = step.state(j) + ".blend(" + next + ", " + on + ")";
        append(declaration(step.prefix + "next" + j, Type.DOUBLE, value));
      }
      for (int j = 0; j < repeated.states(); j++) {
        append(step.state(j) + " = " + step.prefix + "next" + j + ";\n");
      }
      append("}\n");
      for (int i = word; i < program.size() && program.isSameLoop(word, i); i++) {
        define(i, Type.DOUBLE, step.state(program.state(i)));
      }
    }

    private void computeAll(boolean[] needed) {
      for (int i = 0; i < needed.length; i++) {
        if (needed[i]) {
          compute(i);
        }
      }
    }

    private String state(int j) {
      return prefix + "state" + j;
    }

    private String shiftCount(int word) {
      if (program.code(word) != Program.CONSTANT || (program.bits(word) & ~63) != 0) {
        throw new IllegalArgumentException("a shift's count is a constant in [0, 63]");
      }
      return program.bits(word) + "L";
    }

    private void define(int word, Type type, String value) {
      known.put(word, type);
      append(declaration(name(type, word), type, value));
    }

    /** An expression for a word as the type wanted. */
    String use(int word, Type wanted) {
      if (program.rate(word) == Rate.POINT) {
        return broadcast(word, wanted);
      }
      if (around != null && program.code(word) == Program.COLUMN) {
        int input = program.operand(word, 0);
        return input < repeated.states()
            ? converted(state(input), Type.DOUBLE, wanted)
            : around.use(repeated.inputs().get(input), wanted);
      }
      Type type = known.get(word);
      if (type == null) {
        type = program.type(word);
        define(word, type, source(word, type));
      }
      return converted(name(type, word), type, wanted);
    }

    private String broadcast(int word, Type wanted) {
      String name = name(wanted, word);
      if (broadcasts.add(name)) {
        String value =
            around == null
                ? pointWord(word)
                : "Double.longBitsToDouble(%dL)".formatted(program.bits(word));
        String vector = "((DoubleVector) DoubleVector.broadcast(S, " + value + "))";
        before
            .append("    ")
            .append(declaration(name, wanted, converted(vector, Type.DOUBLE, wanted)));
      }
      return name;
    }

    private String name(Type type, int word) {
      String letter =
          switch (type) {
            case DOUBLE -> "d";
            case LONG -> "l";
            case MASK -> "m";
          };
      return prefix + letter + word;
    }

    private void append(String text) {
      loop.append("      ").append(text);
    }
  }

  /** A word read from where it lies. */
  private String source(int word, Type type) {
    return program.code(word) == Program.SAMPLE || program.code(word) == Program.PAIR
        ? "LongVector.broadcast(L, first + i).add(LANE)"
        : converted(load(word), Type.DOUBLE, type);
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
    } else if (program.code(source) == Program.PICK) {
      from = "s, i + lead + " + plan.pickOffset(source);
    } else {
      from = "s, i + " + (plan.offset(source) + (ahead ? 1 : 0));
    }
    return "((DoubleVector) DoubleVector.fromArray(S, " + from + "))";
  }

  private String pointWord(int word) {
    return "p[" + pointNumber(word) + "]";
  }

  private int pointNumber(int word) {
    return pointIndex.computeIfAbsent(
        word,
        w -> {
          pointWords.add(w);
          return pointWords.size() - 1;
        });
  }

  private static String declaration(String name, Type type, String value) {
    return className(type) + " " + name + " = (" + className(type) + ") " + value + ";\n";
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

  private static String className(Type type) {
    return switch (type) {
      case DOUBLE -> "DoubleVector";
      case LONG -> "LongVector";
      case MASK -> "VectorMask";
    };
  }
}
