package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
    private static final int MANY = 10;

    @TempDir private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(directory.resolve("a"));
        Files.writeString(directory.resolve("a/f"), "content");
    }

    private void jobs(String... lines) throws IOException {
        String text = String.join("\n", lines).replace("DIR", directory.toString()) + "\n";
        Path file = Files.writeString(directory.resolve("jobs.toml"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        List<String> argv = new ArrayList<>(List.of("batch"));
        argv.addAll(Arrays.asList(words));
        argv.add(1, directory.resolve("jobs.toml").toString());
        return Main.run(
                argv.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList(),
                out,
                err,
                Map.of("DSYNC_HOME", directory.resolve("home").toString()));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
    }

    /** The report with times that differ from run to run made the same. */
    private String report() {
        return out().replaceAll("\\d+\\.\\d s", "N s");
    }

    @Test
    void allWentWell_isSaidOnlyWhenAskedFor() throws IOException {
        jobs(
                "[job.one]",
                "push = 'DIR/a/'",
                "to = 'DIR/b/'",
                "[job.two]",
                "pull = ['DIR/b/f', 'DIR/a']",
                "to = 'DIR/c/'",
                "mkpath = true");
        assertEquals(0, run());
        assertEquals("", out() + err());
        assertEquals("content", Files.readString(directory.resolve("c/a/f")));
        assertEquals("content", Files.readString(directory.resolve("c/f")));
        assertEquals(0, run("-v", "two"));
        assertEquals(
                """
                two: done, N s
                pull DIR/b/f DIR/a to DIR/c/
                0 files of 0 bytes, 0 deleted; sent B bytes, received B bytes

                1 of 1 job done
                """,
                report().replaceAll("(sent|received) [\\d,]+", "$1 B"));
    }

    @Test
    void failures_areToldInTheirWords_andStopNoOtherJob() throws IOException {
        jobs(
                "[job.lost]",
                "push = 'DIR/nosuch/'",
                "to = 'DIR/b/'",
                "[job.quiet]",
                "push = 'DIR/a/'",
                "to = 'DIR/c/'",
                "[job.shown]",
                "push = 'DIR/a/'",
                "to = 'DIR/d/'",
                "itemize-changes = true");
        assertEquals(23, run());
        assertEquals(
                """
                lost: failed, exit code 23, N s
                push DIR/nosuch/ to DIR/b/
                0 files of 0 bytes, 0 deleted; sent B bytes, received B bytes
                dsync: cannot read DIR/nosuch: No such file or directory; check the source's name
                dsync: cannot take everything: 1 path failed; see the messages above

                shown: done, N s
                push DIR/a/ to DIR/d/
                1 file of 7 bytes, 0 deleted; sent B bytes, received B bytes
                created directory DIR/d
                cd+++++++++ ./
                >f+++++++++ f

                2 of 3 jobs done, 1 failed
                """,
                report().replaceAll("(sent|received) [\\d,]+", "$1 B"));
        assertEquals("", err());
        assertTrue(Files.exists(directory.resolve("c/f")));
    }

    @Test
    void dryRun_showsWhatWouldBeDone() throws IOException {
        jobs("[job.one]", "push = 'DIR/a/'", "to = 'DIR/b/'", "itemize-changes = true");
        assertEquals(0, run("-n"));
        assertTrue(out().contains("(DRY RUN)\n"), out());
        assertTrue(out().contains(">f+++++++++ f\n"), out());
        assertFalse(Files.exists(directory.resolve("b")));
    }

    @Test
    void moreThanHalf_isNotDeletedUnasked() throws IOException {
        jobs(
                "[defaults]",
                "delete = true",
                "[job.braked]",
                "push = 'DIR/a/'",
                "to = 'DIR/b/'",
                "[job.free]",
                "push = 'DIR/a/'",
                "to = 'DIR/c/'",
                "max-delete = false");
        for (String to : List.of("b", "c")) {
            Files.createDirectory(directory.resolve(to));
            for (int i = 0; i < MANY; i++) {
                Files.writeString(directory.resolve(to).resolve("old" + i), "");
            }
        }
        assertEquals(25, run());
        assertTrue(out().startsWith("braked: failed, exit code 25"), out());
        assertTrue(Files.exists(directory.resolve("b/old0")));
        assertFalse(Files.exists(directory.resolve("c/old0")));
    }

    @Test
    void list_namesJobsAndRunsNone() throws IOException {
        jobs(
                "[job.zoo]",
                "push = ['DIR/a/', 'DIR/b']",
                "to = 'h:x'",
                "[job.ant]",
                "pull = 'h::s/x'",
                "to = 'DIR/y'");
        assertEquals(0, run("--list"));
        assertEquals("zoo: push DIR/a/ DIR/b to h:x\nant: pull h::s/x to DIR/y\n", out());
        assertEquals(0, run("--list", "--json", "ant"));
        assertEquals(
                "{\"v\":1,\"event\":\"job\",\"job\":\"ant\",\"way\":\"pull\","
                        + "\"sources\":[\"h::s/x\"],\"destination\":\"DIR/y\"}\n",
                out());
        assertEquals(1, run("atn"));
        assertEquals(
                """
                dsync: cannot find job 'atn' in DIR/jobs.toml; did you mean ant?
                Try 'dsync help batch'.
                """,
                err());
    }

    @Test
    void json_isOfJobsAndTheirRuns() throws IOException {
        jobs("[job.one]", "push = 'DIR/a/'", "to = 'DIR/b/'", "[job.two]", "push = 'DIR/x'");
        jobs(
                "[job.one]",
                "push = 'DIR/a/'",
                "to = 'DIR/b/'",
                "[job.two]",
                "push = 'DIR/nosuch'",
                "to = 'DIR/b/'");
        assertEquals(23, run("--json"));
        List<String> events = new ArrayList<>();
        out().lines()
                .filter(line -> !line.contains("\"progress\""))
                .forEach(line -> events.add(line.replaceFirst(".*\"event\":\"(\\w+)\".*", "$1")));
        assertEquals(
                List.of(
                        "job", "start", "plan", "file", "file", "summary", "result", //
                        "job", "start", "problem", "plan", "summary", "result", "batch"),
                events);
        String last = out().lines().toList().getLast();
        assertTrue(
                last.startsWith(
                        "{\"v\":1,\"event\":\"batch\",\"jobs\":2,\"done\":1,\"failed\":1,"
                                + "\"notRun\":0,\"exitCode\":23,\"elapsedMillis\":"),
                last);
        assertTrue(out().contains("\"outcome\":\"failed\",\"exitCode\":23,\"attempts\":1,"), out());
        assertTrue(out().contains("\"transferredFiles\":1,\"transferredBytes\":7,"), out());
    }

    @Test
    void whatIsWrongInAFile_isToldAtOnce_andNothingIsRun() throws IOException {
        String key = "5".repeat(64);
        jobs(
                "[defaults]",
                "max-delete = 'x'",
                "key-file = '" + key + "'",
                "[job.one]",
                "push = 'DIR/a/'",
                "to = 'b/'",
                "json = true",
                "filter = ['x y']",
                "exclude-from = 'DIR/nofile'",
                "[job.two]",
                "push = 'DIR/a/'",
                "to = 'DIR/b/'");
        assertEquals(1, run());
        assertEquals(
                """
                dsync: DIR/jobs.toml:2:1: cannot use --max-delete 'x': it is neither a number nor a percentage; write N or N%, such as 100 or 50%
                dsync: DIR/jobs.toml:3:1: cannot use --key-file: it names no file from the top; write a path that begins with /
                dsync: DIR/jobs.toml:6:1: cannot use b/: where it is depends on where the batch is started; write a path that begins with /
                dsync: DIR/jobs.toml:7:1: cannot use json: there is no such key here; see dsync help batch, or dsync help push for the options
                dsync: DIR/jobs.toml:8:11: cannot use rule 'x y' of --filter: unknown filter rule; begin it with one of + - . : H S P R ! or a long name such as exclude
                dsync: DIR/jobs.toml:9:1: cannot read --exclude-from DIR/nofile: No such file or directory; name a file that is there and may be read
                """,
                err());
        assertFalse(Files.exists(directory.resolve("b")));
        jobs(
                "[job.one]",
                "push = 'h:a'",
                "to = 'DIR/b'",
                "[job.two]",
                "pull = 'DIR/a'",
                "to = 'h:b'",
                "[job.three]",
                "push = 'h:a'",
                "to = 'i:b'",
                "[job.four]",
                "push = 'DIR/a'",
                "to = 'DIR/b'",
                "delete = true",
                "recursive = false");
        assertEquals(1, run("two"));
        assertEquals(
                """
                dsync: DIR/jobs.toml:1:1: cannot push from another machine; write pull in place of push
                dsync: DIR/jobs.toml:4:1: cannot pull to another machine; write push in place of pull
                dsync: DIR/jobs.toml:7:1: cannot copy from h:a to i:b: neither is on this machine; run dsync on one of the two
                dsync: DIR/jobs.toml:10:1: cannot delete without -r or -d: nothing is known about what directories hold; add one of them
                """,
                err());
    }

    @Test
    void aFileThatOthersMayWrite_orThatIsNotThere_isRefused() throws IOException {
        jobs("[job.one]", "push = 'DIR/a/'", "to = 'DIR/b/'");
        Files.setPosixFilePermissions(
                directory.resolve("jobs.toml"), PosixFilePermissions.fromString("rw-rw-r--"));
        assertEquals(43, run());
        assertTrue(err().contains("others may change it; chmod it to 644"), err());
        Files.delete(directory.resolve("jobs.toml"));
        assertEquals(11, run());
        assertEquals(
                "dsync: cannot read DIR/jobs.toml: No such file or directory; name a file that is"
                        + " there and may be read\n",
                err());
    }

    @Test
    void output_isKeptUpToALimit() throws IOException {
        try (Collected collected = new Collected()) {
            byte[] line = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1024 + 3; i++) {
                collected.write(line);
            }
            String text = collected.text();
            assertTrue(text.endsWith("x\n... and 3 lines more\n"));
            assertEquals((1 << 20) + "... and 3 lines more\n".length(), text.length());
        }
    }
}
