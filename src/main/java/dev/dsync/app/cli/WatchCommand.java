package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code watch}: keeps a directory in sync with peers until it is stopped. */
final class WatchCommand implements Command {
    /** Its long options, which can be set for good. */
    static final Set<String> SETTINGS =
            Set.of("peers", "listen", "key-file", "role", "web", "name", "no-announce");

    private final CommandSpec spec;
    private final List<String> directory = new ArrayList<>();
    private final List<String> peers = new ArrayList<>();
    private final List<String> share = new ArrayList<>();
    private final List<String> listen = new ArrayList<>();
    private final List<String> keyFile = new ArrayList<>();
    private final List<String> role = new ArrayList<>();
    private final List<String> web = new ArrayList<>();
    private final AnnounceOptions announce;

    WatchCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("DIR")
                        .type(String.class)
                        .arity("1")
                        .description("The directory to keep in sync.")
                        .parameterConsumer((args, _, _) -> directory.add(Latin.decoded(args.pop())))
                        .build());
        spec.addOption(
                TextOption.into(
                        peers,
                        "--peers",
                        "HOST[:PORT],...",
                        "Machines that watch the same share; port 22001 if not given. auto: those"
                                + " on the local network that have its key. None: wait for those"
                                + " that dial."));
        spec.addOption(
                TextOption.into(
                        share,
                        "--share",
                        "NAME",
                        "The share's name, the same at all peers; the directory's last name if not"
                                + " given."));
        spec.addOption(
                TextOption.into(
                        listen,
                        "--listen",
                        "HOST:PORT",
                        "Listen there; all addresses and port 22001 if not given."));
        spec.addOption(
                TextOption.into(
                        keyFile,
                        "--key-file",
                        "FILE",
                        "The key of the share; the one stored under its name if not given."));
        spec.addOption(
                TextOption.into(
                        role,
                        "--role",
                        "ROLE",
                        "send-receive, which it is if not given; send-only: take no changes from"
                                + " peers; receive-only: tell peers of no changes, what they change"
                                + " comes in."));
        spec.addOption(
                TextOption.into(
                        web,
                        "--web",
                        "HOST:PORT",
                        "Show a status page there, as localhost:22080, by a link that is printed;"
                                + " its path with metrics behind it is for Prometheus."));
        announce = AnnounceOptions.of(spec);
        describe();
    }

    private void describe() {
        spec.usageMessage()
                .customSynopsis(
                        "dsync watch DIR --peers HOST[:PORT],...|auto [--share NAME]"
                                + " [--listen HOST:PORT] [--key-file FILE] [--role ROLE]"
                                + " [--web HOST:PORT] [--name NAME] [--no-announce]")
                .description("Keep a directory in sync with peers, both ways, until stopped.")
                .footer("", "Example: dsync watch ./share --peers nas,backup.example.org");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console)
            throws UsageException, IOException, InvalidRuleException {
        if (directory.size() != 1) {
            throw new UsageException(
                    "watch takes one directory; write dsync watch DIR --peers ...");
        }
        Settings settings = assembly.settings(console);
        PeersToDial dialled = PeersToDial.parse(settings.chosen(peers, "peers"));
        Identity identity = new Identity(assembly.system(), console.environment());
        Announcer announcer = announce.announcer(settings, identity, console);
        SpareHeap.lookAfter();
        String page = settings.last(web, "web");
        return new WatchService(
                        assembly.system(),
                        identity,
                        console,
                        announcer,
                        page.isEmpty() ? null : ListenAddress.parse(page, "--web"))
                .run(
                        directory.getFirst().getBytes(StandardCharsets.UTF_8),
                        share(settings.last(share, "share")),
                        dialled,
                        settings.last(keyFile, "key-file"),
                        ListenAddress.parse(settings.last(listen, "listen")),
                        role(settings.last(role, "role")));
    }

    private ShareName share(String given) throws UsageException {
        String path = directory.getFirst().replaceAll("/+$", "");
        String name = given.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : given;
        return ShareName.parse(name)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "no share can be called '"
                                                + Printable.of(name)
                                                + "'; name it with --share, in letters and"
                                                + " digits"));
    }

    static Folder.Role role(String given) throws UsageException {
        return switch (given) {
            case "", "send-receive" -> Folder.Role.SEND_RECEIVE;
            case "send-only" -> Folder.Role.SEND_ONLY;
            case "receive-only" -> Folder.Role.RECEIVE_ONLY;
            default ->
                    throw new UsageException(
                            "cannot use --role '"
                                    + Printable.of(given)
                                    + "'; write send-receive, send-only or receive-only");
        };
    }
}
