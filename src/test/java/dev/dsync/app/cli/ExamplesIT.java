package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code src/dist} has for cron and systemd, run as these would. */
class ExamplesIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Path EXAMPLES = Path.of("src/dist");
    private static final Path UNITS = EXAMPLES.resolve("systemd");

    @TempDir private Path home;
    private Path jobs;

    @BeforeEach
    void install() throws IOException {
        Image.startedFrom(home.resolve(".local/bin"), Image.program());
        Files.createDirectory(home.resolve("a"));
        Files.writeString(home.resolve("a/f"), "content");
        jobs = home.resolve(".config/dsync/jobs.toml");
        Files.createDirectories(jobs.getParent());
        Files.setPosixFilePermissions(
                jobs.getParent(), PosixFilePermissions.fromString("rwx------"));
        jobs("'" + home + "/a/'");
    }

    private void jobs(String source) throws IOException {
        Files.writeString(jobs, "[job.one]\npush = " + source + "\nto = '" + home + "/b/'\n");
        Files.setPosixFilePermissions(jobs, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** A command with nothing in its environment but what is named here. */
    private Command bare(List<String> argv, String path) {
        List<String> all = new ArrayList<>(List.of("env", "-i"));
        all.addAll(List.of("HOME=" + home, "LOGNAME=user", "SHELL=/bin/sh", "PATH=" + path));
        all.addAll(argv);
        return Command.of(all).in(home);
    }

    @Test
    void crontab_isSilentWhileAllGoesWell() throws IOException {
        List<String> lines =
                Files.readAllLines(EXAMPLES.resolve("crontab")).stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
        assertEquals(1, lines.size());
        String[] fields = lines.getFirst().split("\\s+", 6);
        assertTrue(fields[0].matches("\\d+") && fields[1].matches("\\d+"), lines.getFirst());
        assertFalse(fields[5].contains("%"), "it means the end of a line there");
        Command command = bare(List.of("/bin/sh", "-c", fields[5]), "/usr/bin:/bin");
        Finished finished = command.run();
        assertEquals("", finished.stdout() + finished.stderr());
        assertEquals(0, finished.exitCode());
        assertEquals("content", Files.readString(home.resolve("b/f")));
        jobs("'" + home + "/nosuch/'");
        finished = command.run();
        assertEquals(23, finished.exitCode());
        assertTrue(finished.stdout().startsWith("one: failed, exit code 23"), finished.stdout());
    }

    @Test
    void jobs_areReadWhole() throws IOException {
        Files.copy(EXAMPLES.resolve("jobs.toml"), jobs.resolveSibling("example.toml"));
        Path example = jobs.resolveSibling("example.toml");
        Files.setPosixFilePermissions(example, PosixFilePermissions.fromString("rw-r--r--"));
        Finished listed =
                Command.of(Image.program().toString(), "batch", example.toString(), "--list")
                        .with("DSYNC_HOME", home.resolve("other").toString())
                        .run();
        assertEquals(
                """
                photos: push /srv/photos/ to nas:photos/
                music: pull dsync://nas.example.org/music/ to /srv/music/
                """,
                listed.stdout() + listed.stderr());
    }

    @Test
    void units_arePassedBySystemd() throws IOException {
        String analyze = Precondition.program("systemd-analyze").toString();
        Path copies = Files.createDirectory(home.resolve("units"));
        try (Stream<Path> units = Files.list(UNITS)) {
            for (Path unit : units.toList()) {
                String name = unit.getFileName().toString().replace("@", "@home-x");
                Files.copy(unit, copies.resolve(name));
            }
        }
        try (Stream<Path> units = Files.list(copies)) {
            for (Path unit : units.toList()) {
                Finished verified =
                        Command.of(analyze, "--user", "--man=no", "verify", unit.toString())
                                .with("XDG_RUNTIME_DIR", home.toString())
                                .run();
                assertEquals("", verified.stdout() + verified.stderr(), unit.toString());
                assertEquals(0, verified.exitCode(), unit.toString());
            }
        }
    }

    /** The values of a key of a unit, as systemd would have them for this instance. */
    private List<String> values(String unit, String key, String instance, Path file)
            throws IOException {
        return Files.readAllLines(UNITS.resolve(unit)).stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replace("\"", ""))
                .map(
                        value ->
                                value.replace("%h", home.toString())
                                        .replace("%i", instance)
                                        .replace("%f", file.toString()))
                .toList();
    }

    private Command unit(String unit, String key, String instance, Path file) throws IOException {
        String path = values(unit, "Environment", instance, file).getFirst();
        List<String> commands = values(unit, key, instance, file);
        assertEquals(1, commands.size());
        List<String> argv = List.of(commands.getFirst().split(" ", -1));
        return bare(argv, path.replaceFirst("^PATH=", ""));
    }

    @Test
    void unitOfJobs_runsThem() throws IOException {
        Finished finished = unit("dsync-batch@.service", "ExecStart", "jobs", home).run();
        assertEquals(0, finished.exitCode(), finished.stderr());
        assertTrue(finished.stdout().startsWith("one: done, "), finished.stdout());
        assertEquals("content", Files.readString(home.resolve("b/f")));
    }

    @Test
    void unitOfAWatch_beginsAndStopsIt() throws IOException {
        String watch = "dsync-watch@.service";
        Path key = Files.createDirectories(jobs.resolveSibling("keys"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rwx------"));
        ServedShares.key(key.resolve("a.key"), '7');
        String file = values(watch, "EnvironmentFile", "home-a", home).getFirst();
        assertEquals("-" + jobs.resolveSibling("watch/home-a"), file);
        Command start = unit(watch, "ExecStart", "home-a", home.resolve("a"));
        List<String> argv = new ArrayList<>(start.argv());
        argv.add(2, "DSYNC_LISTEN=127.0.0.1:0");
        try (Command.Running running = Command.of(argv).start()) {
            running.awaitLine("listening on", DEADLINE);
            unit(watch, "ExecStop", "home-a", home.resolve("a")).run().succeeded();
            Finished finished = running.finish(DEADLINE);
            assertEquals(0, finished.exitCode(), finished.stdout() + finished.stderr());
        }
    }
}
