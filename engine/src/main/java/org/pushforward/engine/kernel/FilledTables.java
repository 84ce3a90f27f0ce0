package org.pushforward.engine.kernel;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a {@link Convolution} at the points used last: blocks of a data set, whichever
 * thread has them, and points that differ in other parameters alone share them. They are kept from
 * the second use on, for where the data are one block there is none. Thread-safe.
 */
final class FilledTables {
  /**
   * Bytes kept while there is room; a table has some 100 kB, and a gradient and a Hessian want ten
   * or so.
   */
  private static final long CAPACITY = 128L << 20;

  private final Convolution convolution;
  private final BitSet parameters;
  private final long most;
  private final Map<List<Double>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  FilledTables(ConvolutionTables tables, Backend backend) {
    convolution = new Convolution(tables, backend);
    parameters = tables.signal().usedParameters();
    parameters.or(tables.kernel().usedParameters());
    long doubles = (long) tables.grids().cells() * tables.grids().numbers() * tables.tables();
    most = Math.max(1, CAPACITY / (doubles * Double.BYTES));
  }

  /** The tables at one point: [table][cell][number], flat within a table; not to be changed. */
  List<double[]> at(double[] point) {
    List<Double> key = new ArrayList<>();
    parameters.stream().forEach(i -> key.add(point[i]));
    Entry entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(key, k -> new Entry());
      if (entries.size() > most) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
    synchronized (entry) {
      List<double[]> tables = entry.tables.get();
      if (tables == null) {
        tables = convolution.fill(point);
        if (entry.isAskedFor) {
          entry.tables = new SoftReference<>(tables);
        }
        entry.isAskedFor = true;
      }
      return tables;
    }
  }

  private static final class Entry {
    private boolean isAskedFor;
    private SoftReference<List<double[]>> tables = new SoftReference<>(null);
  }
}
