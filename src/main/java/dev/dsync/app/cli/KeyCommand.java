package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code key}: makes and shows the keys of shares. */
final class KeyCommand implements Command {
    private static final List<String> VERBS = List.of("new", "show", "path");

    private final CommandSpec spec;
    private final OptionSpec readOnly =
            Switch.of("With show: the key that only lets read.", "--ro");
    private final List<String> words = new ArrayList<>();

    KeyCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(readOnly);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("VERB NAME")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .hidden(true)
                        .completionCandidates(VERBS)
                        .parameterConsumer(this::take)
                        .build());
        spec.usageMessage()
                .customSynopsis("dsync key new|show|path NAME [--ro]")
                .description(
                        "Make the key of a share (new), print it (show) or where it is kept"
                                + " (path).")
                .footer("", "Example: dsync key new photos");
    }

    private void take(Stack<String> args, ArgSpec places, CommandSpec command) {
        words.add(Latin.decoded(args.pop()));
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        if (!words.isEmpty() && !VERBS.contains(words.getFirst())) {
            throw new UsageException(
                    "unknown verb '"
                            + Printable.of(words.getFirst())
                            + "' of dsync key; "
                            + Nearest.to(words.getFirst(), VERBS)
                                    .map(near -> "did you mean " + near + "?")
                                    .orElse("write new, show or path"));
        }
        if (words.size() != 2) {
            throw new UsageException(
                    (words.size() < 2 ? "no share is named" : "more than one share is named")
                            + "; write dsync key new|show|path NAME");
        }
        ShareName share =
                ShareName.parse(words.getLast())
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                "cannot use share name '"
                                                        + Printable.of(words.getLast())
                                                        + "': no share can have it; use letters"
                                                        + " and digits"));
        return assembly.withShareKeys(console, (keys, random) -> run(share, keys, random, console));
    }

    private int run(ShareName share, ShareKeys keys, SecureRandom random, Console console)
            throws IOException {
        if (words.getFirst().equals("new")) {
            keys.create(share, random);
        }
        String said = words.getFirst().equals("show") ? shown(share, keys) : keys.location(share);
        return console.print(said + "\n");
    }

    private String shown(ShareName share, ShareKeys keys) throws IOException {
        ShareKey key =
                keys.find(share)
                        .orElseThrow(
                                () ->
                                        new MissingKeyException(
                                                share,
                                                keys.location(share),
                                                MissingKeyException.Use.SHOW));
        return Switch.isGiven(readOnly) && !key.onlyReads()
                ? key.readOnly().revealed()
                : key.revealed();
    }
}
