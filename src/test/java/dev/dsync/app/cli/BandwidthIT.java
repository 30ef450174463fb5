package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs under {@code --bwlimit}: they need at least the time that the bytes take. */
class BandwidthIT {
    private static final int CONTENT = 160 << 10;
    private static final int RATE = 100 << 10;

    /** All but what the first burst may carry. */
    private static final Duration LEAST = Duration.ofMillis((CONTENT - RATE / 5) * 1000L / RATE);

    @TempDir private Path directory;
    private Path source = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void build() throws IOException {
        TreeSpec.of("f a/content rand:1:160k\n").build(directory.resolve("w"));
        source = directory.resolve("w/a");
        target = directory.resolve("b");
    }

    private void assertTook(long start) throws IOException {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(LEAST) >= 0, "took only " + took);
        assertEquals(List.of(), TreeLook.at(source).differences(TreeLook.at(target)));
    }

    @Test
    void localCopy_isLimited_alsoByTheEnvironment() throws IOException {
        String dsync = System.getProperty("dsync.image", "") + "/bin/dsync";
        long start = System.nanoTime();
        Finished finished =
                Command.of(dsync, "push", source + "/", target + "/")
                        .with("DSYNC_HOME", directory.resolve("home").toString())
                        .with("DSYNC_BWLIMIT", "100")
                        .run();
        assertEquals(0, finished.exitCode(), finished.stderr());
        assertTook(start);
    }

    @Test
    void pull_isLimitedByWhatItReads() throws IOException {
        try (ServedShares served = ServedShares.open(directory, "--share", "m=" + source)) {
            long start = System.nanoTime();
            ServedShares.Ran ran =
                    served.run("pull", "--bwlimit=0:100", served.url("m/"), target + "/");
            assertEquals(0, ran.exitCode(), ran.err());
            assertTook(start);
        }
    }

    @Test
    void push_isLimitedByWhatItWrites() throws IOException {
        Path share = Files.createDirectory(target);
        try (ServedShares served = ServedShares.open(directory, "--share", "m=" + share)) {
            long start = System.nanoTime();
            ServedShares.Ran ran =
                    served.run("push", "--bwlimit=100:0", source + "/", served.url("m/"));
            assertEquals(0, ran.exitCode(), ran.err());
            assertTook(start);
        }
    }
}
