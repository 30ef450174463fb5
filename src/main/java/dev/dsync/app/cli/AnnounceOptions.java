package dev.dsync.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whether and how this machine tells of itself on the local network. */
final class AnnounceOptions {
    private final List<String> names = new ArrayList<>();
    private final OptionSpec silent =
            Switch.of(
                    "Do not tell the local network that this machine is here; it is told"
                            + " unless --listen is an address of this machine alone.",
                    "--no-announce");

    /** These, added to a command. */
    static AnnounceOptions of(CommandSpec spec) {
        AnnounceOptions options = new AnnounceOptions();
        spec.addOption(
                TextOption.into(
                        options.names,
                        "--name",
                        "NAME",
                        "What others call this machine; USER@HOST if not given."));
        spec.addOption(options.silent);
        return options;
    }

    /** What they mean beside what is set for good. */
    Announcer announcer(Settings settings, Identity identity, Console console)
            throws UsageException, IOException {
        return new Announcer(
                identity,
                console,
                OwnName.of(settings.last(names, "name")),
                Switch.isGiven(silent) || settings.isOn("no-announce"));
    }
}
