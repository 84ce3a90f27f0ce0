package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.engine.bijector.Elementwise;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.bijector.VectorBijector;
import org.pushforward.engine.bijector.VectorChain;
import org.pushforward.engine.bijector.VectorFormula;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.SphericalStudentT;
import org.pushforward.engine.distribution.StudentT;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/**
 * The image of a vector under a map: log p(y) = log p(x) + log |det dx/dy| at x = g^-1(y), and
 * minus infinity where y is no image.
 */
public record PushedVector(VectorBijector map, RandomVector vector) implements RandomVector {
  @Override
  public int dimension() {
    return map.dimension();
  }

  @Override
  public Expr logDensity(List<Expr> y) {
    Expr isImage = map.isImage(y);
    VectorImage x = map.inverse(VectorChain.inRange(map, isImage, y));
    Expr logDensity = vector.logDensity(x.values()).plus(x.logDet());
    return select(isImage, logDensity, Expr.of(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Support support(int component) {
    Interval range = map.range(component);
    return new Support(Expr.of(range.low()), Expr.of(range.high()));
  }

  /** Only formulas are mapped of what is discrete. */
  @Override
  public boolean isDiscrete(int component) {
    return map instanceof VectorFormula formulas && formulas.isDiscrete(component);
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference, Scheme scheme) {
    return new PushedVector(map, vector.resolved(preimages(domains, reference), reference, scheme));
  }

  /** What the inverse makes of a box, and as much beside it; the line where that has no end. */
  private List<Domain> preimages(List<Domain> domains, Map<String, Double> reference) {
    Map<Parameter, Bounds> lie = new HashMap<>();
    reference.forEach((name, value) -> lie.put(Parameter.of(name), Bounds.between(value, value)));
    List<Expr> y = new ArrayList<>();
    for (Domain domain : domains) {
      Parameter symbol = Parameter.of("?image" + y.size());
      lie.put(symbol, Bounds.between(domain.low(), domain.high()));
      y.add(symbol);
    }
    List<Domain> preimages = new ArrayList<>();
    for (Expr x : map.inverse(y).values()) {
      Bounds bounds = Bounds.of(x, lie);
      double width = bounds.high() - bounds.low();
      preimages.add(Domain.between(bounds.low() - width, bounds.high() + width));
    }
    return preimages;
  }

  /**
   * Of a component that is linear in standard or other normals, or in a spherical t, whose
   * projections all are alike; or that is the image of one other alone.
   */
  @Override
  public Optional<RandomVariable> marginal(int component) {
    if (map instanceof VectorChain chain) {
      return new PushedVector(chain.then(), new PushedVector(chain.first(), vector))
          .marginal(component);
    }
    if (map instanceof Elementwise each) {
      return vector.marginal(component).map(x -> new Pushed(each.maps().get(component), x));
    }
    RandomVector base = vector;
    while (base instanceof PushedVector inner) {
      base = inner.vector();
    }
    List<Parameter> x =
        IntStream.range(0, base.dimension()).mapToObj(i -> Parameter.of("?of" + i)).toList();
    Expr y = image(List.copyOf(x)).get(component);
    List<Expr> slopes = x.stream().map(v -> Derivative.of(y, v)).toList();
    if (!slopes.stream().allMatch(s -> Substitution.among(Set.copyOf(x), s).isEmpty())) {
      return Optional.empty();
    }
    Map<Parameter, Expr> origin = new HashMap<>();
    x.forEach(v -> origin.put(v, Expr.of(0)));
    Expr shift = Substitution.of(y, origin);
    if (base instanceof DrawnVector d && d.law() instanceof SphericalStudentT t) {
      Expr square = slopes.stream().map(Expr::square).reduce(Expr.of(0), Expr::plus);
      return Optional.of(new Draw(new StudentT(t.nu(), shift, sqrt(square))));
    }
    Expr variance = Expr.of(0);
    for (int i = 0; i < slopes.size(); i++) {
      Optional<RandomVariable> own = independent(base, i);
      if (!slopes.get(i).is(0)) {
        if (!(own.isPresent() && own.get() instanceof Draw d && d.law() instanceof Normal normal)) {
          return Optional.empty();
        }
        shift = shift.plus(slopes.get(i).times(normal.mean()));
        variance = variance.plus(slopes.get(i).times(normal.sd()).square());
      }
    }
    return Optional.of(new Draw(new Normal(shift, sqrt(variance))));
  }

  /** A component that is independent of all others. */
  private static Optional<RandomVariable> independent(RandomVector vector, int component) {
    if (vector instanceof Joined joined) {
      int index = component;
      for (RandomVector part : joined.vectors()) {
        if (index < part.dimension()) {
          return independent(part, index);
        }
        index -= part.dimension();
      }
    }
    return vector instanceof Independent ? vector.marginal(component) : Optional.empty();
  }

  /** Of a point of what all maps begin with. */
  private List<Expr> image(List<Expr> x) {
    return map.forward(vector instanceof PushedVector inner ? inner.image(x) : x).values();
  }
}
