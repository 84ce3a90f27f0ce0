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
 * A program cut into steps: methods that loop over vectors of a column, and between them table
 * lookups and those of the program's own loops that are too long for a method. Words that one step
 * computes and another reads are handed on in scratch columns ("slots"), reused once their word is
 * dead.
 */
final class Plan {

  /**
   * Doubles a slot: a block's rows and one vector, and a little more so that equal rows of several
   * slots do not share a set of the first-level cache.
   */
  static final int STRIDE = 1024 + 24;

  /** What a step does with its words. */
  enum Kind {
    /** Computes them. */
    COMPUTE,
    /** Looks them up, all at one index. */
    GATHER,
    /** Runs the program's loop that they are states of, on whole columns. */
    REPEAT
  }

  record Step(Rate rate, Kind kind, int[] words) {}

  // Bytecode lengths, estimated from above; what was really compiled is checked afterwards.
  private static final int OPERATION_BYTES = 26;
  private static final int BROADCAST_BYTES = 20;
  private static final int LOAD_BYTES = 24;

  /** Loops longer than so many budgets are run on whole columns. */
  private static final int LONG = 4;

  /** A mask handed on in a column costs as much as so many other values: it has to be made one. */
  private static final int MASK_COST = 8;

  private static final int NONE = -1;

  final Program program;
  private final int budget;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> picks; // each has a slot of its own, the last ones
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
      for (int j = 0; j < arity(i); j++) {
        lastUse[program.operand(i, j)] = i;
      }
    }
    schedule(Rate.PAIR);
    schedule(Rate.EDGE);
    schedule(Rate.ROW);
    assignSlots();
    picks = IntStream.range(0, size).filter(i -> program.code(i) == Program.PICK).boxed().toList();
    slots += picks.size();
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
    return switch (program.code(word)) {
      case Program.COLUMN, Program.AHEAD, Program.SAMPLE, Program.PAIR, Program.PICK -> true;
      default -> false;
    };
  }

  /** Operands that a step has to have; what a PICK picks from is put together beforehand. */
  private int arity(int word) {
    return program.code(word) == Program.PICK ? 0 : program.arity(word);
  }

  /**
   * Where in scratch the column of a PICK begins: the values of 8 first samples, then those of the
   * second ones, and so on, from the sample on whose number is a multiple of 16.
   */
  int pickOffset(int word) {
    return (slots - 1 - picks.indexOf(word)) * STRIDE;
  }

  /** The PICKs. */
  List<Integer> picks() {
    return picks;
  }

  /**
   * Steps of one rate. A step apart splits the program: it has level L = the most such steps on a
   * path to it, runs after what is computed at level L, and what reads it is at level L + 1 or
   * later. Other words are computed as late as their readers allow, so that few are handed on.
   */
  private void schedule(Rate rate) {
    int size = program.size();
    int[] level = new int[size]; // earliest
    int last = 0;
    for (int i = 0; i < size; i++) {
      if (program.rate(i) == rate) {
        for (int j = 0; j < arity(i); j++) {
          int operand = program.operand(i, j);
          if (program.rate(operand) == rate) {
            level[i] = Math.max(level[i], level[operand] + (isApart(operand) ? 1 : 0));
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
        latest[i] = isApart(i) ? level[i] : latest[i];
        for (int j = 0; j < arity(i); j++) {
          int operand = program.operand(i, j);
          if (!isApart(operand)) {
            latest[operand] = Math.min(latest[operand], latest[i]);
          }
          stored[operand] |= isApart(i) && isSource(operand);
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
      List<Integer> apart = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        boolean here = program.rate(i) == rate && latest[i] == at;
        if (here && isApart(i)) {
          apart.add(i);
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
      for (int i = 0; i < apart.size(); i++) {
        int from = i;
        while (i + 1 < apart.size() && isTogether(apart.get(i), apart.get(i + 1))) {
          i++;
        }
        boolean gather = program.code(apart.get(i)) == Program.GATHER;
        add(new Step(rate, gather ? Kind.GATHER : Kind.REPEAT, array(apart.subList(from, i + 1))));
      }
    }
  }

  /** States of one loop, or looked up at one index. */
  private boolean isTogether(int a, int b) {
    return program.isSameLoop(a, b)
        || program.code(a) == Program.GATHER
            && program.code(b) == Program.GATHER
            && program.operand(a, 0) == program.operand(b, 0);
  }

  private boolean isCopied(int word) {
    return isSource(word) || program.rate(word) == Rate.POINT;
  }

  /** Whether the word has a step that computes no others. */
  private boolean isApart(int word) {
    return program.rate(word) != Rate.POINT
        && (program.code(word) == Program.GATHER
            || program.code(word) == Program.LOOP
                && (program.loop(word).isGathered()
                    || OPERATION_BYTES * operations(program, word) > LONG * budget));
  }

  private static int[] array(List<Integer> words) {
    return words.stream().mapToInt(w -> w).toArray();
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
      add(new Step(rate, Kind.COMPUTE, array(words.subList(start, best))));
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
        for (int j = 0; j < arity(word); j++) {
          use(program.operand(word, j), at, step.kind() != Kind.COMPUTE, lastStep);
        }
      }
    }
    for (int word = 0; word < program.size(); word++) {
      if (output[word] || (isApart(word) && definedAt[word] != NONE)) {
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
  private void use(int word, int at, boolean apart, int[] lastStep) {
    if (program.code(word) == Program.AHEAD && !apart) {
      use(program.operand(word, 0), at, false, lastStep);
    } else if (definedAt[word] != NONE && definedAt[word] != at && (apart || !isSource(word))) {
      lastStep[word] = at;
    }
  }
}
