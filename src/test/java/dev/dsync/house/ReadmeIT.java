package dev.dsync.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Ports;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {
    private static final int LINES_MAX = 150;
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    private final Path readme = Project.ROOT.resolve("README.md");

    @TempDir private Path directory;

    private Map<String, String> environment() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        String image = System.getProperty("dsync.image", "");
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        String port = Integer.toString(Ports.free());
        return Map.of(
                "PATH",
                image + "/bin:" + path,
                "HOME",
                home.toString(),
                "XDG_CONFIG_HOME",
                home.resolve("config").toString(),
                "TMPDIR",
                temporary.toString(),
                "DSYNC_HOME",
                "",
                "DSYNC_LISTEN",
                "127.0.0.1:" + port,
                "DSYNC_PORT",
                port);
    }

    /** A shell on a machine that is in a network, and alone there: who asks it reaches nobody. */
    private static Command onANetworkOfItsOwn() {
        Precondition.root();
        String ip = Precondition.program("ip").toString();
        String network =
                String.join(
                        "; ",
                        "set -e",
                        ip + " link set lo up",
                        ip + " link add lan type veth peer name hub",
                        ip + " address add 10.73.0.1/24 dev lan",
                        ip + " link set lan up",
                        ip + " link set hub up",
                        "exec bash \"$@\"");
        return Command.of(Precondition.program("unshare").toString(), "--net")
                .plus("sh", "-c", network, "sh");
    }

    private ConsoleSession session() throws IOException {
        ConsoleSession session = ConsoleSession.of(Files.readAllLines(readme));
        assertTrue(session.steps().size() > 10, () -> "steps: " + session.steps().size());
        return session;
    }

    @Test
    @Tag("netns")
    @Tag("root")
    void everyCommand_printsWhatIsShown() throws IOException {
        ConsoleSession session = session();
        Map<String, String> environment = environment();
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        assertEquals(
                "",
                String.join("\n", session.complaints(onANetworkOfItsOwn(), scratch, environment)));
    }

    @Test
    void outputThatDiffers_isFound() throws IOException {
        List<String> document =
                List.of(
                        "```console",
                        "$ echo one",
                        "one",
                        "$ echo two",
                        "zwei",
                        "```",
                        "```sh",
                        "$ no",
                        "```");
        ConsoleSession session = ConsoleSession.of(document);
        assertEquals(
                List.of("$ echo two\ntwo\n"),
                session.complaints(
                        Command.of("bash"), directory, Map.of("TMPDIR", directory.toString())));
    }

    @Test
    void ellipsis_standsForTheRestOfALineOnly() {
        var step = new ConsoleSession.Step("x", List.of("sent ... bytes", "end"));
        assertTrue(step.allows("sent 12 bytes\nend\n"));
        assertFalse(step.allows("sent 12\nbytes\nend\n"));
        assertFalse(step.allows("sent 12 bytes\n"));
        assertFalse(step.allows("sent 12 bytes\nend\nmore\n"));
    }

    @Test
    void readme_isShortAndItsLinksLeadSomewhere() throws IOException {
        List<String> lines = Files.readAllLines(readme);
        assertTrue(lines.size() <= LINES_MAX, () -> "lines: " + lines.size());
        for (String line : lines) {
            for (Matcher link = LINK.matcher(line); link.find(); ) {
                Path target = Project.ROOT.resolve(link.group(1));
                assertTrue(Files.exists(target), () -> "no " + target);
            }
        }
    }
}
