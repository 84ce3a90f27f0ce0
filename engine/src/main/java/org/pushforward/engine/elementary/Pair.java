package org.pushforward.engine.elementary;

/** A number as the unevaluated sum of a double and a much smaller correction. */
record Pair<V>(V head, V tail) {

  /** The rounded sum and its error. */
  static <V> Pair<V> sum(Primitives<V> p, V a, V b) {
    V sum = p.add(a, b);
    V back = p.sub(sum, a);
    return new Pair<>(sum, p.add(p.sub(a, p.sub(sum, back)), p.sub(b, back)));
  }
}
