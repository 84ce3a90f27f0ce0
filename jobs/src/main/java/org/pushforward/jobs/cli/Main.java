package org.pushforward.jobs.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.jobs.job.Job;
import org.pushforward.jobs.job.Jobs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code pushforward JOB SPEC [options]}. */
public final class Main {
  /** The job failed. */
  static final int FAILED = 1;

  /** The spec or the arguments are wrong. */
  static final int WRONG = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Jobs.all(), System.out, System.err, args));
  }

  /** Runs one command and says how it ended: 0 done, 1 the job failed, 2 its input is wrong. */
  static int run(List<Job<?, ?>> jobs, PrintStream out, PrintStream err, String... args) {
    CommandLine main = new CommandLine(CommandSpec.forAnnotatedObject(new Top()));
    for (Job<?, ?> job : jobs) {
      JobCommand<?, ?> jobCommand = new JobCommand<>(job, out, err);
      CommandLine command = new CommandLine(jobCommand);
      job.switches()
          .forEach((name, s) -> command.getCommandSpec().addOption(option(name, s, jobCommand)));
      if (!job.needsSpec()) {
        CommandSpec options = command.getCommandSpec();
        options.remove(options.positionalParameters().get(0));
        OptionSpec folder = options.findOption("--out");
        List.of("--out", "--set", "--backend")
            .forEach(name -> options.remove(options.findOption(name)));
        options.addOption(
            OptionSpec.builder(folder).description("Where the result goes, if anywhere.").build());
      }
      command.getCommandSpec().usageMessage().description(job.description() + ".");
      main.addSubcommand(job.name(), command);
    }
    return main.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setUsageHelpAutoWidth(false)
        .setParameterExceptionHandler(Main::wrongArguments)
        .execute(args);
  }

  private static OptionSpec option(String name, Job.Switch s, JobCommand<?, ?> command) {
    return OptionSpec.builder("--" + name)
        .type(boolean.class)
        .arity("0")
        .description(s.description())
        .setter(
            new CommandLine.Model.ISetter() {
              @Override
              public <T> T set(T value) {
                if (Boolean.TRUE.equals(value)) {
                  command.set(s.setting());
                }
                return value;
              }
            })
        .build();
  }

  private static int wrongArguments(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      boolean option = first.startsWith("-");
      Set<String> known =
          option
              ? command.getCommandSpec().optionsMap().keySet()
              : command.getSubcommands().keySet();
      String kind = option ? "option" : command.getParent() == null ? "job" : "place for";
      err.println("pushforward: there is no " + kind + " \"" + first + "\"");
      Nearest.of(first, known).ifPresent(near -> err.println("did you mean \"" + near + "\"?"));
    } else {
      err.println("pushforward: " + e.getMessage());
    }
    err.println("try: " + command.getCommandSpec().qualifiedName() + " --help");
    return WRONG;
  }

  @Command(
      name = "pushforward",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "JOB",
      description = "Densities, derivatives and kernels derived from how the data came about.",
      footer = {"", "pushforward JOB --help tells more of a job."})
  private static final class Top implements Runnable {
    @CommandLine.Spec private CommandSpec command;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(command.commandLine(), "which job?");
    }
  }
}
