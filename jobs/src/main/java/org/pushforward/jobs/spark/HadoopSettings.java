package org.pushforward.jobs.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import scala.Tuple2;

/** How files are reached, the same on the driver and on executors. */
public final class HadoopSettings {
  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /** What Hadoop's own files on this machine say, and over it every spark.hadoop.KEY. */
  public static Configuration current() {
    Configuration settings = new Configuration();
    SparkEnv env = SparkEnv.get(); // none where Spark does not run
    if (env != null) {
      for (Tuple2<String, String> entry : env.conf().getAllWithPrefix(PREFIX)) {
        settings.set(entry._1(), entry._2());
      }
    }
    return settings;
  }
}
