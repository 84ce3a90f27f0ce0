package org.pushforward.jobs.spark;

import java.io.Serializable;

/**
 * What is done to each of many units, in any grouping and order: so {@code add} and {@code merge}
 * must commute and associate, to the last bit.
 *
 * <p>Instances travel to executors by Java serialisation and should hold parameters only; programs
 * go by {@link Runner#share}.
 *
 * @param <U> a unit: an {@link IndexRange} or a {@link HeldBlock}
 * @param <R> what comes back to the driver, of a type that {@link Registrator} knows
 */
public interface Work<U, R> extends Serializable {

  /** Nothing yet; a new one each time. */
  R zero();

  /** What {@code into} holds and the unit's part; may change and return {@code into}. */
  R add(R into, U unit);

  /** What both hold; may change and return {@code a}. */
  R merge(R a, R b);
}
