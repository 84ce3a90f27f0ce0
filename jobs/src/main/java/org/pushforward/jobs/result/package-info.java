/**
 * What a job found: the records of {@code result.json}, their one JSON form, and the folder they
 * are written to.
 */
package org.pushforward.jobs.result;
