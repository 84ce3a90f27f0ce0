package org.pushforward.jobs.cli;

import java.io.PrintWriter;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.pushforward.jobs.job.Progress;

/** Progress for a person: a bar in a terminal, else a line now and then. */
sealed interface ConsoleProgress extends Progress, AutoCloseable {

  @Override
  void close();

  /**
   * The launcher, which alone knows whether the user's stderr is a terminal, says so by giving its
   * width.
   */
  static ConsoleProgress of(PrintWriter err, Map<String, String> environment) {
    String columns = environment.getOrDefault("PUSHFORWARD_COLUMNS", "");
    return columns.matches("[1-9][0-9]{1,3}")
        ? new Bar(err, Integer.parseInt(columns))
        : new Lines(err);
  }

  /** A line for each phase, and one every few seconds while it lasts. */
  final class Lines implements ConsoleProgress {
    // Seldom enough for a log, often enough to see that it is alive.
    private static final long BETWEEN_NANOS = 5_000_000_000L;

    private final PrintWriter err;
    private String phase = "";
    private long total;
    private long shown = System.nanoTime();

    Lines(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void phase(String name, long total) {
      this.phase = name;
      this.total = total;
      this.shown = System.nanoTime();
      err.println(name);
    }

    @Override
    public void step(long done, String text) {
      long now = System.nanoTime();
      if (now - shown >= BETWEEN_NANOS) {
        shown = now;
        err.println(
            phase
                + ": "
                + done
                + (total > 0 ? " of " + total : "")
                + (text.isEmpty() ? "" : ", ")
                + text);
      }
    }

    @Override
    public void warn(String warning) {
      err.println("warning: " + warning);
    }

    @Override
    public void close() {
      err.flush();
    }
  }

  /** One bar, which each phase starts anew. */
  final class Bar implements ConsoleProgress {
    private static final int REFRESH_MILLIS = 200;

    private final PrintWriter err;
    private final int columns;
    private ProgressBar bar;

    Bar(PrintWriter err, int columns) {
      this.err = err;
      this.columns = columns;
    }

    @Override
    public void phase(String name, long total) {
      close();
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(total > 0 ? total : -1) // -1: a bar without an end
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              // Its own console consumer would ask jline, which is not there.
              .setConsumer(new Line(err, columns - 1))
              .build();
    }

    @Override
    public void step(long done, String text) {
      if (bar != null) {
        bar.stepTo(done);
        bar.setExtraMessage(text.isEmpty() ? "" : " " + text);
      }
    }

    @Override
    public void warn(String warning) {
      err.println((bar == null ? "" : "\n") + "warning: " + warning);
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }

  /** The terminal's last line, written over and over. */
  final class Line implements ProgressBarConsumer {
    private final PrintWriter err;
    private final int width;

    Line(PrintWriter err, int width) {
      this.err = err;
      this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      String line = rendered.length() > width ? rendered.substring(0, width) : rendered;
      err.print("\r" + line + " ".repeat(width - line.length()));
      err.flush();
    }

    @Override
    public void close() {
      err.println();
    }
  }
}
