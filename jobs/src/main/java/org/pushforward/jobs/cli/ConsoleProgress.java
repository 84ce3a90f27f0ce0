package org.pushforward.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.pushforward.jobs.spark.Progress;

/**
 * Progress on the console: a bar on a terminal, elsewhere a line for each step of a phase of
 * unknown length and one every few seconds where there is a count. Keeps the warnings and the
 * seconds of every phase for the result.
 */
final class ConsoleProgress implements Progress, AutoCloseable {
  /** The launcher's word that stderr is a terminal, and how wide. */
  static final String COLUMNS = "PUSHFORWARD_COLUMNS";

  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;
  private static final int REDRAW_MILLIS = 200;

  private final PrintStream err;
  private final int columns;
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  private String phase;
  private boolean counted;
  private long begun;
  private long total;
  private long done;
  private String note = "";
  private long lastLine;
  private volatile ProgressBar bar;

  /**
   * @param columns width of the terminal, 0 if there is none
   */
  ConsoleProgress(PrintStream err, int columns) {
    this.err = err;
    this.columns = columns;
  }

  static ConsoleProgress on(PrintStream err) {
    String columns = System.getenv(COLUMNS);
    return new ConsoleProgress(
        err, columns != null && columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : 0);
  }

  @Override
  public synchronized void phase(String name, long ofTotal) {
    end();
    phase = name;
    counted = ofTotal > 0;
    total = ofTotal;
    done = 0;
    note = "";
    begun = System.nanoTime();
    lastLine = begun;
    if (columns > 0) {
      err.print("\r" + name); // until the bar's first refresh
      err.flush();
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(counted ? total : -1) // -1: not known yet
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, columns - 1))
              .build();
    } else {
      err.println(name);
    }
  }

  @Override
  public synchronized void at(long newDone, String newNote) {
    note = newNote;
    if (counted) {
      done = newDone;
    } else if (columns == 0 && phase != null) {
      lastLine = System.nanoTime();
      err.println(phase + " " + newDone + (note.isEmpty() ? "" : ": " + note));
      return;
    }
    shown();
  }

  @Override
  public synchronized void tasks(int finished, int submitted) {
    if (phase == null || counted) {
      return;
    }
    total = submitted;
    done = finished;
    shown();
  }

  @Override
  public synchronized void warn(String warning) {
    warnings.add(warning);
    clear();
    err.println("warning: " + warning);
  }

  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Seconds of each phase that has ended; those of the same name together. */
  synchronized Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }

  /** Ends the last phase. */
  @Override
  public synchronized void close() {
    end();
  }

  private void end() {
    if (phase == null) {
      return;
    }
    seconds.merge(phase, (System.nanoTime() - begun) * 1e-9, Double::sum);
    phase = null;
    if (bar != null) {
      ProgressBar ended = bar;
      bar = null; // what it still draws is not shown
      ended.close();
      clear();
    }
  }

  private void shown() {
    if (bar != null) {
      bar.maxHint(total > 0 ? total : -1);
      bar.stepTo(done);
      bar.setExtraMessage(note.isEmpty() ? "" : " " + note);
      return;
    }
    long now = System.nanoTime();
    if (columns == 0 && phase != null && now - lastLine >= NANOS_BETWEEN_LINES) {
      lastLine = now;
      String count = total > 0 ? ": " + done + " of " + total : "";
      err.println(phase + count + (note.isEmpty() ? "" : ", " + note));
    }
  }

  // Called by the bar's own thread, which close() waits for: it must not wait for our lock.
  private void draw(String line) {
    if (bar != null) {
      err.print("\r" + line);
      err.flush();
    }
  }

  private void clear() {
    if (columns > 0) {
      err.print("\r" + " ".repeat(columns - 1) + "\r");
      err.flush();
    }
  }
}
