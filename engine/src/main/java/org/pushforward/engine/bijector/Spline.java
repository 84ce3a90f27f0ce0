package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * An increasing piecewise rational curve through knots (x_k, y_k) with given slopes there (Gregory
 * and Delbourgo 1982; Durkan et al. 2019), straight before the first and after the last.
 *
 * <p>Between two knots, w and h apart, with s = h / w, the slopes d and e there, t = (x - x_k) / w
 * and r = 1 - t:
 *
 * <pre>y     = y_k + h t (s t + d r) / n,   n = s (t^2 + r^2) + (d + e) t r
 * dy/dx = s^2 (e t^2 + 2 s t r + d r^2) / n^2</pre>
 *
 * @param x rising
 * @param y rising, as many
 * @param slopes positive, as many
 */
public record Spline(List<Expr> x, List<Expr> y, List<Expr> slopes) implements Bijector {

  public Spline {
    x = List.copyOf(x);
    y = List.copyOf(y);
    slopes = List.copyOf(slopes);
    if (x.size() < 2 || x.size() != y.size() || x.size() != slopes.size()) {
      throw new IllegalArgumentException(
          "%d and %d knots, %d slopes".formatted(x.size(), y.size(), slopes.size()));
    }
  }

  /** What lies between two knots; its steepness is h / w. */
  private record Piece(Expr x, Expr width, Expr y, Expr height, Expr steepness, Expr d, Expr e) {
    /** The curve at t, and the logarithm of its slope. */
    Image at(Expr t) {
      Expr r = Expr.of(1).minus(t);
      Expr product = t.times(r);
      Expr n = steepness.times(t.square().plus(r.square())).plus(d.plus(e).times(product));
      Expr rise = height.times(t.times(steepness.times(t).plus(d.times(r)))).over(n);
      Expr slope =
          e.times(t.square()).plus(steepness.times(product).times(2)).plus(d.times(r.square()));
      return new Image(y.plus(rise), log(slope.times(steepness.over(n).square())));
    }

    /**
     * The t of the image y_k + u h. With v = 1 - u, q = d v - e u and p = |q| + sqrt(q^2 + 4 s^2 u
     * v), of which nothing cancels, it is 2 s u / (2 s u + p) for q >= 0, else p / (p + 2 s v).
     */
    Expr preimage(Expr u) {
      Expr v = Expr.of(1).minus(u);
      Expr low = steepness.times(u).times(2);
      Expr high = steepness.times(v).times(2);
      Expr q = d.times(v).minus(e.times(u));
      Expr isConvex = less(q, Expr.of(0));
      Expr p = select(isConvex, q.negate(), q).plus(sqrt(q.square().plus(low.times(high))));
      return select(isConvex, p, low).over(p.plus(select(isConvex, high, low)));
    }
  }

  @Override
  public Image forward(Expr x) {
    Inner inner = Inner.of(x, this.x);
    Piece piece = piece(inner.point(), this.x);
    Image image = piece.at(inner.point().minus(piece.x()).over(piece.width()));
    Expr beyond = slopes.get(0).times(inner.before()).plus(last(slopes).times(inner.after()));
    return new Image(image.value().plus(beyond), image.logDet());
  }

  @Override
  public Expr preimage(Expr y) {
    Inner inner = Inner.of(y, this.y);
    Piece piece = piece(inner.point(), this.y);
    Expr t = piece.preimage(inner.point().minus(piece.y()).over(piece.height()));
    Expr beyond = inner.before().over(slopes.get(0)).plus(inner.after().over(last(slopes)));
    return piece.x().plus(piece.width().times(t)).plus(beyond);
  }

  /**
   * The nearest point from the first knot to the last.
   *
   * @param before how far the point itself lies before the first knot, negative, or 0
   * @param after how far it lies after the last
   */
  private record Inner(Expr point, Expr before, Expr after) {
    static Inner of(Expr at, List<Expr> knots) {
      Expr first = knots.get(0);
      Expr last = last(knots);
      Expr isBefore = less(at, first);
      Expr isAfter = less(last, at);
      Expr zero = Expr.of(0);
      return new Inner(
          select(isBefore, first, select(isAfter, last, at)),
          select(isBefore, at.minus(first), zero),
          select(isAfter, at.minus(last), zero));
    }
  }

  /** The one that holds the point, knots being x or y. */
  private Piece piece(Expr at, List<Expr> knots) {
    Piece piece = piece(0);
    for (int k = 1; k < knots.size() - 1; k++) {
      Expr isBeyond = less(knots.get(k), at);
      Piece a = piece;
      Piece b = piece(k);
      piece =
          new Piece(
              select(isBeyond, b.x, a.x),
              select(isBeyond, b.width, a.width),
              select(isBeyond, b.y, a.y),
              select(isBeyond, b.height, a.height),
              select(isBeyond, b.steepness, a.steepness),
              select(isBeyond, b.d, a.d),
              select(isBeyond, b.e, a.e));
    }
    return piece;
  }

  private Piece piece(int k) {
    Expr width = x.get(k + 1).minus(x.get(k));
    Expr height = y.get(k + 1).minus(y.get(k));
    return new Piece(
        x.get(k), width, y.get(k), height, height.over(width), slopes.get(k), slopes.get(k + 1));
  }

  private static Expr last(List<Expr> list) {
    return list.get(list.size() - 1);
  }
}
