package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Push and pull over a real ssh. */
@Tag("ssh")
@Tag("root")
class RemoteShellIT {
    private static final String TREE =
            """
            d a/sub 0750
            f a/sub/file 0640 "text\\n"
            f a/big rand:1:3M
            l a/link -> big
            """;

    @TempDir private Path directory;
    private Path source = Path.of("");
    private Path bin = Path.of("");

    @BeforeEach
    void build() throws IOException {
        TreeSpec.of(TREE).build(directory.resolve("w"));
        source = directory.resolve("w/a");
        bin = Image.startedFrom(directory.resolve("bin"), Image.program());
    }

    private SshServer server(String path) throws IOException {
        return SshServer.open(directory.resolve("sshd"), path + "/usr/bin:/bin");
    }

    private SshServer serverWithDsync() throws IOException {
        return server(bin + ":");
    }

    private Finished dsync(String command, SshServer server, String... arguments)
            throws IOException {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString(), command));
        argv.addAll(List.of("-e", server.sshCommand()));
        argv.addAll(Arrays.asList(arguments));
        return Command.of(argv).with("DSYNC_HOME", directory.resolve("home") + "").run();
    }

    private static void assertEqual(Path expected, Path actual) throws IOException {
        assertEquals(List.of(), TreeLook.at(expected).differences(TreeLook.at(actual)));
    }

    private static void assertEnded(int exitCode, String message, Finished ended) {
        assertEquals(exitCode, ended.exitCode(), ended.stderr());
        assertTrue(ended.stderr().contains(message), ended.stderr());
    }

    @Test
    void pushAndPull_areEqual_andThenNothing() throws IOException {
        Path there = directory.resolve("there");
        Path back = directory.resolve("back");
        try (SshServer server = serverWithDsync()) {
            String remote = server.host() + ":" + there + "/";
            dsync("push", server, source + "/", remote).succeeded();
            assertEqual(source, there);
            dsync("pull", server, remote, back + "/").succeeded();
            assertEqual(source, back);
            assertEquals("", dsync("push", server, "-i", source + "/", remote).stdout());
        }
    }

    @Test
    void severalRemoteSources_arePulledTogether() throws IOException {
        Path back = directory.resolve("back");
        try (SshServer server = serverWithDsync()) {
            String host = server.host() + ":";
            dsync("pull", server, host + source + "/big", host + source + "/sub", back + "/")
                    .succeeded();
        }
        assertEqual(source.resolve("sub"), back.resolve("sub"));
        assertEquals(-1, Files.mismatch(source.resolve("big"), back.resolve("big")));
    }

    @Test
    void shellThatGreets_isNoHindrance_andHeardWhenAsked() throws IOException {
        try (SshServer server = serverWithDsync()) {
            Files.writeString(server.home().resolve(".bashrc"), "echo hello from there\n");
            String remote = server.host() + ":" + directory.resolve("there") + "/";
            Finished quiet = dsync("push", server, source + "/", remote);
            assertEnded(0, "", quiet);
            assertEquals("", quiet.stdout() + quiet.stderr());
            assertEnded(0, "hello from there", dsync("push", server, "-v", source + "/", remote));
        }
        assertEqual(source, directory.resolve("there"));
    }

    @Test
    void machineWithoutDsync_isNamed() throws IOException {
        Path there = directory.resolve("there");
        try (SshServer server = server("")) {
            String remote = server.host() + ":" + there + "/";
            assertEnded(5, "--dsync-path", dsync("push", server, source + "/", remote));
            assertFalse(Files.exists(there));
            dsync("push", server, "--dsync-path", bin.resolve("dsync") + "", source + "/", remote)
                    .succeeded();
        }
        assertEqual(source, there);
    }

    @Test
    void somethingElseThere_isQuoted() throws IOException {
        try (SshServer server = serverWithDsync()) {
            String remote = server.host() + ":" + directory.resolve("there") + "/";
            assertEnded(
                    2,
                    "'not dsync",
                    dsync(
                            "push",
                            server,
                            "--dsync-path",
                            "echo not dsync;:",
                            source + "/",
                            remote));
        }
        assertFalse(Files.exists(directory.resolve("there")));
    }

    @Test
    void sshThatFails_isHeardInItsOwnWords() throws IOException {
        try (SshServer server = serverWithDsync()) {
            Files.delete(directory.resolve("sshd/user_key"));
            String remote = server.host() + ":" + directory.resolve("there") + "/";
            assertEnded(5, "Permission denied", dsync("push", server, source + "/", remote));
        }
        assertFalse(Files.exists(directory.resolve("there")));
    }

    @Test
    void forcedCommandWithAShare_servesOnlyThat() throws IOException {
        Path share = Files.createDirectory(directory.resolve("share"));
        Files.writeString(share.resolve("f"), "f");
        String command = bin.resolve("dsync") + " serve --stdio --share m=" + share + ":ro";
        try (SshServer server =
                SshServer.open(
                        directory.resolve("sshd"), "/usr/bin:/bin", "ForceCommand " + command)) {
            Path back = directory.resolve("back");
            dsync("pull", server, server.host() + ":f", back + "/").succeeded();
            assertEquals("f", Files.readString(back.resolve("f")));
            assertEnded(
                    5,
                    "leads outside the share",
                    dsync("pull", server, server.host() + ":" + source, back + "/"));
            assertEnded(
                    5, "not granted", dsync("push", server, source + "/", server.host() + ":x/"));
            assertFalse(Files.exists(share.resolve("x")));
        }
    }
}
