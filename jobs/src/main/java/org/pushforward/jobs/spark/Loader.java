package org.pushforward.jobs.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;
import org.pushforward.engine.kernel.EventBlock;

/**
 * Reads or makes one part of a data set, on the machine that will hold it.
 *
 * @param <P> what names a part: a piece of a file, a range of sample indices
 * @param <S> what the driver learns of a part
 */
public interface Loader<P extends Serializable, S extends Serializable> extends Serializable {

  /** Hands the part's blocks to {@code sink} in the order of its rows. */
  S load(P part, Consumer<EventBlock> sink) throws IOException;
}
