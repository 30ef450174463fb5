package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.ByteProxy;
import dev.dsync.process.Eventually;
import dev.dsync.process.Fault;
import dev.dsync.process.Precondition;
import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares over TLS as their users meet them: what goes, what is refused, and what is left then. */
class SharesIT {
    private static final String TREE =
            """
            d a/sub 0750
            f a/sub/file 0640 "text\\n"
            f a/big rand:1:3M
            l a/link -> big
            """;

    @TempDir private Path directory;
    private Path source = Path.of("");
    private Path share = Path.of("");

    @BeforeEach
    void build() throws IOException {
        TreeSpec.of(TREE).build(directory.resolve("w"));
        source = directory.resolve("w/a");
        share = Files.createDirectory(directory.resolve("share"));
    }

    private ServedShares serve(String verbs) throws IOException {
        return ServedShares.open(directory, "--share", "m=" + share + verbs);
    }

    private static void assertEqual(Path expected, Path actual) throws IOException {
        assertEquals(List.of(), TreeLook.at(expected).differences(TreeLook.at(actual)));
    }

    private static void assertRan(int exitCode, String message, ServedShares.Ran ran) {
        assertEquals(exitCode, ran.exitCode(), ran.err());
        assertTrue(ran.err().contains(message), ran.err());
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(share)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void pushAndPull_areEqual_andThenNothing() throws IOException {
        try (ServedShares served = serve("")) {
            assertRan(0, "", served.run("push", source + "/", served.url("m/")));
            assertEqual(source, share);
            Path back = directory.resolve("back");
            assertRan(0, "", served.run("pull", served.url("m/"), back + "/"));
            assertEqual(source, back);
            assertEquals("", served.run("push", "-i", source + "/", served.url("m/")).out());
            assertEquals("", served.run("pull", "-i", served.url("m/"), back + "/").out());
        }
    }

    @Test
    void listingSize_isWhatCrossed() throws IOException {
        try (ServedShares served = serve("")) {
            Path back = directory.resolve("back");
            Pattern some = Pattern.compile("\\nFile list size: [1-9]");
            for (String[] ends :
                    new String[][] {
                        {"push", source + "/", served.url("m/")},
                        {"pull", served.url("m/"), back + "/"}
                    }) {
                String first = served.run(ends[0], "--stats", ends[1], ends[2]).out();
                assertTrue(some.matcher(first).find(), first);
                // The other end may take down what was agreed on when this one is done.
                Eventually.eventually(
                        "nothing is listed again",
                        Duration.ofSeconds(20),
                        () ->
                                served.run(ends[0], "--stats", ends[1], ends[2])
                                        .out()
                                        .contains("\nFile list size: 0\n"));
            }
        }
    }

    @Test
    void placeBelowAShare_andSingleFiles() throws IOException {
        try (ServedShares served = serve("")) {
            String port = "--port=" + served.port();
            assertRan(0, "", served.run("push", "--mkpath", source + "", served.url("m/x/y/")));
            assertEqual(source, share.resolve("x/y/a"));
            assertRan(0, "", served.run("push", source + "/big", served.url("m/renamed")));
            assertEquals(-1, Files.mismatch(source.resolve("big"), share.resolve("renamed")));
            Path back = directory.resolve("one");
            assertRan(0, "", served.run("pull", port, "127.0.0.1::m/x/y/a/big", back.toString()));
            assertEquals(-1, Files.mismatch(source.resolve("big"), back));
        }
    }

    @Test
    void unknownShare_andWrongKey_areTheSame() throws IOException {
        String words = "no such share, or another key";
        try (ServedShares served = serve("")) {
            ServedShares.Ran unknown = served.run("push", source + "/", served.url("other/"));
            Path wrong = ServedShares.key(directory.resolve("wrong"), '6');
            List<String> argv =
                    List.of("push", "--key-file", wrong + "", source + "/", served.url("m/"));
            ServedShares.Ran refused = ServedShares.run(directory, argv);
            assertRan(43, words, unknown);
            assertEquals(unknown, refused);
            assertEquals(List.of(), left());
        }
    }

    @Test
    void shareWithoutAKey_saysHowToGetOne() throws IOException {
        List<String> argv = List.of("push", source + "/", ServedShares.url(1, "m/"));
        assertRan(
                43,
                "get it by dsync pair from the machine that serves the share",
                ServedShares.run(directory, argv));
        List<String> serving = List.of("serve", "--share", "m=" + share);
        assertRan(43, "make it with dsync key new m", ServedShares.run(directory, serving));
        List<String> named = List.of("push", "--key-file", "nokey", "a", "h::m");
        assertRan(43, "name the file that holds", ServedShares.run(directory, named));
    }

    @Test
    void storedKey_isFoundByTheSharesName() throws IOException {
        try (ServedShares served = serve("")) {
            Path keys = Files.createDirectories(directory.resolve("home-here/keys"));
            for (Path made : List.of(keys.getParent(), keys)) {
                Files.setPosixFilePermissions(
                        made, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
            }
            ServedShares.key(keys.resolve("m.key"), '5');
            List<String> argv = List.of("push", source + "/", served.url("m/"));
            assertRan(0, "", ServedShares.run(directory, argv));
            assertEqual(source, share);
        }
    }

    @Test
    void readOnlyShare_givesButTakesNothing() throws IOException {
        Files.writeString(share.resolve("f"), "f");
        try (ServedShares served = serve(":ro")) {
            assertRan(5, "not granted", served.run("push", source + "/", served.url("m/")));
            assertEquals(List.of("f"), left());
            Path back = directory.resolve("back");
            assertRan(0, "", served.run("pull", served.url("m/"), back + "/"));
            assertEqual(share, back);
        }
    }

    @Test
    void whatLeadsOutOfAShare_isRefused() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(share.resolve("way"), outside);
        try (ServedShares served = serve("")) {
            for (String path : List.of("m/..", "m/../outside/", "m/x/../../outside")) {
                assertRan(
                        5,
                        "leads outside the share",
                        served.run("push", "--mkpath", source + "/", served.url(path)));
                assertRan(
                        5,
                        "leads outside the share",
                        served.run("pull", served.url(path), directory.resolve("b") + "/"));
            }
            ServedShares.Ran linked = served.run("push", source + "/", served.url("m/way/"));
            assertTrue(linked.exitCode() != 0, linked.err());
            ServedShares.Ran below =
                    served.run("push", "--mkpath", source + "/", served.url("m/way/in/"));
            assertTrue(below.exitCode() != 0, below.err());
            assertFalse(Files.exists(directory.resolve("b/a")));
            try (var files = Files.list(outside)) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    @Test
    void setIdBits_areClearedUnlessGranted() throws IOException {
        TreeSpec.of("f s/f 04755 \"x\"\nd s/d 02755\n").build(directory.resolve("v"));
        Path bits = directory.resolve("v/s");
        try (ServedShares served = serve("")) {
            assertRan(0, "", served.run("push", bits + "/", served.url("m/")));
            assertEquals(0755, mode(share.resolve("f")));
            assertEquals(0755, mode(share.resolve("d")));
            assertEquals("", served.run("push", "-i", bits + "/", served.url("m/")).out());
        }
        try (ServedShares served = serve(":rw,setuid")) {
            assertRan(0, "", served.run("push", bits + "/", served.url("m/")));
            assertEquals(04755, mode(share.resolve("f")));
        }
    }

    @Test
    @Tag("root")
    void ownersAndDevices_areLeftOutUnlessGranted() throws IOException {
        Precondition.root();
        TreeSpec.of("f o/f uid=7 gid=8 \"x\"\nc o/null 1:3\n").build(directory.resolve("v"));
        Path owned = directory.resolve("v/o");
        Path back = directory.resolve("back");
        String leftOut = "skipping non-regular file \"null\"\n";
        try (ServedShares served = serve("")) {
            ServedShares.Ran pushed = served.run("push", owned + "/", served.url("m/"));
            assertEquals(new ServedShares.Ran(0, leftOut, pushed.err()), pushed);
            assertEquals(2, pushed.err().split(" 1 entry not ", -1).length - 1, pushed.err());
            assertEquals(List.of("f"), left());
            assertEquals("0:0", owner(share.resolve("f")));
            // Nor is either a difference then.
            assertEquals(leftOut, served.run("push", "-i", owned + "/", served.url("m/")).out());
        }
        try (ServedShares served = serve(":rw,owner,devices")) {
            ServedShares.Ran pushed = served.run("push", owned + "/", served.url("m/"));
            assertEquals(new ServedShares.Ran(0, "", ""), pushed);
            assertEqual(owned, share);
            assertRan(0, "", served.run("pull", served.url("m/"), back + "/"));
            assertEqual(owned, back);
        }
        TreeSpec.remove(back);
        try (ServedShares served = serve(":ro")) {
            ServedShares.Ran pulled = served.run("pull", served.url("m/"), back + "/");
            assertEquals(new ServedShares.Ran(0, leftOut, pulled.err()), pulled);
            assertEquals(1, pulled.err().split(" 1 entry not ", -1).length - 1, pulled.err());
            assertEquals("0:0", owner(back.resolve("f")));
            assertFalse(Files.exists(back.resolve("null")));
        }
    }

    private static String owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & 07777;
    }

    @Test
    void somethingElseThatAnswers_isNoDsync() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(server));
            ServedShares.key(directory.resolve("key"), '5');
            List<String> argv =
                    List.of(
                            "push",
                            "--key-file",
                            directory.resolve("key").toString(),
                            source + "/",
                            ServedShares.url(server.getLocalPort(), "m/"));
            assertRan(2, "'220 mail", ServedShares.run(directory, argv));
        }
    }

    private static void greet(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("220 mail\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            var _ = socket.getInputStream().read(new byte[1000]);
        } catch (IOException _) {
            // The client went away, which is the end of this anyway.
        }
    }

    @Test
    void somethingThatSaysNothing_isGivenUp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServedShares.key(directory.resolve("key"), '5');
            List<String> argv =
                    List.of(
                            "push",
                            "--contimeout=1",
                            "--key-file",
                            directory.resolve("key").toString(),
                            source + "/",
                            ServedShares.url(server.getLocalPort(), "m/"));
            assertRan(35, "no answer in 1 s", ServedShares.run(directory, argv));
        }
    }

    @Test
    void takenPort_namesTheOption() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServedShares.key(directory.resolve("key"), '5');
            List<String> argv =
                    List.of(
                            "serve",
                            "--share",
                            "m=" + share,
                            "--key-file",
                            directory.resolve("key").toString(),
                            "--listen",
                            "127.0.0.1:" + server.getLocalPort());
            assertRan(10, "--listen", ServedShares.run(directory, argv));
        }
    }

    @Test
    void cutOrCorruptedStream_losesTheConnection_andTheNextRunGoesOn() throws IOException {
        try (ServedShares served = serve("")) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), served.port());
            for (Fault fault :
                    List.of(
                            Fault.NONE.cutAfter(3_000),
                            Fault.NONE.cutAfter(1_000_000),
                            Fault.NONE.corruptAt(3_000),
                            Fault.NONE.corruptAt(1_000_000))) {
                try (ByteProxy proxy = ByteProxy.open(address, fault, Fault.NONE)) {
                    String url = ServedShares.url(proxy.port(), "m/");
                    assertRan(12, "connection lost", served.run("push", source + "/", url));
                    assertFalse(Files.exists(share.resolve("big")), fault.toString());
                }
            }
            assertRan(0, "", served.run("push", source + "/", served.url("m/")));
            assertEqual(source, share);
        }
    }

    @Test
    void peerThatStopsTalking_isGivenUp() throws IOException {
        try (ServedShares served = serve("")) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), served.port());
            Fault stall = Fault.NONE.stallAfter(1_000_000);
            try (ByteProxy proxy = ByteProxy.open(address, stall, Fault.NONE)) {
                String url = ServedShares.url(proxy.port(), "m/");
                assertRan(
                        30,
                        "no longer answers",
                        served.run("push", "--timeout=1", source + "/", url));
                assertFalse(Files.exists(share.resolve("big")));
            }
        }
    }

    @Test
    void sharesSetForGood_areServed_unlessTheCommandLineNamesOthers() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home-there"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        String shares = "[\"r=" + source + ":ro\", \"m=" + share + "\"]";
        Files.writeString(home.resolve("config.toml"), "share = " + shares + "\nverbose = true\n");
        try (ServedShares served = ServedShares.open(directory)) {
            assertRan(0, "", served.run("push", source + "/", served.url("m/")));
            assertEqual(source, share);
            assertRan(5, "not granted", served.run("push", source + "/", served.url("r/")));
        }
        try (ServedShares served = serve("")) {
            assertRan(43, "no such share", served.run("push", source + "/", served.url("r/")));
        }
        Files.writeString(home.resolve("config.toml"), "shares = " + shares + "\n");
        List<String> argv = List.of("serve", "--listen", "127.0.0.1:0");
        assertRan(1, "did you mean share?", ServedShares.run(directory, "there", argv));
    }

    @Test
    void manySessions_areServedAtOnce() throws Exception {
        try (ServedShares served = serve("")) {
            List<FutureTask<ServedShares.Ran>> runs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String url = served.url("m/n" + i + "/");
                FutureTask<ServedShares.Ran> run =
                        new FutureTask<>(() -> served.run("push", source + "/", url));
                runs.add(run);
                Thread.ofPlatform().start(run);
            }
            for (int i = 0; i < runs.size(); i++) {
                assertRan(0, "", runs.get(i).get());
                assertEqual(source, share.resolve("n" + i));
            }
        }
    }
}
