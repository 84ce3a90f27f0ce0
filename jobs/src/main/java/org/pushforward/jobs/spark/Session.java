package org.pushforward.jobs.spark;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;

/**
 * A Spark session as every job wants it: local, local-cluster or on a cluster, as its master says.
 */
public final class Session implements Workplace {
  /**
   * Data sets of at most so many rows are worked on in the driver: a Spark job costs 15 to 40 ms,
   * and a row about 100 ns where its model is costly, so this is where the two meet.
   */
  public static final long ROWS_IN_DRIVER = 1L << 18;

  /** Overrides {@link #ROWS_IN_DRIVER}; 0 sends everything to executors, to test them. */
  public static final String ROWS_IN_DRIVER_KEY = "spark.pushforward.rowsInDriver";

  /** Cuts data and grids into so many parts, however short, to test them; else as it pays. */
  public static final String PARTS_KEY = "spark.pushforward.parts";

  private static final String TASK_RESOURCES = "spark.task.resource.";

  private static final Map<String, String> ALWAYS =
      Map.of(
          "spark.serializer",
          KryoSerializer.class.getName(),
          "spark.kryo.registrator",
          Registrator.class.getName(),
          "spark.kryo.registrationRequired",
          "true",
          // A part of a data set is one object when it moves to disk or to another machine.
          "spark.kryoserializer.buffer.max",
          "2047m");

  private static final Map<String, String> UNLESS_SET =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.ui.showConsoleProgress", "false");

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final TaskReport report;
  private final WorkClock clock;
  private final BackendChoice backend;

  private Session(SparkSession spark, BackendChoice backend, Progress progress) {
    this.backend = backend;
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    context.sc().addSparkListener(new TaskWatch(progress));
    this.report = TaskReport.of(context.sc(), backend);
    this.clock = new WorkClock(report.nanoseconds());
  }

  /** Opens a session on the master that spark-submit was given. */
  public static Session open(String name, BackendChoice backend, Progress progress) {
    return open(name, new SparkConf(), backend, progress);
  }

  /**
   * Opens a session as the configuration says.
   *
   * @throws SpecException if it asks for what a local master waits for in vain
   */
  public static Session open(
      String name, SparkConf given, BackendChoice backend, Progress progress) {
    SparkConf conf = given.clone();
    ALWAYS.forEach(conf::set);
    UNLESS_SET.forEach(conf::setIfMissing);
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.master").matches("local(\\[.*)?")
        && conf.getAllWithPrefix(TASK_RESOURCES).length > 0) {
      throw new SpecException(
          Place.of("--conf"),
          TASK_RESOURCES + conf.getAllWithPrefix(TASK_RESOURCES)[0]._1() + " is for clusters",
          "leave it out: in local mode the job takes the GPU by itself");
    }
    conf.setAppName("pushforward " + name);
    return new Session(SparkSession.builder().config(conf).getOrCreate(), backend, progress);
  }

  @Override
  public Runner runner() {
    long rows = context.getConf().getLong(ROWS_IN_DRIVER_KEY, ROWS_IN_DRIVER);
    return new SparkRunner(context, report, clock, rows, context.getConf().getInt(PARTS_KEY, 0));
  }

  /** For tables. */
  public SparkSession spark() {
    return spark;
  }

  @Override
  public BackendUse backend() {
    report.tell(); // of what the driver did itself
    return new BackendUse(
        Device.backend(backend).name(),
        Device.describe(backend),
        report.used().value(),
        report.failures().value());
  }

  @Override
  public double worked() {
    return clock.worked();
  }

  @Override
  public double working() {
    return clock.wall();
  }

  @Override
  public String master() {
    return context.master();
  }

  @Override
  public String version() {
    return context.version();
  }

  @Override
  public void close() {
    if (!context.sc().isStopped()) {
      // Removals on their way would be refused by what stops, with a stack trace; this one comes
      // back after them.
      context.emptyRDD().unpersist(true);
    }
    spark.stop();
    Device.release();
  }
}
