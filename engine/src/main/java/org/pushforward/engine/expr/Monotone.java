package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pieces of an interval on which a formula of x rises or falls: between its turning points, its
 * poles and its jumps. Parameters may move the former two, if there are as many wherever they lie.
 */
public final class Monotone {

  /**
   * A piece.
   *
   * @param isRising whether the formula rises on it, else it falls
   * @param first the formula's limit at {@code low}
   * @param last at {@code high}
   */
  public record Piece(Expr low, Expr high, boolean isRising, Expr first, Expr last) {}

  /** Where a piece ends. */
  private record Break(double low, double high, Expr at, boolean isPole, boolean isTurn) {
    static Break at(double point) {
      return new Break(point, point, Expr.of(point), false, false);
    }
  }

  private final Expr formula;
  private final Parameter x;
  private final Map<Parameter, Bounds> parameters;
  private final Quotient quotient;
  private final Expr slope;

  private Monotone(Expr formula, Parameter x, Map<Parameter, Bounds> parameters) {
    this.formula = formula;
    this.x = x;
    this.parameters = parameters;
    this.slope = Derivative.of(formula, x);
    Quotient parts = Quotient.of(formula, x);
    this.quotient = parts.powers().isEmpty() ? new Quotient(formula, Map.of()) : parts;
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
    Map<Expr, Integer> factors = Quotient.of(search.slope, x).factors(x);
    Map<Expr, Integer> whole = Map.of(search.slope, 1);
    boolean isOther = search.quotient.powers().isEmpty() && !factors.equals(whole);
    return search
        .pieces(low, high, factors)
        .or(() -> isOther ? search.pieces(low, high, whole) : Optional.empty());
  }

  /**
   * The pieces, if they can be shown.
   *
   * @param factors the derivative's, with exponents
   */
  private Optional<List<Piece>> pieces(double low, double high, Map<Expr, Integer> factors) {
    Set<Expr> poles = quotient.powers().keySet();
    Set<Expr> changing = new LinkedHashSet<>(poles);
    factors.forEach((h, e) -> changing.addAll(e % 2 == 0 ? Set.of() : Set.of(h)));
    boolean isRising = true;
    List<Break> breaks = new ArrayList<>();
    for (Expr h : changing) {
      Optional<SignChanges> signs = SignChanges.of(h, x, low, high, parameters, List.of());
      if (signs.isEmpty()) {
        return Optional.empty();
      }
      boolean isTurn = factors.getOrDefault(h, 0) % 2 != 0;
      isRising ^= isTurn && !signs.get().isPositiveFirst();
      for (SignChanges.Change c : signs.get().changes()) {
        breaks.add(new Break(c.low(), c.high(), c.at(), poles.contains(h), isTurn));
      }
    }
    List<Expr> continuous = new ArrayList<>(poles);
    continuous.add(quotient.numerator());
    Optional<SignChanges> jumps = SignChanges.of(Expr.of(1), x, low, high, parameters, continuous);
    if (jumps.isEmpty()) {
      return Optional.empty();
    }
    for (double jump : jumps.get().jumps()) {
      if (breaks.stream().noneMatch(b -> b.at.is(jump))) {
        breaks.add(Break.at(jump));
      }
    }
    breaks.sort(Comparator.comparing(Break::low).thenComparing(Break::high));
    breaks.add(Break.at(high));
    List<Piece> pieces = new ArrayList<>();
    Break before = Break.at(low);
    for (Break next : breaks) {
      if (next.low < before.high || next.at == before.at) {
        return Optional.empty();
      }
      pieces.add(piece(before, next, isRising));
      isRising ^= next.isTurn;
      before = next;
    }
    return pieces.stream().allMatch(Monotone::isRight) ? Optional.of(pieces) : Optional.empty();
  }

  private Piece piece(Break low, Break high, boolean isRising) {
    return new Piece(
        low.at, high.at, isRising, limit(low, true, isRising), limit(high, false, isRising));
  }

  /** Limits that are known, and differ. */
  private static boolean isRight(Piece piece) {
    double first = piece.first.constantOrNaN();
    double last = piece.last.constantOrNaN();
    boolean areKnown =
        !(piece.first instanceof Constant && Double.isNaN(first))
            && !(piece.last instanceof Constant && Double.isNaN(last));
    return areKnown && !(piece.isRising ? first >= last : last >= first);
  }

  /** The formula's limit at an end of a piece; NaN where it is not known. */
  private Expr limit(Break end, boolean isLow, boolean isRising) {
    Expr infinity =
        Expr.of(isLow == isRising ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    if (end.isPole || quotient.powers().keySet().stream().anyMatch(g -> at(g, end.at).is(0))) {
      return infinity;
    }
    Expr value = at(formula, end.at);
    double point = end.at.constantOrNaN();
    if (Double.isNaN(point)) {
      return value;
    }
    Bounds bounds = bounds(point);
    boolean isFinite = Double.isFinite(bounds.low()) && Double.isFinite(bounds.high());
    if (bounds.isContinuous() && (isFinite || bounds.isPoint() || Double.isFinite(point))) {
      return bounds.isPoint() && !isFinite ? Expr.of(bounds.low()) : value;
    }
    if (Double.isInfinite(point) && SignChanges.isSteep(slope, x, parameters, point > 0)) {
      return infinity;
    }
    Expr ratio = Double.isInfinite(point) ? quotient.limit(x, infinity) : Expr.of(Double.NaN);
    return ratio instanceof Constant c && Double.isNaN(c.value()) ? near(point, isLow) : ratio;
  }

  /** The limit by the values on the way, where these are known: inf - inf, 0 inf, 1/0. */
  private Expr near(double point, boolean isLow) {
    if (Double.isFinite(point) && point != 0) {
      return Expr.of(Double.NaN);
    }
    double sign = Double.isInfinite(point) ? Math.signum(point) : isLow ? 1 : -1;
    int direction = Double.isInfinite(point) ? 1 : -1;
    double nearer = Math.scalb(sign, 120 * direction);
    double before = at(formula, Expr.of(Math.scalb(sign, 80 * direction))).constantOrNaN();
    double after = at(formula, Expr.of(nearer)).constantOrNaN();
    if (Math.abs(after) >= 0x1p100) {
      return Expr.of(Math.signum(after) * Double.POSITIVE_INFINITY);
    }
    Bounds last = bounds(nearer);
    boolean vanishes = Math.max(-last.low(), last.high()) <= 0x1p-90;
    return Expr.of(vanishes ? 0 : before == after ? after : Double.NaN);
  }

  private Bounds bounds(double point) {
    return Bounds.of(formula, Map.of(x, Bounds.between(point, point)), Set.of(x), parameters);
  }

  private Expr at(Expr e, Expr point) {
    return Substitution.of(e, x, point);
  }
}
