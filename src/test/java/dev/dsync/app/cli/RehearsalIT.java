package dev.dsync.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalIT {
    @TempDir private Path stage;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void set(String path, String content) throws IOException {
        Path file = stage.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String content(String path) throws IOException {
        return Files.readString(stage.resolve(path));
    }

    private int rehearse() throws IOException, InterruptedException {
        set("source/file", "new");
        set("share/file", "old, and longer");
        set("target/file", "old, and longer");
        Files.setPosixFilePermissions(
                stage.resolve("key"), PosixFilePermissions.fromString("rw-------"));
        return new Rehearsal(stage.toString(), new Cancellation()).run(out, err);
    }

    @Test
    void everyPush_arrives() throws IOException, InterruptedException {
        set("key", "5".repeat(64) + "\n");
        assertEquals(ExitCode.OK, rehearse(), () -> err.toString(UTF_8));
        assertEquals("", err.toString(UTF_8));
        assertEquals("new", content("share/file"));
        assertEquals("new", content("share/new/file"));
        assertEquals("new", content("target/file"));
        try (Stream<Path> links = Files.list(stage.resolve("home-of-share/state/shares"))) {
            assertEquals(1, links.count(), "what was handed out has a link");
        }
    }

    @Test
    void withoutAShare_theRestIsRehearsedAllTheSame() throws IOException, InterruptedException {
        set("key", "no key\n");
        assertEquals(ExitCode.OK, rehearse(), () -> err.toString(UTF_8));
        assertEquals("old, and longer", content("share/file"));
        assertEquals("new", content("target/file"));
    }
}
