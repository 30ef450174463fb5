package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.AutoComplete;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code completion}: a script that lets a shell complete dsync's options. */
final class CompletionCommand implements Command {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    private final CommandSpec spec;
    private final List<String> words = new ArrayList<>();

    CompletionCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("SHELL")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .hidden(true)
                        .completionCandidates(SHELLS)
                        .parameterConsumer(this::take)
                        .build());
        spec.usageMessage()
                .customSynopsis("dsync completion bash|zsh")
                .description("Print a script that completes dsync's options in a shell.")
                .footer("", "Example: source <(dsync completion bash)");
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
        if (words.size() != 1 || !SHELLS.contains(words.getFirst())) {
            throw new UsageException("write dsync completion bash or dsync completion zsh");
        }
        // The script loads zsh's emulation of bash's completion by itself.
        return console.print(AutoComplete.bash("dsync", CommandTree.all()));
    }
}
