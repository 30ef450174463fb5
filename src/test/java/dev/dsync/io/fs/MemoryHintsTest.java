package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.ChangeHints.Hint;
import dev.dsync.io.fs.ChangeHints.Limit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hints of the file system in memory. */
final class MemoryHintsTest extends ChangeHintsContractTest {
    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));

    @Override
    Root openEmpty() throws IOException {
        return system.openRoot(new byte[] {'/'});
    }

    @Override
    ChangeHints openHints(Root of, int hintsMax) throws IOException {
        return ((MemoryRoot) of).openHints(name -> false, hintsMax);
    }

    @Override
    int openWatches() {
        return system.openHandles() - 3; // the two roots and the directory of the test
    }

    @Test
    void overflow_isHintedToAll() throws IOException {
        try (Root root = openEmpty();
                ChangeHints hints = root.openHints(name -> false)) {
            system.watches().overflow();
            assertEquals(List.of(new Hint.Overflow()), hints.await(Duration.ZERO));
        }
    }

    @Test
    void limit_hintsAnOverflow_andNoMore() throws IOException {
        Limit limit = new Limit("fs.inotify.max_user_watches", 9, 18);
        system.watches().setLimit(limit);
        try (Root root = openEmpty();
                ChangeHints hints = root.openHints(name -> false)) {
            assertEquals(limit, hints.limit().orElseThrow());
            assertEquals(List.of(new Hint.Overflow()), hints.await(Duration.ZERO));
            try (Directory top = root.open(RelPath.ROOT)) {
                top.makeDirectory(Name.literal("d"), 0700);
            }
            assertEquals(List.of(), hints.await(Duration.ZERO));
        }
    }

    @Test
    void powerCut_endsHints() throws IOException {
        try (Root root = openEmpty();
                ChangeHints hints = root.openHints(name -> false)) {
            system.powerCut();
            assertThrows(FsException.class, () -> hints.await(Duration.ZERO));
        }
    }
}
