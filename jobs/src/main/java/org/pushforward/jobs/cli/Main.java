package org.pushforward.jobs.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.pushforward.jobs.job.Job;
import org.pushforward.jobs.job.Jobs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code pushforward JOB SPEC}: what {@code spark-submit --class} starts. */
@Command(
    name = "pushforward",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Densities, derivatives and kernels derived from how the data came about.",
    synopsisSubcommandLabel = "JOB SPEC")
public final class Main implements Runnable {
  /** The arguments, the spec or the data are wrong. */
  static final int WRONG = 2;

  /** The job failed. */
  static final int FAILED = 1;

  @CommandLine.Spec private CommandSpec command;

  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(Jobs::named, out, err, arguments));
  }

  /** The exit status. */
  static int run(
      Function<String, Optional<Job>> jobs, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    for (JobCommand.Name name : JobCommand.Name.values()) {
      CommandLine job = new CommandLine(new JobCommand(name, jobs));
      job.getCommandSpec().usageMessage().description(name.description);
      line.addSubcommand(name.toString(), job);
    }
    return line.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(Main::wrongArguments)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failure.report(failure, command))
        .execute(arguments);
  }

  private static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("pushforward: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
      err.println("    " + command.getCommandSpec().qualifiedName() + " --help tells more");
    }
    return WRONG;
  }

  /** Without a job there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(),
        "say which job: " + String.join(", ", command.subcommands().keySet()));
  }

  /** The jar's version. */
  static final class Version implements IVersionProvider {
    static String current() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version; // classes outside a jar have none
    }

    @Override
    public String[] getVersion() {
      return new String[] {"pushforward " + current()};
    }
  }
}
