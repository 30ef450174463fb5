package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisitIT {
    private static final String BEGIN = "dsync: [0-9/]{10} [0-9:]{8} 127\\.0\\.0\\.1:\\d+: ";
    private static final String END = "; sent \\d+ bytes, received \\d+ bytes\\n";

    @TempDir private Path directory;

    @Test
    void serve_tellsOfItsVisitors() throws IOException {
        Path share = Files.createDirectory(directory.resolve("share"));
        String source = share + "/";
        String told;
        try (ServedShares served = ServedShares.open(directory, "--share", "m=" + share + ":ro")) {
            String back = directory + "/back/";
            assertEquals(0, served.run("pull", served.url("m/"), back).exitCode());
            assertTrue(served.told(1).contains("done"), "no line of the first");
            assertEquals(5, served.run("push", source, served.url("m/")).exitCode());
            assertTrue(served.told(2).contains("refused"), "no line of the second");
            assertEquals(43, served.run("pull", served.url("none/"), back).exitCode());
            told = served.told(3);
        }
        String expected =
                BEGIN
                        + "pull of m with its read-write key: done"
                        + END
                        + BEGIN
                        + "push to m with its read-write key: refused: cannot do this in the share:"
                        + " not granted: write"
                        + END
                        + BEGIN
                        + "refused: no such share, or another key"
                        + END;
        assertTrue(told.matches(expected), told);
    }
}
