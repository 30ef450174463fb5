package dev.dsync.app.cli;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.ShareKeys;
import java.io.IOException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The one place where the program is put together. */
final class Assembly {
    /** Runs that take the place of the real ones; null for those. */
    private final @Nullable Runs runs;

    Assembly(@Nullable Runs runs) {
        this.runs = runs;
    }

    /** The program as users run it. */
    static Assembly standard() {
        return new Assembly(null);
    }

    Runs runs(Console console) throws IOException {
        if (runs != null) {
            return runs;
        }
        FileSystem system = targets(console);
        Identity identity = new Identity(system, console.environment());
        return new SessionRuns(system, new Dialler(identity, console.nanoTime()), console);
    }

    /** The files of this machine. */
    FileSystem system() throws IOException {
        return FileSystem.ofThisMachine();
    }

    /** The files of this machine, where what is watched can be written to. */
    FileSystem targets(Console console) throws IOException {
        return new BorrowedRoots(system(), console.environment());
    }

    /** What the user has set for good. */
    Settings settings(Console console) throws UsageException, IOException {
        Home home = Home.of(console.environment());
        return Settings.read(system(), home.configFile(), console.environment());
    }

    /** Something to be done with the share keys of this device. */
    @FunctionalInterface
    interface KeyWork {
        int with(ShareKeys keys, SecureRandom random) throws IOException;
    }

    /** Does it with their folder open. */
    int withShareKeys(Console console, KeyWork work) throws IOException {
        Identity identity = new Identity(system(), console.environment());
        try (StateDirectory folder = identity.folder()) {
            return work.with(new ShareKeys(folder), identity.random());
        }
    }
}
