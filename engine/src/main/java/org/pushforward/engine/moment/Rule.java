package org.pushforward.engine.moment;

/** Takes averages over one leaf. */
interface Rule {

  /**
   * The averages of some functions for each row.
   *
   * @param scales what the rows count: errors far below those of others do not matter
   */
  Averages[] over(double[] scales, Given functions);
}
