package dev.dsync.core.hash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;

/**
 * Text under {@code native-test-data} that a test compares with, or writes where {@code
 * scripts/golden --write} runs it.
 */
public final class Golden {
    private Golden() {}

    /** Compares the text with the file, a path below {@code native-test-data}. */
    public static void check(String file, String text) throws IOException {
        Path path = Path.of("native-test-data").resolve(file);
        if ("write".equals(System.getProperty("dsync.golden"))) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, text, StandardCharsets.UTF_8);
        }
        Assertions.assertEquals(Files.readString(path, StandardCharsets.UTF_8), text, file);
    }
}
