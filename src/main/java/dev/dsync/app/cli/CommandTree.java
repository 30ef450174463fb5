package dev.dsync.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All commands by name. They are built by calls: reading annotations instead doubles what the
 * parser adds to every start; and only the one that is run is built.
 */
final class CommandTree {
    private static final List<Entry> ENTRIES =
            List.of(
                    new Entry("push", PushCommand::new),
                    new Entry("pull", PushCommand::new),
                    new Entry("watch", WatchCommand::new),
                    new Entry("status", StatusCommand::new),
                    new Entry("wait", WaitCommand::new),
                    new Entry("conflicts", ConflictsCommand::new),
                    new Entry("resolve", ResolveCommand::new),
                    new Entry("approve", SteerCommand::new),
                    new Entry("rescan", SteerCommand::new),
                    new Entry("stop", SteerCommand::new),
                    new Entry("batch", BatchCommand::new),
                    new Entry("serve", ServeCommand::new),
                    new Entry("share", ShareCommand::new),
                    new Entry("key", KeyCommand::new),
                    new Entry("peers", PeersCommand::new),
                    new Entry("pair", PairCommand::new),
                    new Entry("check-ignore", CheckIgnoreCommand::new),
                    new Entry("doctor", DoctorCommand::new),
                    new Entry("completion", CompletionCommand::new),
                    new Entry("help", HelpCommand::new));

    /** One command, not built yet. */
    private record Entry(String title, Function<String, Command> maker) {}

    private CommandTree() {}

    static List<String> names() {
        return ENTRIES.stream().map(entry -> entry.title).toList();
    }

    /** The command of that name. */
    static Command command(String name) throws UsageException {
        Optional<Entry> found =
                ENTRIES.stream().filter(entry -> entry.title.equals(name)).findFirst();
        if (found.isEmpty()) {
            throw new UsageException(
                    "unknown command '"
                            + Latin.shown(name)
                            + "'"
                            + Nearest.to(name, names())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; see dsync help for all commands"));
        }
        return built(found.get());
    }

    private static Command built(Entry entry) {
        Command command = entry.maker.apply(entry.title);
        command.spec().addOption(helpOption());
        return command;
    }

    /** The program with every command: what the man page and completion are made from, too. */
    static CommandLine all() {
        CommandSpec root =
                CommandSpec.create()
                        .name("dsync")
                        .versionProvider(new PomVersion())
                        .addOption(helpOption())
                        .addOption(versionOption());
        root.usageMessage()
                .description("Synchronize files between machines.")
                .commandListHeading("%nCommands:%n")
                .footer("", "dsync help COMMAND shows what a command does.");
        CommandLine all = new CommandLine(root);
        for (Entry entry : ENTRIES) {
            all.addSubcommand(entry.title, new CommandLine(built(entry).spec()));
        }
        return all;
    }

    /** The help of a command as text. */
    static String usage(CommandLine command) {
        return command.getUsageMessage(Ansi.OFF);
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
}
