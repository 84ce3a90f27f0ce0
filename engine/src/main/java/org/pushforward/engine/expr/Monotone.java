package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pieces of an interval on which a formula of one parameter rises or falls, shown by {@link
 * Bounds} of its derivatives; turning points are found numerically.
 */
public final class Monotone {

  /**
   * A piece.
   *
   * @param isRising whether the formula rises on it, else it falls
   * @param first the formula's limit at {@code low}
   * @param last at {@code high}
   */
  public record Piece(double low, double high, boolean isRising, double first, double last) {}

  /** Boxes looked at before it is given up; a formula with few turning points needs some dozens. */
  private static final int MOST = 4000;

  /** Derivatives of the derivative that are looked at: enough for a polynomial's far ends. */
  private static final int DEPTH = 6;

  private final Expr formula;
  private final Parameter x;
  private final Map<Parameter, Bounds> parameters;
  private final List<Expr> derivatives = new ArrayList<>();
  private final boolean isKinked;
  private int looks;

  private Monotone(Expr formula, Parameter x, Map<Parameter, Bounds> parameters) {
    this.formula = formula;
    this.x = x;
    this.parameters = parameters;
    derivatives.add(Derivative.of(formula, x));
    isKinked = !Bounds.isAnalytic(formula);
  }

  /**
   * The pieces in rising order, each as long as it can be.
   *
   * @param parameters where the other parameters lie
   * @return empty if it cannot be shown, whatever these are
   */
  public static Optional<List<Piece>> pieces(
      Expr formula, Parameter x, double low, double high, Map<Parameter, Bounds> parameters) {
    Monotone search = new Monotone(formula, x, parameters);
    List<Piece> found = new ArrayList<>();
    if (!search.look(low, high, found)) {
      return Optional.empty();
    }
    List<Piece> whole = new ArrayList<>();
    for (Piece piece : found) {
      Piece before = whole.isEmpty() ? null : whole.get(whole.size() - 1);
      // What is continuous on both sides of a point may still jump there, or have a pole.
      if (before != null
          && before.isRising == piece.isRising
          && search.bounds(formula, piece.low, piece.low).isContinuous()) {
        whole.set(
            whole.size() - 1, new Piece(before.low, piece.high, piece.isRising, Double.NaN, 0));
      } else {
        whole.add(piece);
      }
    }
    List<Piece> limited = new ArrayList<>();
    for (Piece piece : whole) {
      double first = search.limit(piece.low, piece.high);
      double last = search.limit(piece.high, piece.low);
      limited.add(new Piece(piece.low, piece.high, piece.isRising, first, last));
      if (!(piece.isRising ? first < last : last < first)) {
        return Optional.empty();
      }
    }
    return Optional.of(limited);
  }

  private Bounds bounds(Expr e, double low, double high) {
    return Bounds.of(e, Map.of(x, Bounds.between(low, high)), Set.of(x), parameters);
  }

  /** Adds the pieces of [low, high]; false if it has to be given up. */
  private boolean look(double low, double high, List<Piece> found) {
    boolean isContinuous = bounds(formula, low, high).isContinuous();
    int sign = isContinuous ? sign(0, low, high) : 0;
    if (sign != 0) {
      found.add(new Piece(low, high, sign > 0, 0, 0));
      return true;
    }
    if (++looks > MOST) {
      return false;
    }
    double middle = middle(low, high);
    if (isContinuous && Double.isFinite(low) && Double.isFinite(high)) {
      int slope = isKinked ? 0 : sign(1, low, high);
      double first = at(0, low);
      double last = at(0, high);
      if (slope != 0 && first * last < 0) {
        middle = zero(low, high, first < 0);
        found.add(new Piece(low, middle, first > 0, 0, 0));
        found.add(new Piece(middle, high, last > 0, 0, 0));
        return true;
      }
    }
    return low < middle
        && middle < high
        && high - low > 0x1p-40 * Math.max(1, Math.abs(middle))
        && look(low, middle, found)
        && look(middle, high, found);
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
   * zeros of its derivative in single points only.
   */
  private int sign(int order, double low, double high) {
    Bounds bounds = bounds(derivative(order), low, high);
    if (bounds.low() == 0 && bounds.high() == 0) {
      return 0;
    }
    boolean isStrict = isKinked && order == 0;
    if (isStrict ? bounds.low() > 0 : bounds.low() >= 0) {
      return 1;
    }
    if (isStrict ? bounds.high() < 0 : bounds.high() <= 0) {
      return -1;
    }
    if (isKinked || order == DEPTH || Double.isFinite(low) && Double.isFinite(high) && order > 1) {
      return 0;
    }
    int slope = sign(order + 1, low, high);
    double least = slope > 0 ? at(order, low) : at(order, high);
    double most = slope > 0 ? at(order, high) : at(order, low);
    return slope == 0 ? 0 : least >= 0 ? 1 : most <= 0 ? -1 : 0;
  }

  private Expr derivative(int order) {
    while (derivatives.size() <= order) {
      derivatives.add(Derivative.of(derivatives.get(derivatives.size() - 1), x));
    }
    return derivatives.get(order);
  }

  /** The derivative of this order at a point; NaN where that is not known. */
  private double at(int order, double point) {
    return known(bounds(derivative(order), point, point));
  }

  private static double known(Bounds bounds) {
    return bounds.low() == bounds.high() ? bounds.low() : Double.NaN;
  }

  private double zero(double low, double high, boolean rises) {
    double from = low;
    double to = high;
    for (double middle = from + (to - from) / 2;
        from < middle && middle < to;
        middle = from + (to - from) / 2) {
      double value = at(0, middle);
      if (value == 0) {
        return middle;
      }
      if (value < 0 == rises) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return to;
  }

  /** The formula's limit at an end of a piece; NaN where it is not known. */
  private double limit(double end, double other) {
    double value = known(bounds(formula, end, end));
    if (!Double.isNaN(value) || Double.isFinite(end) && end != 0) {
      return value;
    }
    // inf - inf or 0 inf: by the values on the way.
    double sign = Double.isInfinite(end) ? Math.signum(end) : Math.signum(other);
    double before = near(sign, end, 80);
    double after = near(sign, end, 120);
    if (Math.abs(after) >= 0x1p100) {
      return Math.signum(after) * Double.POSITIVE_INFINITY;
    }
    boolean vanishes = Math.abs(after) <= 0x1p-90 && Math.abs(after) < Math.abs(before);
    return vanishes ? 0 : before == after ? after : Double.NaN;
  }

  private double near(double sign, double end, int exponent) {
    double size = Math.scalb(1.0, Double.isInfinite(end) ? exponent : -exponent);
    return known(bounds(formula, sign * size, sign * size));
  }
}
