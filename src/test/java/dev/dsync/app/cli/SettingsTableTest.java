package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.cli.SettingsTable.Row;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTableTest {
    private static final String KEY = "0123456789abcdef".repeat(4);

    @TempDir private Path home;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void set() throws IOException {
        environment.put("DSYNC_HOME", home.toString());
        Path file = home.resolve("config.toml");
        Files.writeString(file, "exclude = ['*.o']\nport = 1\nlisten = ':2'\ndel = true\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        environment.put("DSYNC_EXCLUDE", "*.tmp");
        environment.put("DSYNC_PORT", "3");
        environment.put("DSYNC_KEY_FILE", KEY);
    }

    private Row row(String name) throws IOException, UsageException {
        Settings settings =
                Settings.read(
                        FileSystem.ofThisMachine(),
                        home.resolve("config.toml").toString(),
                        environment);
        List<Row> found =
                new SettingsTable(settings, environment, Map.of("listen", List.of(":4")))
                        .rows().stream().filter(row -> row.name().equals(name)).toList();
        assertEquals(1, found.size(), name);
        return found.getFirst();
    }

    @Test
    void settings_areOfTheLayerThatGoesBefore() throws IOException, UsageException {
        assertEquals(new Row("port", "environment", List.of("3")), row("port"));
        assertEquals(new Row("listen", "flag", List.of(":4")), row("listen"));
        assertEquals(
                new Row("delete-during", "config.toml", List.of("true")), row("delete-during"));
        assertEquals(new Row("rsh", "default", List.of("ssh")), row("rsh"));
        assertEquals(
                new Row("configuration", "environment", List.of(home.toString())),
                row("configuration"));
    }

    @Test
    void rules_holdTogether() throws IOException, UsageException {
        assertEquals(
                new Row("exclude", "config.toml, environment", List.of("*.o", "*.tmp")),
                row("exclude"));
    }

    @Test
    void keyInPlaceOfAFile_isNotShown() throws IOException, UsageException {
        assertFalse(row("key-file").values().toString().contains(KEY));
    }

    @Test
    void whatIsOff_isSilent() throws IOException, UsageException {
        assertTrue(row("checksum").isSilent());
        assertFalse(row("port").isSilent());
    }
}
