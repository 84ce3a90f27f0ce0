package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.gradient.Step.Change;

/**
 * Where a formula f of random values and parameters jumps, so that the derivative of its mean is
 * not the mean of its derivative.
 *
 * <p>All jumps come from steps: nodes that are constant but where they jump (comparisons, floor,
 * roots among whole numbers). A step that {@link Bounds} show to be constant inside the ranges is
 * none; an end of a range has no probability. Of any other, places are looked for where it changes
 * while one symbol moves, the others resting at a number of points: on each piece of their ranges
 * that f's steps cut, and in between on many scales. There f jumps unless
 *
 * <pre>
 *   J(h) = |f(s + h) - f(s - h)|,  s the place, h = 0, 2^-44 |s|, 2^-38 |s|
 * </pre>
 *
 * is below 1e-9 of |f| or falls with h, as h^(1/6) at least. So kinks are none, nor steps whose
 * sides agree, nor a jump times what is 0 there. A step of which no place is found counts as a
 * jump, for it may be a narrow one.
 *
 * <p>A jump is missed if it is smaller than 1e-9 of f, or shows only where others of the symbols
 * are in a part of their ranges that is rare on all scales and that no step bounds. What a root or
 * an integral binds does not count: both are continuous in what moves them.
 */
public final class Jumps {
  /** Points where other symbols rest: the least part of them that shows a jump is 1/8 or so. */
  private static final int SETTINGS = 32;

  private static final double LEAST = 1e-9;
  private static final double NEAR = 0x1p-44;
  private static final double FAR = 0x1p-38;

  /** Of what f changes over FAR |s|, which is to be seen of rounding s. */
  private static final double ROUNDED = 0x1p-10;

  /**
   * A place where f jumps.
   *
   * @param at jumps where this is 0, of a floor or a root among whole numbers where it is whole
   * @param because what is seen there
   */
  public record Jump(Expr at, String because) {
    /** Which of these symbols move across it. */
    public Set<Parameter> among(Set<Parameter> symbols) {
      return Substitution.among(symbols, at);
    }
  }

  private final Expr f;
  private final Box box;

  private Jumps(Expr f, Map<Parameter, Bounds> ranges) {
    this.f = f;
    this.box = new Box(ranges);
  }

  /**
   * The jumps of f inside the ranges.
   *
   * @param ranges of all its symbols: the supports of random values, and points for parameters
   */
  public static List<Jump> of(Expr f, Map<Parameter, Bounds> ranges) {
    return new Jumps(f, ranges).found();
  }

  private List<Jump> found() {
    List<Step> steps = steps();
    if (steps.isEmpty()) {
      return List.of();
    }
    List<double[]> settings = settings(steps);
    Rows values = box.rows(f);
    Map<Expr, Jump> jumps = new LinkedHashMap<>();
    for (Step step : steps) {
      if (!jumps.containsKey(step.at()) && !jumps.containsKey(step.at().negate())) {
        jump(step, values, settings).ifPresent(jump -> jumps.put(step.at(), jump));
      }
    }
    return List.copyOf(jumps.values());
  }

  /** The steps that may change inside the ranges. */
  private List<Step> steps() {
    Map<Expr, Set<Parameter>> free = new LinkedHashMap<>();
    free(f, free);
    Set<Parameter> bound = new HashSet<>();
    free.keySet().forEach(node -> bound.addAll(Root.bound(node)));
    return free.keySet().stream()
        .filter(node -> Collections.disjoint(free.get(node), bound))
        .filter(node -> !Collections.disjoint(free.get(node), box.symbols()))
        .flatMap(node -> Step.of(node).stream())
        .filter(step -> !step.isConstant(box))
        .toList();
  }

  /** The symbols of each node, operands first, without those that roots and integrals bind. */
  private static Set<Parameter> free(Expr e, Map<Expr, Set<Parameter>> known) {
    Set<Parameter> before = known.get(e);
    if (before != null) {
      return before;
    }
    Set<Parameter> found = new HashSet<>();
    if (e instanceof Parameter p) {
      found.add(p);
    }
    e.operands().forEach(operand -> found.addAll(free(operand, known)));
    found.removeAll(Set.copyOf(Root.bound(e)));
    known.put(e, found);
    return found;
  }

  private Optional<Jump> jump(Step step, Rows values, List<double[]> settings) {
    List<Change> changes = new ArrayList<>();
    step.moving(box).forEach(k -> changes.addAll(step.changes(box, k, settings)));
    if (changes.isEmpty() && step.isConstantOnPieces(box)) {
      return Optional.empty();
    }
    double[][] places = new double[6 * changes.size()][];
    for (int i = 0; i < changes.size(); i++) {
      Change c = changes.get(i);
      double size = Math.max(Math.abs(c.low()), Math.abs(c.high()));
      double scale = size < Double.MIN_NORMAL ? box.width(c.moving()) : size;
      double[] h = {0, NEAR * scale, FAR * scale};
      for (int k = 0; k < 3; k++) {
        places[6 * i + 2 * k] = c.at(box.inside(c.moving(), c.low() - h[k]));
        places[6 * i + 2 * k + 1] = c.at(box.inside(c.moving(), c.high() + h[k]));
      }
    }
    double[] found = places.length == 0 ? new double[0] : values.values(places);
    boolean isSeen = false;
    for (int i = 0; i < changes.size(); i++) {
      double[] v = Arrays.copyOfRange(found, 6 * i, 6 * i + 6);
      boolean isDefined = DoubleStream.of(v).anyMatch(x -> !Double.isNaN(x));
      isSeen |= isDefined;
      if (isDefined && !isContinuous(v)) {
        Change c = changes.get(i);
        String place = box.symbols().get(c.moving()).name() + " = " + (float) c.high();
        String jump = "it goes from " + (float) v[2] + " to " + (float) v[3];
        return Optional.of(
            new Jump(step.at(), jump + " across " + place + ", where " + step.node() + " changes"));
      }
    }
    return isSeen
        ? Optional.empty()
        : Optional.of(
            new Jump(
                step.at(),
                step.node() + " may change, and it is not seen that nothing jumps where it does"));
  }

  /** From the values on both sides at three distances. */
  private static boolean isContinuous(double[] v) {
    double size = DoubleStream.of(v).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    double near = between(v[2], v[3]);
    double slope = Math.max(between(v[2], v[4]), between(v[3], v[5]));
    return Math.min(near, between(v[0], v[1])) <= LEAST * size
        || Double.isFinite(near) && near <= Math.max(0.5 * between(v[4], v[5]), ROUNDED * slope);
  }

  private static double between(double a, double b) {
    double distance = a == b || Double.isNaN(a) && Double.isNaN(b) ? 0 : Math.abs(a - b);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }

  /** Where others rest: random combinations of one number of each piece of their ranges. */
  private List<double[]> settings(List<Step> steps) {
    double[] typical = box.typical();
    for (Step step : steps) {
      for (int k : step.moving(box)) {
        for (Change change : step.changes(box, k, List.of(typical))) {
          box.cut(k, List.of(change.low(), change.high()));
        }
      }
    }
    List<List<Double>> choices = IntStream.range(0, typical.length).mapToObj(box::choice).toList();
    Random random = new Random(20261120);
    List<double[]> settings = new ArrayList<>(List.of(typical));
    for (int i = 1; i < SETTINGS; i++) {
      settings.add(choices.stream().mapToDouble(c -> c.get(random.nextInt(c.size()))).toArray());
    }
    return settings;
  }
}
