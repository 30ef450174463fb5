package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.render.Figures;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.plan.Policy.Timing;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SettingsTest {
    @TempDir private Path home;

    private Order order(Map<String, String> environment, String... args)
            throws UsageException, IOException, InvalidRuleException {
        PushCommand push = new PushCommand("push");
        List<String> all = new ArrayList<>(Arrays.asList(args));
        Main.parse(new CommandLine(push.spec()), all);
        return push.order(
                Settings.read(
                        FileSystem.ofThisMachine(),
                        home.resolve("config.toml").toString(),
                        environment));
    }

    private Order order(String flags) throws UsageException, IOException, InvalidRuleException {
        String[] args = (flags.isEmpty() ? "A B" : flags + " A B").split(" ", -1);
        return order(Map.of(), args);
    }

    /** Writes the configuration, whatever the umask is. */
    private void config(byte[] content, String mode) throws IOException {
        Path file = home.resolve("config.toml");
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void settings_holdWhereNothingElseWasSaid() throws Exception {
        config(
                """
                verbose = 2
                compress-level = 3
                delete-before = true
                human-readable = false
                exclude = ["file", "f2"]
                max-size = "1k"
                bwlimit = 64
                """
                        .getBytes(StandardCharsets.UTF_8),
                "rw-r--r--");
        Map<String, String> environment =
                Map.of(
                        "DSYNC_COMPRESS_LEVEL", "5",
                        "DSYNC_EXCLUDE", "environment",
                        "DSYNC_CHECKSUM", "true",
                        "DSYNC_HOME", "ignored");
        Order order = order(environment, "--zl=7", "--exclude=argument", "a", "b");
        assertEquals(OptionalInt.of(7), order.run().compressionLevel());
        assertEquals(2, order.view().verbose());
        assertEquals(Timing.BEFORE, order.run().policy().deletion().timing());
        assertEquals(Figures.PLAIN, order.view().figures());
        assertEquals(
                List.of("- argument", "- environment", "- file", "- f2"),
                order.run().scope().rules());
        assertTrue(order.run().profile().content());
        assertTrue(order.run().profile().permissions());

        assertEquals(OptionalInt.of(5), order(environment, "a", "b").run().compressionLevel());
        assertEquals(OptionalInt.of(3), order(Map.of(), "a", "b").run().compressionLevel());
        assertEquals(
                Timing.AFTER,
                order(Map.of(), "--delete-after", "a", "b").run().policy().deletion().timing());
        assertEquals(
                Policy.Deletion.NONE,
                order(Map.of(), "--no-delete", "a", "b").run().policy().deletion());
        assertEquals(
                OptionalLong.empty(),
                order(Map.of(), "--no-max-size", "a", "b").run().policy().selection().maxSize());
        assertEquals(new Bandwidth(65_536, 65_536), order.run().bandwidth());
        assertEquals(
                new Bandwidth(0, 1024),
                order(Map.of("DSYNC_BWLIMIT", "0:1"), "a", "b").run().bandwidth());
        assertEquals(
                Bandwidth.UNLIMITED,
                order(environment, "--no-bwlimit", "a", "b").run().bandwidth());
        assertFalse(order(environment, "--no-c", "a", "b").run().profile().content());
    }

    @Test
    void settingsThatAreNone_areNamedWithTheNearest() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("delte = true", "did you mean delete?");
        wrong.put("shares = \"a=/a\"", "did you mean share?");
        wrong.put("delete = \"perhaps\"", "neither true nor false");
        wrong.put("delete = \"yes\"", "neither true nor false");
        wrong.put("delete = 1.5", "no text, number");
        wrong.put("delete =", "line 1");
        wrong.put("max-size = \"x\"", "it is no size");
        wrong.put("[push]\ndelete = true", "no option has that name");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            config(one.getKey().getBytes(StandardCharsets.UTF_8), "rw-r--r--");
            UsageException e = assertThrows(UsageException.class, () -> order(""), one.getKey());
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains(one.getValue()), message);
        }
        Files.delete(home.resolve("config.toml"));
        UsageException e =
                assertThrows(
                        UsageException.class,
                        () -> order(Map.of("DSYNC_DELETE", "perhaps"), "a", "b"));
        assertTrue(e.toString().contains("DSYNC_DELETE"), e::toString);
        Map<String, String> strange =
                Map.of(
                        "DSYNC_MAXDELETE", "did you mean DSYNC_MAX_DELETE?",
                        "DSYNC_SHARES", "did you mean DSYNC_SHARE?",
                        "DSYNC_NOTHING_LIKE_IT", "unset it",
                        "DSYNC_", "unset it");
        for (Map.Entry<String, String> one : strange.entrySet()) {
            UsageException unknown =
                    assertThrows(
                            UsageException.class,
                            () -> order(Map.of(one.getKey(), "1"), "a", "b"),
                            one.getKey());
            assertEquals(
                    "cannot use variable "
                            + one.getKey()
                            + ": no option has that name; "
                            + one.getValue(),
                    unknown.getMessage());
        }
        order(Map.of("DSYNC_JAVA_OPTS", "", "DSYNC_JAVA_HOME", "/", "DSYNCX", ""), "a", "b");
    }

    @Test
    void aFileOthersMayChange_isNotRead() throws Exception {
        for (String mode : List.of("rw--w----", "rw-----w-")) {
            config("rsh = 'sh -c evil'".getBytes(StandardCharsets.UTF_8), mode);
            Failure failure =
                    Messages.of(
                            assertThrows(
                                    StateDirectory.UnsafeException.class, () -> order(""), mode));
            assertEquals(
                    "cannot use "
                            + home.resolve("config.toml")
                            + ": others may change it; chmod it to 644",
                    failure.message());
        }
    }

    @Test
    void aFileThatIsNotUtf8_isAUsageError() throws Exception {
        config(new byte[] {'#', (byte) 0xe4, '\n'}, "rw-r--r--");
        UsageException e = assertThrows(UsageException.class, () -> order(""));
        assertEquals(
                "cannot read "
                        + home.resolve("config.toml")
                        + ": it is not UTF-8; save it as UTF-8",
                e.getMessage());
    }

    @Test
    void optionsOfServe_areSettings() throws Exception {
        Set<String> options = new TreeSet<>();
        for (OptionSpec option : new ServeCommand("serve").spec().options()) {
            options.add(option.longestName().substring(2));
        }
        assertEquals(options, new TreeSet<>(ServeCommand.SETTINGS));

        Path config = home.resolve("config.toml");
        config(
                """
                share = ["a=/a:ro", "b=/b"]
                listen = "127.0.0.1:1"
                verbose = 2
                """
                        .getBytes(StandardCharsets.UTF_8),
                "rw-------");
        Settings file = Settings.read(FileSystem.ofThisMachine(), config.toString(), Map.of());
        assertEquals(List.of("a=/a:ro", "b=/b"), file.values("share"));
        assertEquals(List.of(), file.values("key-file"));
        assertTrue(file.isOn("verbose"));
        assertFalse(file.isOn("stdio"));
        assertEquals(2, file.given().size());
        Settings both =
                Settings.read(
                        FileSystem.ofThisMachine(),
                        config.toString(),
                        Map.of(
                                "DSYNC_SHARE",
                                "c=/c",
                                "DSYNC_VERBOSE",
                                "false",
                                "DSYNC_STDIO",
                                "1"));
        assertEquals(List.of("c=/c"), both.values("share"));
        assertEquals(List.of("127.0.0.1:1"), both.values("listen"));
        assertFalse(both.isOn("verbose"));
        assertTrue(both.isOn("stdio"));
    }
}
