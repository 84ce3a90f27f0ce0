package org.pushforward.engine.gradient;

import static org.pushforward.engine.expr.Formulas.normalQuantile;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Parts;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.RandomNumber;
import org.pushforward.engine.moment.Quantile;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.DrawnVector;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Sampler;

/** Where the random numbers of a sample come from: whoever asks next gets others. */
sealed interface Source {
  /** A draw of a variable or vector. */
  List<Expr> draw(RandomVector variable);

  /** A uniform on (0, 1). */
  Expr uniform();

  /** A standard normal. */
  Expr normal();

  /** Streams of random numbers from a first one on. */
  final class Streams implements Source {
    /** Simulated observables have those from 0 on, moments those from 2^20 on. */
    static final int FIRST = 1 << 21;

    private final boolean isMirrored;
    private int next;

    /**
     * @param isMirrored whether each number is the antithetic one
     */
    Streams(int first, boolean isMirrored) {
      this.next = first;
      this.isMirrored = isMirrored;
    }

    @Override
    public List<Expr> draw(RandomVector variable) {
      return Sampler.draw(variable, next++, isMirrored);
    }

    @Override
    public Expr uniform() {
      Expr u = RandomNumber.of(RandomNumber.Kind.UNIFORM, next++, 0, Expr.of(0));
      return isMirrored ? Expr.of(1).minus(u) : u;
    }

    @Override
    public Expr normal() {
      Expr z = RandomNumber.of(RandomNumber.Kind.NORMAL, next++, 0, Expr.of(0));
      return isMirrored ? z.negate() : z;
    }
  }

  /** Coordinates of a point, a column of a block each. */
  final class Coordinates implements Source {
    private int next;

    /** What the column of a coordinate is called. */
    static String column(int coordinate) {
      return "?u" + coordinate;
    }

    /** How many have been asked for. */
    int count() {
      return next;
    }

    @Override
    public List<Expr> draw(RandomVector variable) {
      if (variable instanceof Independent one) {
        return one.components().stream().map(v -> Quantile.of(v, uniform())).toList();
      }
      if (variable instanceof DrawnVector drawn) {
        Parts parts = drawn.law().parts();
        List<Expr> values = new ArrayList<>();
        for (Distribution law : parts.laws()) {
          RandomVariable part = new Draw(law);
          values.add(Quantile.of(part, uniform()));
        }
        return parts.whole(values).values();
      }
      throw new UnsupportedOperationException(
          "it is not drawn by quantiles, as Sobol's points ask for");
    }

    @Override
    public Expr uniform() {
      return Column.of(column(next++));
    }

    @Override
    public Expr normal() {
      return normalQuantile(uniform());
    }
  }
}
