package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.expr.Substitution;

/**
 * A node of a formula that is constant but where it jumps: a comparison, a floor, a root among
 * whole numbers.
 *
 * @param at is 0, or of the latter two whole, where it changes
 */
record Step(Expr node, Expr at) {
  /** Times that the surroundings of where a step nearly changes are looked at more closely. */
  private static final int ZOOMS = 10;

  /** A change between two neighbouring numbers of the symbol that moves, others resting. */
  record Change(double[] setting, int moving, double low, double high) {
    double[] at(double x) {
      double[] row = setting.clone();
      row[moving] = x;
      return row;
    }
  }

  /** The step that a node is, if it is one. */
  static Optional<Step> of(Expr node) {
    if (node instanceof Root root) {
      return root.isWhole() ? Optional.of(new Step(node, node)) : Optional.empty();
    }
    if (!(node instanceof Apply step)) {
      return Optional.empty();
    }
    List<Expr> operands = step.operands();
    return switch (step.operation()) {
      case LESS, LESS_OR_EQUAL ->
          Optional.of(new Step(node, operands.get(0).minus(operands.get(1))));
      case FLOOR -> Optional.of(new Step(node, operands.get(0)));
      default -> Optional.empty();
    };
  }

  private boolean isComparison() {
    return node instanceof Apply step && step.operation() != Operation.FLOOR;
  }

  /** Whether bounds show that it does not change. */
  boolean isConstant(Box box) {
    if (isComparison() || node instanceof Root) {
      return isComparison() && box.bounds(node).isPoint();
    }
    Bounds b = box.bounds(at);
    boolean isWhole = b.isPoint() && b.low() == Math.rint(b.low());
    return !isWhole && Math.ceil(b.high()) - 1 <= Math.floor(b.low());
  }

  /** Whether, nowhere seen to change, it is constant on all pieces of a symbol. */
  boolean isConstantOnPieces(Box box) {
    return IntStream.range(0, box.symbols().size())
        .filter(k -> moves(box, k))
        .anyMatch(k -> box.pieces(k).stream().allMatch(p -> box.bounds(node, k, p).isPoint()));
  }

  private boolean moves(Box box, int symbol) {
    return !Substitution.among(Set.of(box.symbols().get(symbol)), node).isEmpty();
  }

  /** The random values that it changes with, or the parameters if it is of these alone. */
  List<Integer> moving(Box box) {
    List<Integer> all =
        IntStream.range(0, box.symbols().size()).filter(k -> moves(box, k)).boxed().toList();
    List<Integer> random = all.stream().filter(k -> !box.range(k).isPoint()).toList();
    return random.isEmpty() ? all : random;
  }

  /** Where it changes as one symbol moves. */
  List<Change> changes(Box box, int moving, List<double[]> settings) {
    Rows levels = box.rows(node);
    List<double[]> others = others(moving, settings);
    double[][] grids = new double[others.size()][];
    Arrays.fill(grids, box.grid(moving));
    List<Change> found = changes(levels, moving, others, grids);
    if (found.isEmpty() && isComparison()) {
      Rows distance = box.rows(at);
      for (int zoom = 0; zoom < ZOOMS && found.isEmpty(); zoom++) {
        zoom(distance, moving, others, grids);
        found = changes(levels, moving, others, grids);
      }
    }
    return found;
  }

  /** The settings that differ in others than the symbol that moves. */
  private static List<double[]> others(int moving, List<double[]> settings) {
    Map<List<Double>, double[]> others = new LinkedHashMap<>();
    for (double[] setting : settings) {
      List<Double> key = new ArrayList<>(DoubleStream.of(setting).boxed().toList());
      key.remove(moving);
      others.putIfAbsent(key, setting);
    }
    return List.copyOf(others.values());
  }

  /**
   * @param grids [setting][place]
   */
  private static List<Change> changes(
      Rows levels, int moving, List<double[]> settings, double[][] grids) {
    int places = grids[0].length;
    double[][] rows = rows(moving, settings, grids);
    double[] level = levels.values(rows);
    List<Change> wide = new ArrayList<>();
    List<Double> before = new ArrayList<>();
    for (int i = 1; i < rows.length; i++) {
      boolean isOther = level[i - 1] < level[i] || level[i - 1] > level[i];
      if (isOther && i % places != 0) {
        wide.add(new Change(rows[i], moving, rows[i - 1][moving], rows[i][moving]));
        before.add(level[i - 1]);
      }
    }
    return narrowed(wide, before, levels);
  }

  /** Leaves of each grid what lies about the place of the least distance. */
  private static void zoom(Rows distance, int moving, List<double[]> settings, double[][] grids) {
    double[] found = distance.values(rows(moving, settings, grids));
    for (int k = 0; k < grids.length; k++) {
      double[] grid = grids[k];
      int least = 0;
      for (int i = 1; i < grid.length; i++) {
        double d = Math.abs(found[k * grid.length + i]);
        least = d < Math.abs(found[k * grid.length + least]) ? i : least;
      }
      double low = grid[Math.max(0, least - 1)];
      double high = grid[Math.min(grid.length - 1, least + 1)];
      // As many places as all others have.
      grids[k] =
          IntStream.range(0, grid.length)
              .mapToDouble(i -> low + (high - low) * i / (grid.length - 1))
              .toArray();
    }
  }

  private static double[][] rows(int moving, List<double[]> settings, double[][] grids) {
    int places = grids[0].length;
    double[][] rows = new double[settings.size() * places][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = settings.get(i / places).clone();
      rows[i][moving] = grids[i / places][i % places];
    }
    return rows;
  }

  /** The same changes between neighbouring numbers. */
  private static List<Change> narrowed(List<Change> wide, List<Double> before, Rows levels) {
    List<Change> changes = new ArrayList<>(wide);
    for (int round = 0; round < Long.SIZE && !changes.isEmpty(); round++) {
      double[][] middles =
          changes.stream().map(c -> c.at(middle(c.low, c.high))).toArray(double[][]::new);
      double[] level = levels.values(middles);
      for (int i = 0; i < middles.length; i++) {
        Change c = changes.get(i);
        double middle = middles[i][c.moving];
        changes.set(
            i,
            level[i] == before.get(i)
                ? new Change(c.setting, c.moving, middle, c.high)
                : new Change(c.setting, c.moving, c.low, middle));
      }
    }
    return changes;
  }

  /** The number that as many doubles lie above as below; the lower one of two neighbours. */
  private static double middle(double low, double high) {
    long from = ordered(low);
    long to = ordered(high);
    return ordinal((from & to) + ((from ^ to) >> 1));
  }

  /** Rises with x, by one from each double to the next. */
  private static long ordered(double x) {
    long bits = Double.doubleToLongBits(x);
    return bits < 0 ? Long.MIN_VALUE - bits : bits;
  }

  private static double ordinal(long ordered) {
    return Double.longBitsToDouble(ordered < 0 ? Long.MIN_VALUE - ordered : ordered);
  }
}
