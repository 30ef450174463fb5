package dev.dsync.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry point and root command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * The command tree as it is parsed: what the man page and completion are made from, too. It is
     * built by calls: reading annotations instead doubles what picocli adds to every start.
     */
    static CommandLine commandLine() {
        CommandSpec root =
                CommandSpec.create()
                        .name("dsync")
                        .versionProvider(new PomVersion())
                        .addOption(helpOption())
                        .addOption(versionOption());
        root.usageMessage().description("Synchronize files between machines.");
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(Main::explainUsageError);
    }

    private static int run(ParseResult parsed) {
        boolean asked = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
        if (!asked && !parsed.hasSubcommand()) {
            throw new ParameterException(parsed.commandSpec().commandLine(), "no command given");
        }
        return new RunLast().execute(parsed);
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
