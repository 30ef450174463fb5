package dev.dsync.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry point and root command. */
@Command(
        name = "dsync",
        description = "Synchronize files between machines.",
        versionProvider = PomVersion.class)
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command tree as it is parsed: what the man page and completion are made from, too. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.getCommandSpec().addOption(helpOption()).addOption(versionOption());
        return line.setExpandAtFiles(false).setParameterExceptionHandler(Main::explainUsageError);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** Has no -h, which means human-readable figures in push and pull, as in rsync. */
    private static OptionSpec helpOption() {
        return OptionSpec.builder("--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build();
    }

    private static OptionSpec versionOption() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version and exit.")
                .build();
    }

    private static int explainUsageError(ParameterException error, String[] args) {
        PrintWriter err = error.getCommandLine().getErr();
        err.println("dsync: " + error.getMessage());
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try 'dsync --help'.");
        err.flush();
        return ExitCode.USAGE;
    }
}
