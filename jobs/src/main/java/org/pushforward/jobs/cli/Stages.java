package org.pushforward.jobs.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.jobs.job.Progress;

/** Shows progress and keeps what of it belongs in the result: seconds of the phases, warnings. */
final class Stages implements Progress, AutoCloseable {
  private final ConsoleProgress console;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final long began = System.nanoTime();
  private String phase;
  private long phaseBegan;
  private double total;

  Stages(ConsoleProgress console) {
    this.console = console;
  }

  @Override
  public synchronized void phase(String name, long total) {
    endPhase();
    phase = name;
    phaseBegan = System.nanoTime();
    console.phase(name, total);
  }

  private void endPhase() {
    if (phase != null) {
      seconds.merge(phase, since(phaseBegan), Double::sum);
      phase = null;
    }
  }

  @Override
  public synchronized void step(long done, String text) {
    console.step(done, text);
  }

  @Override
  public synchronized void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
      console.warn(warning);
    }
  }

  /** The end of the last phase. */
  @Override
  public synchronized void close() {
    endPhase();
    total = since(began);
    console.close();
  }

  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Of the phases, in the order they began. */
  synchronized Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }

  /** Seconds until {@link #close}. */
  synchronized double total() {
    return total;
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) * 1e-9;
  }
}
