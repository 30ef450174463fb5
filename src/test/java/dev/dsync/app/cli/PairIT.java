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
    private static final Duration SOON = Duration.ofSeconds(60);
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
                dsync("desktop", "pair", "--share", "notes", "--name", "desktop")
                        .plus("--listen", "127.0.0.1:" + port)
                        .plus(options)
                        .start();
        shown.awaitLine(TYPE, SOON);
        return shown;
    }

    private Finished join(String home, int port, String code) throws IOException {
        return dsync(home, "pair", "--name", home, "127.0.0.1:" + port).fed(code + "\n").run();
    }

    private void pair(String home, String... options) throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port, options)) {
            join(home, port, shown.after(TYPE)).succeeded();
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
                directory.resolve("desktop"),
                List.of("--share", "notes=" + share));
    }

    @Test
    void paired_bothSaySo_andPushWorksAtOnce() throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            Finished joined = join("laptop", port, shown.after(TYPE)).succeeded();
            Finished showed = shown.finish(SOON).succeeded();
            List<String> here = joined.stdout().lines().toList();
            List<String> there = showed.stdout().lines().toList();
            assertEquals("paired for notes, to read and write", here.getFirst());
            assertEquals("next: dsync watch DIR --share notes --peers 127.0.0.1", here.getLast());
            assertEquals("next: dsync watch DIR --share notes", there.getLast());
            assertTrue(there.contains(here.getFirst()), showed.stdout());
            String own = here.get(1).replace("here:  ", "");
            assertTrue(own.endsWith(" laptop"), own);
            assertTrue(there.contains("there: " + own), showed.stdout());
            assertTrue(there.contains(here.get(2).replace("there: ", "here:  ")), own);
        }
        try (ServeProcess served = serve()) {
            push(served, "laptop").succeeded();
            assertEquals("by laptop", Files.readString(directory.resolve("share/laptop")));
        }
    }

    @Test
    void wrongCode_isRefusedAndTheCodeIsOver() throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            String right = shown.after(TYPE);
            String word = right.endsWith(" zoo") ? "zinc" : "zoo";
            String wrong = right.substring(0, right.lastIndexOf(' ') + 1) + word;
            Finished refused = join("laptop", port, wrong);
            assertEquals(ExitCode.NOT_TRUSTED, refused.exitCode());
            assertTrue(refused.stderr().contains("the code is wrong, and of no use"));
            Finished ended = shown.finish(SOON);
            assertEquals(ExitCode.NOT_TRUSTED, ended.exitCode());
            assertTrue(ended.stderr().contains("it gave a wrong code; run dsync pair --share"));
            assertEquals(ExitCode.SOCKET, join("laptop", port, right).exitCode(), "used once");
            assertTrue(Files.notExists(directory.resolve("laptop/keys")));
            assertEquals("", dsync("desktop", "peers").run().succeeded().stdout());
        }
    }

    @Test
    void slipOfTheFinger_costsNothing() throws IOException {
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            Finished refused = join("laptop", port, "123 zo zinc zipper");
            assertEquals(ExitCode.USAGE, refused.exitCode());
            assertTrue(refused.stderr().contains("did you mean zoo?"), refused.stderr());
            join("laptop", port, shown.after(TYPE)).succeeded();
        }
    }

    @Test
    void pairedForReading_reads_andWritesNot() throws IOException {
        pair("laptop", "--ro");
        try (ServeProcess served = serve()) {
            file("share/old", "old");
            String url = "dsync://127.0.0.1:" + served.port() + "/notes/";
            dsync("laptop", "pull", url, directory.resolve("got") + "/").run().succeeded();
            assertEquals("old", Files.readString(directory.resolve("got/old")));
            assertEquals(ExitCode.START, push(served, "laptop").exitCode());
        }
    }

    @Test
    void unpairedWithTheKey_isRefused_andSoIsWhoWasForgotten() throws IOException {
        pair("laptop");
        file("nas/keys/notes.key", Files.readString(directory.resolve("desktop/keys/notes.key")));
        Command.of("chmod", "-R", "go=", directory.resolve("nas").toString()).run().succeeded();
        try (ServeProcess served = serve()) {
            Finished refused = push(served, "nas");
            assertEquals(ExitCode.NOT_TRUSTED, refused.exitCode());
            assertTrue(refused.stderr().contains("the share is for paired devices"));
            push(served, "laptop").succeeded();
            dsync("desktop", "peers", "--read-only", "laptop").run().succeeded();
            assertEquals(ExitCode.START, push(served, "laptop").exitCode(), "it may read only");
            dsync("desktop", "peers", "--read-write", "laptop").run().succeeded();
            push(served, "laptop").succeeded();
            dsync("desktop", "peers", "--rename", "laptop=portable").run().succeeded();
            String listed = dsync("desktop", "peers").run().succeeded().stdout();
            assertTrue(
                    listed.matches(
                            "portable \\([A-Z2-7]{7}\\): paired for notes \\(read and write\\)\\n"),
                    listed);
            dsync("desktop", "peers", "--forget", "portable").run().succeeded();
            assertEquals(ExitCode.NOT_TRUSTED, push(served, "laptop").exitCode(), "forgotten");
        }
    }

    private Command.Running watch(String home, int port, String... options) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(home + "-watched"));
        Command.Running started =
                dsync(home, "watch", folder.toString(), "--share", "notes")
                        .plus("--listen", "127.0.0.1:" + port)
                        .plus(options)
                        .start();
        started.awaitLine("listening on ", SOON);
        return started;
    }

    private void awaitOnDesktop(String name) throws IOException {
        Path there = directory.resolve("desktop-watched").resolve(name);
        Eventually.eventually(name + " gets there", SOON, () -> Files.exists(there));
    }

    @Test
    void linkOfAWatch_endsWhenItsDeviceIsLimitedOrForgotten() throws IOException {
        pair("laptop");
        int port = Ports.free();
        try (Command.Running desktop = watch("desktop", port);
                Command.Running laptop =
                        watch("laptop", Ports.free(), "--peers", "127.0.0.1:" + port)) {
            desktop.awaitLine("linked", SOON);
            file("laptop-watched/before", "1");
            awaitOnDesktop("before");
            dsync("desktop", "peers", "--read-only", "laptop").run().succeeded();
            laptop.awaitLine("not granted: write", SOON);
            file("laptop-watched/limited", "2");
            dsync("laptop", "rescan", directory.resolve("laptop-watched").toString())
                    .run()
                    .succeeded();
            assertTrue(Files.notExists(directory.resolve("desktop-watched/limited")));
            dsync("desktop", "peers", "--read-write", "laptop").run().succeeded();
            awaitOnDesktop("limited");
            dsync("desktop", "peers", "--forget", "laptop").run().succeeded();
            laptop.awaitLine("the share is for paired devices", SOON);
        }
    }

    @Test
    void limitedPeer_isNotDialledForItsChanges() throws IOException {
        pair("laptop");
        dsync("desktop", "peers", "--read-only", "laptop").run().succeeded();
        int port = Ports.free();
        try (Command.Running _ = watch("laptop", port);
                Command.Running desktop =
                        watch("desktop", Ports.free(), "--peers", "127.0.0.1:" + port)) {
            desktop.awaitLine(
                    "cannot sync notes with 127.0.0.1:" + port + ": it may only read", SOON);
        }
    }

    @Test
    void readOnlyPairing_isSaid_andHolds_evenWithTheWholeKey() throws IOException {
        pair("laptop", "--ro");
        String listed = dsync("desktop", "peers").run().succeeded().stdout();
        assertTrue(listed.endsWith(": paired for notes (read only)\n"), listed);
        Files.copy(
                directory.resolve("desktop/keys/notes.key"),
                directory.resolve("laptop/keys/notes.key"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        try (ServeProcess served = serve()) {
            Finished refused = push(served, "laptop");
            assertEquals(ExitCode.START, refused.exitCode(), refused.stderr());
        }
    }

    @Test
    void otherKeyOfThatName_isKept() throws IOException {
        dsync("laptop", "key", "new", "notes").run().succeeded();
        String key = Files.readString(directory.resolve("laptop/keys/notes.key"));
        int port = Ports.free();
        try (Command.Running shown = show(port)) {
            Finished refused = join("laptop", port, shown.after(TYPE));
            assertEquals(ExitCode.FILE_IO, refused.exitCode(), refused.stderr());
            assertTrue(refused.stderr().contains("keep it, or move it away first"));
            assertTrue(shown.finish(SOON).stderr().contains("it could not keep the share"));
        }
        assertEquals(key, Files.readString(directory.resolve("laptop/keys/notes.key")));
    }
}
