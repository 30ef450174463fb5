package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.Ports;
import dev.dsync.process.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines become known to each other as processes: what both say, and what works then. */
class PairIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TYPE = "and type: ";

    @TempDir private Path directory;

    private Command dsync(String home, String... words) {
        return Command.of(Image.program().toString())
                .plus(words)
                .with("DSYNC_HOME", directory.resolve(home).toString())
                .within(SOON);
    }

    private Command.Running show(int port, String... options) throws IOException {
        Command.Running shown =
                dsync("anna", "pair", "--share", "notes", "--name", "anna")
                        .plus("--listen", "127.0.0.1:" + port)
                        .plus(options)
                        .start();
        Eventually.eventually(
                "it shows a code",
                SOON,
                () ->
                        (shown.stdoutSoFar().contains(TYPE) && shown.stdoutSoFar().endsWith("\n"))
                                || !shown.process().isAlive());
        return shown;
    }

    private static String code(Command.Running shown) {
        String said = shown.stdoutSoFar();
        return said.substring(said.indexOf(TYPE) + TYPE.length()).lines().findFirst().orElse("");
    }

    private Finished join(String home, int port, String code) throws IOException {
        return dsync(home, "pair", "--name", home, "127.0.0.1:" + port).fed(code + "\n").run();
    }

    private void pair(String home, String... options) throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port, options)) {
            join(home, port, code(shown)).succeeded();
            shown.finish(SOON).succeeded();
        }
    }

    private Path file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Finished push(ServeProcess served, String home) throws IOException {
        Path from = directory.resolve(home + "-files");
        file(home + "-files/" + home, "by " + home);
        return dsync(home, "push", from + "/", "dsync://127.0.0.1:" + served.port() + "/notes/")
                .run();
    }

    private ServeProcess serve() throws IOException {
        Path share = Files.createDirectories(directory.resolve("share"));
        return ServeProcess.open(
                List.of(Image.program().toString()),
                directory.resolve("anna"),
                List.of("--share", "notes=" + share));
    }

    @Test
    void paired_bothSaySo_andPushWorksAtOnce() throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            Finished joined = join("bob", port, code(shown)).succeeded();
            Finished showed = shown.finish(SOON).succeeded();
            List<String> here = joined.stdout().lines().toList();
            List<String> there = showed.stdout().lines().toList();
            assertEquals("paired for notes, to read and write", here.getFirst());
            assertEquals("next: dsync watch DIR --share notes --peers 127.0.0.1", here.getLast());
            assertEquals("next: dsync watch DIR --share notes", there.getLast());
            assertTrue(there.contains(here.getFirst()), showed.stdout());
            String own = here.get(1).replace("here:  ", "");
            assertTrue(own.endsWith(" bob"), own);
            assertTrue(there.contains("there: " + own), showed.stdout());
            assertTrue(there.contains(here.get(2).replace("there: ", "here:  ")), own);
        }
        try (ServeProcess served = serve()) {
            push(served, "bob").succeeded();
            assertEquals("by bob", Files.readString(directory.resolve("share/bob")));
        }
    }

    @Test
    void wrongCode_isRefusedAndTheCodeIsOver() throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            String right = code(shown);
            String word = right.endsWith(" zoo") ? "zinc" : "zoo";
            String wrong = right.substring(0, right.lastIndexOf(' ') + 1) + word;
            Finished refused = join("bob", port, wrong);
            assertEquals(ExitCode.NOT_TRUSTED, refused.exitCode());
            assertTrue(refused.stderr().contains("the code is wrong, and of no use"));
            Finished ended = shown.finish(SOON);
            assertEquals(ExitCode.NOT_TRUSTED, ended.exitCode());
            assertTrue(ended.stderr().contains("it gave a wrong code; run dsync pair --share"));
            assertEquals(ExitCode.SOCKET, join("bob", port, right).exitCode(), "used once");
            assertTrue(Files.notExists(directory.resolve("bob/keys")));
            assertEquals("", dsync("anna", "peers").run().succeeded().stdout());
        }
    }

    @Test
    void slipOfTheFinger_costsNothing() throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            Finished refused = join("bob", port, "123 zo zinc zipper");
            assertEquals(ExitCode.USAGE, refused.exitCode());
            assertTrue(refused.stderr().contains("did you mean zoo?"), refused.stderr());
            join("bob", port, code(shown)).succeeded();
        }
    }

    @Test
    void pairedForReading_reads_andWritesNot() throws IOException {
        pair("bob", "--ro");
        try (ServeProcess served = serve()) {
            file("share/old", "old");
            String url = "dsync://127.0.0.1:" + served.port() + "/notes/";
            dsync("bob", "pull", url, directory.resolve("got") + "/").run().succeeded();
            assertEquals("old", Files.readString(directory.resolve("got/old")));
            assertEquals(ExitCode.START, push(served, "bob").exitCode());
        }
    }

    @Test
    void unpairedWithTheKey_isRefused_andSoIsWhoWasForgotten() throws IOException {
        pair("bob");
        file("carl/keys/notes.key", Files.readString(directory.resolve("anna/keys/notes.key")));
        Command.of("chmod", "-R", "go=", directory.resolve("carl").toString()).run().succeeded();
        try (ServeProcess served = serve()) {
            Finished refused = push(served, "carl");
            assertEquals(ExitCode.NOT_TRUSTED, refused.exitCode());
            assertTrue(refused.stderr().contains("the share is for paired devices"));
            push(served, "bob").succeeded();
            dsync("anna", "peers", "--read-only", "bob").run().succeeded();
            assertEquals(ExitCode.START, push(served, "bob").exitCode(), "it may read only");
            dsync("anna", "peers", "--read-write", "bob").run().succeeded();
            push(served, "bob").succeeded();
            dsync("anna", "peers", "--rename", "bob=robert").run().succeeded();
            String listed = dsync("anna", "peers").run().succeeded().stdout();
            assertTrue(
                    listed.matches(
                            "robert \\([A-Z2-7]{7}\\): paired for notes \\(read and write\\)\\n"),
                    listed);
            dsync("anna", "peers", "--forget", "robert").run().succeeded();
            assertEquals(ExitCode.NOT_TRUSTED, push(served, "bob").exitCode(), "forgotten");
        }
    }

    private Command.Running watch(String home, int port, String... options) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(home + "-watched"));
        Command.Running started =
                dsync(home, "watch", folder.toString(), "--share", "notes")
                        .plus("--listen", "127.0.0.1:" + port)
                        .plus(options)
                        .start();
        await(started, "listening on ");
        return started;
    }

    private static void await(Command.Running process, String said) throws IOException {
        Eventually.eventually(
                "it says " + said,
                SOON,
                () ->
                        (process.stdoutSoFar() + process.stderrSoFar()).contains(said)
                                || !process.process().isAlive());
        assertTrue(process.process().isAlive(), process::stderrSoFar);
    }

    private void awaitAtAnna(String name) throws IOException {
        Path there = directory.resolve("anna-watched").resolve(name);
        Eventually.eventually(name + " gets there", SOON, () -> Files.exists(there));
    }

    @Test
    void linkOfAWatch_endsWhenItsDeviceIsLimitedOrForgotten() throws IOException {
        pair("bob");
        int port = Ports.free();
        try (Command.Running anna = watch("anna", port);
                Command.Running bob = watch("bob", Ports.free(), "--peers", "127.0.0.1:" + port)) {
            await(anna, "linked");
            file("bob-watched/before", "1");
            awaitAtAnna("before");
            dsync("anna", "peers", "--read-only", "bob").run().succeeded();
            await(bob, "not granted: write");
            file("bob-watched/limited", "2");
            dsync("bob", "rescan", directory.resolve("bob-watched").toString()).run().succeeded();
            assertTrue(Files.notExists(directory.resolve("anna-watched/limited")));
            dsync("anna", "peers", "--read-write", "bob").run().succeeded();
            awaitAtAnna("limited");
            dsync("anna", "peers", "--forget", "bob").run().succeeded();
            await(bob, "the share is for paired devices");
        }
    }

    @Test
    void limitedPeer_isNotDialledForItsChanges() throws IOException {
        pair("bob");
        dsync("anna", "peers", "--read-only", "bob").run().succeeded();
        int port = Ports.free();
        try (Command.Running _ = watch("bob", port);
                Command.Running anna =
                        watch("anna", Ports.free(), "--peers", "127.0.0.1:" + port)) {
            await(anna, "cannot sync notes with 127.0.0.1:" + port + ": it may only read");
        }
    }

    @Test
    void readOnlyPairing_isSaid_andHolds_evenWithTheWholeKey() throws IOException {
        pair("bob", "--ro");
        String listed = dsync("anna", "peers").run().succeeded().stdout();
        assertTrue(listed.endsWith(": paired for notes (read only)\n"), listed);
        Files.copy(
                directory.resolve("anna/keys/notes.key"),
                directory.resolve("bob/keys/notes.key"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        try (ServeProcess served = serve()) {
            Finished refused = push(served, "bob");
            assertEquals(ExitCode.START, refused.exitCode(), refused.stderr());
        }
    }

    @Test
    void otherKeyOfThatName_isKept() throws IOException {
        dsync("bob", "key", "new", "notes").run().succeeded();
        String key = Files.readString(directory.resolve("bob/keys/notes.key"));
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            Finished refused = join("bob", port, code(shown));
            assertEquals(ExitCode.FILE_IO, refused.exitCode(), refused.stderr());
            assertTrue(refused.stderr().contains("keep it, or move it away first"));
            assertTrue(shown.finish(SOON).stderr().contains("it could not keep the share"));
        }
        assertEquals(key, Files.readString(directory.resolve("bob/keys/notes.key")));
    }
}
