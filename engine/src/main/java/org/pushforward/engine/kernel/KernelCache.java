package org.pushforward.engine.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A backend's compiled kernels, the most recently used ones: each program is compiled once, while
 * others may be compiled or looked up beside it. Thread-safe.
 *
 * <p>Compiling a program may ask for the kernels of the programs inside its tables.
 */
public final class KernelCache {
  /** Kernels kept; a job uses a few, a sweep a few for each of its specs. */
  private static final int CAPACITY = 256;

  private final Function<Program, Kernel> compiler;
  private final Map<Program, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  public KernelCache(Function<Program, Kernel> compiler) {
    this.compiler = compiler;
  }

  /** The kernel of a program equal to this one. */
  public Kernel kernel(Program program) {
    Entry entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(program, key -> new Entry());
      if (entries.size() > CAPACITY) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
    // Programs nest without cycles, so the locks of two entries are never awaited crosswise.
    synchronized (entry) {
      if (entry.kernel == null) {
        entry.kernel = compiler.apply(program);
      }
      return entry.kernel;
    }
  }

  private static final class Entry {
    private Kernel kernel;
  }
}
