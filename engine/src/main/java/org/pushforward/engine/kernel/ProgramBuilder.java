package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.elementary.Primitives;

/**
 * Builds a {@link Program}: equal instructions become one word, constants are folded, each word
 * gets the lowest rate that holds it, and what no output needs is left out.
 */
public final class ProgramBuilder implements Primitives<Integer> {

  private record Instruction(int code, int a, int b, int c, long bits, Rate rate) {}

  private static final int NONE = -1;

  /** A state of a loop whose body is being built; in no program. */
  private static final int STATE = -100;

  private final int parameters;
  private final int columns;
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Instruction, Integer> words = new HashMap<>();
  private final List<ConvolutionTables> tables = new ArrayList<>();
  private final List<Loop> loops = new ArrayList<>();
  private int states;

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

  /** The block's seed, a long. */
  public Integer seed() {
    return number(new Instruction(Program.SEED, NONE, NONE, NONE, 0, Rate.POINT));
  }

  /** The index of the row's sample, a long. */
  public Integer sample() {
    return number(new Instruction(Program.SAMPLE, NONE, NONE, NONE, 0, Rate.ROW));
  }

  /** The number of the pair that the row's sample is in, a long. */
  public Integer pair() {
    return number(new Instruction(Program.PAIR, NONE, NONE, NONE, 0, Rate.PAIR));
  }

  /** A row's value, of the PAIR words for the first and the second sample of its pair. */
  public Integer pick(Integer first, Integer second) {
    return number(new Instruction(Program.PICK, first, second, NONE, 0, Rate.ROW));
  }

  /** Whether a word is the same for all rows. */
  public boolean isOfPoint(Integer word) {
    return rate(word) == Rate.POINT;
  }

  /**
   * The value of an EDGE word at the upper edge of a row; what does not vary along edges is its
   * own.
   */
  public Integer ahead(Integer edge) {
    return switch (rate(edge)) {
      case POINT -> edge;
      case EDGE -> number(new Instruction(Program.AHEAD, edge, NONE, NONE, 0, Rate.ROW));
      case PAIR, ROW -> throw new IllegalArgumentException("a row's value has none ahead");
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

  /** Entry {@code index + offset} (a long in the table's bounds) of a table. */
  public Integer gather(int table, Integer index, int offset) {
    return number(new Instruction(Program.GATHER, index, table, NONE, offset, rate(index)));
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

  @Override
  public List<Integer> loop(int most, List<Integer> start, Step<Integer> step) {
    return loop(most, start, step, false);
  }

  /** A loop of which some rows, not most of them, want a step. */
  public List<Integer> gathered(int most, List<Integer> start, Step<Integer> step) {
    return loop(most, start, step, true);
  }

  private List<Integer> loop(
      int most, List<Integer> start, Step<Integer> step, boolean isGathered) {
    int firstInside = instructions.size();
    List<Integer> state = new ArrayList<>();
    for (int j = 0; j < start.size(); j++) {
      state.add(number(new Instruction(STATE, states++, NONE, NONE, 0, Rate.ROW)));
    }
    List<Integer> outputs = new ArrayList<>(step.next(state));
    outputs.add(step.wanted(state));
    return loop(most, start, new Inside(firstInside, state, outputs), isGathered);
  }

  private List<Integer> loop(int most, List<Integer> start, Inside inside, boolean isGathered) {
    List<Integer> inputs = new ArrayList<>(start);
    inputs.addAll(inside.captured);
    Loop loop = new Loop(inside.body(), most, List.copyOf(inputs), isGathered);
    if (inputs.stream().allMatch(this::isConstant)) {
      long[] words = instructions.stream().mapToLong(Instruction::bits).toArray();
      return Arrays.stream(loop.run(words)).limit(start.size()).mapToObj(this::word).toList();
    }
    return results(loop);
  }

  private List<Integer> results(Loop loop) {
    int number = loops.indexOf(loop);
    if (number < 0) {
      number = loops.size();
      loops.add(loop);
    }
    Rate rate = loop.inputs().stream().map(this::rate).reduce(Rate.POINT, Rate::or);
    List<Integer> results = new ArrayList<>();
    for (int j = 0; j < loop.states(); j++) {
      results.add(number(new Instruction(Program.LOOP, number, j, NONE, 0, rate)));
    }
    return results;
  }

  /** What the steps of a loop compute: the instructions from its states on that depend on them. */
  private final class Inside {
    private final List<Integer> state;
    private final List<Integer> outputs;
    private final boolean[] inside = new boolean[instructions.size()];
    private final boolean[] needed;
    private final TreeSet<Integer> captured = new TreeSet<>();

    Inside(int first, List<Integer> state, List<Integer> outputs) {
      this.state = state;
      this.outputs = outputs;
      state.forEach(word -> inside[word] = true);
      for (int i = first; i < inside.length; i++) {
        Instruction instruction = instructions.get(i);
        for (int j = 0; j < arity(instruction); j++) {
          inside[i] |= inside[operand(instruction, j)];
        }
      }
      needed = needed(outputs);
      for (int i = first; i < inside.length; i++) {
        for (int j = 0; needed[i] && inside[i] && j < arity(instructions.get(i)); j++) {
          capture(operand(instructions.get(i), j));
        }
      }
      outputs.forEach(this::capture);
    }

    private void capture(int word) {
      if (!inside[word] && !isConstant(word)) {
        captured.add(word);
      }
    }

    Program body() {
      ProgramBuilder body = new ProgramBuilder(0, state.size() + captured.size());
      Map<Integer, Integer> copies = new HashMap<>();
      for (int word : state) {
        copies.put(word, body.column(copies.size(), Rate.ROW));
      }
      for (int word : captured) {
        copies.put(word, body.column(copies.size(), Rate.ROW));
      }
      for (int i = 0; i < inside.length; i++) {
        if (needed[i] && !copies.containsKey(i) && (inside[i] || isConstant(i))) {
          copies.put(i, copy(instructions.get(i), body, copies));
        }
      }
      return body.build(outputs.stream().map(copies::get).toList());
    }

    private Integer copy(Instruction i, ProgramBuilder body, Map<Integer, Integer> copies) {
      return switch (i.code) {
        case Program.CONSTANT -> body.word(i.bits);
        case Program.LOOP -> {
          Loop loop = loops.get(i.a);
          List<Integer> inputs = loop.inputs().stream().map(copies::get).toList();
          yield body.results(new Loop(loop.body(), loop.most(), inputs, loop.isGathered()))
              .get(i.b);
        }
        case Program.GATHER, Program.AHEAD, Program.PICK ->
            throw new IllegalArgumentException("no step of a loop looks elsewhere");
        default ->
            body.apply(
                Primitive.values()[i.code], copies.get(i.a), copies.get(i.b), copies.get(i.c));
      };
    }
  }

  private boolean[] needed(List<Integer> outputs) {
    boolean[] needed = new boolean[instructions.size()];
    outputs.forEach(output -> needed[output] = true);
    for (int i = instructions.size() - 1; i >= 0; i--) {
      for (int j = 0; needed[i] && j < arity(instructions.get(i)); j++) {
        needed[operand(instructions.get(i), j)] = true;
      }
    }
    return needed;
  }

  /** The program of these outputs. */
  public Program build(List<Integer> outputs) {
    boolean[] needed = needed(outputs);
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
        int arity = instruction.code == Program.LOOP ? 0 : arity(instruction);
        code[at] = instruction.code;
        a[at] = arity > 0 ? renumbered[instruction.a] : instruction.a;
        b[at] = arity > 1 ? renumbered[instruction.b] : instruction.b;
        c[at] = arity > 2 ? renumbered[instruction.c] : instruction.c;
        bits[at] = instruction.bits;
        rates[at] = instruction.rate;
      }
    }
    int[] results = outputs.stream().mapToInt(output -> renumbered[output]).toArray();
    List<Loop> used = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (code[i] == Program.LOOP) {
        Loop loop = loops.get(a[i]);
        List<Integer> inputs = loop.inputs().stream().map(word -> renumbered[word]).toList();
        Loop kept = new Loop(loop.body(), loop.most(), inputs, loop.isGathered());
        if (!used.contains(kept)) {
          used.add(kept);
        }
        a[i] = used.indexOf(kept);
      }
    }
    return new Program(
        code, a, b, c, bits, rates, results, parameters, columns, List.copyOf(tables), used);
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
      case ADD, MUL, FMA, EQ, AND, OR, LONG_ADD, LONG_MUL, LONG_AND, LONG_OR, LONG_XOR -> true;
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

  private int arity(Instruction instruction) {
    if (instruction.code == Program.LOOP) {
      return loops.get(instruction.a).inputs().size();
    }
    return instruction.code >= 0
        ? Primitive.values()[instruction.code].arity()
        : instruction.code == Program.PICK
            ? 2
            : instruction.code == Program.AHEAD || instruction.code == Program.GATHER ? 1 : 0;
  }

  private int operand(Instruction instruction, int j) {
    if (instruction.code == Program.LOOP) {
      return loops.get(instruction.a).inputs().get(j);
    }
    return j == 0 ? instruction.a : j == 1 ? instruction.b : instruction.c;
  }
}
