package dev.dsync.app.cli;

import dev.dsync.engine.session.Ending;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** The one place where the program is put together. */
final class Assembly {
    private final Runs runs;

    Assembly(Runs runs) {
        this.runs = runs;
    }

    /** The program as users run it. */
    static Assembly standard() {
        return new Assembly(
                (options, watcher) ->
                        options.isLocal()
                                ? new SessionRuns(FileSystem.ofThisMachine()).run(options, watcher)
                                : new Ending.Refused(
                                        Message.Reason.UNSUPPORTED,
                                        "a machine elsewhere as " + remote(options),
                                        false));
    }

    private static Location remote(RunOptions options) {
        return options.ownRole() == Message.Role.SOURCE
                ? options.destination()
                : options.sources().getFirst();
    }

    Runs runs() {
        return runs;
    }

    /** What the user has set for good. */
    Settings settings(Console console) throws UsageException, IOException {
        return Settings.read(Home.of(console.environment()).configFile(), console.environment());
    }

    /** Something to be done with the share keys of this device. */
    @FunctionalInterface
    interface KeyWork {
        int with(ShareKeys keys, SecureRandom random) throws IOException;
    }

    /** Does it with their folder open. */
    int withShareKeys(Console console, KeyWork work) throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] config = Home.of(console.environment()).config().getBytes(StandardCharsets.UTF_8);
        try (StateDirectory directory =
                StateDirectory.open(FileSystem.ofThisMachine(), config, random)) {
            return work.with(new ShareKeys(directory), random);
        }
    }
}
