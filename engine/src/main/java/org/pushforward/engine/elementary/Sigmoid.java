package org.pushforward.engine.elementary;

/** The logistic function and its integral, from e = exp(-|x|), which never overflows. */
public final class Sigmoid {

  private Sigmoid() {}

  /**
   * 1 / (1 + exp(-x)): 1 - q or, left of 0, e - e q with q = e / (1 + e), whose error then counts
   * half. Within 2 ulp, measured 1.52.
   */
  public static <V> V sigmoid(Primitives<V> p, V x) {
    V one = p.constant(1);
    V e = Exponential.ofMinus(p, p.abs(x));
    V q = p.div(e, p.add(one, e));
    V size = p.select(p.lt(x, p.constant(0)), e, one);
    return p.fma(p.neg(size), q, size);
  }

  /** log(1 + exp(x)) = max(x, 0) + log(1 + e). Within 2 ulp, measured 1.51. */
  public static <V> V softplus(Primitives<V> p, V x) {
    V zero = p.constant(0);
    V e = Exponential.ofMinus(p, p.abs(x));
    return p.add(p.select(p.lt(zero, x), x, zero), Logarithm.normalLog1p(p, e));
  }

  /** -log(1 + exp(-x)). Within 2 ulp, measured 1.31. */
  public static <V> V logSigmoid(Primitives<V> p, V x) {
    return p.neg(softplus(p, p.neg(x)));
  }
}
