package dev.dsync.app.cli;

import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code resolve}: settles a conflict, by ordinary renames and deletes. */
final class ResolveCommand implements Command {
    private static final List<String> WAYS = List.of("local", "remote", "newer", "both");

    private final CommandSpec spec;
    private final List<String> take = new ArrayList<>();
    private byte @Nullable [] path;

    ResolveCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(
                OptionSpec.builder("--take")
                        .type(String.class)
                        .arity("1")
                        .paramLabel("WHICH")
                        .description(
                                "local: what is at the name stays, the copy goes; remote: the copy"
                                        + " takes its place; newer: whichever was changed last;"
                                        + " both: the copy gets an ordinary name.")
                        .completionCandidates(WAYS)
                        .parameterConsumer((args, _, _) -> take.add(args.pop()))
                        .build());
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("PATH")
                        .type(String.class)
                        .arity("1")
                        .description("The conflict copy, or what it is a copy of if there is one.")
                        .parameterConsumer((args, _, _) -> path = Latin.bytes(args.pop()))
                        .build());
        spec.usageMessage()
                .customSynopsis("dsync resolve PATH --take local|remote|newer|both")
                .description(
                        "Settle a conflict.",
                        "",
                        "It is done by ordinary deletes and renames; a watch tells the peers.")
                .footer("", "Example: dsync resolve report.txt --take newer");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        byte[] named = path;
        Optional<Conflict.Side> side = side(take.isEmpty() ? "" : take.getLast());
        if (named == null || side.isEmpty()) {
            throw new UsageException(
                    "write which is to be taken: dsync resolve PATH --take"
                            + " local|remote|newer|both");
        }
        try (Conflict conflict = Conflict.open(assembly.system(), named)) {
            conflict.resolve(side.get());
        } catch (FsException e) {
            throw new ToldException(
                    WatchMessages.unresolved(Escape.path(named), e.reason().text()), e);
        }
        return ExitCode.OK;
    }

    /** What is to be taken, by its word; nothing for others. */
    static Optional<Conflict.Side> side(String word) {
        return switch (word) {
            case "local" -> Optional.of(Conflict.Side.LOCAL);
            case "remote" -> Optional.of(Conflict.Side.REMOTE);
            case "newer" -> Optional.of(Conflict.Side.NEWER);
            case "both" -> Optional.of(Conflict.Side.BOTH);
            default -> Optional.empty();
        };
    }
}
