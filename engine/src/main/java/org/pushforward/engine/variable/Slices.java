package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.stop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.distribution.Parts;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/**
 * A vector in ranges as independent variables of which one, X_j, lies in a range and another, X_i,
 * in one that X_j decides. So it is where a component with a range is linear in X_i, and another,
 * if there is one, in X_j and made of that alone: normals by their Cholesky factor, t and Dirichlet
 * laws by their parts, formulas like {x1 + x2^3, x2}.
 *
 * @param flat all variables
 * @param outer j
 * @param range of X_j
 * @param inner i; where ranges are of X_j alone, -1
 * @param line what the component is of X_i
 * @param innerRange of that component
 */
public record Slices(
    Flat flat, int outer, Support range, int inner, Line line, Support innerRange) {

  /**
   * Independent variables that a vector is made of.
   *
   * @param map from them to the vector
   */
  public record Flat(List<RandomVariable> variables, Function<List<Expr>, VectorImage> map) {

    /** Empty where there are mixtures or what is conditioned, sums or discrete variables. */
    static Optional<Flat> of(RandomVector v) {
      if (v instanceof Independent independent) {
        return independent.components().stream().anyMatch(x -> Sum.isIn(x) || x.isDiscrete())
            ? Optional.empty()
            : Optional.of(new Flat(independent.components(), x -> new VectorImage(x, Expr.of(0))));
      }
      if (v instanceof DrawnVector drawn) {
        Parts parts = drawn.law().parts();
        return Optional.of(
            new Flat(parts.laws().stream().<RandomVariable>map(Draw::new).toList(), parts::whole));
      }
      if (v instanceof PushedVector p) {
        return of(p.vector()).map(x -> new Flat(x.variables, z -> image(x.map.apply(z), p)));
      }
      if (!(v instanceof Joined joined)) {
        return Optional.empty();
      }
      Flat all = new Flat(List.of(), x -> new VectorImage(List.of(), Expr.of(0)));
      for (RandomVector part : joined.vectors()) {
        Optional<Flat> next = of(part);
        if (next.isEmpty()) {
          return Optional.empty();
        }
        all = all.and(next.get());
      }
      return Optional.of(all);
    }

    private static VectorImage image(VectorImage x, PushedVector p) {
      VectorImage y = p.map().forward(x.values());
      return new VectorImage(y.values(), x.logDet().plus(y.logDet()));
    }

    private Flat and(Flat other) {
      int n = variables.size();
      List<RandomVariable> both = new ArrayList<>(variables);
      both.addAll(other.variables);
      return new Flat(
          both,
          x -> {
            VectorImage first = map.apply(x.subList(0, n));
            VectorImage second = other.map.apply(x.subList(n, x.size()));
            List<Expr> values = new ArrayList<>(first.values());
            values.addAll(second.values());
            return new VectorImage(values, first.logDet().plus(second.logDet()));
          });
    }
  }

  /** shift + slope x, of symbols. */
  record Line(Expr shift, Expr slope) {
    /** Empty where y is not linear in x, or without it. */
    static Optional<Line> of(Expr y, Parameter x) {
      Expr slope = Derivative.of(y, x);
      return slope.is(0) || !Substitution.among(Set.of(x), slope).isEmpty()
          ? Optional.empty()
          : Optional.of(new Line(Substitution.of(y, x, Expr.of(0)), slope));
    }

    /** Where x lies if this is in a range. */
    Support preimage(Support range, Map<Parameter, Bounds> known) {
      Bounds bounds = Bounds.of(slope, known);
      Expr rises =
          bounds.low() >= 0
              ? Expr.of(1)
              : bounds.high() <= 0 ? Expr.of(0) : less(Expr.of(0), slope);
      return new Support(
          select(
              rises,
              at(range.low(), Double.NEGATIVE_INFINITY),
              at(range.high(), Double.NEGATIVE_INFINITY)),
          select(
              rises,
              at(range.high(), Double.POSITIVE_INFINITY),
              at(range.low(), Double.POSITIVE_INFINITY)));
    }

    private Expr at(Expr y, double infinity) {
      return Double.isInfinite(y.constantOrNaN()) ? Expr.of(infinity) : at(y);
    }

    private Expr at(Expr y) {
      return y.minus(shift).over(slope);
    }
  }

  static Parameter symbol(int i) {
    return Parameter.of("?of" + i);
  }

  /** Empty where the vector is not known to be such. */
  static Optional<Slices> of(RandomVector v, List<Support> ranges) {
    Optional<Flat> flat = Flat.of(v);
    List<Integer> ranged = Boxes.ranged(ranges);
    if (flat.isEmpty() || ranged.size() > 2) {
      return Optional.empty();
    }
    List<Parameter> x = IntStream.range(0, v.dimension()).mapToObj(Slices::symbol).toList();
    List<Expr> y = flat.get().map.apply(List.copyOf(x)).values();
    if (ranged.size() == 1) {
      return ofOne(flat.get(), y.get(ranged.get(0)), ranges.get(ranged.get(0)), x);
    }
    int a = ranged.get(0);
    int b = ranged.get(1);
    return ofTwo(flat.get(), y.get(a), ranges.get(a), y.get(b), ranges.get(b), x)
        .or(() -> ofTwo(flat.get(), y.get(b), ranges.get(b), y.get(a), ranges.get(a), x));
  }

  private static Optional<Slices> ofOne(Flat flat, Expr y, Support range, List<Parameter> x) {
    List<Integer> in = in(y, x);
    if (in.size() == 1) {
      return Line.of(y, x.get(in.get(0)))
          .map(
              line ->
                  new Slices(
                      flat, in.get(0), line.preimage(range, Map.of()), -1, null, Support.LINE));
    }
    if (in.size() != 2) {
      return Optional.empty();
    }
    return slices(flat, y, range, in.get(1), Support.LINE, in.get(0), x)
        .or(() -> slices(flat, y, range, in.get(0), Support.LINE, in.get(1), x));
  }

  /** The first of one variable, the second of that and another. */
  private static Optional<Slices> ofTwo(
      Flat flat, Expr first, Support range, Expr second, Support other, List<Parameter> x) {
    List<Integer> in = in(first, x);
    List<Integer> beside = new ArrayList<>(in(second, x));
    beside.removeAll(in);
    if (in.size() != 1 || beside.size() != 1) {
      return Optional.empty();
    }
    int j = in.get(0);
    return Line.of(first, x.get(j))
        .flatMap(
            line ->
                slices(flat, second, other, j, line.preimage(range, Map.of()), beside.get(0), x));
  }

  private static Optional<Slices> slices(
      Flat flat,
      Expr y,
      Support range,
      int outer,
      Support outerRange,
      int inner,
      List<Parameter> x) {
    return Line.of(y, x.get(inner))
        .map(line -> new Slices(flat, outer, outerRange, inner, line, range));
  }

  /** Which symbols are in a formula, the last first. */
  private static List<Integer> in(Expr y, List<Parameter> x) {
    Set<Parameter> found = Substitution.among(new HashSet<>(x), y);
    return IntStream.range(0, x.size())
        .filter(i -> found.contains(x.get(i)))
        .boxed()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** log P = log of the integral of p_j(x) P(X_i in its range, given x) over the range of X_j. */
  Expr logProbability() {
    RandomVariable x = variable(outer);
    Support own = Conditioned.within(x.support(), range);
    // So that no density underflows which may be the largest.
    Expr top = Boxes.finite(stop(x.logDensity(Boxes.clipped(Joints.middle(x), own))));
    Expr mass =
        Boxes.integral(t -> exp(x.logDensity(t).minus(top)).times(probability(t)), own, cuts());
    return log(mass).plus(top);
  }

  /** Of X_i in its range, at a value of X_j. */
  private Expr probability(Expr first) {
    if (inner < 0) {
      return Expr.of(1);
    }
    Support own = given(first);
    return variable(inner).probability(own.low(), own.high());
  }

  /** Where the integrand has kinks: those of p_j, and where an end of X_i's range meets one. */
  private List<Expr> cuts() {
    List<Expr> cuts = new ArrayList<>(Boxes.cuts(variable(outer)));
    if (inner < 0) {
      return cuts;
    }
    RandomVariable x = variable(inner);
    List<Expr> kinks = new ArrayList<>(Joints.of(x));
    kinks.remove(Joints.middle(x));
    for (Expr kink : kinks) {
      Optional<Line> there = Line.of(line.shift.plus(line.slope.times(kink)), symbol(outer));
      for (Expr end : List.of(innerRange.low(), innerRange.high())) {
        if (there.isPresent() && !Double.isInfinite(end.constantOrNaN())) {
          // Where X_j does not move it, anywhere.
          Expr isMoved = less(Expr.of(0), abs(there.get().slope));
          cuts.add(select(isMoved, there.get().at(end), stop(Joints.middle(variable(outer)))));
        }
      }
    }
    return cuts;
  }

  private RandomVariable variable(int i) {
    return flat.variables.get(i);
  }

  private Support given(Expr first) {
    Support all = variable(inner).support();
    Support others = variable(outer).support();
    Bounds where = Bounds.between(others.low().constantOrNaN(), others.high().constantOrNaN());
    Support there = line.preimage(innerRange, Map.of(symbol(outer), where));
    Support own =
        new Support(
            Substitution.of(there.low(), symbol(outer), first),
            Substitution.of(there.high(), symbol(outer), first));
    return new Support(Boxes.clipped(own.low(), all), Boxes.clipped(own.high(), all));
  }

  /** X_j in its range. */
  public RandomVariable first() {
    return range.equals(Support.LINE)
        ? variable(outer)
        : new Truncated(variable(outer), range.low(), range.high());
  }

  /** X_i in its range, at a value of X_j. */
  public RandomVariable second(Expr first) {
    Support own = given(first);
    return new Truncated(variable(inner), own.low(), own.high());
  }

  /** log P(X_i is in its range), at a value of X_j. */
  public Expr logProbability(Expr first) {
    return inner < 0 ? Expr.of(0) : log(probability(first));
  }
}
