package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Ports;
import dev.dsync.process.Precondition;
import dev.dsync.process.ShareProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dsync share} with the memory the launcher gives it, asked for much at once. */
@Tag("slow")
class ShareLoadIT {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final int FILES = 60_000;
    private static final int LONG_NAMES = 5_000;
    private static final int AT_ONCE = 8;

    @TempDir private Path directory;

    private ShareProcess share(Path folder) throws IOException {
        String address = "127.0.0.1:" + Ports.free();
        return ShareProcess.open(directory.resolve("home"), address, folder);
    }

    /** What comes of asking for the same many times at once, and of asking once more. */
    private List<String> ask(ShareProcess run, String query) throws IOException {
        String url = run.url();
        List<String> curl =
                List.of(
                        Precondition.program("curl").toString(),
                        "-s",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code} %{exitcode}",
                        "--max-time",
                        "240");
        List<Command.Running> visitors = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            List<String> argv = new ArrayList<>(curl);
            argv.add(url + query);
            visitors.add(Command.of(argv).start());
        }
        List<String> answers = new ArrayList<>();
        for (Command.Running visitor : visitors) {
            answers.add(visitor.finish(DEADLINE).stdout());
        }
        List<String> argv = new ArrayList<>(curl);
        argv.add(url + ".dsync/web/page.css");
        Finished after = Command.of(argv).run();
        assertEquals("200 0", after.stdout());
        return answers;
    }

    @Test
    void zipsOfManyFiles_areWholeOrRefused() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        for (int i = 0; i < FILES; i++) {
            Files.createFile(folder.resolve("a name of usual length " + i + ".txt"));
        }
        try (ShareProcess run = share(folder)) {
            List<String> answers = new ArrayList<>(ask(run, "?archive=zip"));
            assertTrue(answers.contains("200 0"), answers.toString());
            answers.removeIf(answer -> answer.equals("200 0") || answer.equals("503 0"));
            assertEquals(List.of(), answers);
        }
    }

    @Test
    void pagesOfLongNames_areAllWhole() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        for (int i = 0; i < LONG_NAMES; i++) {
            Files.createFile(folder.resolve("\u6f22\u5b57".repeat(40) + i));
        }
        try (ShareProcess run = share(folder)) {
            assertEquals(Collections.nCopies(AT_ONCE, "200 0"), ask(run, ""));
        }
    }
}
