/**
 * Spark, and nothing that has to be known of it outside: sessions, serialisation, and the {@link
 * Runner} a job sees.
 */
package org.pushforward.jobs.spark;
