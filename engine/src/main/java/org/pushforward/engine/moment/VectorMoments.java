package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.variable.Conditioned;
import org.pushforward.engine.variable.DrawnVector;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Joined;
import org.pushforward.engine.variable.MixedVector;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVector;

/**
 * Means, covariances and entropies of vectors in closed form: laws state theirs, and those of
 * affine images follow.
 */
final class VectorMoments {
  private VectorMoments() {}

  /** E X_i, infinite or NaN where that is so; empty if no closed form is known. */
  static Optional<Expr> expectation(RandomVector v, int i) {
    if (v instanceof Independent x) {
      return x.components().get(i).expectation();
    }
    if (v instanceof DrawnVector x) {
      return Optional.of(x.law().expectation().get(i));
    }
    if (v instanceof Joined x) {
      At at = At.of(x, i);
      return expectation(at.vector(), at.component());
    }
    if (v instanceof MixedVector x) {
      Optional<Expr> sum = Optional.of(Expr.of(0));
      for (MixedVector.Component c : x.components()) {
        sum = plus(sum, c.weight(), expectation(c.vector(), i));
      }
      return sum;
    }
    if (v instanceof Conditioned) {
      return Optional.empty();
    }
    PushedVector p = (PushedVector) v;
    return row(p, i)
        .flatMap(
            row -> {
              List<Expr> zeros = Collections.nCopies(p.dimension(), Expr.of(0));
              Optional<Expr> sum = Optional.of(p.map().forward(zeros).values().get(i));
              for (int k = 0; k < row.size(); k++) {
                sum = plus(sum, row.get(k), expectation(p.vector(), k));
              }
              return sum;
            });
  }

  /** E (X_i - E X_i)(X_j - E X_j), likewise. */
  static Optional<Expr> covariance(RandomVector v, int i, int j) {
    if (v instanceof Independent x) {
      return i == j ? x.components().get(i).variance() : ofIndependent(v, i, j);
    }
    if (v instanceof DrawnVector x) {
      return Optional.of(x.law().covariance().get(i).get(j));
    }
    if (v instanceof Joined x) {
      At a = At.of(x, i);
      At b = At.of(x, j);
      return a.index() == b.index()
          ? covariance(a.vector(), a.component(), b.component())
          : ofIndependent(v, i, j);
    }
    if (v instanceof MixedVector x) {
      return ofMixture(x, i, j);
    }
    if (v instanceof Conditioned) {
      return Optional.empty();
    }
    PushedVector p = (PushedVector) v;
    return row(p, i).flatMap(a -> row(p, j).flatMap(b -> ofSums(p.vector(), a, b, i == j)));
  }

  /** sum_k w_k (cov_k(X_i, X_j) + (m_ki - m_i) (m_kj - m_j)), m_k the components' means. */
  private static Optional<Expr> ofMixture(MixedVector x, int i, int j) {
    Optional<Expr> sum = Optional.of(Expr.of(0));
    for (MixedVector.Component c : x.components()) {
      Optional<Expr> between = product(distance(c.vector(), x, i), distance(c.vector(), x, j));
      sum = plus(plus(sum, c.weight(), covariance(c.vector(), i, j)), c.weight(), between);
    }
    return sum;
  }

  private static Optional<Expr> distance(RandomVector x, RandomVector from, int i) {
    return expectation(x, i).flatMap(a -> expectation(from, i).map(a::minus));
  }

  private static Optional<Expr> product(Optional<Expr> a, Optional<Expr> b) {
    return a.flatMap(first -> b.map(first::times));
  }

  /** sum_kl a_k b_l cov(X_k, X_l). */
  private static Optional<Expr> ofSums(
      RandomVector x, List<Expr> a, List<Expr> b, boolean isVariance) {
    Optional<Expr> sum = Optional.of(Expr.of(0));
    for (int k = 0; k < a.size(); k++) {
      for (int l = 0; l < b.size(); l++) {
        Expr factor = a.get(k).times(b.get(l));
        if (!factor.is(0)) {
          // Where a covariance is not finite, a variance is not either, and alone counts.
          boolean isBeside = isVariance && k != l;
          Optional<Expr> c = covariance(x, k, l);
          sum = plus(sum, factor, isBeside ? c.map(e -> finiteOr(e, Expr.of(0))) : c);
        }
      }
    }
    return sum;
  }

  /** 0, where both means are numbers. */
  private static Optional<Expr> ofIndependent(RandomVector v, int i, int j) {
    Expr undefined = Expr.of(Double.NaN);
    return expectation(v, i)
        .flatMap(
            a ->
                expectation(v, j)
                    .map(b -> select(isFinite(a).times(isFinite(b)), Expr.of(0), undefined)));
  }

  /**
   * Those of independent components are added; an image has that of the vector and, where it is
   * constant, the log-determinant.
   */
  static Optional<Expr> entropy(RandomVector v) {
    if (v instanceof Independent x) {
      return sum(x.components().stream().map(c -> c.entropy()).toList());
    }
    if (v instanceof DrawnVector x) {
      return Optional.of(x.law().entropy());
    }
    if (v instanceof Joined x) {
      return sum(x.vectors().stream().map(VectorMoments::entropy).toList());
    }
    if (v instanceof MixedVector || v instanceof Conditioned) {
      return Optional.empty();
    }
    PushedVector p = (PushedVector) v;
    return constantLogDet(p).flatMap(logDet -> entropy(p.vector()).map(logDet::plus));
  }

  /** The log-determinant of a map, if it is the same everywhere. */
  static Optional<Expr> constantLogDet(PushedVector p) {
    List<Parameter> x = symbols(p);
    Expr logDet = p.map().forward(List.copyOf(x)).logDet();
    return isOver(x, logDet) ? Optional.empty() : Optional.of(logDet);
  }

  /** The derivatives of a component of an affine image; empty if it is no affine one. */
  private static Optional<List<Expr>> row(PushedVector p, int i) {
    List<Parameter> x = symbols(p);
    Expr y = p.map().forward(List.copyOf(x)).values().get(i);
    List<Expr> row = Derivative.gradient(y, x);
    return row.stream().anyMatch(e -> isOver(x, e)) ? Optional.empty() : Optional.of(row);
  }

  private static List<Parameter> symbols(PushedVector p) {
    return IntStream.range(0, p.dimension()).mapToObj(i -> Parameter.of("?x" + i)).toList();
  }

  private static boolean isOver(List<Parameter> symbols, Expr formula) {
    return !Substitution.among(new HashSet<>(symbols), formula).isEmpty();
  }

  private static Optional<Expr> plus(Optional<Expr> sum, Expr factor, Optional<Expr> term) {
    return factor.is(0) ? sum : sum.flatMap(a -> term.map(b -> a.plus(factor.times(b))));
  }

  private static Optional<Expr> sum(List<Optional<Expr>> terms) {
    return terms.stream()
        .reduce((a, b) -> a.flatMap(first -> b.map(first::plus)))
        .orElse(Optional.empty());
  }

  private static Expr isFinite(Expr e) {
    return lessOrEqual(abs(e), Expr.of(Double.MAX_VALUE));
  }

  private static Expr finiteOr(Expr e, Expr other) {
    return select(isFinite(e), e, other);
  }

  /** Which of the vectors that are joined, and which of its components. */
  private record At(int index, RandomVector vector, int component) {
    static At of(Joined joined, int i) {
      int index = 0;
      int component = i;
      while (component >= joined.vectors().get(index).dimension()) {
        component -= joined.vectors().get(index).dimension();
        index++;
      }
      return new At(index, joined.vectors().get(index), component);
    }
  }
}
