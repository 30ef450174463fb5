package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.render.Figures;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.plan.Policy.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return push.order(Settings.read(home.resolve("config.toml").toString(), environment));
    }

    private Order order(String flags) throws UsageException, IOException, InvalidRuleException {
        String[] args = (flags.isEmpty() ? "A B" : flags + " A B").split(" ", -1);
        return order(Map.of(), args);
    }

    @Test
    void settings_holdWhereNothingElseWasSaid() throws Exception {
        Files.writeString(
                home.resolve("config.toml"),
                """
                verbose = 2
                compress-level = 3
                delete-before = true
                human-readable = false
                exclude = ["file", "f2"]
                max-size = "1k"
                bwlimit = 64
                """);
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
        wrong.put("delete = 1.5", "no text, number");
        wrong.put("delete =", "line 1");
        wrong.put("max-size = \"x\"", "it is no size");
        wrong.put("[push]\ndelete = true", "no option has that name");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            Files.writeString(home.resolve("config.toml"), one.getKey());
            UsageException e = assertThrows(UsageException.class, () -> order(""), one.getKey());
            String message = e.explanation();
            assertTrue(message.contains(one.getValue()), message);
        }
        Files.delete(home.resolve("config.toml"));
        UsageException e =
                assertThrows(
                        UsageException.class,
                        () -> order(Map.of("DSYNC_DELETE", "perhaps"), "a", "b"));
        assertTrue(e.explanation().contains("DSYNC_DELETE"), e.explanation());
    }

    @Test
    void optionsOfServe_areSettings() throws Exception {
        Set<String> options = new TreeSet<>();
        for (OptionSpec option : new ServeCommand("serve").spec().options()) {
            options.add(option.longestName().substring(2));
        }
        assertEquals(options, new TreeSet<>(ServeCommand.SETTINGS));

        Path config = home.resolve("config.toml");
        Files.writeString(
                config,
                """
                share = ["a=/a:ro", "b=/b"]
                listen = "127.0.0.1:1"
                verbose = 2
                """);
        Settings file = Settings.read(config.toString(), Map.of());
        assertEquals(List.of("a=/a:ro", "b=/b"), file.values("share"));
        assertEquals(List.of(), file.values("key-file"));
        assertTrue(file.isOn("verbose"));
        assertFalse(file.isOn("stdio"));
        assertEquals(2, file.given().size());
        Settings both =
                Settings.read(
                        config.toString(),
                        Map.of("DSYNC_SHARE", "c=/c", "DSYNC_VERBOSE", "no", "DSYNC_STDIO", "1"));
        assertEquals(List.of("c=/c"), both.values("share"));
        assertEquals(List.of("127.0.0.1:1"), both.values("listen"));
        assertFalse(both.isOn("verbose"));
        assertTrue(both.isOn("stdio"));
    }
}
