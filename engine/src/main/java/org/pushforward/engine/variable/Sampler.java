package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.floor;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Uniforms;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.RandomNumber;
import org.pushforward.engine.expr.Rejection;
import org.pushforward.engine.expr.Root;

/** Base maps: draws of variables as formulas of uniforms. */
public final class Sampler implements Uniforms {
  /** Tries for what is truncated and has no quantile: it may have a probability of 1e-3. */
  private static final int TRIES = 1 << 16;

  /** Likewise within another, which tries again if none of them is accepted. */
  private static final int NESTED_TRIES = 1 << 10;

  /** The numbers of attempts have 32 bits. */
  private static final long MOST_ATTEMPTS = 1L << 32;

  /** A draw and the log density there. */
  public record Sample(Expr value, Expr logDensity) {}

  private final int stream;
  private final boolean isMirrored;
  private final int depth; // rejections around
  private final Expr attempt; // of all of them, a number below attempts
  private final long attempts;
  private int draws;

  private Sampler(
      int stream, boolean isMirrored, int draws, int depth, Expr attempt, long attempts) {
    this.stream = stream;
    this.isMirrored = isMirrored;
    this.draws = draws;
    this.depth = depth;
    this.attempt = attempt;
    this.attempts = attempts;
  }

  private static Sampler of(int stream) {
    return of(stream, false);
  }

  private static Sampler of(int stream, boolean isMirrored) {
    return new Sampler(stream, isMirrored, 0, 0, Expr.of(0), 1);
  }

  /**
   * A draw of a variable: a function of (seed, stream, sample).
   *
   * @param stream which child of the seed's stream gives its uniforms
   * @throws UnsupportedOperationException if sums are truncated again and again
   */
  public static Expr draw(RandomVariable variable, int stream) {
    return of(stream).draw(variable);
  }

  /**
   * The draw of {@link #draw} with its log density, which of an image is log p(x) - log |dy/dx|
   * from the preimage x that was drawn: right where y has rounded to an end of its range.
   */
  public static Sample sample(RandomVariable variable, int stream) {
    return of(stream).sample(variable);
  }

  /**
   * The draw of {@link #draw(RandomVector, int)}, or its antithetic one (Hammersley & Morton 1956):
   * of the same law, made of 1 - u and -z in the place of every uniform u and normal z.
   */
  public static List<Expr> draw(RandomVector vector, int stream, boolean isMirrored) {
    return of(stream, isMirrored).draw(vector);
  }

  /** A draw of a vector and the log density there. */
  public record VectorSample(List<Expr> values, Expr logDensity) {}

  /** The draw of a vector, as {@link #draw(RandomVariable, int)}. */
  public static List<Expr> draw(RandomVector vector, int stream) {
    return of(stream).draw(vector);
  }

  /** The draw of a vector with its log density, as {@link #sample(RandomVariable, int)}. */
  public static VectorSample sample(RandomVector vector, int stream) {
    return of(stream).sample(vector);
  }

  private VectorSample sample(RandomVector vector) {
    if (vector instanceof PushedVector p) {
      VectorSample x = sample(p.vector());
      VectorImage y = p.map().forward(x.values());
      return new VectorSample(y.values(), x.logDensity().minus(y.logDet()));
    }
    if (vector instanceof DrawnVector
        || vector instanceof Conditioned
        || vector instanceof MixedVector) {
      List<Expr> values = draw(vector);
      return new VectorSample(values, vector.logDensity(values));
    }
    List<Expr> values = new ArrayList<>();
    Expr logDensity = Expr.of(0);
    if (vector instanceof Joined j) {
      for (RandomVector part : j.vectors()) {
        VectorSample sample = sample(part);
        values.addAll(sample.values());
        logDensity = logDensity.plus(sample.logDensity());
      }
    } else {
      for (RandomVariable component : ((Independent) vector).components()) {
        Sample sample = sample(component);
        values.add(sample.value());
        logDensity = logDensity.plus(sample.logDensity());
      }
    }
    return new VectorSample(values, logDensity);
  }

  private List<Expr> draw(RandomVector vector) {
    if (vector instanceof PushedVector p) {
      return p.map().forward(draw(p.vector())).values();
    }
    if (vector instanceof DrawnVector d) {
      return d.law().draw(this);
    }
    if (vector instanceof Joined j) {
      return j.vectors().stream().flatMap(part -> draw(part).stream()).toList();
    }
    if (vector instanceof Conditioned c) {
      return draw(c);
    }
    if (vector instanceof MixedVector m) {
      Expr choice = next();
      List<List<Expr>> draws = m.components().stream().map(c -> draw(c.vector())).toList();
      return IntStream.range(0, m.dimension())
          .mapToObj(i -> chosen(choice, m.weights(), draws.stream().map(x -> x.get(i)).toList()))
          .toList();
    }
    return ((Independent) vector).components().stream().map(this::draw).toList();
  }

  private Sample sample(RandomVariable variable) {
    if (variable instanceof Pushed p) {
      Sample x = sample(p.variable());
      Image y = p.map().forward(x.value());
      return new Sample(
          y.value(), p.isDiscrete() ? x.logDensity() : x.logDensity().minus(y.logDet()));
    }
    Expr value = draw(variable);
    return new Sample(value, variable.logDensity(value));
  }

  private Expr draw(RandomVariable variable) {
    if (variable instanceof Draw d) {
      return d.law().draw(this);
    }
    if (variable instanceof Pushed p) {
      return p.map().forward(draw(p.variable())).value();
    }
    if (variable instanceof Branched b) {
      return b.image(draw(b.variable()));
    }
    if (variable instanceof Sum s) {
      return draw(s.first()).plus(draw(s.second()));
    }
    if (variable instanceof Mixture m) {
      return draw(m);
    }
    return draw((Truncated) variable);
  }

  private Expr draw(Truncated t) {
    if (t.variable() instanceof Draw d && t.isDiscrete()) {
      Expr u = next();
      Expr before = d.before(t.low());
      Expr last = floor(t.support().high());
      Expr start = min(max(d.law().middle(), before.plus(1)), last);
      return Root.whole(k -> t.cdf(k).minus(u), start, before, last);
    }
    if (Sum.isIn(t) || t.isDiscrete()) {
      return first(
          depth == 0 ? TRIES : NESTED_TRIES,
          inner -> {
            Expr x = ((Sampler) inner).draw(t.variable());
            return new Proposal(x, lessOrEqual(t.low(), x).times(lessOrEqual(x, t.high())));
          },
          null);
    }
    return t.variable() instanceof Draw d
        ? draw(t, d.law())
        : search(t::cdf, next(), t.support().low(), t.support().high());
  }

  /** By quantile, unless the upper tail would be lost in the rounding of 1. */
  private Expr draw(Truncated t, Distribution law) {
    Expr u = next();
    Expr isTail = less(law.middle(), t.low());
    Expr low = law.cdf(t.low());
    Expr central = law.quantile(low.plus(law.cdf(t.high()).minus(low).times(u)));
    if (isTail.is(0)) {
      return central;
    }
    Expr top = law.survival(t.low());
    Expr whole = top.minus(law.survival(t.high()));
    Expr from = t.support().low();
    Expr to = select(isTail, t.support().high(), from);
    return select(
        isTail, search(x -> top.minus(law.survival(x)).over(whole), u, from, to), central);
  }

  /** The x in [low, high] with P(X <= x) = u, from the point that is nearest to 0. */
  private static Expr search(UnaryOperator<Expr> cdf, Expr u, Expr low, Expr high) {
    return Root.of(x -> log(cdf.apply(x).over(u)), max(low, min(high, Expr.of(0))), low, high);
  }

  private Expr draw(Mixture mixture) {
    Expr choice = next();
    return chosen(
        choice,
        mixture.components().stream().map(Mixture.Component::weight).toList(),
        mixture.components().stream().map(c -> draw(c.variable())).toList());
  }

  /** The first draw whose cumulative probability exceeds a uniform; the last takes what is left. */
  private static Expr chosen(Expr choice, List<Expr> weights, List<Expr> draws) {
    Expr drawn = draws.get(draws.size() - 1);
    for (int k = draws.size() - 2; k >= 0; k--) {
      Expr cumulative = Expr.of(0);
      for (int i = 0; i <= k; i++) {
        cumulative = cumulative.plus(weights.get(i));
      }
      drawn = select(less(choice, cumulative), draws.get(k), drawn);
    }
    return drawn;
  }

  @Override
  public Expr next() {
    Expr u = RandomNumber.of(RandomNumber.Kind.UNIFORM, stream, draws++, attempt);
    return isMirrored ? Expr.of(1).minus(u) : u;
  }

  @Override
  public Expr normal() {
    Expr z = RandomNumber.of(RandomNumber.Kind.NORMAL, stream, draws++, attempt);
    return isMirrored ? z.negate() : z;
  }

  @Override
  public Expr first(int tries, Function<Uniforms, Proposal> proposal, UnaryOperator<Expr> law) {
    return all(tries, inner -> List.of(proposal.apply(inner)), law).get(0);
  }

  /** All of the first try that is accepted, which each of its proposals says alike. */
  private List<Expr> all(
      int tries, Function<Sampler, List<Proposal>> proposals, UnaryOperator<Expr> law) {
    if (attempts > MOST_ATTEMPTS / tries) {
      throw new UnsupportedOperationException("too many sums are truncated one in another");
    }
    Parameter own = Parameter.of("?try" + depth);
    Expr number = attempt.times(tries).plus(own);
    // A try's random numbers are draws of their own, which no others share, at counters of their
    // own.
    Sampler inner = new Sampler(stream, isMirrored, draws, depth + 1, number, attempts * tries);
    List<Proposal> last = proposals.apply(inner);
    draws = inner.draws;
    return last.stream()
        .map(p -> Rejection.of(own, p.value(), p.accepted(), p.surely(), tries, law))
        .toList();
  }

  /** Tries, of which as many are accepted as the range is probable. */
  private List<Expr> draw(Conditioned c) {
    return all(
        depth == 0 ? TRIES : NESTED_TRIES,
        inner -> {
          List<Expr> x = inner.draw(c.vector());
          return x.stream().map(value -> new Proposal(value, c.isInside(x))).toList();
        },
        null);
  }
}
