/** The command line: arguments in, progress and errors out, results to their folder. */
package org.pushforward.jobs.cli;
