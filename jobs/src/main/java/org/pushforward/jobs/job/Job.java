package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Run;
import org.pushforward.jobs.spec.Spec;

/** One kind of question a spec can be asked. */
public interface Job {

  /**
   * @param folder where tables may be written; it appears as the result's folder when all is done
   */
  Done run(Spec spec, Options options, Progress progress, Path folder) throws IOException;

  /**
   * What a job found, and on what.
   *
   * @param environment versions and sizes of what it ran on beyond this JVM's, by name
   */
  record Done(
      Outcome outcome, Run.Backend backend, String master, Map<String, String> environment) {}
}
