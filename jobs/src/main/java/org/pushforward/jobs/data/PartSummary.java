package org.pushforward.jobs.data;

import java.io.Serializable;
import java.util.ArrayList;

/**
 * What the driver learns of a part.
 *
 * @param lines lines of the file, or rows, that belong to it
 * @param invalid rows with a cell that is no finite number
 * @param bad the first of them
 */
record PartSummary(long lines, long outOfRange, long invalid, ArrayList<BadCell> bad)
    implements Serializable {}
