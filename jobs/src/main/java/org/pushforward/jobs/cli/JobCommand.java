package org.pushforward.jobs.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.job.ContinuedJob;
import org.pushforward.jobs.job.Job;
import org.pushforward.jobs.report.Report;
import org.pushforward.jobs.result.Header;
import org.pushforward.jobs.result.KeptSamples;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.ResultFolder;
import org.pushforward.jobs.result.Run;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.BackendUse;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Failures;
import org.pushforward.jobs.spark.OnStop;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Session;
import org.pushforward.jobs.spark.ThisJvm;
import org.pushforward.jobs.spark.Workplace;
import org.pushforward.jobs.spec.Spec;
import org.pushforward.jobs.spec.SpecReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one job: spec, session, work, result, report. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false)
final class JobCommand<S, R extends Outcome> implements Callable<Integer> {
  private final Job<S, R> job;
  private final PrintStream out;
  private final PrintStream err;
  private final Instant started = Instant.now();
  private final long begin = System.nanoTime();

  @Parameters(paramLabel = "SPEC", description = "What to do, a YAML file.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the result goes; out/SPEC-JOB if not given.")
  private Path folder;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value of the spec: --set parameters.s.start=2.")
  private List<String> settings = new ArrayList<>();

  private final List<String> switched = new ArrayList<>();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto (a GPU, or else simd), simd, or opencl (the best device).")
  private String backend = "auto";

  @Option(names = "--overwrite", description = "Replaces the result that DIR already holds.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description = "Goes on from the samples that DIR holds (job gradient).")
  private boolean resume;

  @Option(names = "--debug", description = "Shows stack traces.")
  private boolean debug;

  JobCommand(Job<S, R> job, PrintStream out, PrintStream err) {
    this.job = job;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    try (ConsoleProgress progress = ConsoleProgress.on(err)) {
      try {
        run(progress);
        return 0;
      } catch (Exception | OutOfMemoryError e) { // the heap is the user's to choose
        progress.close();
        return OnStop.stopping() ? Main.FAILED : told(e);
      }
    }
  }

  private void run(ConsoleProgress progress) throws Exception {
    BackendChoice.Kind kind = kind();
    checkResume();
    settings.addAll(switched);
    Spec spec = job.needsSpec() ? SpecReader.read(file, settings) : SpecReader.empty(job.name());
    S needed = job.read(spec);
    BackendChoice choice = new BackendChoice(kind, spec.device());
    if (job.needsSpec()) {
      requireDevice(choice);
    }
    Path target = folder != null || !job.needsSpec() ? folder : defaultFolder();
    if (target == null) {
      Summary.print(result(spec, needed, choice, progress, null, KeptSamples.NONE), out);
      return;
    }
    try (ResultFolder writing = open(target);
        OnStop stopping = new OnStop(() -> stopped(writing, target, progress))) {
      KeptSamples kept = new KeptSamples(target, resume);
      Result result = result(spec, needed, choice, progress, writing.path(), kept);
      writing.write(result);
      Report.of(result).write(writing.path());
      writing.commit();
      Summary.print(result, out);
    }
    out.println("result in " + target);
  }

  /** Does the job. */
  private Result result(
      Spec spec,
      S needed,
      BackendChoice choice,
      ConsoleProgress progress,
      Path files,
      KeptSamples kept)
      throws Exception {
    try (Workplace workplace = workplace(spec, choice, progress)) {
      Runner runner = workplace.runner();
      R outcome =
          job instanceof ContinuedJob<S, R> continued
              ? continued.run(needed, runner, progress, files, kept)
              : job.run(needed, runner, progress, files);
      progress.close();
      BackendUse used = workplace.backend();
      used.failures().forEach(failure -> err.println("warning: " + failure));
      Header header =
          new Header(
              job.name(),
              spec.name(),
              spec.text(),
              spec.digest(),
              spec.seed(),
              Version.current(),
              progress.warnings());
      Run run =
          new Run(
              (System.nanoTime() - begin) * 1e-9,
              new Run.Backend(used.name(), used.device(), used.ranOn(), used.failures()),
              workplace.master(),
              started.toString(),
              environment(workplace),
              new Run.Work(workplace.worked(), workplace.working(), runner.parallelism()),
              progress.seconds());
      return new Result(header, run, outcome);
    }
  }

  private Workplace workplace(Spec spec, BackendChoice choice, ConsoleProgress progress) {
    if (!job.needsSpark()) {
      return new ThisJvm(choice);
    }
    progress.phase("starting Spark", 0);
    return Session.open(spec.name(), choice, progress);
  }

  /** Adds a setting, as --set does. */
  void set(String setting) {
    switched.add(setting);
  }

  private ResultFolder open(Path target) {
    if (resume && !Files.isRegularFile(target.resolve(KeptSamples.NAME))) {
      throw new SpecException(
          Place.of("--resume"), target + " holds no samples to go on from", "leave out --resume");
    }
    try {
      return ResultFolder.open(target, overwrite || resume);
    } catch (FileAlreadyExistsException e) {
      throw new SpecException(Place.of("--out"), e.getFile() + " " + e.getReason(), "");
    } catch (IOException e) {
      String why =
          e instanceof FileSystemException file && file.getReason() != null
              ? file.getReason()
              : e instanceof AccessDeniedException
                  ? "permission denied"
                  : "nothing can be made there";
      throw new SpecException(
          Place.of("--out"), target + " cannot be written: " + why, "choose another folder");
    }
  }

  private void checkResume() {
    if (resume && !(job instanceof ContinuedJob)) {
      throw new SpecException(
          Place.of("--resume"),
          "job " + job.name() + " keeps no samples to go on from",
          "leave out --resume");
    }
    if (resume && overwrite) {
      throw new SpecException(
          Place.of("--resume"), "--overwrite would drop what it goes on from", "give one of them");
    }
  }

  private boolean keepsSamples(Path target) {
    return job instanceof ContinuedJob && Files.exists(target.resolve(KeptSamples.NAME));
  }

  private static String goesOn(Path target) {
    return "the samples so far are in " + target + ": --resume goes on from them";
  }

  private void stopped(ResultFolder writing, Path target, ConsoleProgress progress) {
    progress.close();
    try {
      writing.close();
      err.println(
          "pushforward: interrupted, "
              + (keepsSamples(target) ? goesOn(target) : "nothing was written"));
    } catch (IOException e) {
      err.println("pushforward: interrupted, and could not remove " + e.getMessage());
    }
  }

  private BackendChoice.Kind kind() {
    return switch (backend) {
      case "auto" -> BackendChoice.Kind.AUTO;
      case "simd" -> BackendChoice.Kind.SIMD;
      case "opencl" -> BackendChoice.Kind.OPENCL;
      default -> throw wrong("there is no such backend", "use auto, simd or opencl");
    };
  }

  /** Opens the driver's device, so that what is wrong with it is told before anything starts. */
  private void requireDevice(BackendChoice choice) {
    if (!Device.has(choice)) {
      throw wrong(
          "this machine has no OpenCL device",
          "install a driver (Debian's pocl-opencl-icd computes on the CPU), or use simd");
    }
    Device.backend(choice);
  }

  private SpecException wrong(String problem, String advice) {
    return new SpecException(
        Place.ofOption("--backend", backend, 1, backend.length()), problem, advice);
  }

  private Path defaultFolder() {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return Path.of("out", (dot > 0 ? name.substring(0, dot) : name) + "-" + job.name());
  }

  private static Map<String, String> environment(Workplace workplace) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(
        "java",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    environment.put("spark", workplace.version());
    environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("parallelism", Integer.toString(workplace.runner().parallelism()));
    environment.put(
        "heap", String.format(Locale.ROOT, "%.1f GiB", Runtime.getRuntime().maxMemory() * 0x1p-30));
    return environment;
  }

  private int told(Throwable thrown) {
    if (debug) {
      thrown.printStackTrace(err);
    }
    Throwable root = Failures.root(thrown);
    if (root instanceof SpecException) {
      err.println(root.getMessage());
      return Main.WRONG;
    }
    err.println(
        "pushforward: "
            + (root instanceof IOException || root instanceof OutOfMemoryError
                ? ""
                : "the job failed: ")
            + Failures.describe(thrown)
            + (debug ? "" : "\n    --debug shows where"));
    Path target = folder != null || file == null ? folder : defaultFolder();
    if (target != null && keepsSamples(target)) {
      err.println("    " + goesOn(target));
    }
    return Main.FAILED;
  }
}
