package org.pushforward.engine.kernel.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Rate;

/**
 * A program cut into steps that each become one method: loops over vectors of a column, and table
 * lookups between them. Words that one step computes and another reads are handed on in scratch
 * columns ("slots"), reused once their word is dead.
 */
final class Plan {

  /**
   * Doubles a slot: a block's rows and one vector, and a little more so that equal rows of several
   * slots do not share a set of the first-level cache.
   */
  static final int STRIDE = 1024 + 24;

  /** One method: a loop that computes {@code words}, or (one word) a lookup. */
  record Step(Rate rate, boolean gather, int[] words) {}

  // Bytecode lengths, estimated from above; what was really compiled is checked afterwards.
  private static final int OPERATION_BYTES = 26;
  private static final int BROADCAST_BYTES = 20;
  private static final int LOAD_BYTES = 24;

  /** A mask handed on in a column costs as much as so many other values: it has to be made one. */
  private static final int MASK_COST = 8;

  private static final int NONE = -1;

  final Program program;
  private final int budget;
  private final List<Step> steps = new ArrayList<>();
  private final int[] lastUse; // [word], index in program order, size() for what must be stored
  private final int[] definedAt; // [word] step, or NONE
  private final int[] slot; // [word]
  private final boolean[] output; // [word]
  private int slots;

  /**
   * @param budget bytes of a method, estimated
   */
  Plan(Program program, int budget) {
    this.program = program;
    this.budget = budget;
    int size = program.size();
    lastUse = new int[size];
    definedAt = new int[size];
    slot = new int[size];
    output = new boolean[size];
    Arrays.fill(definedAt, NONE);
    Arrays.fill(slot, NONE);
    for (int k = 0; k < program.outputs(); k++) {
      output[program.output(k)] = true;
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < program.arity(i); j++) {
        lastUse[program.operand(i, j)] = i;
      }
    }
    schedule(Rate.EDGE);
    schedule(Rate.ROW);
    assignSlots();
  }

  List<Step> steps() {
    return steps;
  }

  int slots() {
    return slots;
  }

  /** Where in scratch a word's column begins, or a negative number if it is in none. */
  int offset(int word) {
    return slot[word] == NONE ? NONE : slot[word] * STRIDE;
  }

  /** Whether a word is read from where it lies rather than computed. */
  boolean isSource(int word) {
    int code = program.code(word);
    return code == Program.COLUMN || code == Program.AHEAD || code == Program.SAMPLE;
  }

  /** Which input columns hold edges: [column]. */
  boolean[] edgeColumns() {
    boolean[] edges = new boolean[program.columns()];
    for (int i = 0; i < program.size(); i++) {
      if (program.code(i) == Program.COLUMN && program.rate(i) == Rate.EDGE) {
        edges[program.operand(i, 0)] = program.hasEdges();
      }
    }
    return edges;
  }

  /** Which input columns are read at all: [column]. */
  boolean[] usedColumns() {
    boolean[] used = new boolean[program.columns()];
    for (int i = 0; i < program.size(); i++) {
      if (program.code(i) == Program.COLUMN) {
        used[program.operand(i, 0)] = true;
      }
    }
    return used;
  }

  /**
   * Steps of one rate. A lookup splits the program: it has level L = the most lookups on a path to
   * it, runs after the loops of level L, and what reads it is at level L + 1 or later. Other words
   * are computed as late as their readers allow, so that few are handed on.
   */
  private void schedule(Rate rate) {
    int size = program.size();
    int[] level = new int[size]; // earliest
    int last = 0;
    for (int i = 0; i < size; i++) {
      if (program.rate(i) == rate) {
        for (int j = 0; j < program.arity(i); j++) {
          int operand = program.operand(i, j);
          if (program.rate(operand) == rate) {
            level[i] = Math.max(level[i], level[operand] + (isGather(operand) ? 1 : 0));
          }
        }
        last = Math.max(last, level[i]);
      }
    }
    int[] latest = new int[size];
    Arrays.fill(latest, last);
    boolean[] stored = new boolean[size]; // sources that a lookup or an output wants in a column
    for (int i = size - 1; i >= 0; i--) {
      if (program.rate(i) == rate) {
        latest[i] = isGather(i) ? level[i] : latest[i];
        for (int j = 0; j < program.arity(i); j++) {
          int operand = program.operand(i, j);
          if (!isGather(operand)) {
            latest[operand] = Math.min(latest[operand], latest[i]);
          }
          stored[operand] |= isGather(i) && isSource(operand);
        }
      }
    }
    for (int i = size - 2; i >= 0; i--) {
      if (program.isSameLoop(i, i + 1)) {
        latest[i] = Math.min(latest[i], latest[i + 1]);
      }
    }
    for (int i = 1; i < size; i++) {
      if (program.isSameLoop(i - 1, i)) {
        latest[i] = latest[i - 1];
      }
    }
    for (int at = 0; at <= last; at++) {
      List<Integer> words = new ArrayList<>();
      List<Integer> gathers = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        boolean here = program.rate(i) == rate && latest[i] == at;
        if (here && isGather(i)) {
          gathers.add(i);
        } else if (here && (!isSource(i) || stored[i])) {
          words.add(i);
        }
        // Columns and POINT words that are outputs are copied.
        if (rate == Rate.ROW && at == last && output[i] && isCopied(i) && !words.contains(i)) {
          if (definedAt[i] == NONE) {
            words.add(i);
          }
        }
      }
      cut(rate, words);
      for (int gather : gathers) {
        add(new Step(rate, true, new int[] {gather}));
      }
    }
  }

  private boolean isCopied(int word) {
    return isSource(word) || program.rate(word) == Rate.POINT;
  }

  private boolean isGather(int word) {
    return program.code(word) == Program.GATHER && program.rate(word) != Rate.POINT;
  }

  private void add(Step step) {
    for (int word : step.words()) {
      definedAt[word] = steps.size();
    }
    steps.add(step);
  }

  /**
   * Loops of at most the budget; of the cuts possible in its second half, the one with fewest live
   * values.
   */
  private void cut(Rate rate, List<Integer> words) {
    int start = 0;
    while (start < words.size()) {
      Set<Integer> seen = new HashSet<>();
      int bytes = 0;
      int best = start + 1;
      int bestLive = Integer.MAX_VALUE;
      int end = start;
      while (end < words.size() && (bytes < budget || end == start)) {
        bytes += bytes(words.get(end), seen);
        end++;
        if (end == words.size() && bytes <= budget) {
          best = end;
        } else if (2 * bytes >= budget && (bytes <= budget || bestLive == Integer.MAX_VALUE)) {
          int live = live(words, start, end);
          if (live <= bestLive) {
            bestLive = live;
            best = end;
          }
        }
      }
      while (best < words.size() && program.isSameLoop(words.get(best - 1), words.get(best))) {
        best++;
      }
      add(new Step(rate, false, words.subList(start, best).stream().mapToInt(w -> w).toArray()));
      start = best;
    }
  }

  private int bytes(int word, Set<Integer> seen) {
    int bytes =
        word > 0 && program.isSameLoop(word - 1, word)
            ? 0
            : OPERATION_BYTES * operations(program, word);
    for (int j = 0; j < program.arity(word); j++) {
      int operand = program.operand(word, j);
      if (seen.add(operand)) {
        bytes += program.rate(operand) == Rate.POINT ? BROADCAST_BYTES : LOAD_BYTES;
      }
    }
    seen.add(word);
    return bytes;
  }

  private static int operations(Program program, int word) {
    if (program.code(word) != Program.LOOP) {
      return 1;
    }
    Program body = program.loop(word).body();
    return IntStream.range(0, body.size()).map(i -> operations(body, i)).sum();
  }

  private int live(List<Integer> words, int start, int end) {
    int next = end < words.size() ? words.get(end) : Integer.MAX_VALUE;
    int live = 0;
    for (int i = start; i < end; i++) {
      boolean mask = program.type(words.get(i)) == Primitive.Type.MASK;
      live += lastUse[words.get(i)] >= next ? (mask ? MASK_COST : 1) : 0;
    }
    return live;
  }

  private void assignSlots() {
    int[] lastStep = new int[program.size()];
    Arrays.fill(lastStep, NONE);
    for (int at = 0; at < steps.size(); at++) {
      Step step = steps.get(at);
      for (int word : step.words()) {
        for (int j = 0; j < program.arity(word); j++) {
          use(program.operand(word, j), at, step.gather(), lastStep);
        }
      }
    }
    for (int word = 0; word < program.size(); word++) {
      if (output[word] || (program.code(word) == Program.GATHER && definedAt[word] != NONE)) {
        lastStep[word] = output[word] ? steps.size() : Math.max(lastStep[word], definedAt[word]);
      }
    }
    List<Integer> free = new ArrayList<>();
    for (int at = 0; at < steps.size(); at++) {
      for (int word : steps.get(at).words()) {
        if (lastStep[word] != NONE) {
          slot[word] = free.isEmpty() ? slots++ : free.remove(free.size() - 1);
        }
      }
      for (int word = 0; word < program.size(); word++) {
        if (lastStep[word] == at && slot[word] != NONE) {
          free.add(slot[word]);
        }
      }
    }
  }

  /** Notes that step {@code at} reads a word, and with AHEAD what lies under it. */
  private void use(int word, int at, boolean gather, int[] lastStep) {
    if (program.code(word) == Program.AHEAD && !gather) {
      use(program.operand(word, 0), at, false, lastStep);
    } else if (definedAt[word] != NONE && definedAt[word] != at && (gather || !isSource(word))) {
      lastStep[word] = at;
    }
  }
}
