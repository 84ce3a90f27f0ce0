package org.pushforward.jobs.result;

import java.util.List;

/**
 * What was asked for.
 *
 * @param spec the text of the spec as it was run, settings from the command line included
 * @param specDigest names the algorithm: {@code sha256:...}
 * @param version of Pushforward
 */
public record Header(
    String job,
    String name,
    String spec,
    String specDigest,
    long seed,
    String version,
    List<String> warnings) {
  public Header {
    warnings = List.copyOf(warnings);
  }
}
