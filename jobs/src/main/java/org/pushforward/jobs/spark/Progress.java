package org.pushforward.jobs.spark;

/** How a job tells what it is doing. */
public interface Progress {
  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void at(long done, String note) {}

        @Override
        public void tasks(int finished, int submitted) {}

        @Override
        public void warn(String warning) {}
      };

  /**
   * A part of the job begins, and the one before has ended.
   *
   * @param total how far {@link #at} will count; 0 if unknown, then tasks are counted
   */
  void phase(String name, long total);

  /**
   * How far the phase has come.
   *
   * @param note how it stands, such as the value of the likelihood; may be empty
   */
  void at(long done, String note);

  /** How many of the tasks of the phase have finished; may be called by any thread. */
  void tasks(int finished, int submitted);

  /** Something the user should know of the result; it will stand in it. */
  void warn(String warning);
}
