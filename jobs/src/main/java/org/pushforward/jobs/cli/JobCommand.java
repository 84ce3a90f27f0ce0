package org.pushforward.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.pushforward.jobs.job.Job;
import org.pushforward.jobs.job.Options;
import org.pushforward.jobs.result.Header;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.ResultFile;
import org.pushforward.jobs.result.ResultFolder;
import org.pushforward.jobs.result.Run;
import org.pushforward.jobs.spec.Spec;
import org.pushforward.jobs.spec.SpecReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** One job: reads the spec, runs the job, writes the result. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
final class JobCommand implements Callable<Integer> {

  /** The jobs of the command line. */
  enum Name {
    FIT("Fits the model's free parameters to the data."),
    PROFILE("Fits, then scans one parameter with the others fitted at every point."),
    EVALUATE("Evaluates a density and its derivatives at points or at the rows of a data set."),
    SIMULATE("Draws events from the model.");

    final String description;

    Name(String description) {
      this.description = description;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Name name;
  private final Function<String, Optional<Job>> jobs;

  @CommandLine.Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "SPEC", description = "The YAML file that says what to do.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The result's folder; by default the spec's name and the job's, z.yaml: z-fit.")
  private Path out;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces or adds a value of the spec: --set parameters.s.start=1.5.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master; by default spark-submit's, else this machine.")
  private String master;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Where kernels run: ${COMPLETION-CANDIDATES} (auto).")
  private Options.Backend backend;

  @Option(names = "--overwrite", description = "Replaces the result that DIR holds.")
  private boolean overwrite;

  @Option(names = "--resume", description = "Goes on where an interrupted run stopped.")
  private boolean resume;

  @Option(names = "--debug", description = "Shows the stack trace of an error.")
  private boolean debug;

  JobCommand(Name name, Function<String, Optional<Job>> jobs) {
    this.name = name;
    this.jobs = jobs;
  }

  boolean debug() {
    return debug;
  }

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    if (resume && overwrite) {
      throw new ParameterException(
          command.commandLine(), "--resume keeps what --overwrite replaces: give one of them");
    }
    Spec spec = SpecReader.read(file, sets);
    Job job =
        jobs.apply(name.toString())
            .orElseThrow(() -> new IOException("this build has no job " + name));
    PrintWriter err = command.commandLine().getErr();
    Path target = out == null ? defaultOut() : out;
    try (ResultFolder folder = open(target);
        Stages stages = new Stages(ConsoleProgress.of(err, System.getenv()))) {
      Options options = new Options(Optional.ofNullable(master), backend, resume);
      Job.Done done = job.run(spec, options, stages, folder.path());
      stages.close();
      folder.write(result(spec, done, stages, started));
      folder.commit();
    }
    command.commandLine().getOut().println(target.resolve(ResultFile.NAME));
    return 0;
  }

  private ResultFolder open(Path target) throws IOException {
    try {
      return ResultFolder.open(target, overwrite);
    } catch (FileAlreadyExistsException there) {
      throw new ParameterException(
          command.commandLine(), there.getFile() + " " + there.getReason(), there);
    }
  }

  private Path defaultOut() {
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.lastIndexOf('.');
    return Path.of((dot > 0 ? fileName.substring(0, dot) : fileName) + "-" + name);
  }

  private Result result(Spec spec, Job.Done done, Stages stages, Instant started) {
    Header header =
        new Header(
            name.toString(),
            spec.name(),
            spec.text(),
            spec.digest(),
            spec.seed(),
            Main.Version.current(),
            stages.warnings());
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("java", System.getProperty("java.runtime.version"));
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    environment.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    environment.put("heapMiB", String.valueOf(Runtime.getRuntime().maxMemory() >> 20));
    environment.putAll(done.environment());
    Run run =
        new Run(
            stages.total(),
            done.backend(),
            done.master(),
            started.truncatedTo(ChronoUnit.SECONDS).toString(),
            environment,
            stages.seconds());
    return new Result(header, run, done.outcome());
  }
}
