package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.engine.bijector.Elementwise;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * A vector given that each component lies in its range, ends included: log p(x) - log P(ranges).
 *
 * @param ranges of the components; of one that has none the line
 * @param logProbability log P(ranges), of parameters alone
 */
public record Conditioned(RandomVector vector, List<Support> ranges, Expr logProbability)
    implements RandomVector {
  public Conditioned {
    ranges = List.copyOf(ranges);
  }

  /**
   * A vector conditioned as a whole; of parts that are independent each by itself is the same.
   *
   * @throws UnsupportedOperationException where the probability of the ranges is not derived
   */
  static RandomVector of(RandomVector vector, List<Support> ranges) {
    if (ranges.stream().allMatch(r -> r.equals(Support.LINE))) {
      return vector;
    }
    if (vector instanceof Joined joined) {
      return joined.each(ranges, Conditioned::of);
    }
    if (vector instanceof Independent independent) {
      return independent.each(ranges, (x, range) -> new Truncated(x, range.low(), range.high()));
    }
    if (vector instanceof MixedVector mixed) {
      return mixture(mixed, ranges);
    }
    if (vector instanceof Conditioned c) {
      return of(
          c.vector,
          IntStream.range(0, ranges.size())
              .mapToObj(i -> c.ranges.get(i).within(ranges.get(i)))
              .toList());
    }
    List<Support> cutting =
        IntStream.range(0, ranges.size())
            .mapToObj(i -> cutting(ranges.get(i), vector.support(i)))
            .toList();
    return cutting.equals(ranges)
        ? new Conditioned(vector, ranges, Boxes.logProbability(vector, ranges))
        : of(vector, cutting);
  }

  /** The one vector is it with a probability that its own of the ranges changes. */
  private static MixedVector mixture(MixedVector mixed, List<Support> ranges) {
    Expr all = Boxes.logProbability(mixed, ranges);
    return new MixedVector(
        mixed.components().stream()
            .map(
                c ->
                    new MixedVector.Component(
                        c.weight().times(exp(Boxes.logProbability(c.vector(), ranges).minus(all))),
                        of(c.vector(), ranges)))
            .toList());
  }

  /** A range, with infinity for an end that excludes nothing. */
  private static Support cutting(Support range, Support support) {
    boolean isLow = range.low().constantOrNaN() <= support.low().constantOrNaN();
    boolean isHigh = range.high().constantOrNaN() >= support.high().constantOrNaN();
    return new Support(
        isLow ? Support.LINE.low() : range.low(), isHigh ? Support.LINE.high() : range.high());
  }

  @Override
  public int dimension() {
    return vector.dimension();
  }

  @Override
  public Expr logDensity(List<Expr> x) {
    return select(
        isInside(x), vector.logDensity(x).minus(logProbability), Expr.of(Double.NEGATIVE_INFINITY));
  }

  /** 1 where all components are in their ranges, else 0. */
  Expr isInside(List<Expr> x) {
    Expr inside = Expr.of(1);
    for (int i = 0; i < ranges.size(); i++) {
      Support range = ranges.get(i);
      if (range.low().constantOrNaN() != Double.NEGATIVE_INFINITY) {
        inside = inside.times(lessOrEqual(range.low(), x.get(i)));
      }
      if (range.high().constantOrNaN() != Double.POSITIVE_INFINITY) {
        inside = inside.times(lessOrEqual(x.get(i), range.high()));
      }
    }
    return inside;
  }

  @Override
  public Support support(int i) {
    return vector.support(i).within(ranges.get(i));
  }

  /** Of the one component that has a range; ranges of others change its law. */
  @Override
  public Optional<RandomVariable> marginal(int i) {
    List<Support> others = new ArrayList<>(ranges);
    Support own = others.remove(i);
    return others.stream().allMatch(r -> r.equals(Support.LINE))
        ? vector.marginal(i).map(x -> new Truncated(x, own.low(), own.high()))
        : Optional.empty();
  }

  @Override
  public boolean isDiscrete(int i) {
    return vector.isDiscrete(i);
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference, Scheme scheme) {
    return of(vector.resolved(domains, reference, scheme), ranges);
  }

  /** The last of the vector's maps, if it takes each component by itself. */
  public Optional<Elementwise> elementwise() {
    return Boxes.elementwise(vector);
  }

  /** What this is the image of by that map. */
  public Conditioned beforeElementwise() {
    return new Conditioned(
        Boxes.inner(vector), Boxes.preimages(elementwise().orElseThrow(), ranges), logProbability);
  }

  /** Independent variables that it is made of in slices, where it is. */
  public Optional<Slices> slices() {
    return Slices.of(vector, ranges);
  }
}
