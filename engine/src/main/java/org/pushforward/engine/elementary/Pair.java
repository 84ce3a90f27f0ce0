package org.pushforward.engine.elementary;

/** A number as the unevaluated sum of a double and a much smaller correction. */
record Pair<V>(V head, V tail) {}
