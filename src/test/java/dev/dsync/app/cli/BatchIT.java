package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches as processes: signals, locks, time. */
class BatchIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir private Path directory;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(directory.resolve("a"));
        Files.writeString(directory.resolve("a/f"), "content");
    }

    private Command batch(String... words) {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString(), "batch"));
        argv.add(directory.resolve("jobs.toml").toString());
        argv.addAll(Arrays.asList(words));
        return Command.of(argv).with("DSYNC_HOME", directory.resolve("home").toString());
    }

    private void jobs(String... lines) throws IOException {
        String text = String.join("\n", lines).replace("DIR", directory.toString()) + "\n";
        Path file = Files.writeString(directory.resolve("jobs.toml"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** A remote shell of which nothing ever comes, and the file that shows that it was called. */
    private String hanging() throws IOException {
        return script("hanging", "touch " + directory + "/called; exec sleep 300");
    }

    private String script(String name, String text) throws IOException {
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }

    private void called() throws IOException {
        Eventually.eventually(
                "it is called", DEADLINE, () -> Files.exists(directory.resolve("called")));
    }

    private void jobsThatHang(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("[job.slow]", "push = 'DIR/a/'"));
        lines.addAll(List.of("to = 'h:x'", "rsh = '" + hanging() + "'"));
        lines.addAll(Arrays.asList(more));
        lines.addAll(List.of("[job.next]", "push = 'DIR/a/'", "to = 'DIR/b/'"));
        jobs(lines.toArray(String[]::new));
    }

    @Test
    void timeLimit_endsAJob_andTheNextIsRun() throws IOException {
        jobsThatHang("time-limit = '1s'", "retries = 3");
        Finished finished = batch().run();
        assertEquals(30, finished.exitCode(), finished.stdout() + finished.stderr());
        assertTrue(finished.stdout().startsWith("slow: failed, exit code 30, "), finished.stdout());
        assertTrue(
                finished.stdout()
                        .contains(
                                "dsync: cannot go on with job slow: its time-limit is over; raise"
                                        + " it, what is done is not sent again\n"),
                finished.stdout());
        assertTrue(finished.stdout().endsWith("\n\n1 of 2 jobs done, 1 failed\n"));
        assertTrue(Files.exists(directory.resolve("b/f")));
    }

    @Test
    void signal_endsTheJob_andTheNextAreToldAsNotRun() throws IOException {
        jobsThatHang();
        try (Command.Running running = batch().start()) {
            called();
            running.process().toHandle().destroy(); // the streams stay open
            Finished finished = running.finish(DEADLINE);
            assertEquals(20, finished.exitCode(), finished.stderr());
            assertTrue(
                    finished.stdout().startsWith("slow: failed, exit code 20, "),
                    finished.stdout());
            assertTrue(
                    finished.stdout()
                            .endsWith(
                                    """
                                    next: not run
                                    push DIR/a/ to DIR/b/
                                    dsync: cannot run job next: the batch was ended before its turn; run it again

                                    0 of 2 jobs done, 1 failed, 1 not run
                                    """
                                            .replace("DIR", directory.toString())),
                    finished.stdout());
        }
        assertFalse(Files.exists(directory.resolve("b")));
    }

    @Test
    void aSecondRunOfAJob_tellsWhoRunsIt_untilThatIsGone() throws IOException {
        jobsThatHang();
        try (Command.Running running = batch("slow").start()) {
            called();
            Finished second = batch().run();
            assertEquals(42, second.exitCode(), second.stdout() + second.stderr());
            assertTrue(
                    second.stdout()
                            .contains(
                                    "dsync: cannot run job slow: it is being run by process "
                                            + running.process().pid()
                                            + ", begun 20"),
                    second.stdout());
            assertTrue(second.stdout().startsWith("slow: not run, exit code 42\n"));
            assertTrue(second.stdout().endsWith("\n1 of 2 jobs done, 1 not run\n"));
            assertTrue(Files.exists(directory.resolve("b/f")));
        }
        jobsThatHang("time-limit = '1s'");
        assertEquals(30, batch("slow").run().exitCode());
    }

    @Test
    void whatMayPass_isTriedAgainUntilItWorks() throws IOException {
        String shell =
                script(
                        "flaky",
                        "echo x >>"
                                + directory
                                + "/calls\n[ $(wc -l <"
                                + directory
                                + "/calls) -ge 3 ] || exit 255\nexec '"
                                + Image.program()
                                + "' serve --stdio");
        jobs(
                "[job.far]",
                "push = 'DIR/a/'",
                "to = 'h:" + directory + "/c/'",
                "rsh = '" + shell + "'",
                "retries = 2",
                "backoff = '1s'");
        Finished finished = batch().run();
        assertEquals("", finished.stdout() + finished.stderr());
        assertEquals(0, finished.exitCode());
        assertEquals("content", Files.readString(directory.resolve("c/f")));
        Files.delete(directory.resolve("calls"));
        finished = batch("--json").run();
        assertEquals(
                2, finished.stdout().split("\"event\":\"retry\",\"job\":\"far\"", -1).length - 1);
        assertTrue(finished.stdout().contains("\"attempts\":1,\"exitCode\":5,\"pauseMillis\":"));
        assertTrue(finished.stdout().contains("\"exitCode\":0,\"attempts\":3,"), finished.stdout());
    }
}
