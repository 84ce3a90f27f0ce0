package org.pushforward.jobs.result;

/** A table beside {@code result.json}: its path from there, and how many rows it has. */
public record Table(String path, long rows) {}
