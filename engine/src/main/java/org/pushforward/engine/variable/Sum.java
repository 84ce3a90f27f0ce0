package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pushforward.engine.convolution.IntegratedSum;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.convolution.Summand;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;

/**
 * The sum of two independent variables: its density is the convolution of theirs. It has none until
 * {@link #resolved}.
 */
public record Sum(RandomVariable first, RandomVariable second) implements RandomVariable {
  private static final Expr ONE = Expr.of(1);

  /** Each makes two integrals of the program. */
  private static final int MOST_JOINTS = 12;

  /** How many times as wide as a sum's domain that of a sum within it is. */
  private static final int WIDENED = 3;

  /** Whether a variable is a sum or made of one. */
  public static boolean isIn(RandomVariable variable) {
    return variable instanceof Sum
        || variable instanceof Pushed pushed && isIn(pushed.variable())
        || variable instanceof Branched branched && isIn(branched.variable())
        || variable instanceof Truncated truncated && isIn(truncated.variable())
        || variable instanceof Mixture mixture
            && mixture.components().stream().anyMatch(c -> isIn(c.variable()));
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference, Scheme scheme) {
    return resolved(
        reference,
        scheme.isClosed(),
        (v, beside) -> v.resolved(beside.less(domain), reference, scheme),
        sum -> sum.law(domain, reference, scheme));
  }

  /**
   * The same with the densities of two terms integrated at each point: slower, but right in both
   * tails. More terms without a closed form, and those with many joints, are left to {@code
   * others}.
   */
  public RandomVariable integrated(
      Map<String, Double> reference, UnaryOperator<RandomVariable> others) {
    return resolved(
        reference,
        true,
        (v, beside) -> v instanceof Sum sum ? sum.integrated(reference, others) : others.apply(v),
        sum -> sum.integrated().orElseGet(() -> ((Draw) others.apply(sum)).law()));
  }

  /**
   * @param closed whether terms are joined that have a closed form together
   * @param inner resolves what is left beside a term of these values
   * @param law of what is continuous
   */
  private RandomVariable resolved(
      Map<String, Double> reference,
      boolean closed,
      BiFunction<RandomVariable, Values, RandomVariable> inner,
      Function<Sum, Distribution> law) {
    List<RandomVariable> terms = closed ? ClosedSums.joined(terms().toList()) : countsJoined();
    if (terms.size() == 1) {
      return inner.apply(terms.get(0), Values.NOTHING);
    }
    for (RandomVariable term : terms) {
      if (term instanceof Mixture mixture) {
        RandomVariable others = without(term, terms);
        return mixture.image(v -> inner.apply(new Sum(v, others), Values.NOTHING));
      }
    }
    if (terms.stream().anyMatch(RandomVariable::isDiscrete)) {
      return shifted(terms, reference, inner);
    }
    // Two laws that end make a kink, which no table has; laws without ends go between them.
    List<RandomVariable> others = terms.subList(1, terms.size());
    List<RandomVariable> ordered = new ArrayList<>(others.stream().filter(Sum::isEndless).toList());
    others.stream().filter(v -> !isEndless(v)).forEach(ordered::add);
    RandomVariable last = ordered.remove(ordered.size() - 1);
    return new Draw(law.apply(new Sum(ordered.stream().reduce(terms.get(0), Sum::new), last)));
  }

  /** The other terms' sum, shifted by each value of the discrete term that has the fewest. */
  private static RandomVariable shifted(
      List<RandomVariable> terms,
      Map<String, Double> reference,
      BiFunction<RandomVariable, Values, RandomVariable> inner) {
    Map<RandomVariable, Values> values = new LinkedHashMap<>();
    terms.stream()
        .filter(RandomVariable::isDiscrete)
        .forEach(term -> Values.of(term, reference).ifPresent(v -> values.put(term, v)));
    RandomVariable term =
        values.keySet().stream()
            .min(Comparator.comparing(v -> values.get(v).all().size()))
            .orElseThrow(Sum::tooManyValues);
    RandomVariable others = inner.apply(without(term, terms), values.get(term));
    return new Mixture(
        values.get(term).all().stream()
            .map(v -> new Mixture.Component(v.probability(), Images.affine(v.value(), ONE, others)))
            .toList(),
        true);
  }

  private static RandomVariable without(RandomVariable term, List<RandomVariable> terms) {
    List<RandomVariable> others = new ArrayList<>(terms);
    others.remove(term);
    return others.stream().reduce(Sum::new).orElseThrow();
  }

  /** The terms, with those that are discrete joined. */
  private List<RandomVariable> countsJoined() {
    List<RandomVariable> joined = new ArrayList<>();
    joined.addAll(ClosedSums.joined(terms().filter(RandomVariable::isDiscrete).toList()));
    joined.addAll(terms().filter(v -> !v.isDiscrete()).toList());
    return joined;
  }

  private Stream<RandomVariable> terms() {
    return Stream.of(first, second).flatMap(v -> v instanceof Sum sum ? sum.terms() : Stream.of(v));
  }

  private static boolean isEndless(RandomVariable v) {
    return v.support().equals(Support.LINE);
  }

  private Optional<Distribution> integrated() {
    List<Expr> joints =
        Stream.concat(Joints.of(first).stream(), Joints.of(second).stream()).toList();
    return isIn(first) || isIn(second) || joints.size() > MOST_JOINTS
        ? Optional.empty()
        : Optional.of(new IntegratedSum(term(first), term(second)));
  }

  private static IntegratedSum.Term term(RandomVariable v) {
    return new IntegratedSum.Term(
        v::logDensity, v::cdf, v::survival, v.support(), Joints.middle(v), Joints.of(v));
  }

  private Distribution law(Domain wanted, Map<String, Double> reference, Scheme scheme) {
    return switch (scheme.algorithm()) {
      case CLOSED -> throw noClosedForm();
      case QUADRATURE -> quadrature(wanted, reference);
      case AUTO, DIRECT, FFT -> tabulated(wanted, reference, scheme);
    };
  }

  /** The oracle: the density integrated at each point, that of a sum within it tabulated. */
  private Distribution quadrature(Domain wanted, Map<String, Double> reference) {
    Domain inner = inner(Reach.bounded(wanted, this, reference));
    return new Sum(first.resolved(inner, reference), second.resolved(inner, reference))
        .integrated()
        .orElseThrow(Sum::tooManyJoints);
  }

  private Distribution tabulated(Domain wanted, Map<String, Double> reference, Scheme scheme) {
    Domain domain = Reach.bounded(wanted, this, reference);
    RandomVariable x = first.resolved(inner(domain), reference, scheme.widened(WIDENED));
    RandomVariable y = second.resolved(inner(domain), reference, scheme.widened(WIDENED));
    return TabulatedSum.of(
        new Summand(x::probability, x::density, x.support()),
        new Summand(y::probability, y::density, y.support()),
        domain.low(),
        domain.high(),
        reference,
        scheme);
  }

  /** A nested sum has to serve wherever the outer one looks: the domain and its width beside it. */
  private static Domain inner(Domain domain) {
    double width = domain.high() - domain.low();
    return new Domain(domain.low() - width, domain.high() + width);
  }

  @Override
  public Expr logShape(Expr x) {
    throw unresolved();
  }

  @Override
  public Expr logMass() {
    throw unresolved();
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    throw unresolved();
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    throw unresolved();
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    throw unresolved();
  }

  @Override
  public Expr cdf(Expr x) {
    throw unresolved();
  }

  @Override
  public Expr survival(Expr x) {
    throw unresolved();
  }

  @Override
  public Support support() {
    return first.support().plus(second.support());
  }

  @Override
  public boolean isDiscrete() {
    return first.isDiscrete() && second.isDiscrete();
  }

  private static SpecException tooManyValues() {
    return new SpecException(
        Place.of("model"),
        "a sum with a discrete variable is derived where that has at most "
            + Values.MOST
            + " values that are not negligible, or as many are known",
        "truncate(X, low, high) leaves fewer; a poisson(m) of large m is all but normal(m, sqrt(m))");
  }

  private static SpecException noClosedForm() {
    return new SpecException(
        Place.of("convolution"),
        "a sum of the model has no closed form that is known",
        "write algorithm: auto");
  }

  private static SpecException tooManyJoints() {
    return new SpecException(
        Place.of("convolution"),
        "quadrature takes sums whose terms have at most "
            + MOST_JOINTS
            + " ends, jumps and middles together",
        "write algorithm: auto");
  }

  private static IllegalStateException unresolved() {
    return new IllegalStateException("a sum has no density before it is resolved");
  }
}
