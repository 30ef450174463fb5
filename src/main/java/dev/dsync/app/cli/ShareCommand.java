package dev.dsync.app.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code share}: hands files and folders to anyone with a browser. */
final class ShareCommand implements Command {
    private final CommandSpec spec;
    private final List<byte[]> paths = new ArrayList<>();
    private final List<String> listen = new ArrayList<>();
    private final List<String> expire = new ArrayList<>();
    private final List<String> downloads = new ArrayList<>();
    private final List<String> ending = new ArrayList<>();
    private final OptionSpec pin =
            Switch.of(
                    "Make a PIN and ask visitors for it; after 10 wrong ones in all, whoever showed"
                            + " them, nobody more is let in until it is shared again.",
                    "--pin");
    private final OptionSpec upload =
            Switch.of(
                    "Let visitors leave files, too, in .dsync-uploads in the folder, or beside the"
                            + " file: they are not shared, and not synced.",
                    "--upload");
    private final OptionSpec tls =
            Switch.of(
                    "Serve https with a certificate of this device; visitors compare the"
                            + " fingerprint that is printed.",
                    "--tls");
    private final OptionSpec index =
            Switch.of(
                    "Show a folder that has an index.html as that, and pages as pages; share so"
                            + " only pages you trust.",
                    "--index");
    private final OptionSpec hotspot =
            Switch.of(
                    "Open a Wi-Fi network for those who come, by NetworkManager, and print how to"
                            + " join it; this machine may leave the one it is in.",
                    "--hotspot");
    private final OptionSpec renew =
            Switch.of(
                    "Make a new link; the one of earlier shares leads nowhere any more.",
                    "--new-link");
    private final OptionSpec json = RunningWatch.json();
    private final OptionSpec verbose =
            Switch.of("Say on standard error who got what.", "-v", "--verbose");
    private final OptionSpec list = Switch.of("List the shares that run.", "--list");

    ShareCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(
                TextOption.into(
                        listen,
                        "--listen",
                        "HOST:PORT",
                        "Listen there; all addresses and the first free port from 22002 if not"
                                + " given."));
        spec.addOption(
                TextOption.into(
                        expire, "--expire", "TIME", "End after that time, as 30m, 2h or 1d."));
        spec.addOption(
                TextOption.into(
                        downloads,
                        "--max-downloads",
                        "N",
                        "End after so many downloads of a file or archive; one that was interrupted"
                                + " and goes on counts once. The page shows no files then, it"
                                + " saves them."));
        List.of(pin, upload, tls, index, hotspot, renew, json, verbose, list)
                .forEach(spec::addOption);
        spec.addOption(TextOption.into(ending, "--stop", "ID", "End the share of that id."));
        RawOperands.into(paths, "PATH", spec);
        spec.usageMessage()
                .customSynopsis(
                        "dsync share [OPTION]... PATH...",
                        "dsync share --list [--json]",
                        "dsync share --stop ID")
                .description(
                        "Hand files and folders to anyone with a browser, until stopped.",
                        "",
                        "Prints a link for each address of this machine, and on a terminal its QR",
                        "code. Whoever has the link sees what is shared, and nothing else. The"
                                + " same",
                        "paths get the same link again, so that downloads that were interrupted,",
                        "as by curl -C - or wget -c, go on. A link that has ended by itself is"
                                + " gone.")
                .footer("", "Example: dsync share --expire 2h ./photos");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        RunningShares running = new RunningShares(console);
        if (Switch.isGiven(list) || !ending.isEmpty()) {
            if (!paths.isEmpty() || (Switch.isGiven(list) && !ending.isEmpty())) {
                throw new UsageException("--list and --stop ID stand alone, without a path");
            }
            return Switch.isGiven(list)
                    ? running.list(Switch.isGiven(json))
                    : running.stop(ending.getLast());
        }
        if (paths.isEmpty()) {
            throw new UsageException("nothing to share; name a file or a folder");
        }
        if (Switch.isGiven(index) && !downloads.isEmpty()) {
            throw new UsageException(
                    "cannot use --max-downloads with --index: each part of a page would count");
        }
        Handout.Terms terms =
                new Handout.Terms(
                        Switch.isGiven(pin),
                        Switch.isGiven(upload),
                        Switch.isGiven(tls),
                        Switch.isGiven(index),
                        Switch.isGiven(hotspot),
                        Switch.isGiven(renew),
                        expiry(),
                        downloadsMax());
        HandoutView view = new HandoutView(console, Switch.isGiven(json), Switch.isGiven(verbose));
        return new Handout(assembly.system(), console, terms, view).run(paths, address());
    }

    private @Nullable InetSocketAddress address() throws UsageException {
        InetSocketAddress address = listen.isEmpty() ? null : ListenAddress.parse(listen.getLast());
        if (Switch.isGiven(hotspot)
                && address != null
                && !address.getAddress().isAnyLocalAddress()) {
            throw new UsageException(
                    "cannot use --listen with a host and --hotspot: nobody in that network would"
                            + " reach it; write --listen :PORT");
        }
        return address;
    }

    private @Nullable Duration expiry() throws UsageException {
        return expire.isEmpty() ? null : Expiry.parse(expire.getLast());
    }

    private int downloadsMax() throws UsageException {
        if (downloads.isEmpty()) {
            return 0;
        }
        String text = downloads.getLast();
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new UsageException(
                    "cannot use --max-downloads '"
                            + Latin.shown(text)
                            + "': it is no number above 0; write --max-downloads 1");
        }
        return Integer.parseInt(text);
    }
}
