package org.pushforward.engine.kernel;

import java.io.Serializable;

/**
 * Columns of some rows of a data set. What it holds is not changed once a kernel has seen it: a
 * device keeps a copy of a block that it meets again.
 *
 * @param columns [column][row], at least {@code rows} long; a column of bin edges at least {@code
 *     rows + 1}
 * @param rows number of rows
 */
public record EventBlock(double[][] columns, int rows) implements Serializable {}
