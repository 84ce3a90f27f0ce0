package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Solution;
import org.pushforward.engine.expr.Substitution;

/**
 * k formulas f of k unknowns that have to be found together, by a {@link Solution}. Where they lie
 * is a box; what is shown of f, by bounds of formulas, is one of three:
 *
 * <ol>
 *   <li>f is smooth on the whole space, or
 *   <li>on the box, its Jacobian J regular, and f goes to the edge of a box R of values wherever x
 *       goes to the edge. Then f is a bijection onto R (Hadamard 1906).
 *   <li>All principal minors of J are positive on the closed box, or would be after an exchange of
 *       rows and of their signs. With the box's nearest point P(z), f(P(z)) + c (z - P(z)) is then
 *       locally invertible (Robinson 1992; Gale and Nikaido 1965), and a bijection of the space if
 *       it goes to infinity wherever z does.
 * </ol>
 *
 * <p>So a y of R has one solution; it is an image where that lies in the box.
 */
final class Coupled {
  /** Unknowns whose minors, 2^k, are looked at, and directions in which they leave, 3^k. */
  private static final int MOST = 4;

  private final List<Parameter> unknowns;
  private final List<Interval> domain;
  private final List<Expr> formulas;
  private final List<Interval> box;
  private final List<Interval> range;
  private final boolean isContinued;

  private Coupled(
      List<Parameter> unknowns,
      List<Interval> domain,
      List<Expr> formulas,
      List<Interval> box,
      List<Interval> range,
      boolean isContinued) {
    this.unknowns = unknowns;
    this.domain = domain;
    this.formulas = formulas;
    this.box = box;
    this.range = range;
    this.isContinued = isContinued;
  }

  /**
   * @param domain where the unknowns lie
   * @param others where other variables and parameters in the formulas lie
   */
  static Coupled of(
      List<Expr> formulas, List<Parameter> unknowns, List<Interval> domain, Signs others)
      throws VectorFormula.NotInvertible {
    if (unknowns.size() > MOST) {
      throw new VectorFormula.NotInvertible(
          unknowns.size() + " of them have to be solved together, which is done for up to " + MOST);
    }
    Attempt inside = new Attempt(formulas, unknowns, domain, others);
    Attempt all =
        new Attempt(formulas, unknowns, unknowns.stream().map(x -> Interval.LINE).toList(), others);
    if (all.isRegular() && all.isOnto()) {
      return all.found(domain, false);
    }
    inside.requireSmooth();
    if (inside.isRegular() && inside.isOnto()) {
      return inside.found(domain, false);
    }
    Attempt beyond = inside.continued();
    if (beyond != null && beyond.isOnto()) {
      return beyond.found(domain, true);
    }
    throw new VectorFormula.NotInvertible(
        inside.isRegular() || beyond != null
            ? "which values they take together is not known"
            : "the determinant of their derivatives is not known to have one sign");
  }

  /** Formulas on a box. */
  private record Attempt(
      List<Expr> formulas, List<Parameter> unknowns, List<Interval> box, Signs others) {

    private int size() {
      return unknowns.size();
    }

    private Signs signs() {
      Map<Parameter, Bounds> where = new HashMap<>(others.variables());
      for (int j = 0; j < size(); j++) {
        where.put(unknowns.get(j), Bounds.between(box.get(j).low(), box.get(j).high()));
      }
      return others.with(where);
    }

    private List<List<Expr>> jacobian() {
      return formulas.stream()
          .map(f -> unknowns.stream().map(x -> Derivative.of(f, x)).toList())
          .toList();
    }

    private boolean isSmooth(Expr f) {
      Signs signs = signs();
      return Bounds.isAnalytic(f)
          && signs.bounds(f).isContinuous()
          && unknowns.stream().allMatch(x -> signs.bounds(Derivative.of(f, x)).isContinuous());
    }

    void requireSmooth() throws VectorFormula.NotInvertible {
      for (Expr f : formulas) {
        if (!isSmooth(f)) {
          throw new VectorFormula.NotInvertible(
              f + " may be undefined, jump or have a kink where the variables can be");
        }
      }
    }

    boolean isRegular() {
      return formulas.stream().allMatch(this::isSmooth)
          && signs().sign(VectorFormula.determinant(jacobian())) != 0;
    }

    /** R_i. */
    private Bounds range(int i) {
      return signs().bounds(formulas.get(i));
    }

    /**
     * Whether on each way to the edge, of which each unknown either goes to one of its ends or to a
     * point inside, a formula goes to an end of its range.
     */
    boolean isOnto() {
      List<Map<Parameter, Bounds>> ways = List.of(others.variables());
      for (int j = 0; j < size(); j++) {
        List<Map<Parameter, Bounds>> longer = new ArrayList<>();
        Interval interval = box.get(j);
        for (Map<Parameter, Bounds> way : ways) {
          for (Bounds to :
              List.of(
                  Bounds.between(interval.low(), interval.high()),
                  Bounds.between(interval.low(), interval.low()),
                  Bounds.between(interval.high(), interval.high()))) {
            Map<Parameter, Bounds> next = new HashMap<>(way);
            next.put(unknowns.get(j), to);
            longer.add(next);
          }
        }
        ways = longer;
      }
      // The first way stays inside.
      return ways.stream().skip(1).allMatch(this::leaves);
    }

    private boolean leaves(Map<Parameter, Bounds> way) {
      return IntStream.range(0, size())
          .anyMatch(
              i -> {
                double limit = new Limits(others.with(way), signs()).of(formulas.get(i));
                return limit == range(i).low() || limit == range(i).high();
              });
    }

    Coupled found(List<Interval> domain, boolean isContinued) {
      return new Coupled(
          unknowns,
          domain,
          formulas,
          box,
          IntStream.range(0, size())
              .mapToObj(i -> new Interval(range(i).low(), range(i).high()))
              .toList(),
          isContinued);
    }

    /** The formulas continued beyond the box; null if that is not shown to be invertible. */
    Attempt continued() {
      Signs signs = signs();
      for (List<Integer> order : orders(IntStream.range(0, size()).boxed().toList())) {
        List<Expr> rows = new ArrayList<>();
        List<Double> slopes = new ArrayList<>();
        for (int j = 0; j < size(); j++) {
          Expr f = formulas.get(order.get(j));
          Bounds slope = signs.bounds(Derivative.of(f, unknowns.get(j)));
          rows.add(slope.high() < 0 ? f.negate() : f);
          slopes.add(slope.high() < 0 ? slope.high() : slope.low());
        }
        Attempt ordered = new Attempt(rows, unknowns, box, others);
        if (ordered.minors().stream().allMatch(m -> signs.bounds(m).low() > 0)) {
          List<Expr> f = new ArrayList<>(formulas);
          for (int j = 0; j < size(); j++) {
            f.set(order.get(j), beyond(formulas.get(order.get(j)), j, slopes.get(j)));
          }
          return new Attempt(
              f, unknowns, unknowns.stream().map(x -> Interval.LINE).toList(), others);
        }
      }
      return null;
    }

    private Expr nearest(int j) {
      Expr x = unknowns.get(j);
      x = hasHigh(j) ? min(x, Expr.of(box.get(j).high())) : x;
      return hasLow(j) ? max(x, Expr.of(box.get(j).low())) : x;
    }

    /** z_j - P(z)_j. */
    private Expr excess(int j) {
      Expr z = unknowns.get(j);
      Expr zero = Expr.of(0);
      Expr below = hasLow(j) ? min(z.minus(box.get(j).low()), zero) : zero;
      Expr above = hasHigh(j) ? max(z.minus(box.get(j).high()), zero) : zero;
      return below.plus(above);
    }

    private boolean hasLow(int j) {
      return box.get(j).low() > Double.NEGATIVE_INFINITY;
    }

    private boolean hasHigh(int j) {
      return box.get(j).high() < Double.POSITIVE_INFINITY;
    }

    private Expr beyond(Expr f, int j, double slope) {
      Map<Parameter, Expr> nearest = new HashMap<>();
      IntStream.range(0, size()).forEach(i -> nearest.put(unknowns.get(i), nearest(i)));
      return Substitution.of(f, nearest).plus(excess(j).times(slope));
    }

    private List<Expr> minors() {
      List<List<Expr>> jacobian = jacobian();
      List<Expr> minors = new ArrayList<>();
      for (int set = 1; set < 1 << size(); set++) {
        int chosen = set;
        List<Integer> kept =
            IntStream.range(0, size()).filter(i -> (chosen >> i & 1) != 0).boxed().toList();
        minors.add(
            VectorFormula.determinant(
                kept.stream()
                    .map(i -> kept.stream().map(j -> jacobian.get(i).get(j)).toList())
                    .toList()));
      }
      return minors;
    }
  }

  private static List<List<Integer>> orders(List<Integer> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> orders = new ArrayList<>();
    for (Integer first : items) {
      List<Integer> rest = items.stream().filter(i -> !i.equals(first)).toList();
      for (List<Integer> order : orders(rest)) {
        List<Integer> whole = new ArrayList<>(List.of(first));
        whole.addAll(order);
        orders.add(whole);
      }
    }
    return orders;
  }

  /**
   * The unknowns.
   *
   * @param y values of these formulas
   * @param known other variables in them
   */
  List<Expr> solution(List<Expr> y, Map<Parameter, Expr> known) {
    List<Expr> at = formulas.stream().map(f -> Substitution.of(f, known)).toList();
    UnaryOperator<List<Expr>> map =
        x -> {
          Map<Parameter, Expr> values = new HashMap<>();
          IntStream.range(0, x.size()).forEach(j -> values.put(unknowns.get(j), x.get(j)));
          return at.stream().map(f -> Substitution.of(f, values)).toList();
        };
    List<Expr> start = domain.stream().map(d -> Expr.of(d.inside())).toList();
    Expr isOutside = isOutside(y, range);
    List<Expr> there = map.apply(start);
    List<Interval> ends = isContinued ? domain : box;
    return Solution.of(
        map,
        IntStream.range(0, y.size())
            .mapToObj(i -> select(isOutside, there.get(i), y.get(i)))
            .toList(),
        start,
        ends.stream().map(b -> Expr.of(b.low())).toList(),
        ends.stream().map(b -> Expr.of(b.high())).toList(),
        isContinued);
  }

  /** 1 where these values are taken at these unknowns, inside of the domain; else 0. */
  Expr isImage(List<Expr> y, List<Expr> x) {
    Expr isOutside = isOutside(y, range);
    if (!box.equals(domain)) {
      isOutside = isOutside.plus(isOutside(x, domain));
    }
    return select(isOutside, Expr.of(0), Expr.of(1));
  }

  /** More than 0 where one of them is; NaN, which was not found, is not. */
  private static Expr isOutside(List<Expr> x, List<Interval> intervals) {
    Expr isOutside = Expr.of(0);
    for (int i = 0; i < x.size(); i++) {
      Interval interval = intervals.get(i);
      if (interval.low() > Double.NEGATIVE_INFINITY) {
        isOutside = isOutside.plus(lessOrEqual(x.get(i), Expr.of(interval.low())));
      }
      if (interval.high() < Double.POSITIVE_INFINITY) {
        isOutside = isOutside.plus(lessOrEqual(Expr.of(interval.high()), x.get(i)));
      }
    }
    return isOutside;
  }
}
