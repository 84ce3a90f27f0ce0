package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;
import static org.pushforward.engine.expr.Formulas.stop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Elementwise;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.bijector.LowerTriangular;
import org.pushforward.engine.bijector.Shift;
import org.pushforward.engine.bijector.VectorChain;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.SphericalStudentT;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Integral;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/** Probabilities that the components of a vector lie in ranges. */
final class Boxes {
  private static final Support LINE = Support.LINE;

  private Boxes() {}

  /**
   * log P(each component lies in its range), by the first of these that there is: the components'
   * own laws; {@link Slices}, of the joint law of the two that have ranges if need be; the integral
   * of a joint density of two components.
   *
   * @throws UnsupportedOperationException where there is none
   */
  static Expr logProbability(RandomVector v, List<Support> ranges) {
    List<Integer> ranged = ranged(ranges);
    if (ranged.isEmpty()) {
      return Expr.of(0);
    }
    if (v instanceof Joined joined) {
      Expr sum = Expr.of(0);
      int from = 0;
      for (RandomVector part : joined.vectors()) {
        int to = from + part.dimension();
        sum = sum.plus(logProbability(part, ranges.subList(from, to)));
        from = to;
      }
      return sum;
    }
    if (v instanceof Independent independent) {
      return ranged.stream()
          .map(i -> ofOne(independent.components().get(i), ranges.get(i)))
          .reduce(Expr.of(0), Expr::plus);
    }
    if (v instanceof MixedVector mixed) {
      return Mixture.logSum(
          mixed.weights(),
          mixed.components().stream().map(c -> logProbability(c.vector(), ranges)).toList());
    }
    if (v instanceof Conditioned c) {
      return logProbability(
              c.vector(),
              IntStream.range(0, ranges.size())
                  .mapToObj(i -> c.ranges().get(i).within(ranges.get(i)))
                  .toList())
          .minus(c.logProbability());
    }
    if (ranged.size() == 1) {
      int i = ranged.get(0);
      Optional<RandomVariable> own = v.marginal(i);
      if (own.isPresent()) {
        return ofOne(own.get(), ranges.get(i));
      }
    }
    Optional<Elementwise> each = elementwise(v);
    if (each.isPresent()) {
      return logProbability(inner(v), preimages(each.get(), ranges));
    }
    return Slices.of(v, ranges)
        .map(Slices::logProbability)
        .or(() -> pair(v, ranged).map(two -> logProbability(two, only(ranges, ranged))))
        .orElseGet(() -> ofTwo(v, ranges));
  }

  private static Expr ofOne(RandomVariable x, Support range) {
    if (Sum.isIn(x)) {
      throw new UnsupportedOperationException("a sum of variables is in this vector");
    }
    return new Truncated(x, range.low(), range.high()).logMass().minus(x.logMass());
  }

  /** The components that have a range. */
  static List<Integer> ranged(List<Support> ranges) {
    return IntStream.range(0, ranges.size())
        .filter(i -> !ranges.get(i).equals(LINE))
        .boxed()
        .toList();
  }

  private static List<Support> only(List<Support> ranges, List<Integer> components) {
    return components.stream().map(ranges::get).toList();
  }

  /** The last of a vector's maps, if it takes each component by itself. */
  static Optional<Elementwise> elementwise(RandomVector v) {
    if (!(v instanceof PushedVector p)) {
      return Optional.empty();
    }
    return p.map() instanceof Elementwise each
        ? Optional.of(each)
        : p.map() instanceof VectorChain chain && chain.then() instanceof Elementwise each
            ? Optional.of(each)
            : Optional.empty();
  }

  /** What that map is of. */
  static RandomVector inner(RandomVector v) {
    PushedVector p = (PushedVector) v;
    return p.map() instanceof VectorChain chain
        ? new PushedVector(chain.first(), p.vector())
        : p.vector();
  }

  /** Ranges of what the images of which lie in ranges. */
  static List<Support> preimages(Elementwise each, List<Support> ranges) {
    return IntStream.range(0, ranges.size())
        .mapToObj(i -> preimage(each.maps().get(i), ranges.get(i)))
        .toList();
  }

  private static Support preimage(Bijector map, Support range) {
    if (range.equals(LINE)) {
      return LINE;
    }
    Expr low = preimage(map, range.low());
    Expr high = preimage(map, range.high());
    return new Support(select(map.rises(), low, high), select(map.rises(), high, low));
  }

  /** The preimage of an end; where there is none, the end of the domain. */
  private static Expr preimage(Bijector map, Expr end) {
    Interval range = map.range();
    Interval domain = map.domain();
    Expr first = select(map.rises(), Expr.of(domain.low()), Expr.of(domain.high()));
    Expr last = select(map.rises(), Expr.of(domain.high()), Expr.of(domain.low()));
    double at = end.constantOrNaN();
    if (at <= range.low() || at >= range.high()) {
      return at <= range.low() ? first : last;
    }
    Expr inside = end;
    if (Double.isFinite(range.low())) {
      inside = max(inside, Expr.of(Math.nextUp(range.low())));
    }
    if (Double.isFinite(range.high())) {
      inside = min(inside, Expr.of(Math.nextDown(range.high())));
    }
    Expr x = map.preimage(inside);
    if (Double.isFinite(range.low())) {
      x = select(less(Expr.of(range.low()), end), x, first);
    }
    return Double.isFinite(range.high()) ? select(less(end, Expr.of(range.high())), x, last) : x;
  }

  /** The joint law of two components that are linear in normals, or in a spherical t. */
  private static Optional<RandomVector> pair(RandomVector v, List<Integer> components) {
    if (components.size() != 2) {
      return Optional.empty();
    }
    List<UnaryOperator<List<Expr>>> maps = new ArrayList<>();
    RandomVector base = v;
    while (base instanceof PushedVector p) {
      maps.add(0, x -> p.map().forward(x).values());
      base = p.vector();
    }
    Optional<Normals> standard = Normals.of(base);
    if (standard.isEmpty()) {
      return Optional.empty();
    }
    List<Parameter> z =
        IntStream.range(0, base.dimension()).mapToObj(i -> Parameter.of("?of" + i)).toList();
    List<Expr> y = standard.get().scaled(z);
    for (UnaryOperator<List<Expr>> map : maps) {
      y = map.apply(y);
    }
    List<Expr> shifts = new ArrayList<>();
    List<List<Expr>> slopes = new ArrayList<>();
    for (int i : components) {
      List<Expr> own = Derivative.gradient(y.get(i), z);
      if (own.stream().anyMatch(s -> !Substitution.among(new HashSet<>(z), s).isEmpty())) {
        return Optional.empty();
      }
      Expr shift = y.get(i);
      for (Parameter one : z) {
        shift = Substitution.of(shift, one, Expr.of(0));
      }
      slopes.add(own);
      shifts.add(shift);
    }
    // Cholesky's factor of the 2 x 2 covariance.
    Expr first = sqrt(dot(slopes.get(0), slopes.get(0)));
    Expr beside = dot(slopes.get(0), slopes.get(1)).over(first);
    Expr second = sqrt(dot(slopes.get(1), slopes.get(1)).minus(beside.square()));
    return Optional.of(
        new PushedVector(
            new VectorChain(
                new LowerTriangular(List.of(List.of(first), List.of(beside, second))),
                new Elementwise(shifts.stream().<Bijector>map(Shift::new).toList())),
            standard.get().ofTwo()));
  }

  private static Expr dot(List<Expr> a, List<Expr> b) {
    return IntStream.range(0, a.size())
        .mapToObj(i -> a.get(i).times(b.get(i)))
        .reduce(Expr.of(0), Expr::plus);
  }

  /** Variables of which two linear forms have a law of the same kind: normals, or a t. */
  private record Normals(List<Normal> laws, RandomVector ofTwo) {
    static Optional<Normals> of(RandomVector base) {
      if (base instanceof DrawnVector d && d.law() instanceof SphericalStudentT t) {
        return Optional.of(
            new Normals(List.of(), new DrawnVector(new SphericalStudentT(2, t.nu()))));
      }
      List<Normal> laws = new ArrayList<>();
      for (RandomVariable x : Slices.Flat.of(base).map(Slices.Flat::variables).orElse(List.of())) {
        if (x instanceof Draw draw && draw.law() instanceof Normal normal) {
          laws.add(normal);
        }
      }
      RandomVariable standard = new Draw(new Normal(Expr.of(0), Expr.of(1)));
      return laws.size() == base.dimension()
          ? Optional.of(new Normals(laws, new Independent(List.of(standard, standard))))
          : Optional.empty();
    }

    List<Expr> scaled(List<Parameter> z) {
      return laws.isEmpty()
          ? List.copyOf(z)
          : IntStream.range(0, z.size())
              .mapToObj(i -> laws.get(i).mean().plus(laws.get(i).sd().times(z.get(i))))
              .toList();
    }
  }

  /** The integral of the density of a vector of two. */
  private static Expr ofTwo(RandomVector v, List<Support> ranges) {
    if (v.dimension() != 2) {
      throw new UnsupportedOperationException(
          "an integral over the "
              + v.dimension()
              + " components of this vector, for it has no simpler law of those with a range");
    }
    if (!hasDensity(v)) {
      throw new UnsupportedOperationException("a sum or a discrete variable is in this vector");
    }
    List<Expr> middle = middle(v);
    Expr top = finite(stop(v.logDensity(inside(middle, v, ranges))));
    Expr mass =
        integral(
            x ->
                integral(
                    y -> exp(v.logDensity(List.of(x, y)).minus(top)),
                    v.support(1).within(ranges.get(1)),
                    cuts(v, 1, middle)),
            v.support(0).within(ranges.get(0)),
            cuts(v, 0, middle));
    return log(mass).plus(top);
  }

  private static List<Expr> inside(List<Expr> at, RandomVector v, List<Support> ranges) {
    return IntStream.range(0, at.size())
        .mapToObj(i -> clipped(at.get(i), v.support(i).within(ranges.get(i))))
        .toList();
  }

  private static List<Expr> cuts(RandomVector v, int component, List<Expr> middle) {
    return v.marginal(component)
        .map(Boxes::cuts)
        .orElseGet(() -> List.of(stop(middle.get(component))));
  }

  /** Points between which a density is smooth and of one piece, without the ends. */
  static List<Expr> cuts(RandomVariable x) {
    List<Expr> cuts = new ArrayList<>(Joints.of(x));
    cuts.removeAll(List.of(x.support().low(), x.support().high()));
    // The integrand is the same on both sides of the middle, wherever parameters move it.
    Expr middle = Joints.middle(x);
    cuts.replaceAll(at -> at == middle ? stop(middle) : at);
    return cuts;
  }

  private static boolean hasDensity(RandomVector v) {
    if (v instanceof Independent independent) {
      return independent.components().stream().noneMatch(x -> Sum.isIn(x) || x.isDiscrete());
    }
    if (v instanceof Joined joined) {
      return joined.vectors().stream().allMatch(Boxes::hasDensity);
    }
    if (v instanceof MixedVector mixed) {
      return mixed.components().stream().allMatch(c -> hasDensity(c.vector()));
    }
    return v instanceof PushedVector p
        ? hasDensity(p.vector())
        : !(v instanceof Conditioned c) || hasDensity(c.vector());
  }

  /** A point where much of a vector is. */
  private static List<Expr> middle(RandomVector v) {
    if (v instanceof PushedVector p) {
      return p.map().forward(middle(p.vector())).values();
    }
    if (v instanceof Joined joined) {
      return joined.vectors().stream().flatMap(part -> middle(part).stream()).toList();
    }
    if (v instanceof MixedVector mixed) {
      return middle(mixed.components().get(0).vector());
    }
    if (v instanceof Conditioned c) {
      return inside(middle(c.vector()), c.vector(), c.ranges());
    }
    return IntStream.range(0, v.dimension())
        .mapToObj(i -> Joints.middle(v.marginal(i).orElseThrow()))
        .toList();
  }

  /** x, where it is finite, else 0. */
  static Expr finite(Expr x) {
    Expr most = Expr.of(Double.MAX_VALUE);
    return select(less(x, most), select(less(most.negate(), x), x, Expr.of(0)), Expr.of(0));
  }

  static Expr clipped(Expr x, Support range) {
    return max(range.low(), min(x, range.high()));
  }

  /**
   * The integral over a range, cut at points: from the outermost ones outwards, and between two
   * from each to half the way, so that it begins where most of it may be.
   */
  static Expr integral(UnaryOperator<Expr> f, Support range, List<Expr> cuts) {
    List<Expr> at = new ArrayList<>(cuts.stream().map(x -> clipped(x, range)).toList());
    for (int last = at.size() - 1; last > 0; last--) {
      for (int i = 0; i < last; i++) {
        Expr a = at.get(i);
        at.set(i, min(a, at.get(i + 1)));
        at.set(i + 1, max(a, at.get(i + 1)));
      }
    }
    Expr sum = Integral.of(f, at.get(0), range.low()).negate();
    for (int i = 1; i < at.size(); i++) {
      Expr half = at.get(i - 1).plus(at.get(i)).times(0.5);
      sum = sum.plus(Integral.of(f, at.get(i - 1), half));
      sum = sum.minus(Integral.of(f, at.get(i), half));
    }
    return sum.plus(Integral.of(f, at.get(at.size() - 1), range.high()));
  }
}
