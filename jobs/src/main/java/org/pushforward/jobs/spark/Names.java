package org.pushforward.jobs.spark;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.util.AccumulatorV2;

/** Names that tasks tell the driver, each once, in alphabetical order. */
final class Names extends AccumulatorV2<Collection<String>, List<String>> {
  private static final long serialVersionUID = 1;

  private final Set<String> names = new TreeSet<>();

  @Override
  public synchronized boolean isZero() {
    return names.isEmpty();
  }

  @Override
  public synchronized Names copy() {
    Names copy = new Names();
    copy.names.addAll(names);
    return copy;
  }

  @Override
  public synchronized void reset() {
    names.clear();
  }

  @Override
  public synchronized void add(Collection<String> more) {
    names.addAll(more);
  }

  @Override
  public void merge(AccumulatorV2<Collection<String>, List<String>> other) {
    add(other.value());
  }

  @Override
  public synchronized List<String> value() {
    return List.copyOf(names);
  }
}
