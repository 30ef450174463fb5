package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.Ports;
import dev.dsync.process.Precondition;
import dev.dsync.process.ShareProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dsync share --list} and {@code --stop}, and shares as they are found by them. */
class ShareListIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir private Path directory;
    private Path folder = Path.of(".");
    private final List<ShareProcess> runs = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(directory.resolve("folder"));
    }

    @AfterEach
    void end() {
        runs.forEach(ShareProcess::close);
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Command dsync(String... words) {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString(), "share"));
        argv.addAll(Arrays.asList(words));
        return Command.of(argv).with("DSYNC_HOME", home().toString());
    }

    private ShareProcess share(Path home, Path shared, String... options) throws IOException {
        ShareProcess run = ShareProcess.open(home, "127.0.0.1:" + Ports.free(), shared, options);
        runs.add(run);
        return run;
    }

    @Test
    void list_showsItAndStopEndsIt() throws IOException {
        ShareProcess run = share(home(), folder);
        Finished again = dsync(folder.toString()).run();
        assertEquals(42, again.exitCode(), again.stderr());
        String line = dsync("--list").run().succeeded().stdout();
        assertTrue(line.contains(run.url()) && line.contains(folder.toString()), line);
        String id = line.substring(0, line.indexOf(' '));
        dsync("--stop", id).run().succeeded();
        assertEquals(0, run.running().finish(DEADLINE).exitCode());
        assertEquals("", dsync("--list").run().succeeded().stdout());
        assertEquals(1, dsync("--stop", id).run().exitCode());
        String renewed = share(home(), folder, "--new-link").url();
        assertFalse(renewed.equals(run.url()));
    }

    @Test
    void shareThatHangs_isNamedAndHidesNoOther() throws IOException {
        ShareProcess hanging = share(home(), folder);
        String line = dsync("--list").run().succeeded().stdout();
        String id = line.substring(0, line.indexOf(' '));
        Path other = Files.createDirectory(directory.resolve("other"));
        ShareProcess second = share(home(), other);
        String pid = String.valueOf(hanging.running().process().pid());
        Command.of("kill", "-STOP", pid).run().succeeded();
        try {
            Finished listed = dsync("--list").run();
            assertTrue(listed.stdout().contains(second.url()), listed.stdout());
            assertTrue(listed.stderr().contains("cannot ask share " + id), listed.stderr());
            assertEquals(30, listed.exitCode());
        } finally {
            Command.of("kill", "-CONT", pid).run().succeeded();
        }
    }

    @Test
    void shareWithoutRoomForItsSocket_worksAndSaysSo() throws IOException {
        ShareProcess share = share(directory.resolve("h".repeat(110)), folder);
        Command.of(Precondition.program("curl").toString(), "-s", "-S", "-f", share.url())
                .run()
                .succeeded();
        share.running().awaitLine("cannot be seen by share --list and --stop", DEADLINE);
    }
}
