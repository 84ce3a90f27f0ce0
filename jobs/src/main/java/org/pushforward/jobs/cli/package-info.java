/** The command line: arguments in, progress and one readable error out. */
package org.pushforward.jobs.cli;
