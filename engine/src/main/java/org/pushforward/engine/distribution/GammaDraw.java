package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import org.pushforward.engine.expr.Expr;

/**
 * A draw X = body exp(logTail) of the gamma law of shape a and rate 1, in two parts, so that powers
 * and ratios of draws do not underflow with X where a is small.
 *
 * <p>The body is a draw of shape b = a, or b = a + 1 where a < 1, by the rejection of Marsaglia and
 * Tsang (2000): with z normal, d = b - 1/3 and t = z / (3 sqrt(d)), it is d (1 + t)^3, accepted
 * with probability
 *
 * <pre>exp(z^2 / 2 + d (1 - (1 + t)^3 + 3 log(1 + t))), 1 + t > 0,</pre>
 *
 * or at least 0.951 on average. The exponent is -d h with h = 3 t^4 / 4 - 3 t^5 / 5 + t^6 / 2 - ..,
 * and the chance more than 1 - d t^4 (3/4 - 3 t / 5 + c t^2) if t^4 (..) >= h where d h < 1: for t
 * > 0 with c = 1/2 already, as the terms of h alternate; for t < 0 with c = 2.2, because (h - 3 t^4
 * / 4 + 3 t^5 / 5) / t^6 grows with |t| and reaches 2.2 at |t| = 0.862, where h = 1.6, and d >=
 * 2/3. The tail's logarithm is log(u) / a where a < 1, else 0.
 */
record GammaDraw(Expr body, Expr logTail) {
  /** 0.049^64 is 10^-83. */
  private static final int TRIES = 64;

  /** c. */
  private static final double LOSS = 2.2;

  static GammaDraw of(Expr shape, Uniforms uniforms) {
    Expr isSmall = less(shape, Expr.of(1));
    Expr bodyShape = shape.plus(isSmall);
    Expr body =
        uniforms.first(
            TRIES,
            inner -> proposal(bodyShape.minus(1 / 3.0), inner),
            new Gamma(bodyShape, Expr.of(1))::logFolded);
    Expr logTail =
        isSmall.is(0) ? Expr.of(0) : select(isSmall, log(uniforms.next()).over(shape), Expr.of(0));
    return new GammaDraw(body, logTail);
  }

  private static Uniforms.Proposal proposal(Expr d, Uniforms uniforms) {
    Expr z = uniforms.normal();
    Expr t = z.times(Expr.of(1 / 3.0).over(sqrt(d)));
    // (1 + t)^3 - 1
    Expr growth = t.times(t.times(t.plus(3)).plus(3));
    Expr chance = exp(z.square().times(0.5).plus(d.times(log1p(t).times(3).minus(growth))));
    Expr u = uniforms.next();
    Expr loss = t.times(t.times(LOSS).minus(0.6)).plus(0.75);
    // Where 1 + t < 0 the logarithm is NaN: not less than anything.
    return new Uniforms.Proposal(
        d.plus(d.times(growth)),
        less(u, chance),
        less(u, Expr.of(1).minus(d.times(t.square().square()).times(loss))));
  }

  Expr value() {
    return body.times(exp(logTail));
  }

  /** X^c. */
  Expr power(Expr c) {
    return exp(c.times(log(body).plus(logTail)));
  }

  /** 1 / sqrt(X). */
  Expr inverseRoot() {
    return exp(logTail.times(-0.5)).over(sqrt(body));
  }

  /** X / Y. */
  Expr over(GammaDraw y) {
    return body.over(y.body).times(exp(logTail.minus(y.logTail)));
  }
}
