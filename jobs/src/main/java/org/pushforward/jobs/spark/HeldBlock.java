package org.pushforward.jobs.spark;

import org.pushforward.engine.kernel.EventBlock;

/**
 * A block of a data set and where it stands there.
 *
 * @param part number of the part it was loaded from
 * @param firstRow number, in that part, of the block's first row
 */
public record HeldBlock(EventBlock block, int part, long firstRow) {}
