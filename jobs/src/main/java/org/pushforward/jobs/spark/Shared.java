package org.pushforward.jobs.spark;

import java.io.Serializable;

/** A value sent once to every machine, which sees one object. A {@link Work} holds this. */
public interface Shared<T extends Serializable> extends Serializable, AutoCloseable {
  T get();

  /** Lets every machine forget the value. */
  @Override
  void close();
}
