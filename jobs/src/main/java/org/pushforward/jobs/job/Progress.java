package org.pushforward.jobs.job;

/** How a job tells what it is doing, from any of its threads. */
public interface Progress {

  /**
   * A part of the job begins, and the one before has ended; the parts and their seconds stand in
   * the result.
   *
   * @param total how far {@link #step} will count; 0 if unknown
   */
  void phase(String name, long total);

  /**
   * How far the phase has come.
   *
   * @param done not the number since the last call, but since the phase began
   * @param text how it stands, such as the likelihood's value; may be empty
   */
  void step(long done, String text);

  /** Something the user should know about the result, in which it will stand. */
  void warn(String warning);
}
