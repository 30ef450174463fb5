package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreatedLineTest {
    @TempDir private Path directory;

    @BeforeEach
    void makeTheSource() throws IOException {
        Files.createDirectory(directory.resolve("from"));
    }

    /** What a push to there says of directories that are made. */
    private List<String> created(String to, String... flags) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Main.run(
                Stream.of(
                                Stream.of("push", "-i"),
                                Stream.of(flags),
                                Stream.of(directory + "/from/", directory + "/" + to))
                        .flatMap(words -> words)
                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                out,
                new ByteArrayOutputStream(),
                Map.of("DSYNC_HOME", directory + "/home"));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("created"))
                .toList();
    }

    @Test
    void whatIsMade_isSaid() {
        assertEquals(List.of("created directory " + directory + "/dry"), created("dry/", "-n"));
        assertEquals(List.of("created directory " + directory + "/to"), created("to/"));
        assertEquals(
                List.of("created 1 directory for " + directory + "/one"),
                created("one/", "--mkpath"));
        assertEquals(
                List.of("created 2 directories for " + directory + "/a/b"),
                created("a/b/", "--mkpath"));
        assertEquals(List.of(), created("to/"));
    }

    @Test
    void whatCannotBeMade_isNot() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        assertEquals(List.of(), created("link/"));
        assertEquals(List.of(), created("link"));
    }
}
