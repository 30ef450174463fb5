package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code help}: what a command does, and all its options. */
final class HelpCommand implements Command {
    private final CommandSpec spec;
    private final List<String> words = new ArrayList<>();

    HelpCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("COMMAND")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .hidden(true)
                        .completionCandidates(CommandTree.names())
                        .parameterConsumer(this::take)
                        .build());
        spec.usageMessage()
                .customSynopsis("dsync help [COMMAND]")
                .description("Show what dsync or one of its commands does.");
    }

    private void take(Stack<String> args, ArgSpec places, CommandSpec command) {
        words.add(args.pop());
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException {
        CommandLine shown =
                words.isEmpty()
                        ? CommandTree.all()
                        : new CommandLine(CommandTree.command(words.getFirst()).spec());
        return console.print(CommandTree.usage(shown));
    }
}
