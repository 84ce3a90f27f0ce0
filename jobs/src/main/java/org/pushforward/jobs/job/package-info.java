/** What a user can ask for: one class a job. */
package org.pushforward.jobs.job;
