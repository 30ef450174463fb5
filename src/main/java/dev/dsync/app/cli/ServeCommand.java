package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code serve}: offers shares to push and pull. */
final class ServeCommand implements Command {
    /** Its long options, which can be set for good. */
    static final Set<String> SETTINGS =
            Set.of("share", "listen", "key-file", "stdio", "verbose", "web", "name", "no-announce");

    private final CommandSpec spec;
    private final List<String> shares = new ArrayList<>();
    private final List<String> listen = new ArrayList<>();
    private final List<String> keyFile = new ArrayList<>();
    private final List<String> web = new ArrayList<>();
    private final AnnounceOptions announce;
    private final OptionSpec stdio =
            Switch.of(
                    "Serve the one peer at standard input and output, as ssh calls it.", "--stdio");
    private final OptionSpec verbose =
            Switch.of(
                    "Say on standard error when who came, to push or pull which share with which"
                            + " key, how it ended, and how many bytes were sent and received.",
                    "-v",
                    "--verbose");

    ServeCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(
                TextOption.into(
                        shares,
                        "--share",
                        "NAME=PATH[:VERBS]",
                        "Offer a directory; VERBS are ro or rw, and after rw any of owner, devices,"
                                + " setuid and xattr."));
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
                        "The key of the shares; the one stored under a share's name if not"
                                + " given."));
        spec.addOption(
                TextOption.into(
                        web,
                        "--web",
                        "HOST:PORT",
                        "Show a page there of who is there, as localhost:22081, by a link that is"
                                + " printed; its path with metrics behind it is for Prometheus."));
        announce = AnnounceOptions.of(spec);
        spec.addOption(stdio);
        spec.addOption(verbose);
        spec.usageMessage()
                .customSynopsis(
                        "dsync serve --share NAME=PATH[:VERBS]... [--listen HOST:PORT]"
                                + " [--key-file FILE] [--web HOST:PORT] [--name NAME]"
                                + " [--no-announce]")
                .description("Offer shares to dsync push and pull until stopped.")
                .footer("", "Example: dsync serve --share photos=/srv/photos:ro");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console)
            throws UsageException, IOException, InvalidRuleException {
        if (Switch.isGiven(stdio)) {
            return serveStdio(assembly, console);
        }
        Settings settings = assembly.settings(console);
        if (settings.isOn("stdio")) {
            return serveStdio(assembly, console);
        }
        List<ShareOffer> offers = offers(settings.chosen(shares, "share"));
        if (offers.isEmpty()) {
            throw new UsageException("nothing to serve; name a directory with --share NAME=PATH");
        }
        Identity identity = new Identity(assembly.system(), console.environment());
        Announcer announcer = announce.announcer(settings, identity, console);
        String page = settings.last(web, "web");
        ShareService service =
                new ShareService(
                        assembly.targets(console),
                        identity,
                        console,
                        announcer,
                        page.isEmpty() ? null : ListenAddress.parse(page, "--web"));
        SpareHeap.lookAfter();
        return service.run(
                offers,
                settings.last(keyFile, "key-file"),
                ListenAddress.parse(settings.last(listen, "listen")),
                Switch.isGiven(verbose) || settings.isOn("verbose"));
    }

    /**
     * Serves whom ssh has let in. Only the command line limits this to a share: what is set for
     * good is for those who come over the network.
     */
    private int serveStdio(Assembly assembly, Console console) throws UsageException, IOException {
        List<ShareOffer> offers = offers(shares);
        if (offers.size() > 1) {
            throw new UsageException("cannot serve several shares by --stdio; name one");
        }
        return new StdioService(assembly.targets(console), console)
                .run(offers.isEmpty() ? null : offers.getFirst());
    }

    private static List<ShareOffer> offers(List<String> shares) throws UsageException {
        List<ShareOffer> offers = new ArrayList<>();
        Set<ShareName> names = new HashSet<>();
        for (String text : shares) {
            ShareOffer offer = offer(text);
            if (!names.add(offer.name())) {
                throw wrong(text, "the name is given twice; each share has its own");
            }
            offers.add(offer);
        }
        return offers;
    }

    private static ShareOffer offer(String text) throws UsageException {
        try {
            return ShareOffer.parse(text);
        } catch (ShareOffer.MalformedException e) {
            throw wrong(
                    text,
                    switch (e.part()) {
                        case FORM -> "there is no =; write NAME=PATH or NAME=PATH:ro";
                        case NAME -> "no share can have that name; use letters and digits";
                        case PATH -> "it names no directory; write NAME=PATH";
                        case VERBS ->
                                "what stands behind the last colon are no verbs; write ro, rw or"
                                        + " rw,owner";
                    });
        }
    }

    private static UsageException wrong(String text, String reason) {
        return new UsageException("cannot use --share '" + Printable.of(text) + "': " + reason);
    }
}
