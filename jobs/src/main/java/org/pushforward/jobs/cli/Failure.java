package org.pushforward.jobs.cli;

import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.pushforward.engine.expr.SpecException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What went wrong as one message, and the exit status it means. */
record Failure(String message, int status) {

  static int report(Throwable thrown, CommandLine command) {
    Failure failure = of(thrown);
    PrintWriter err = command.getErr();
    if (command.getCommand() instanceof JobCommand job && job.debug()) {
      thrown.printStackTrace(err);
    }
    err.println(failure.message());
    err.flush();
    return failure.status();
  }

  static Failure of(Throwable thrown) {
    // Spark wraps what a task threw.
    Throwable root = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof SpecException wrong) {
        return new Failure(wrong.getMessage(), Main.WRONG);
      }
      if (t instanceof ParameterException wrong) {
        return new Failure("pushforward: " + wrong.getMessage(), Main.WRONG);
      }
      root = t;
    }
    return new Failure("pushforward: " + explain(root), Main.FAILED);
  }

  private static String explain(Throwable root) {
    String message = root.getMessage() == null ? "" : root.getMessage().strip();
    if (root instanceof OutOfMemoryError || message.startsWith("java.lang.OutOfMemoryError")) {
      return "the memory is not enough: give the driver more by --driver-memory 8g, or the executors"
          + " by --executor-memory";
    }
    if (root instanceof NoSuchFileException || root instanceof FileNotFoundException) {
      return "there is no file " + message;
    }
    if (root instanceof AccessDeniedException) {
      return "no permission for " + message;
    }
    boolean bare = message.isEmpty() || root instanceof RuntimeException || root instanceof Error;
    String kind =
        root.getClass()
            .getSimpleName()
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    // Spark appends the stack trace to its messages.
    String first =
        message.lines().takeWhile(line -> !line.startsWith("\tat ")).findFirst().orElse("");
    return (bare ? kind + (first.isEmpty() ? "" : ": ") : "")
        + first
        + (bare ? "\n    --debug shows where" : "");
  }
}
