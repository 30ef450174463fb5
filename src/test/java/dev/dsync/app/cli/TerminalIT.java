package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Ports;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bar on a terminal, which script(1) gives to the program. */
class TerminalIT {
    private static final String DSYNC = System.getProperty("dsync.image", "") + "/bin/dsync";
    private static final String ERASED = "\r\u001b[K";

    @TempDir private Path directory;

    @BeforeEach
    void build() throws IOException {
        TreeSpec.of("f a/content rand:1:200k\n").build(directory.resolve("w"));
    }

    private String printed(String before, String flags) throws IOException {
        String line = before + "'" + DSYNC + "' push " + flags + " w/a/ b/";
        return Command.of("script", "-qc", "stty cols 30; " + line, "/dev/null")
                .in(directory)
                .with("DSYNC_HOME", directory.resolve("home").toString())
                .with("TERM", "xterm")
                .run()
                .stdout();
    }

    @Test
    void bar_comesAndGoes_andIsCutOffOnANarrowTerminal() throws IOException {
        String printed = printed("", "--bwlimit=50");
        assertTrue(printed.contains("% "), () -> visible(printed));
        assertTrue(printed.contains(" left\u001b[?7h"), () -> visible(printed));
        assertTrue(printed.endsWith(ERASED), () -> visible(printed));
        assertEquals(-1, printed.indexOf('\n'), () -> visible(printed));
    }

    @Test
    void withoutATerminal_orWhereUnwanted_thereIsNone() throws IOException {
        assertEquals("", printed("NO_COLOR=1 ", ""));
        assertEquals("", printed("TERM=dumb ", "-I"));
        assertEquals("", printed("exec 2>err; ", "-I"));
    }

    /** What is printed by a slow run that is interrupted once its bar is there. */
    private String printedUntilInterrupted() throws IOException {
        String run = "echo $$ >pid; exec '" + DSYNC + "' push --bwlimit=5 w/a/ b/";
        Path script = Files.writeString(directory.resolve("run"), run);
        String steps =
                """
                script -qfc "stty cols 30; sh '%s'" printed >out 2>&1 </dev/null &
                until grep -q left printed; do sleep 0.05; done
                kill $(cat pid)
                wait
                cat out
                """
                        .formatted(script);
        // TERM, since a shell's background has INT ignored; both end a run in the same way
        return Command.of("sh", "-c", steps)
                .in(directory)
                .with("DSYNC_HOME", directory.resolve("home").toString())
                .with("TERM", "xterm")
                .run()
                .stdout();
    }

    @Test
    void interrupted_leavesItsMessageAlone_andHasCountedOnlyWhatArrived() throws IOException {
        String printed = printedUntilInterrupted();
        assertFalse(printed.contains("100%"), () -> visible(printed));
        String words = ERASED + "dsync: cannot go on: interrupted; ";
        assertTrue(printed.contains(words), () -> visible(printed));
        assertTrue(printed.endsWith("\r\n"), () -> visible(printed));
        assertEquals(printed.length() - 1, printed.indexOf('\n'), () -> visible(printed));
    }

    @Test
    void watch_showsHowItStands_untilItIsStopped() throws IOException {
        String run =
                "exec '"
                        + DSYNC
                        + "' watch w/a --share s --key-file key --listen 127.0.0.1:"
                        + Ports.free();
        Path script = Files.writeString(directory.resolve("run"), run);
        Path key = Files.writeString(directory.resolve("key"), "7".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        String steps =
                """
                script -qfc "stty cols 60; COLUMNS=60 sh '%s'" printed >out 2>&1 </dev/null &
                until grep -q 'watching [0-9]* file' printed; do sleep 0.05; done
                '%s' stop w/a
                wait
                cat out
                """
                        .formatted(script, DSYNC);
        String printed =
                Command.of("sh", "-c", steps)
                        .in(directory)
                        .with("DSYNC_HOME", directory.resolve("home").toString())
                        .with("TERM", "xterm")
                        .run()
                        .stdout();
        assertTrue(printed.contains("\r\u001b[K\u001b[?7lwatching "), () -> visible(printed));
        assertTrue(printed.endsWith(ERASED), () -> visible(printed));
    }

    private static String visible(String printed) {
        return printed.replace("\r", "<CR>").replace("\u001b", "<ESC>");
    }
}
