package org.pushforward.engine.kernel.opencl;

import java.util.ArrayList;
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
import org.pushforward.engine.number.SumSlots;
import org.pushforward.engine.random.Philox;

/**
 * OpenCL C of a program. A group of work-items takes a strip of rows of one point: an item {@code
 * steps} vectors of {@code width} rows, as far apart as there are items in the group.
 *
 * <p>To evaluate, it writes the outputs to {@code values}. To sum, it adds them up as {@link
 * SumSlots} says, a strip being a block: it splits by a guessed slot, and all over again by the
 * right one where the largest value lies in another. A strip may be any rows, because the sums do
 * not depend on their order.
 *
 * <p>Word w is the variable {@code d<w>}, {@code l<w>} or {@code m<w>}: doubles, unsigned longs or
 * a mask of all ones or all zeros. An EDGE word at the upper edge has a {@code u} behind it. Words
 * of rate POINT come from the buffer {@code point}, constants stand in the text. What a step of a
 * loop computes has {@code k<number>_} before it.
 *
 * <p>OpenCL demands correctly rounded + - * / sqrt and fma of doubles, and their subnormals;
 * FP_CONTRACT OFF keeps a compiler from joining a product and a sum into one rounding.
 */
final class OpenClSource {
  /**
   * Pieces of data that a kernel may keep on the device. Each is an argument, and OpenCL promises
   * room for 1024 bytes of these.
   */
  static final int SLOTS = 112;

  // Places in the buffer sizes. The offsets of the tables follow, then each output's guessed slot.
  static final int ROWS = 0; // of this launch
  static final int VALUE_STRIDE = 1; // doubles of an output in values
  static final int COLUMN_STRIDE = 2; // doubles of a column
  static final int TABLE_STRIDE = 3; // doubles of a point's tables
  static final int STRIPS = 4;
  static final int STEPS = 5;
  static final int COLUMN_SLOT = 6; // which argument the columns are
  static final int FIRST_ROW = 7; // within the columns
  static final int FIRST_POINT = 8;
  static final int EVALUATE = 9; // 1, or 0 to sum
  static final int FIRST_SAMPLE = 10; // of row 0 of this launch: lower half, upper half
  static final int HEADER = 12;

  /** Outputs whose sums a group joins together: 12 KiB for 64 items, which any device has. */
  private static final int JOINED = 8;

  private static final String SCALAR =
      """
      typedef double D;
      typedef ulong L;
      #define W 1
      #define LANE 0L
      #define as_D(x) as_double(x)
      #define as_L(x) as_ulong(x)
      #define M(x) ((ulong) -(long) (x))
      #define ANY(m) (m)
      #define LOAD(p) (*(p))
      #define STORE(x, p) (*(p) = (x))
      double gather(__global const double* t, L i) { return t[i]; }
      ulong largest(L x) { return x; }
      double total(D x) { return x; }
      """;

  private static final String VECTOR =
      """
      typedef double8 D;
      typedef ulong8 L;
      #define W 8
      #define LANE ((long8)(0, 1, 2, 3, 4, 5, 6, 7))
      #define as_D(x) as_double8(x)
      #define as_L(x) as_ulong8(x)
      #define M(x) as_ulong8(x)
      #define ANY(m) any(as_long8(m))
      #define LOAD(p) vload8(0, p)
      #define STORE(x, p) vstore8(x, 0, p)
      D gather(__global const double* t, L i) {
        return (D)(t[i.s0], t[i.s1], t[i.s2], t[i.s3], t[i.s4], t[i.s5], t[i.s6], t[i.s7]);
      }
      ulong largest(L x) {
        ulong4 y = max(x.lo, x.hi);
        ulong2 z = max(y.lo, y.hi);
        return max(z.x, z.y);
      }
      double total(D x) {
        double4 y = x.lo + x.hi;
        double2 z = y.lo + y.hi;
        return z.x + z.y;
      }
      """;

  private static final String SAMPLES = "((L) (sample + (ulong) row) + as_L(LANE))";

  // M_s = 1.5 2^(52 + 43 s - 1085), subnormal for s = 0.
  private static final String SUM =
      """
      double extractor(int s) {
        return as_double(s == 0 ? 3UL << 40 : (ulong) (43 * s - 10) << 52 | 1UL << 51);
      }
      #define BEGIN(k) \\
        const D upper##k = (D) extractor(guess##k); \\
        const D lower##k = (D) extractor(guess##k - 1); \\
        D most##k = (D) 0; \\
        D high##k = (D) 0; \\
        D low##k = (D) 0;
      #define ADD(k, x) { \\
        const D d = as_D(as_L(x) & live); \\
        const D q = (d + upper##k) - upper##k; \\
        most##k = as_D(max(as_L(most##k), as_L(d) & (L) 0x7fffffffffffffffUL)); \\
        high##k += q; \\
        low##k += ((d - q) + lower##k) - lower##k; \\
      }
      #define GIVE(k, j) { \\
        SHARED ulong* own = shared + 3 * (j * G + get_local_id(0)); \\
        own[0] = largest(as_L(most##k)); \\
        own[1] = as_ulong(total(high##k)); \\
        own[2] = as_ulong(total(low##k)); \\
      }
      #define TAKE(k, j) \\
        again |= found[j] > 0 && found[j] != guess##k; \\
        guess##k = max(found[j], 1);
      // Joins the parts of `outputs` sums, an output an item.
      void join(
          SHARED const ulong* shared, SHARED int* found, int outputs, __global double* sums,
          int strips) {
        MEET
        for (int j = get_local_id(0); j < outputs; j += G) {
          ulong top = 0;
          double high = 0;
          double low = 0;
          for (int i = j * G; i < (j + 1) * G; i++) {
            top = max(top, shared[3 * i]);
            high += as_double(shared[3 * i + 1]);
            low += as_double(shared[3 * i + 2]);
          }
          found[j] = top >= LIMIT ? 0 : ((int) (top >> 52) + 63) / 43;
          __global double* s = sums + 3 * j * strips;
          s[0] = found[j];
          s[1] = high;
          s[2] = low;
        }
        MEET
      }
      """;

  private final Program program;
  private final int width;
  private final int group;
  private final boolean[] atRow; // [word], needed at the row or its lower edge
  private final boolean[] atUpper; // [word], needed at the upper edge
  private final Map<Integer, Integer> pointIndex = new HashMap<>();
  private final List<Integer> pointWords = new ArrayList<>();
  private final Set<String> broadcasts = new HashSet<>();
  private final StringBuilder broadcast = new StringBuilder();
  private final StringBuilder code = new StringBuilder();
  private int loops;

  /**
   * @param width 1, or 8 for a device whose lanes are vectors
   * @param group work-items of a group
   */
  OpenClSource(Program program, int width, int group) {
    this.program = program;
    this.width = width;
    this.group = group;
    atRow = new boolean[program.size()];
    atUpper = new boolean[program.size()];
    for (int k = 0; k < program.outputs(); k++) {
      atRow[program.output(k)] = true;
    }
    for (int i = program.size() - 1; i >= 0; i--) {
      for (int j = 0; j < program.arity(i); j++) {
        int operand = program.operand(i, j);
        atRow[operand] |= atRow[i] && program.code(i) != Program.AHEAD;
        atUpper[operand] |= atUpper[i] || (atRow[i] && program.code(i) == Program.AHEAD);
      }
    }
  }

  /**
   * What every source begins with: D and L, {@code width} doubles and unsigned longs, and M, a
   * mask.
   */
  static String header(int width) {
    return "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n#pragma OPENCL FP_CONTRACT OFF\n"
        + (width == 1 ? SCALAR : VECTOR);
  }

  /** The POINT words of the buffer {@code point}; known once the text is. */
  int[] pointWords() {
    return pointWords.stream().mapToInt(w -> w).toArray();
  }

  String text() {
    Words all = new Words(program, "", null, null, false);
    for (int i = 0; i < program.size(); i++) {
      if (program.rate(i) != Rate.POINT && program.code(i) != Program.AHEAD) {
        if (atRow[i]) {
          all.compute(i, false);
        }
        if (atUpper[i] && program.rate(i) == Rate.EDGE) {
          all.compute(i, true);
        }
      }
    }
    StringBuilder guess = new StringBuilder();
    StringBuilder begin = new StringBuilder();
    StringBuilder store = new StringBuilder();
    StringBuilder add = new StringBuilder();
    int guesses = HEADER + program.tables().stream().mapToInt(t -> t.tables()).sum();
    for (int k = 0; k < program.outputs(); k++) {
      String value = all.use(program.output(k), Type.DOUBLE, false);
      guess.append("  int guess%d = sizes[%d];\n".formatted(k, guesses + k));
      begin.append("  BEGIN(%d)\n".formatted(k));
      store.append("  STORE(%s, x + %d * stride + row);\n".formatted(value, k));
      add.append("  ADD(%d, %s)\n".formatted(k, value));
    }
    return header(width)
        + "#define LIMIT 0x%xUL\n".formatted(SumSlots.KERNEL_LIMIT_BITS)
        + "#define OUTPUTS %d\n#define G %d\n".formatted(program.outputs(), group)
        + (group == 1
            ? "#define SHARED\n#define MEET\n"
            : "#define SHARED __local\n#define MEET barrier(CLK_LOCAL_MEM_FENCE);\n")
        + SUM
        + """
        // points [point][word], tables [point][table][entry], values [point][output][row],
        // sums [point][output][strip][slot, high, low], c... [column][row]
        __kernel void run(
            __global const int* restrict sizes, __global const double* restrict points,
            __global const double* restrict tables, __global double* restrict values,
            __global double* restrict sums,
        """
        + slots("    __global const double* c%1$d,\n")
        + """
            int pass) {
          SHARED ulong shared[3 * %d * G];
          SHARED int found[%1$d];
          const int rows = sizes[%d];
          const int stride = sizes[%d];
          const int columnStride = sizes[%d];
          const int strips = sizes[%d];
          const int strip = get_group_id(0);
          const int point = get_global_id(1);
          const int first = strip * sizes[%d] * G;
          const int end = min(first + sizes[%6$d] * G, (rows + W - 1) / W);
          const bool evaluate = sizes[%d];
          __global double* x = values + point * OUTPUTS * stride;
          __global const double* p = points + (sizes[%d] + point) * %d;
          __global const double* t = tables + (sizes[%8$d] + point) * sizes[%d];
          __global const double* columns = 0;
          switch (sizes[%d]) {
        """
            .formatted(
                JOINED,
                ROWS,
                VALUE_STRIDE,
                COLUMN_STRIDE,
                STRIPS,
                STEPS,
                EVALUATE,
                FIRST_POINT,
                pointWords.size(),
                TABLE_STRIDE,
                COLUMN_SLOT)
        + slots("    case %1$d: columns = c%1$d; break;\n")
        + "  }\n  columns += sizes[%d];\n".formatted(FIRST_ROW)
        + "  const ulong sample = (uint) sizes[%d] | (ulong) sizes[%d] << 32;\n"
            .formatted(FIRST_SAMPLE, FIRST_SAMPLE + 1)
        + broadcast
        + guess
        + "  bool again;\n  do {\n"
        + begin
        + """
          for (int v = first + get_local_id(0); v < end; v += G) {
          const int row = v * W;
        """
        + code
        + "  if (evaluate) {\n"
        + store
        + "  } else {\n"
        + "  const L live = row + W <= rows ? ~(L) 0 : M(LANE < (long) (rows - row));\n"
        + add
        + "  }\n  }\n  if (evaluate) { return; }\n  again = false;\n"
        + joins()
        + "  } while (again);\n}\n";
  }

  private static String slots(String pattern) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SLOTS; i++) {
      text.append(pattern.formatted(i));
    }
    return text.toString();
  }

  private String joins() {
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < program.outputs(); from += JOINED) {
      int count = Math.min(JOINED, program.outputs() - from);
      for (int j = 0; j < count; j++) {
        text.append("  GIVE(%d, %d)\n".formatted(from + j, j));
      }
      text.append(
          "  join(shared, found, %d, sums + ((point * OUTPUTS + %d) * strips + strip) * 3, strips);\n"
              .formatted(count, from));
      for (int j = 0; j < count; j++) {
        text.append("  TAKE(%d, %d)\n".formatted(from + j, j));
      }
    }
    return text.toString();
  }

  /** The words of the program, or those of a loop's body in one step. */
  private final class Words {
    private final Program program;
    private final String prefix;
    private final Words around; // null for the program itself
    private final Loop repeated; // null for the program itself
    private final boolean isUpper; // the words around are those at the upper edge
    private final Set<String> known = new HashSet<>();

    Words(Program program, String prefix, Words around, Loop repeated, boolean isUpper) {
      this.program = program;
      this.prefix = prefix;
      this.around = around;
      this.repeated = repeated;
      this.isUpper = isUpper;
    }

    void compute(int word, boolean upper) {
      switch (program.code(word)) {
        case Program.COLUMN -> {
          if (around == null) {
            define(
                word,
                upper,
                "LOAD(columns + %d * columnStride + row%s)"
                    .formatted(program.operand(word, 0), upper ? " + 1" : ""));
          }
        }
        case Program.SAMPLE -> define(word, upper, SAMPLES);
        case Program.PAIR ->
            define(
                word,
                upper,
                "%1$s >> %2$d << %3$d | %1$s & (L) %4$d"
                    .formatted(
                        SAMPLES, Philox.PAIR_SHIFT + 1, Philox.PAIR_SHIFT, Philox.APART - 1));
        case Program.PICK ->
            define(
                word,
                upper,
                "select(%s, %s, M((%s & (L) %d) != (L) 0))"
                    .formatted(
                        use(program.operand(word, 0), Type.DOUBLE, upper),
                        use(program.operand(word, 1), Type.DOUBLE, upper),
                        SAMPLES,
                        Philox.APART));
        case Program.GATHER ->
            define(
                word,
                upper,
                "gather(t + sizes[%d] + %d, %s)"
                    .formatted(
                        HEADER + program.operand(word, 1),
                        program.bits(word),
                        use(program.operand(word, 0), Type.LONG, upper)));
        case Program.LOOP -> {
          if (!known.contains(name(Type.DOUBLE, word, upper))) {
            repeat(word, upper);
          }
        }
        default -> define(word, upper, operation(word, upper));
      }
    }

    /** The states of a loop: variables that a step changes in the lanes that want it. */
    private void repeat(int word, boolean upper) {
      Loop repeated = program.loop(word);
      Program body = repeated.body();
      Words step = new Words(body, "k" + loops++ + "_", this, repeated, upper);
      for (int j = 0; j < repeated.inputs().size(); j++) {
        String input = use(repeated.inputs().get(j), Type.DOUBLE, upper);
        if (j < repeated.states()) {
          code.append("  D " + step.state(j) + " = " + input + ";\n");
        }
      }
      String count = step.prefix + "n";
      String on = step.prefix + "on";
      code.append(
          "  for (int %1$s = 0; %1$s < %2$d; %1$s++) {\n".formatted(count, repeated.most()));
      boolean[] first = body.needed(repeated.states(), repeated.states() + 1);
      boolean[] all = body.needed(0, repeated.states());
      step.computeAll(first, new boolean[first.length]);
      code.append(declaration(Type.MASK, on, step.use(repeated.wanted(), Type.MASK, false)));
      code.append("  if (!ANY(" + on + ")) { break; }\n");
      step.computeAll(all, first);
      for (int j = 0; j < repeated.states(); j++) {
        String next = step.use(body.output(j), Type.DOUBLE, false);
        String value = "select(" + step.state(j) + ", " + next + ", " + on + ")";
        code.append(declaration(Type.DOUBLE, step.prefix + "next" + j, value));
      }
      for (int j = 0; j < repeated.states(); j++) {
        code.append("  " + step.state(j) + " = " + step.prefix + "next" + j + ";\n");
      }
      code.append("  }\n");
      for (int i = word; i < program.size() && program.isSameLoop(word, i); i++) {
        define(i, upper, step.state(program.state(i)));
      }
    }

    private void computeAll(boolean[] needed, boolean[] done) {
      for (int i = 0; i < needed.length; i++) {
        if (needed[i] && !done[i] && program.rate(i) != Rate.POINT) {
          compute(i, false);
        }
      }
    }

    private String operation(int word, boolean upper) {
      Primitive operation = program.primitive(word);
      String[] operands = new String[3];
      for (int j = 0; j < operation.arity(); j++) {
        operands[j] = use(program.operand(word, j), operation.operand(j), upper);
      }
      String a = operands[0];
      String b = operands[1];
      String c = operands[2];
      return switch (operation) {
        case ADD, LONG_ADD -> a + " + " + b;
        case SUB, LONG_SUB -> a + " - " + b;
        case MUL, LONG_MUL -> a + " * " + b;
        case DIV -> a + " / " + b;
        case FMA -> "fma(" + a + ", " + b + ", " + c + ")";
        case SQRT -> "sqrt(" + a + ")";
        case ABS -> "as_D(as_L(" + a + ") & (L) 0x7fffffffffffffffUL)";
        case NEG -> "as_D(as_L(" + a + ") ^ (L) 0x8000000000000000UL)";
        case LT -> "M(" + a + " < " + b + ")";
        case LE -> "M(" + a + " <= " + b + ")";
        case EQ -> "M(" + a + " == " + b + ")";
        case AND, LONG_AND -> a + " & " + b;
        case OR, LONG_OR -> a + " | " + b;
        case LONG_XOR -> a + " ^ " + b;
        case NOT -> "~" + a;
        case SELECT -> "select(" + c + ", " + b + ", " + a + ")";
        case LONG_SHL -> a + " << " + b;
        case LONG_SHR -> a + " >> " + b;
      };
    }

    private void define(int word, boolean upper, String value) {
      Type type = program.type(word);
      String name = name(type, word, upper);
      known.add(name);
      code.append(declaration(type, name, value));
    }

    /** An expression for a word as the type wanted. */
    String use(int word, Type wanted, boolean upper) {
      if (program.code(word) == Program.AHEAD) {
        return use(program.operand(word, 0), wanted, true);
      }
      if (program.code(word) == Program.CONSTANT) {
        return constant(program.bits(word), wanted);
      }
      if (program.rate(word) == Rate.POINT) {
        return pointWord(word, wanted);
      }
      if (around != null && program.code(word) == Program.COLUMN) {
        int input = program.operand(word, 0);
        return input < repeated.states()
            ? converted(state(input), Type.DOUBLE, wanted)
            : around.use(repeated.inputs().get(input), wanted, isUpper);
      }
      Type type = program.type(word);
      return converted(name(type, word, upper), type, wanted);
    }

    private String name(Type type, int word, boolean upper) {
      return prefix + letter(type) + word + (upper ? "u" : "");
    }

    private String state(int j) {
      return prefix + "state" + j;
    }
  }

  private static String constant(long bits, Type wanted) {
    return converted("((D) as_double(0x%xUL))".formatted(bits), Type.DOUBLE, wanted);
  }

  private String pointWord(int word, Type wanted) {
    String name = letter(wanted) + word;
    if (broadcasts.add(name)) {
      int index =
          pointIndex.computeIfAbsent(
              word,
              w -> {
                pointWords.add(w);
                return pointWords.size() - 1;
              });
      broadcast.append(
          declaration(wanted, name, converted("(D) (p[" + index + "])", Type.DOUBLE, wanted)));
    }
    return name;
  }

  private static String declaration(Type type, String name, String value) {
    return "  const %s %s = %s;\n".formatted(type == Type.DOUBLE ? "D" : "L", name, value);
  }

  private static String converted(String value, Type from, Type to) {
    if (from == to) {
      return value;
    }
    String bits =
        switch (from) {
          case DOUBLE -> "as_L(" + value + ")";
          case LONG -> value;
          case MASK -> "(" + value + " & (L) 1)";
        };
    return switch (to) {
      case DOUBLE -> "as_D(" + bits + ")";
      case LONG -> bits;
      case MASK -> "M(" + bits + " != (L) 0)";
    };
  }

  private static String letter(Type type) {
    return switch (type) {
      case DOUBLE -> "d";
      case LONG -> "l";
      case MASK -> "m";
    };
  }
}
