package org.pushforward.jobs.spec;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The folder of a spec file, from which the paths in it are taken. */
record Folder(Path path) {
  // hdfs://..., s3a://..., file:/...; two letters at least, or it is a drive.
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  String resolve(String written) {
    if (SCHEME.matcher(written).matches()) {
      return written;
    }
    // No Java URI: Hadoop takes a blank or { } as they are.
    return "file://" + path.resolve(written).toAbsolutePath().normalize();
  }
}
