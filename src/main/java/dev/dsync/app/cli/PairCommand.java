package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code pair}: two devices become known to each other by a short code, and both have a share. */
final class PairCommand implements Command {
    private final CommandSpec spec;
    private final InputStream in;
    private final List<String> share = new ArrayList<>();
    private final List<String> listen = new ArrayList<>();
    private final AnnounceOptions announce;
    private final List<String> machines = new ArrayList<>();
    private final OptionSpec readOnly =
            Switch.of("With --share: hand on the key that only lets read.", "--ro");

    PairCommand(String name) {
        this(name, System.in);
    }

    /** Reads the code from {@code in}. */
    PairCommand(String name, InputStream in) {
        this.in = in;
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("HOST[:PORT]")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .description(
                                "The machine that shows the code, where it cannot be found by"
                                        + " itself; port 22002 if not given.")
                        .parameterConsumer((args, _, _) -> machines.add(Latin.decoded(args.pop())))
                        .build());
        spec.addOption(
                TextOption.into(
                        share,
                        "--share",
                        "NAME",
                        "Show a code, for 10 minutes; whoever gives it gets the key of this share,"
                                + " which is made if there is none."));
        spec.addOption(readOnly);
        spec.addOption(
                TextOption.into(
                        listen,
                        "--listen",
                        "HOST:PORT",
                        "With --share: listen there; all addresses and port 22002 if not given."));
        announce = AnnounceOptions.of(spec);
        spec.usageMessage()
                .customSynopsis(
                        "dsync pair --share NAME [--ro] [--listen HOST:PORT] [--name NAME]",
                        "   or: dsync pair [--name NAME] [HOST[:PORT]]")
                .description(
                        "Give another machine a share by a short code.",
                        "",
                        "With --share it shows a code, a number and three words, and waits."
                            + " Without, on the other machine, it asks for the code (or reads it"
                            + " from standard input), finds the first machine by the number on the"
                            + " local network, and gets the key of the share. Where it cannot be"
                            + " found, name it: HOST or HOST:PORT, 22002 if not given; the three"
                            + " words are enough then. The code is good for one try in 10 minutes,"
                            + " and is never an argument.",
                        "",
                        "From then on both machines know each other's device, and let only paired"
                                + " ones use the share, see dsync peers. Machines that are to sync"
                                + " all ways pair each with each.")
                .footer("", "Example: dsync pair --share photos");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        Identity identity = new Identity(assembly.system(), console.environment());
        Settings settings = assembly.settings(console);
        PairService service =
                new PairService(identity, console, announce.announcer(settings, identity, console));
        boolean reads = Switch.isGiven(readOnly);
        if (!share.isEmpty()) {
            if (!machines.isEmpty()) {
                throw new UsageException(
                        "--share shows a code here, and a machine is named where it is typed;"
                                + " write one or the other");
            }
            return service.show(name(share.getLast()), reads, address());
        }
        if (reads || !listen.isEmpty()) {
            throw new UsageException(
                    (reads ? "--ro" : "--listen") + " goes with --share; name the share");
        }
        if (machines.size() > 1) {
            throw new UsageException("more than one machine is named; name the one with the code");
        }
        return service.join(
                machines.isEmpty() ? "" : machines.getFirst(),
                new CodePrompt(in, console, Terminal.isInput()));
    }

    private InetSocketAddress address() throws UsageException {
        return ListenAddress.parse(listen.isEmpty() ? "" : listen.getLast(), PairService.PORT);
    }

    private static ShareName name(String text) throws UsageException {
        return ShareName.parse(text)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "cannot use --share '"
                                                + Printable.of(text)
                                                + "': no share can have that name; use letters and"
                                                + " digits"));
    }
}
