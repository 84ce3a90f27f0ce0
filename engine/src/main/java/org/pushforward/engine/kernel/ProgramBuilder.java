package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.elementary.Primitives;

/**
 * Builds a {@link Program}: equal instructions become one word, constants are folded, each word
 * gets the lowest rate that holds it, and what no output needs is left out.
 */
public final class ProgramBuilder implements Primitives<Integer> {

  private record Instruction(int code, int a, int b, int c, long bits, Rate rate) {}

  private static final int NONE = -1;

  private final int parameters;
  private final int columns;
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Instruction, Integer> words = new HashMap<>();
  private final List<ConvolutionTables> tables = new ArrayList<>();

  public ProgramBuilder(int parameters, int columns) {
    this.parameters = parameters;
    this.columns = columns;
  }

  @Override
  public Integer word(long bits) {
    return number(new Instruction(Program.CONSTANT, NONE, NONE, NONE, bits, Rate.POINT));
  }

  public Integer parameter(int index) {
    return number(new Instruction(Program.PARAMETER, index, NONE, NONE, 0, Rate.POINT));
  }

  /** A column of the block; {@code rate} is ROW, or EDGE for a column of bin edges. */
  public Integer column(int index, Rate rate) {
    return number(new Instruction(Program.COLUMN, index, NONE, NONE, 0, rate));
  }

  /**
   * The value of an EDGE word at the upper edge of a row; what does not vary along edges is its
   * own.
   */
  public Integer ahead(Integer edge) {
    return switch (rate(edge)) {
      case POINT -> edge;
      case EDGE -> number(new Instruction(Program.AHEAD, edge, NONE, NONE, 0, Rate.ROW));
      case ROW -> throw new IllegalArgumentException("a row's value has none ahead");
    };
  }

  /** Adds a group of tables and returns the number of its first one. */
  public int tables(ConvolutionTables group) {
    int first = 0;
    for (ConvolutionTables known : tables) {
      if (known.equals(group)) {
        return first;
      }
      first += known.tables();
    }
    tables.add(group);
    return first;
  }

  /** Entry {@code index} (a long in the table's bounds) of a table. */
  public Integer gather(int table, Integer index) {
    return number(new Instruction(Program.GATHER, index, table, NONE, 0, rate(index)));
  }

  @Override
  public Integer apply(Primitive operation, Integer a, Integer b, Integer c) {
    int x = a;
    int y = b == null ? NONE : b;
    int z = c == null ? NONE : c;
    if (isConstant(x) && (y == NONE || isConstant(y)) && (z == NONE || isConstant(z))) {
      return word(operation.apply(bits(x), y == NONE ? 0 : bits(y), z == NONE ? 0 : bits(z)));
    }
    Integer same = identity(operation, x, y, z);
    if (same != null) {
      return same;
    }
    if (commutes(operation) && x > y) {
      int swap = x;
      x = y;
      y = swap;
    }
    Rate rate = rate(x);
    rate = y == NONE ? rate : rate.or(rate(y));
    rate = z == NONE ? rate : rate.or(rate(z));
    return number(new Instruction(operation.ordinal(), x, y, z, 0, rate));
  }

  /** The program of these outputs. */
  public Program build(List<Integer> outputs) {
    boolean[] needed = new boolean[instructions.size()];
    for (int output : outputs) {
      needed[output] = true;
    }
    for (int i = instructions.size() - 1; i >= 0; i--) {
      if (needed[i]) {
        Instruction instruction = instructions.get(i);
        for (int j = 0; j < arity(instruction); j++) {
          needed[operand(instruction, j)] = true;
        }
      }
    }
    int[] renumbered = new int[instructions.size()];
    int size = 0;
    for (int i = 0; i < renumbered.length; i++) {
      renumbered[i] = needed[i] ? size++ : NONE;
    }
    int[] code = new int[size];
    int[] a = new int[size];
    int[] b = new int[size];
    int[] c = new int[size];
    long[] bits = new long[size];
    Rate[] rates = new Rate[size];
    for (int i = 0; i < renumbered.length; i++) {
      if (needed[i]) {
        Instruction instruction = instructions.get(i);
        int at = renumbered[i];
        int arity = arity(instruction);
        code[at] = instruction.code;
        a[at] = arity > 0 ? renumbered[instruction.a] : instruction.a;
        b[at] = arity > 1 ? renumbered[instruction.b] : instruction.b;
        c[at] = arity > 2 ? renumbered[instruction.c] : instruction.c;
        bits[at] = instruction.bits;
        rates[at] = instruction.rate;
      }
    }
    int[] results = outputs.stream().mapToInt(output -> renumbered[output]).toArray();
    return new Program(
        code, a, b, c, bits, rates, results, parameters, columns, List.copyOf(tables));
  }

  private Integer number(Instruction instruction) {
    Integer known = words.get(instruction);
    if (known != null) {
      return known;
    }
    instructions.add(instruction);
    words.put(instruction, instructions.size() - 1);
    return instructions.size() - 1;
  }

  /**
   * An operand, or a constant, that an operation always equals to the last bit (NaN payloads
   * aside), or null.
   */
  private Integer identity(Primitive operation, int x, int y, int z) {
    switch (operation) {
      case MUL:
        return is(y, 1.0) ? Integer.valueOf(x) : is(x, 1.0) ? Integer.valueOf(y) : null;
      case DIV:
        return is(y, 1.0) ? Integer.valueOf(x) : null;
      case SUB:
        return is(y, 0.0) ? Integer.valueOf(x) : null;
      case ADD:
        return is(y, -0.0) ? Integer.valueOf(x) : is(x, -0.0) ? Integer.valueOf(y) : null;
      case FMA:
        return is(x, 1.0) ? add(y, z) : is(y, 1.0) ? add(x, z) : null;
      case SELECT:
        if (y == z) {
          return y;
        }
        if (isConstant(x)) {
          return bits(x) != 0 ? y : z;
        }
        return isCode(x, Primitive.NOT) ? select(instructions.get(x).a, z, y) : null;
      case EQ:
        // A truth value that was made a number and is asked for again.
        return is(y, 0.0) && isTruth(x) ? not(instructions.get(x).a) : null;
      case NEG, NOT:
        return isCode(x, operation) ? instructions.get(x).a : null;
      case ABS:
        Instruction inner = instructions.get(x);
        if (isCode(x, Primitive.SUB) && inner.a > inner.b) {
          return abs(sub(inner.b, inner.a));
        }
        return isCode(x, Primitive.NEG) || isCode(x, Primitive.ABS) ? abs(inner.a) : null;
      default:
        return null;
    }
  }

  private static boolean commutes(Primitive operation) {
    return switch (operation) {
      case ADD, MUL, FMA, EQ, AND, OR, LONG_ADD, LONG_AND, LONG_OR, LONG_XOR -> true;
      default -> false;
    };
  }

  private boolean is(int word, double value) {
    return isConstant(word) && bits(word) == Double.doubleToRawLongBits(value);
  }

  private boolean isCode(int word, Primitive operation) {
    return instructions.get(word).code == operation.ordinal();
  }

  private boolean isTruth(int word) {
    Instruction i = instructions.get(word);
    return i.code == Primitive.SELECT.ordinal() && is(i.b, 1.0) && is(i.c, 0.0);
  }

  private boolean isConstant(int word) {
    return instructions.get(word).code == Program.CONSTANT;
  }

  private long bits(int word) {
    return instructions.get(word).bits;
  }

  private Rate rate(int word) {
    return instructions.get(word).rate;
  }

  private static int arity(Instruction instruction) {
    return instruction.code >= 0
        ? Primitive.values()[instruction.code].arity()
        : instruction.code == Program.AHEAD || instruction.code == Program.GATHER ? 1 : 0;
  }

  private static int operand(Instruction instruction, int j) {
    return j == 0 ? instruction.a : j == 1 ? instruction.b : instruction.c;
  }
}
