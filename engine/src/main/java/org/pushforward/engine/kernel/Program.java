package org.pushforward.engine.kernel;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.random.Philox;

/**
 * A lowered expression: instruction i computes word i from words before it.
 *
 * <p>{@code code[i]} is the ordinal of a {@link Primitive} with operands {@code a[i], b[i], c[i]}
 * (word numbers), or one of the sources {@link #CONSTANT}, {@link #PARAMETER}, {@link #COLUMN},
 * {@link #AHEAD}, {@link #GATHER}, {@link #LOOP}, {@link #SEED}, {@link #SAMPLE}, {@link #PAIR},
 * {@link #PICK}. Sums over rows of the outputs, or their columns, are what a {@link Kernel} gives.
 */
public final class Program implements Serializable {
  private static final long serialVersionUID = 1;

  /** The word {@code bits[i]}. */
  public static final int CONSTANT = -1;

  /** Parameter number {@code a[i]} of the point. */
  public static final int PARAMETER = -2;

  /** Column number {@code a[i]} of the block, at the row or (rate EDGE) at the edge. */
  public static final int COLUMN = -3;

  /** The EDGE word {@code a[i]} at the upper edge of the row. */
  public static final int AHEAD = -4;

  /**
   * Entry {@code a[i] + bits[i]} (a word read as a long) of table {@code b[i]}, counted through all
   * {@link #tables}.
   */
  public static final int GATHER = -5;

  /** State {@code b[i]} that loop {@code a[i]} ends with. */
  public static final int LOOP = -6;

  /** The block's seed, a long. */
  public static final int SEED = -7;

  /** The index of the row's sample, a long. */
  public static final int SAMPLE = -8;

  /** The number of the pair that the row's sample is in, as {@link Philox#pair} has it, a long. */
  public static final int PAIR = -9;

  /** PAIR word {@code a[i]} for the first sample of a pair, {@code b[i]} for the second. */
  public static final int PICK = -10;

  private static final Primitive[] PRIMITIVES = Primitive.values();

  final int[] code;
  final int[] a;
  final int[] b;
  final int[] c;
  final long[] bits;
  final Rate[] rates;
  final int[] outputs;
  final int parameters;
  final int columns;
  final List<ConvolutionTables> tables;
  final List<Loop> loops;

  Program(
      int[] code,
      int[] a,
      int[] b,
      int[] c,
      long[] bits,
      Rate[] rates,
      int[] outputs,
      int parameters,
      int columns,
      List<ConvolutionTables> tables,
      List<Loop> loops) {
    this.code = code;
    this.a = a;
    this.b = b;
    this.c = c;
    this.bits = bits;
    this.rates = rates;
    this.outputs = outputs;
    this.parameters = parameters;
    this.columns = columns;
    this.tables = tables;
    this.loops = loops;
  }

  /** Number of instructions. */
  public int size() {
    return code.length;
  }

  /** A primitive's ordinal, or one of the negative sources. */
  public int code(int i) {
    return code[i];
  }

  /** The primitive of instruction i, which must not be a source. */
  public Primitive primitive(int i) {
    return PRIMITIVES[code[i]];
  }

  /** Operand j of instruction i: a word number, or (0, 1, 2) what the source says. */
  public int operand(int i, int j) {
    if (code[i] == LOOP) {
      return loop(i).inputs().get(j);
    }
    return j == 0 ? a[i] : j == 1 ? b[i] : c[i];
  }

  /** The bits of a CONSTANT, the offset of a GATHER. */
  public long bits(int i) {
    return bits[i];
  }

  public Rate rate(int i) {
    return rates[i];
  }

  /** Number of word operands of instruction i. */
  public int arity(int i) {
    if (code[i] == LOOP) {
      return loop(i).inputs().size();
    }
    return code[i] >= 0
        ? primitive(i).arity()
        : code[i] == PICK ? 2 : code[i] == AHEAD || code[i] == GATHER ? 1 : 0;
  }

  /** The loop of a LOOP, one of which there is for each of its states that is used. */
  public Loop loop(int i) {
    return loops.get(a[i]);
  }

  /** Whether both instructions are states of one loop. */
  public boolean isSameLoop(int i, int j) {
    return code[i] == LOOP && code[j] == LOOP && a[i] == a[j];
  }

  /** The words that outputs {@code from} to {@code to} - 1 need, themselves among them. */
  public boolean[] needed(int from, int to) {
    boolean[] needed = new boolean[size()];
    for (int k = from; k < to; k++) {
      needed[outputs[k]] = true;
    }
    for (int i = size() - 1; i >= 0; i--) {
      for (int j = 0; needed[i] && j < arity(i); j++) {
        needed[operand(i, j)] = true;
      }
    }
    return needed;
  }

  /** What computes outputs {@code from} to {@code to} - 1 alone. */
  public Program outputs(int from, int to) {
    boolean[] needed = needed(from, to);
    int[] kept = IntStream.range(0, size()).filter(i -> needed[i]).toArray();
    int[] number = new int[size()];
    for (int at = 0; at < kept.length; at++) {
      number[kept[at]] = at;
    }
    List<Loop> renumbered =
        loops.stream()
            .map(
                loop ->
                    new Loop(
                        loop.body(),
                        loop.most(),
                        loop.inputs().stream().map(word -> number[word]).toList(),
                        loop.isGathered()))
            .toList();
    return new Program(
        IntStream.of(kept).map(i -> code[i]).toArray(),
        IntStream.of(kept).map(i -> isWord(i, 0) ? number[a[i]] : a[i]).toArray(),
        IntStream.of(kept).map(i -> isWord(i, 1) ? number[b[i]] : b[i]).toArray(),
        IntStream.of(kept).map(i -> isWord(i, 2) ? number[c[i]] : c[i]).toArray(),
        IntStream.of(kept).mapToLong(i -> bits[i]).toArray(),
        IntStream.of(kept).mapToObj(i -> rates[i]).toArray(Rate[]::new),
        IntStream.range(from, to).map(k -> number[outputs[k]]).toArray(),
        parameters,
        columns,
        tables,
        renumbered);
  }

  private boolean isWord(int i, int j) {
    return code[i] != LOOP && j < arity(i);
  }

  /** Which state of its loop a LOOP is. */
  public int state(int i) {
    return b[i];
  }

  /** Number of outputs. */
  public int outputs() {
    return outputs.length;
  }

  /** The word that is output k. */
  public int output(int k) {
    return outputs[k];
  }

  /** Number of parameters of a point. */
  public int parameters() {
    return parameters;
  }

  /** Numbers of the parameters that it depends on. */
  public BitSet usedParameters() {
    BitSet used = new BitSet(parameters);
    for (int i = 0; i < code.length; i++) {
      if (code[i] == PARAMETER) {
        used.set(a[i]);
      }
    }
    for (ConvolutionTables group : tables) {
      used.or(group.signal().usedParameters());
      used.or(group.kernel().usedParameters());
    }
    return used;
  }

  /** Number of columns of a block. */
  public int columns() {
    return columns;
  }

  /** Groups of tables, computed once per point; their tables are numbered through. */
  public List<ConvolutionTables> tables() {
    return tables;
  }

  /** Whether any row looks at the edge ahead, so that columns hold edges. */
  public boolean hasEdges() {
    for (int kind : code) {
      if (kind == AHEAD) {
        return true;
      }
    }
    return false;
  }

  /** Which columns of a block are read: [column]. */
  public boolean[] usedColumns() {
    boolean[] used = new boolean[columns];
    for (int i = 0; i < code.length; i++) {
      if (code[i] == COLUMN) {
        used[a[i]] = true;
      }
    }
    return used;
  }

  /** Which of them hold edges, one more than there are rows: [column]. */
  public boolean[] edgeColumns() {
    boolean[] edges = new boolean[columns];
    boolean any = hasEdges();
    for (int i = 0; i < code.length; i++) {
      if (code[i] == COLUMN) {
        edges[a[i]] |= any && rates[i] == Rate.EDGE;
      }
    }
    return edges;
  }

  /** How the bits of a word are read where it is computed. */
  public Primitive.Type type(int i) {
    return switch (code[i]) {
      case SEED, SAMPLE, PAIR -> Primitive.Type.LONG;
      case AHEAD -> type(a[i]);
      default -> code[i] >= 0 ? primitive(i).result() : Primitive.Type.DOUBLE;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Program p
        && Arrays.equals(code, p.code)
        && Arrays.equals(a, p.a)
        && Arrays.equals(b, p.b)
        && Arrays.equals(c, p.c)
        && Arrays.equals(bits, p.bits)
        && Arrays.equals(rates, p.rates)
        && Arrays.equals(outputs, p.outputs)
        && parameters == p.parameters
        && columns == p.columns
        && tables.equals(p.tables)
        && loops.equals(p.loops);
  }

  @Override
  public int hashCode() {
    int hash = Arrays.hashCode(code);
    hash = 31 * hash + Arrays.hashCode(a);
    hash = 31 * hash + Arrays.hashCode(b);
    hash = 31 * hash + Arrays.hashCode(bits);
    return 31 * hash + Arrays.hashCode(outputs);
  }
}
