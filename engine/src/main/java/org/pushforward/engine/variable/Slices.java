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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.engine.bijector.VectorBijector;
import org.pushforward.engine.bijector.VectorChain;
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
 * @param way what the component is of X_i
 * @param innerRange of that component
 */
public record Slices(Flat flat, int outer, Support range, int inner, Way way, Support innerRange) {

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

  /** A component that rises or falls with one variable, the other being given. */
  sealed interface Way permits Line, Curve {
    /** Stands for infinity, of which derivatives would be NaN; its square is finite. */
    double FAR = 1e60;

    /** Where the variable lies if the component is in a range. */
    Support preimage(Support range, Map<Parameter, Bounds> known);

    /** The ends in the order of the variable, each of an end and what is infinite beyond it. */
    static Support preimage(
        Support range, Bounds slope, Expr at, BiFunction<Expr, Double, Expr> preimage) {
      Expr rises =
          slope.low() >= 0 ? Expr.of(1) : slope.high() <= 0 ? Expr.of(0) : less(Expr.of(0), at);
      double infinity = Double.isNaN(rises.constantOrNaN()) ? FAR : Double.POSITIVE_INFINITY;
      return new Support(
          select(
              rises,
              preimage.apply(range.low(), -infinity),
              preimage.apply(range.high(), -infinity)),
          select(
              rises,
              preimage.apply(range.high(), infinity),
              preimage.apply(range.low(), infinity)));
    }
  }

  /**
   * By the inverse of the vector's one map, of two independent variables.
   *
   * @param y the components, the one that an end is given of under its symbol
   * @param x which variable
   * @param slope of the component there, somewhere
   * @param image of the component there
   */
  record Curve(VectorBijector map, List<Expr> y, Parameter end, int x, Expr slope, Expr image)
      implements Way {
    @Override
    public Support preimage(Support range, Map<Parameter, Bounds> known) {
      return Way.preimage(range, Bounds.of(slope, known), slope, this::at);
    }

    private Expr at(Expr end, double infinity) {
      if (Double.isInfinite(end.constantOrNaN())) {
        return Expr.of(infinity);
      }
      List<Expr> at = y.stream().map(v -> Substitution.of(v, this.end, end)).toList();
      Expr isImage = map.isImage(at);
      Expr inside = map.inverse(VectorChain.inRange(map, isImage, at)).values().get(x);
      Expr above = select(less(Expr.of(0), slope), less(image, end), less(end, image));
      Expr beyond = select(above, Expr.of(FAR), Expr.of(-FAR));
      return select(isImage, inside, beyond);
    }
  }

  /** shift + slope x, of symbols. */
  record Line(Expr shift, Expr slope) implements Way {
    /** Empty where y is not linear in x, or without it. */
    static Optional<Line> of(Expr y, Parameter x) {
      Expr slope = Derivative.of(y, x);
      return slope.is(0) || !Substitution.among(Set.of(x), slope).isEmpty()
          ? Optional.empty()
          : Optional.of(new Line(Substitution.of(y, x, Expr.of(0)), slope));
    }

    @Override
    public Support preimage(Support range, Map<Parameter, Bounds> known) {
      return Way.preimage(range, Bounds.of(slope, known), slope, this::at);
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
      return ofOne(flat.get(), y.get(ranged.get(0)), ranges.get(ranged.get(0)), x)
          .or(() -> curved(v, flat.get(), y, ranges, x));
    }
    int a = ranged.get(0);
    int b = ranged.get(1);
    return ofTwo(flat.get(), y.get(a), ranges.get(a), y.get(b), ranges.get(b), x)
        .or(() -> ofTwo(flat.get(), y.get(b), ranges.get(b), y.get(a), ranges.get(a), x))
        .or(() -> curved(v, flat.get(), y, ranges, x));
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

  /**
   * The first of two components made of the first of two variables alone, by inverses. Where an end
   * ceases to have a preimage the integrand nears 0 or 1 faster than any power, as the tails of
   * most laws do, and is cut nowhere: that costs digits, 1e-10 or so of the result.
   */
  private static Optional<Slices> curved(
      RandomVector v, Flat flat, List<Expr> y, List<Support> ranges, List<Parameter> x) {
    if (!(v instanceof PushedVector p
        && p.vector() instanceof Independent
        && v.dimension() == 2
        && in(y.get(0), x).equals(List.of(0)))) {
      return Optional.empty();
    }
    List<Parameter> z = List.of(Parameter.of("?image0"), Parameter.of("?image1"));
    Expr inverse = p.map().inverse(List.copyOf(z)).values().get(0);
    double low = p.map().range(0).low();
    double high = p.map().range(0).high();
    Support range = ranges.get(0);
    if (!Substitution.among(Set.of(z.get(1)), inverse).isEmpty()
        || !(range.equals(Support.LINE)
            || range.low().constantOrNaN() > low && range.high().constantOrNaN() < high)) {
      return Optional.empty();
    }
    Expr slope = Derivative.of(y.get(0), x.get(0));
    Support outer =
        range.equals(Support.LINE)
            ? range
            : Way.preimage(
                range,
                Bounds.of(slope, Map.of()),
                Substitution.of(slope, x.get(0), Joints.middle(flat.variables.get(0))),
                (end, infinity) -> Substitution.of(inverse, z.get(0), end));
    Expr middle = Joints.middle(flat.variables.get(1));
    Curve curve =
        new Curve(
            p.map(),
            List.of(y.get(0), z.get(1)),
            z.get(1),
            1,
            Substitution.of(Derivative.of(y.get(1), x.get(1)), x.get(1), middle),
            Substitution.of(y.get(1), x.get(1), middle));
    return Optional.of(new Slices(flat, 0, outer, 1, curve, ranges.get(1)));
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
    Support own = x.support().within(range);
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
    if (!(way instanceof Line line)) {
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
    Bounds where =
        Double.isNaN(others.low().constantOrNaN()) || Double.isNaN(others.high().constantOrNaN())
            ? Bounds.LINE
            : Bounds.between(others.low().constantOrNaN(), others.high().constantOrNaN());
    Support there = way.preimage(innerRange, Map.of(symbol(outer), where));
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
