package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Session;
import org.pushforward.jobs.spec.SpecReader;

/** Runs jobs as specs ask for them, on Spark; what they write is in {@code folder/out}. */
final class SpecRun {
  private SpecRun() {}

  static <S, R extends Outcome> Outcome of(Job<S, R> job, Path folder, String spec, String master)
      throws IOException {
    S needed = job.read(SpecReader.parse(folder.resolve("spec.yaml"), spec, List.of()));
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .set("spark.driver.host", "localhost")
            // Executors find Spark and these classes where this JVM does.
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    Path out = Files.createDirectories(folder.resolve("out"));
    try (Session session = Session.open("test", conf, BackendChoice.AUTO, Progress.SILENT)) {
      return job.run(needed, session.runner(), Progress.SILENT, out);
    } catch (RuntimeException | IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
