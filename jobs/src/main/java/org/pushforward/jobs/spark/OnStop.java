package org.pushforward.jobs.spark;

import org.apache.hadoop.util.ShutdownHookManager;

/** What is done when the process is told to stop (Ctrl-C, TERM), once Spark has stopped. */
public final class OnStop implements AutoCloseable {
  // Below Spark's own hooks and the one by which Hadoop closes file systems, 10.
  private static final int PRIORITY = 5;

  private final Runnable action;

  public OnStop(Runnable action) {
    this.action = action;
    ShutdownHookManager.get().addShutdownHook(action, PRIORITY);
  }

  /** Whether the process has been told to stop: what fails from then on says nothing. */
  public static boolean stopping() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  @Override
  public void close() {
    if (!stopping()) {
      ShutdownHookManager.get().removeShutdownHook(action);
    }
  }
}
