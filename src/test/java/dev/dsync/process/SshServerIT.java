package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree goes through the test's own sshd, and nobody without its key gets in. */
@Tag("ssh")
@Tag("root")
class SshServerIT {

    private static final String PATH = "/usr/bin:/bin";

    @TempDir Path directory;

    @Test
    void rsyncOverIt_copiesATree() throws IOException {
        TreeSpec.of("f A/f \"x\"\nd B\n").build(directory.resolve("w"));
        try (SshServer server = SshServer.open(directory.resolve("sshd"), PATH)) {
            Command.of(
                            Precondition.program("rsync").toString(),
                            "-a",
                            "-e",
                            server.sshCommand(),
                            directory.resolve("w/A") + "/",
                            server.host() + ":" + directory.resolve("w/B") + "/")
                    .run()
                    .succeeded();
        }
        assertEquals(
                ":x",
                TreeLook.at(directory.resolve("w"))
                        .entry("B/f")
                        .orElseThrow()
                        .field("content")
                        .substring(16));
    }

    @Test
    void remotePath_isTheTestsOwn() throws IOException {
        try (SshServer server = SshServer.open(directory.resolve("sshd"), "/nowhere:" + PATH)) {
            assertEquals("/nowhere:" + PATH + "\n", run(server, "echo $PATH").succeeded().stdout());
        }
    }

    @Test
    void shellThatGreets_isNoisyAsTold() throws IOException {
        boolean bash =
                Files.readAllLines(Path.of("/etc/passwd")).stream()
                        .anyMatch(user -> user.startsWith("root:") && user.endsWith("/bash"));
        Precondition.require(
                bash, "root's shell is not bash, which alone reads .bashrc under sshd");
        try (SshServer server = SshServer.open(directory.resolve("sshd"), PATH)) {
            Files.writeString(server.home().resolve(".bashrc"), "echo hello\n");
            assertEquals("hello\nasked\n", run(server, "echo asked").succeeded().stdout());
        }
    }

    @Test
    void forcedCommand_winsOverTheAskedOne() throws IOException {
        try (SshServer server =
                SshServer.open(directory.resolve("sshd"), PATH, "ForceCommand echo forced")) {
            assertEquals("forced\n", run(server, "echo asked").succeeded().stdout());
        }
    }

    @Test
    void otherKey_isRefused() throws IOException {
        try (SshServer server = SshServer.open(directory.resolve("sshd"), PATH)) {
            Files.delete(directory.resolve("sshd/user_key"));
            Command.of(
                            Precondition.program("ssh-keygen").toString(),
                            "-q",
                            "-N",
                            "",
                            "-f",
                            directory.resolve("sshd/user_key").toString())
                    .run()
                    .succeeded();
            Finished refused = run(server, "true");
            assertEquals(255, refused.exitCode());
        }
    }

    @Test
    void closedServer_leavesNoProcess() throws IOException {
        SshServer server = SshServer.open(directory.resolve("sshd"), PATH);
        server.close();
        Eventually.eventually(
                "the port is closed",
                Duration.ofSeconds(30),
                () -> run(server, "true").exitCode() == 255);
    }

    private static Finished run(SshServer server, String command) throws IOException {
        List<String> argv = new ArrayList<>(server.ssh());
        argv.addAll(List.of(server.host(), command));
        return Command.of(argv).run();
    }
}
