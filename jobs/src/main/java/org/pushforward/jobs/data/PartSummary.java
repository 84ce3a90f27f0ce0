package org.pushforward.jobs.data;

import java.io.Serializable;
import java.util.ArrayList;

/**
 * What the driver learns of a part.
 *
 * @param lines lines of the file, or rows, that belong to it
 * @param firstUsed the first of them that is in the blocks, from 1; 0 if none is
 * @param invalid rows with a cell that is no finite number
 * @param negative rows in the blocks whose weight is negative
 * @param bad the first of the invalid
 * @param openQuotes where reading ended because quotes do not close, or null
 */
record PartSummary(
    long lines,
    long firstUsed,
    long outOfRange,
    long invalid,
    long negative,
    ArrayList<BadCell> bad,
    BadCell openQuotes)
    implements Serializable {}
