/** CSV and Parquet files, wherever Hadoop reads them, to blocks of columns. */
package org.pushforward.jobs.data;
