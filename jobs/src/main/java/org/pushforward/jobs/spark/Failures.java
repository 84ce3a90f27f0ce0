package org.pushforward.jobs.spark;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.spark.SparkException;
import org.pushforward.engine.expr.SpecException;

/** What went wrong, freed from what Spark wrapped around it. */
public final class Failures {
  private Failures() {}

  /** The mistake in the spec if there is one among the causes, else the first cause of all. */
  public static Throwable root(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable last = thrown;
    for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof SpecException) {
        return t;
      }
      last = t;
    }
    return last;
  }

  /** One line for a failure that is not the spec's. */
  public static String describe(Throwable thrown) {
    Throwable root = root(thrown);
    String message = root.getMessage() == null ? "" : root.getMessage().strip();
    if (root instanceof OutOfMemoryError) {
      return "out of memory: " + message + "; give it more by --driver-memory or more machines";
    }
    if (root instanceof SparkException) {
      // The stack trace of the driver follows behind the first blank line.
      int end = message.indexOf("\n");
      return end < 0 ? message : message.substring(0, end);
    }
    return message.isEmpty() ? root.getClass().getName() : message;
  }
}
