package dev.dsync.app.cli;

import dev.dsync.app.web.Terms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code share}: hands files and folders to anyone with a browser. */
final class ShareCommand implements Command {
    private final CommandSpec spec;
    private final List<byte[]> paths = new ArrayList<>();
    private final List<String> listen = new ArrayList<>();
    private final OptionSpec index =
            flag(
                    "--index",
                    "Show a folder that has an index.html as that, and pages as pages; share so"
                            + " only pages you trust.");

    ShareCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(
                TextOption.into(
                        listen,
                        "--listen",
                        "HOST:PORT",
                        "Listen there; all addresses and the first free port from 22002 if not"
                                + " given."));
        spec.addOption(index);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("PATH")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .hidden(true)
                        .parameterConsumer(this::take)
                        .build());
        spec.usageMessage()
                .customSynopsis("dsync share [OPTION]... PATH...")
                .description(
                        "Hand files and folders to anyone with a browser, until stopped.",
                        "",
                        "Prints a link, and on a terminal its QR code. Whoever has the link sees",
                        "what is shared, and nothing else.")
                .footer("", "Example: dsync share ./photos");
    }

    private static OptionSpec flag(String name, String help) {
        return OptionSpec.builder(name).type(boolean.class).arity("0").description(help).build();
    }

    private void take(Stack<String> args, ArgSpec places, CommandSpec command) {
        paths.add(Latin.bytes(args.pop()));
    }

    private static boolean isGiven(OptionSpec option) {
        return Boolean.TRUE.equals(option.getValue());
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        if (paths.isEmpty()) {
            throw new UsageException("nothing to share; name a file or a folder");
        }
        String address = listen.isEmpty() ? "" : listen.getLast();
        return new Handout(assembly.system(), console, new Terms(isGiven(index)))
                .run(paths, address.isEmpty() ? null : ListenAddress.parse(address));
    }
}
