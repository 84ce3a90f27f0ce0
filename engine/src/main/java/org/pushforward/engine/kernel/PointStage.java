package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.elementary.Primitive;

/**
 * What a program computes once per parameter point, in scalar arithmetic: its POINT words and its
 * tables. Every backend starts here, so that normalisations and tables are the same numbers
 * everywhere.
 */
public final class PointStage {
  private static final Primitive[] PRIMITIVES = Primitive.values();

  private final Program program;
  private final int[] pointWords;
  private final List<FilledTables> groups = new ArrayList<>();

  public PointStage(Program program, Backend backend) {
    this.program = program;
    int count = 0;
    int[] found = new int[program.size()];
    for (int i = 0; i < program.size(); i++) {
      if (program.rate(i) == Rate.POINT) {
        found[count++] = i;
      }
    }
    pointWords = java.util.Arrays.copyOf(found, count);
    for (ConvolutionTables tables : program.tables()) {
      groups.add(new FilledTables(tables, backend));
    }
  }

  /**
   * Computes the tables and the POINT words of one point.
   *
   * @param points [point][parameter]
   * @param point which of them
   * @param seed of the rows' random numbers
   * @param words [word], where POINT words are put
   * @return the tables, each flat
   */
  public double[][] run(double[] points, int point, long seed, long[] words) {
    double[] parameters = new double[program.parameters()];
    System.arraycopy(points, point * parameters.length, parameters, 0, parameters.length);
    List<double[]> filled = new ArrayList<>();
    for (FilledTables group : groups) {
      filled.addAll(group.at(parameters));
    }
    double[][] tables = filled.toArray(new double[0][]);
    for (int i : pointWords) {
      if (program.code[i] == Program.SEED) {
        words[i] = seed;
      } else {
        compute(program, i, words, parameters, tables);
      }
    }
    return tables;
  }

  /**
   * Computes a word that is neither from the block nor ahead; all states of a loop at the first.
   */
  static void compute(Program p, int i, long[] words, double[] parameters, double[][] tables) {
    if (p.code[i] != Program.LOOP) {
      words[i] = word(p, i, words, parameters, tables);
    } else if (i == 0 || !p.isSameLoop(i - 1, i)) {
      long[] states = p.loop(i).run(words);
      for (int j = i; j < p.size() && p.isSameLoop(i, j); j++) {
        words[j] = states[p.state(j)];
      }
    }
  }

  private static long word(Program p, int i, long[] words, double[] parameters, double[][] tables) {
    int kind = p.code[i];
    return switch (kind) {
      case Program.CONSTANT -> p.bits[i];
      case Program.PARAMETER -> Double.doubleToRawLongBits(parameters[p.a[i]]);
      case Program.GATHER ->
          Double.doubleToRawLongBits(tables[p.b[i]][(int) (words[p.a[i]] + p.bits[i])]);
      default -> {
        int arity = PRIMITIVES[kind].arity();
        yield PRIMITIVES[kind].apply(
            words[p.a[i]], arity > 1 ? words[p.b[i]] : 0, arity > 2 ? words[p.c[i]] : 0);
      }
    };
  }
}
