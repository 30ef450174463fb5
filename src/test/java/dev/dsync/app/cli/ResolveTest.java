package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolveTest {
    private static final String COPY = "r.sync-conflict-20200101-000000-0a1b2c3-4d5e.txt";

    @TempDir private Path directory;
    private Path folder = Path.of("");

    @BeforeEach
    void build() throws IOException {
        folder = Files.createDirectory(directory.resolve("d"));
        write("r.txt", "there", 20);
        write(COPY, "copy", 10);
    }

    private void write(String name, String text, long seconds) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seconds)));
    }

    private String left() throws IOException {
        StringBuilder left = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                left.append(file.getFileName()).append('=');
                left.append(Files.isDirectory(file) ? "/" : Files.readString(file)).append(' ');
            }
        }
        return left.toString().strip();
    }

    private void resolves(String expected, String name, String way) throws IOException {
        ServedShares.Ran ran = run(name, "--take", way);
        assertEquals(0, ran.exitCode(), ran.err());
        assertEquals(expected, left());
    }

    private ServedShares.Ran run(String name, String... more) {
        List<String> argv = new ArrayList<>(List.of("resolve", folder.resolve(name).toString()));
        argv.addAll(Arrays.asList(more));
        return ServedShares.run(directory, argv);
    }

    private void fails(int exitCode, String message, String name, String... more)
            throws IOException {
        String before = left();
        ServedShares.Ran ran = run(name, more);
        assertEquals(exitCode, ran.exitCode(), ran.err());
        assertTrue(ran.err().contains(message), ran.err());
        assertEquals(before, left());
    }

    @Test
    void local_dropsTheCopy() throws IOException {
        resolves("r.txt=there", COPY, "local");
    }

    @Test
    void remote_replacesWhatIsThere() throws IOException {
        resolves("r.txt=copy", "r.txt", "remote");
    }

    @Test
    void newer_isByModificationTime() throws IOException {
        resolves("r.txt=there", "r.txt", "newer");
        write(COPY, "late", 21);
        resolves("r.txt=late", "r.txt", "newer");
    }

    @Test
    void newer_ofACopyAlone_isTheCopy() throws IOException {
        Files.delete(folder.resolve("r.txt"));
        resolves("r.txt=copy", "r.txt", "newer");
    }

    @Test
    void both_takesANameThatIsFree() throws IOException {
        write("r-2.txt", "taken", 1);
        resolves("r-2.txt=taken r-3.txt=copy r.txt=there", COPY, "both");
    }

    @Test
    void theOnlyOneThereIs_isNotDropped() throws IOException {
        Files.delete(folder.resolve("r.txt"));
        fails(11, "No such file or directory", COPY, "--take", "local");
    }

    @Test
    void whatIsNoConflict_isSaid() throws IOException {
        fails(1, "it has no conflict copy; ", "other.txt", "--take", "local");
        fails(1, "which is to be taken", "r.txt");
        fails(1, "which is to be taken", "r.txt", "--take", "mine");
        fails(11, "No such file or directory", COPY.replace("4d5e", "4d5f"), "--take", "remote");
        write(COPY.replace("4d5e", "4d5f"), "third", 10);
        fails(1, "it has several conflict copies; ", "r.txt", "--take", "newer");
    }

    @Test
    void aDirectory_isNotReplaced() throws IOException {
        Files.delete(folder.resolve("r.txt"));
        Files.createDirectory(folder.resolve("r.txt"));
        fails(11, "Is a directory", COPY, "--take", "remote");
    }
}
