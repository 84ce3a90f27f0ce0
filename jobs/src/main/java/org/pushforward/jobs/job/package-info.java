/** The jobs, one class each. */
package org.pushforward.jobs.job;
