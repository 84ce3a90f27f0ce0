package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a formula of x changes its sign between two points, each place alone in a bracket whatever
 * the parameters are: shown by {@link Bounds} of it and of its derivatives.
 */
final class SignChanges {

  /** A place in a bracket, which is a point if no parameter moves it. */
  record Change(double low, double high, Expr at) {}

  /**
   * A stretch.
   *
   * @param first the sign where it begins, 0 if that is not known
   * @param last where it ends, another if there is a change
   */
  private record Cell(double low, double high, int first, int last, Change change) {
    boolean isOpen() {
      return first == 0;
    }
  }

  /** Cells looked at before it is given up; a formula with few changes needs some dozens. */
  private static final int MOST = 2000;

  /** Derivatives that are looked at: enough for a polynomial's far ends. */
  private static final int DEPTH = 6;

  /** Of the ends of a bracket, so that others are seen to lie beside it. */
  private static final int HALVINGS = 30;

  /** What holds from here on is said of infinity. */
  private static final double FAR = 0x1p64;

  private final Parameter x;
  private final Map<Parameter, Bounds> parameters;
  private final List<Expr> continuous;
  private final List<Expr> derivatives = new ArrayList<>();
  private final boolean isKinked;
  private final boolean isMoved;
  private int looks;
  private List<Cell> cells;

  private SignChanges(
      Expr formula, Parameter x, Map<Parameter, Bounds> parameters, List<Expr> continuous) {
    this.x = x;
    this.parameters = parameters;
    this.continuous = continuous;
    this.isKinked = !Bounds.isAnalytic(formula);
    this.isMoved = !Substitution.among(parameters.keySet(), formula).isEmpty();
    derivatives.add(formula);
  }

  /**
   * Of the formula between two points.
   *
   * @param continuous what has to be continuous there, but for single points
   * @return empty if it cannot be shown, whatever the parameters are
   */
  static Optional<SignChanges> of(
      Expr formula,
      Parameter x,
      double low,
      double high,
      Map<Parameter, Bounds> parameters,
      List<Expr> continuous) {
    SignChanges search = new SignChanges(formula, x, parameters, continuous);
    search.cells = List.of(search.cell(low, high));
    while (search.cells.stream().anyMatch(Cell::isOpen)) {
      if (!search.refine()) {
        return Optional.empty();
      }
    }
    return Optional.of(search);
  }

  boolean isPositiveFirst() {
    return cells.get(0).first > 0;
  }

  /** In rising order. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    Cell before = null;
    for (Cell cell : cells) {
      if (before != null && before.last != cell.first) {
        changes.add(new Change(cell.low, cell.low, Expr.of(cell.low)));
      }
      if (cell.change != null) {
        changes.add(cell.change);
      }
      before = cell;
    }
    return changes;
  }

  /** Points where what has to be continuous may not be. */
  List<Double> jumps() {
    return cells.stream().skip(1).map(Cell::low).filter(p -> !isContinuous(p, p)).toList();
  }

  /** Settles the open cells, as many together as there are between known signs, or halves them. */
  private boolean refine() {
    List<Cell> finer = new ArrayList<>();
    for (int i = 0, next; i < cells.size(); i = next) {
      next = i + 1;
      if (!cells.get(i).isOpen()) {
        finer.add(cells.get(i));
        continue;
      }
      while (next < cells.size()
          && cells.get(next).isOpen()
          && signAt(0, cells.get(next).low) == 0) {
        next++;
      }
      int first = signAt(0, cells.get(i).low);
      int last = signAt(0, cells.get(next - 1).high);
      first = first == 0 && i > 0 ? finer.get(finer.size() - 1).last : first;
      last = last == 0 && next < cells.size() ? cells.get(next).first : last;
      Optional<Cell> settled = settled(cells.subList(i, next), first, last);
      settled.ifPresent(finer::add);
      if (settled.isEmpty()) {
        for (Cell open : cells.subList(i, next)) {
          double middle = middle(open.low, open.high);
          boolean isNarrow = !(open.high - open.low > 0x1p-40 * Math.max(1, Math.abs(middle)));
          if (isNarrow || looks > MOST) {
            return false;
          }
          finer.add(cell(open.low, middle));
          finer.add(cell(middle, open.high));
        }
      }
    }
    cells = finer;
    return true;
  }

  /** As one, if the formula is continuous and rises or falls there. */
  private Optional<Cell> settled(List<Cell> open, int first, int last) {
    double low = open.get(0).low;
    double high = open.get(open.size() - 1).high;
    boolean isBounded = Double.isFinite(low) && Double.isFinite(high);
    if (first == 0 || last == 0 || first != last && !isMoved && !isBounded) {
      return Optional.empty();
    }
    if (!isContinuous(low, high) || !bounds(0, low, high).isContinuous()) {
      return Optional.empty();
    }
    int slope = sign(1, low, high);
    if (slope == 0 && open.stream().map(c -> sign(1, c.low, c.high)).distinct().count() == 1) {
      slope = sign(1, low, open.get(0).high);
    }
    if (slope == 0 || first != last && slope != last) {
      return Optional.empty();
    }
    return Optional.of(
        new Cell(low, high, first, last, first == last ? null : change(low, high, slope)));
  }

  private Change change(double low, double high, int slope) {
    Expr formula = derivatives.get(0);
    if (!isMoved) {
      double zero = zero(low, high, slope);
      return new Change(zero, zero, Expr.of(zero));
    }
    double from = bracket(low, high, -slope);
    double to = bracket(high, low, slope);
    Expr steepness = derivative(1);
    if (!Quotient.isOf(steepness, x)) {
      return new Change(from, to, at(formula, 0).negate().over(steepness));
    }
    Expr root =
        Root.of(
            u -> Substitution.of(formula, x, u).times(slope),
            Expr.of(middle(from, to)),
            Expr.of(from),
            Expr.of(to));
    return new Change(from, to, root);
  }

  /** The point nearest to the other end of a bracket that still has the sign of this one. */
  private double bracket(double end, double other, int sign) {
    double known = end;
    double unknown = other;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = middle(Math.min(known, unknown), Math.max(known, unknown));
      if (signAt(0, middle) == sign) {
        known = middle;
      } else {
        unknown = middle;
      }
    }
    return known;
  }

  private double zero(double low, double high, int slope) {
    double from = low;
    double to = high;
    for (double middle = from + (to - from) / 2;
        from < middle && middle < to;
        middle = from + (to - from) / 2) {
      double value = at(derivatives.get(0), middle).constantOrNaN();
      if (value == 0) {
        return middle;
      }
      if (value < 0 == slope > 0) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return to;
  }

  private Cell cell(double low, double high) {
    looks++;
    int sign = isContinuous(low, high) ? sign(0, low, high) : 0;
    return new Cell(low, high, sign, sign, null);
  }

  private boolean isContinuous(double low, double high) {
    return continuous.stream().allMatch(e -> bounds(e, low, high).isContinuous());
  }

  private static double middle(double low, double high) {
    if (low < 0 && high > 0 && (Double.isInfinite(low) || Double.isInfinite(high))) {
      return 0;
    }
    if (Double.isInfinite(high)) {
      return Math.max(1, 2 * low);
    }
    return Double.isInfinite(low) ? Math.min(-1, 2 * high) : low + (high - low) / 2;
  }

  /**
   * 1 where the derivative of this order is nowhere negative, -1 where nowhere positive, 0 where
   * neither is seen: by its bounds, or at its ends if it is monotone. A smooth formula can have
   * zeros in single points only.
   */
  private int sign(int order, double low, double high) {
    int sign = signOf(bounds(order, low, high), isKinked);
    if (sign != 0 || isKinked || order == DEPTH) {
      return sign;
    }
    if (!Quotient.isOf(derivative(order), x)) {
      return 0;
    }
    if (derivative(order + 1).is(0)) {
      return signOf(bounds(at(derivative(order), 0), 0, 0), false);
    }
    if (order > 1 && Double.isFinite(low) && Double.isFinite(high)) {
      return 0;
    }
    int slope = sign(order + 1, low, high);
    int first = slope == 0 ? 0 : signAt(order, low);
    int last = slope == 0 ? 0 : signAt(order, high);
    return first == slope ? slope : last == -slope ? -slope : 0;
  }

  private static int signOf(Bounds bounds, boolean isStrict) {
    if (bounds.low() == 0 && bounds.high() == 0) {
      return 0;
    }
    return bounds.low() > 0 || !isStrict && bounds.low() == 0
        ? 1
        : bounds.high() < 0 || !isStrict && bounds.high() == 0 ? -1 : 0;
  }

  /** The sign of the derivative of this order at a point or, in the limit, at infinity. */
  private int signAt(int order, double point) {
    return Double.isInfinite(point)
        ? far(order, point > 0)
        : signOf(bounds(order, point, point), false);
  }

  /** What keeps away from 0 from some point on makes what it is the derivative of infinite. */
  private int far(int order, boolean isHigh) {
    Bounds bounds =
        isHigh
            ? bounds(order, FAR, Double.POSITIVE_INFINITY)
            : bounds(order, Double.NEGATIVE_INFINITY, -FAR);
    if (bounds.low() > 0 || bounds.high() < 0) {
      return bounds.low() > 0 ? 1 : -1;
    }
    int slope = order == DEPTH || isKinked ? 0 : far(order + 1, isHigh);
    return isHigh ? slope : -slope;
  }

  /**
   * Whether the formula keeps away from 0 far out, so that what it is the derivative of does not.
   */
  static boolean isSteep(
      Expr formula, Parameter x, Map<Parameter, Bounds> parameters, boolean isHigh) {
    return new SignChanges(formula, x, parameters, List.of()).far(0, isHigh) != 0;
  }

  private Expr derivative(int order) {
    while (derivatives.size() <= order) {
      derivatives.add(Derivative.of(derivatives.get(derivatives.size() - 1), x));
    }
    return derivatives.get(order);
  }

  private Expr at(Expr e, double point) {
    return Substitution.of(e, x, Expr.of(point));
  }

  private Bounds bounds(int order, double low, double high) {
    return bounds(derivative(order), low, high);
  }

  private Bounds bounds(Expr e, double low, double high) {
    return Bounds.of(e, Map.of(x, Bounds.between(low, high)), Set.of(x), parameters);
  }
}
