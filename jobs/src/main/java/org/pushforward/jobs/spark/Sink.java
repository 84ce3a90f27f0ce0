package org.pushforward.jobs.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import org.pushforward.engine.kernel.EventBlock;

/**
 * Where the blocks of a data set go that is not held. A part may come more than once: where its
 * task failed, or ran too slowly.
 *
 * @param <R> what comes back to the driver of each part
 */
public interface Sink<R extends Serializable> extends Serializable {

  Receiver<R> open(int part) throws IOException;

  /** Takes one part's blocks in the order of their rows. Closed unfinished, it leaves nothing. */
  interface Receiver<R> extends Closeable {
    void add(EventBlock block) throws IOException;

    R finish() throws IOException;
  }
}
