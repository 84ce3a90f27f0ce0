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

/**
 * OpenCL C of a program: one work-item for {@code width} rows (a vector) of one point.
 *
 * <p>The kernel runs in two passes over the range (item, point). Pass 0 writes the outputs of the
 * item's rows to {@code values}. Pass 1 adds them up as {@link SumSlots} says: item j of the n
 * {@code strips} of an output takes its vectors j, j + n, j + 2 n, ..., at most {@link #STEPS}, as
 * one block. A block may be any rows, because the sums do not depend on their order.
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
  /** Vectors that an item of pass 1 adds: with 8 lanes, {@link SumSlots#BLOCK_ROWS} rows. */
  static final int STEPS = 128;

  /** Whole numbers of the buffer {@code sizes} before the offsets of the tables. */
  static final int HEADER = 5;

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

  // M_s = 1.5 2^(52 + 43 s - 1085), subnormal for s = 0.
  private static final String SUM =
      """
      double extractor(int s) {
        return as_double(s == 0 ? 3UL << 40 : (ulong) (43 * s - 10) << 52 | 1UL << 51);
      }
      D value(__global const double* x, int v, int rows) {
        L bits = as_L(LOAD(x + v * W));
        return as_D((v + 1) * W <= rows ? bits : bits & M(LANE < (long) (rows - v * W)));
      }
      void add(__global const double* x, int rows, int first, int strips, __global double* sums) {
        int vectors = (rows + W - 1) / W;
        L most = (L) 0;
        for (int v = first; v < vectors; v += strips) {
          most = max(most, as_L(value(x, v, rows)) & (L) 0x7fffffffffffffffUL);
        }
        ulong top = largest(most);
        int slot = top >= LIMIT ? 0 : ((int) (top >> 52) + 63) / 43;
        D high = (D) 0;
        D low = (D) 0;
        if (slot > 0) {
          D m = (D) extractor(slot);
          D n = (D) extractor(slot - 1);
          for (int v = first; v < vectors; v += strips) {
            D d = value(x, v, rows);
            D q = (d + m) - m;
            high += q;
            low += ((d - q) + n) - n;
          }
        }
        sums[0] = slot;
        sums[1] = total(high);
        sums[2] = total(low);
      }
      """;

  private final Program program;
  private final int width;
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
   */
  OpenClSource(Program program, int width) {
    this.program = program;
    this.width = width;
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
    for (int k = 0; k < program.outputs(); k++) {
      code.append(
          "  STORE(%s, x + %d * stride + row);\n"
              .formatted(all.use(program.output(k), Type.DOUBLE, false), k));
    }
    return header(width)
        + "#define LIMIT 0x%xUL\n".formatted(SumSlots.KERNEL_LIMIT_BITS)
        + "#define OUTPUTS %d\n".formatted(program.outputs())
        + SUM
        + """
        // columns [column][row], points [point][word], tables [point][table][entry],
        // values [point][output][row], sums [point][output][strip][slot, high, low]
        __kernel void run(
            __global const int* sizes, __global const double* columns,
            __global const double* points, __global const double* tables,
            __global double* values, __global double* sums, int pass) {
          int rows = sizes[0];
          int stride = sizes[1];
          int columnStride = sizes[2];
          int strips = sizes[3];
          int item = get_global_id(0);
          int point = get_global_id(1);
          __global double* x = values + point * OUTPUTS * stride;
          if (pass == 1) {
            int k = item / strips;
            if (k < OUTPUTS) {
              add(x + k * stride, rows, item %% strips, strips,
                  sums + (point * OUTPUTS * strips + item) * 3);
            }
            return;
          }
          int row = item * W;
          if (row >= rows) {
            return;
          }
          __global const double* p = points + point * %d;
          __global const double* t = tables + point * sizes[4];
        """
            .formatted(pointWords.size())
        + broadcast
        + code
        + "}\n";
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
        case Program.GATHER ->
            define(
                word,
                upper,
                "gather(t + sizes[%d], %s)"
                    .formatted(
                        HEADER + program.operand(word, 1),
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
        case MUL -> a + " * " + b;
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
      Type type = type(word);
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
      Type type = type(word);
      return converted(name(type, word, upper), type, wanted);
    }

    private Type type(int word) {
      return program.code(word) >= 0 ? program.primitive(word).result() : Type.DOUBLE;
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
