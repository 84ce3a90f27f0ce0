/**
 * One self-contained HTML page, and its plots as SVG files, drawn from the records of a result
 * alone.
 */
package org.pushforward.jobs.report;
