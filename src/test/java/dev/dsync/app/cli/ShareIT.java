package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.Ports;
import dev.dsync.process.Precondition;
import dev.dsync.process.ShareProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dsync share} as a process, and the programs with which people fetch things. */
class ShareIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final long RESIDENT_KIB_MAX = 256 << 10;
    private static final int DOWNLOADS = 200;

    @TempDir private Path directory;
    private Path folder = Path.of(".");
    private String address = "";
    private final List<ShareProcess> runs = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(directory.resolve("folder"));
        address = "127.0.0.1:" + Ports.free();
    }

    @AfterEach
    void end() {
        runs.forEach(ShareProcess::close);
    }

    private Command dsync(String... words) {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString(), "share"));
        argv.addAll(Arrays.asList(words));
        return Command.of(argv).with("DSYNC_HOME", directory.resolve("home").toString());
    }

    /** Shares the folder, and returns once there is a link. */
    private ShareProcess share(String... options) throws IOException {
        ShareProcess run = ShareProcess.open(directory.resolve("home"), address, folder, options);
        runs.add(run);
        return run;
    }

    private Finished curl(String... words) throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add(Precondition.program("curl").toString());
        argv.addAll(List.of("-s", "-S", "-f", "--max-time", "50"));
        argv.addAll(Arrays.asList(words));
        return Command.of(argv).in(directory).run();
    }

    private byte[] large(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(5).nextBytes(content);
        Files.write(folder.resolve("large"), content);
        return content;
    }

    /** Begins to fetch the large file slowly, and kills the server when some of it has come. */
    private void interrupt(ShareProcess share, Path partial, List<String> slow) throws IOException {
        try (Command.Running fetching = Command.of(slow).in(directory).start()) {
            Eventually.eventually(
                    "some of it has come",
                    DEADLINE,
                    () -> Files.exists(partial) && Files.size(partial) > 100_000);
            share.running().process().destroyForcibly();
            fetching.finish(DEADLINE);
        }
        share.running().finish(DEADLINE);
    }

    @Test
    void curl_goesOnAfterTheServerWasKilled() throws IOException {
        byte[] content = large(40_000_000);
        ShareProcess first = share();
        String url = first.url() + "large";
        Path got = directory.resolve("got");
        String curl = Precondition.program("curl").toString();
        interrupt(first, got, List.of(curl, "-s", "--limit-rate", "2M", "-o", got.toString(), url));
        assertTrue(Files.size(got) < content.length);
        assertEquals(url, share().url() + "large", "the link stays");
        curl("-C", "-", "-o", got.toString(), url).succeeded();
        assertArrayEquals(content, Files.readAllBytes(got));
    }

    @Test
    void wget_goesOnAfterTheServerWasKilled() throws IOException {
        byte[] content = large(40_000_000);
        ShareProcess first = share();
        String url = first.url() + "large";
        Path got = directory.resolve("large");
        String wget = Precondition.program("wget").toString();
        interrupt(first, got, List.of(wget, "-q", "--tries=1", "--limit-rate=2m", "-c", url));
        assertTrue(Files.size(got) < content.length);
        share();
        Command.of(wget, "-q", "-c", url).in(directory).run().succeeded();
        assertArrayEquals(content, Files.readAllBytes(got));
    }

    @Test
    void curlAndWget_nameWhatTheySave() throws IOException {
        Files.writeString(folder.resolve("ü 1.txt"), "text");
        ShareProcess run = share();
        curl("-OJ", run.url() + "?archive=zip").succeeded();
        assertTrue(Files.size(directory.resolve("folder.zip")) > 100);
        String wget = Precondition.program("wget").toString();
        Command.of(wget, "-q", "-r", "-np", "-nd", run.url()).in(directory).run();
        assertEquals("text", Files.readString(directory.resolve("ü 1.txt")));
    }

    @Test
    void expiry_endsIt() throws IOException {
        ShareProcess run = share("--expire", "2s");
        Finished finished = run.running().finish(DEADLINE);
        assertEquals(0, finished.exitCode());
        assertTrue(finished.stdout().endsWith("the link has expired\n"), finished.stdout());
        assertFalse(run.url().equals(share().url()), "another link");
    }

    @Test
    void lastDownload_endsIt() throws IOException {
        Files.writeString(folder.resolve("f"), "text");
        ShareProcess run = share("--max-downloads", "1", "--json");
        String said = run.running().stdoutSoFar();
        String url = said.replaceFirst("(?s).*\"urls\":\\[\"([^\"]*)\".*", "$1");
        curl(url + "f").succeeded();
        Finished finished = run.running().finish(DEADLINE);
        assertEquals(0, finished.exitCode());
        List<String> lines = finished.stdout().lines().toList();
        assertTrue(lines.get(0).startsWith("{\"v\":1,\"event\":\"share\",\"id\":"));
        assertEquals(
                "{\"v\":1,\"event\":\"sent\",\"visitor\":\"127.0.0.1\",\"path\":\"f\","
                        + "\"bytes\":4}",
                lines.get(1));
        assertTrue(lines.get(2).contains("\"exitCode\":0"), lines.get(2));
    }

    @Test
    void whatCannotBeShared_isToldAtOnce() throws IOException {
        assertEquals(11, dsync(directory.resolve("missing").toString()).run().exitCode());
        assertEquals(11, dsync("/dev/null").run().exitCode());
        assertEquals(1, dsync().run().exitCode());
        share();
        Path other = Files.createDirectory(directory.resolve("other"));
        Finished taken = dsync("--listen", address, other.toString()).run();
        assertEquals(10, taken.exitCode());
        assertTrue(taken.stderr().contains("--listen"), taken.stderr());
    }

    @Test
    void interrupt_endsItWith20() throws IOException {
        ShareProcess run = share();
        run.running().process().destroy();
        assertEquals(20, run.running().finish(DEADLINE).exitCode());
    }

    @Test
    void pin_letsIn() throws IOException {
        Files.writeString(folder.resolve("f"), "text");
        ShareProcess run = share("--pin");
        String pin = run.pin();
        assertEquals(22, curl(run.url() + "f").exitCode());
        assertEquals("text", curl("-u", ":" + pin, run.url() + "f").succeeded().stdout());
    }

    @Test
    @Tag("slow")
    void whoeverGuesses_isSlowedAndThenNobodyComesIn() throws IOException {
        Files.writeString(folder.resolve("f"), "text");
        ShareProcess run = share("--pin");
        String pin = run.pin();
        String wrong = pin.equals("000000") ? "111111" : "000000";
        StringBuilder statuses = new StringBuilder();
        long begun = System.nanoTime();
        for (int i = 0; i < 11; i++) {
            String shown = ":" + (i < 10 ? wrong : pin);
            statuses.append(
                    curl("-o", "/dev/null", "-w", "%{http_code} ", "-u", shown, run.url() + "f")
                            .stdout());
        }
        assertEquals("401 ".repeat(9) + "403 403 ", statuses.toString());
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertTrue(seconds >= 11, "after " + seconds + " s"); // 0.2 + 0.4 + ... + 2 s
        run.running().awaitLine("nobody is let in any more", DEADLINE);
    }

    @Test
    @Tag("slow")
    void tenThousandIdleConnections_takeBoundedMemory() throws IOException {
        Files.writeString(folder.resolve("f"), "text");
        ShareProcess run = share();
        URI uri = URI.create(run.url());
        List<SocketChannel> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 10_000; i++) {
                SocketChannel visitor = SocketChannel.open();
                idle.add(visitor);
                visitor.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
                if (i % 2 == 0) {
                    visitor.write(ByteBuffer.wrap(new byte[] {'G'})); // the others not even that
                }
            }
            // Whoever came early is sent away when the others have come; of those that come
            // together any may be met last.
            List<SocketChannel> early = idle.subList(0, 9_000);
            Eventually.eventually(
                    "those who came early are gone",
                    DEADLINE,
                    () -> early.stream().noneMatch(ShareIT::isOpen));
            assertEquals("text", curl(run.url() + "f").succeeded().stdout());
            long resident = run.running().kib("VmRSS").orElseThrow();
            assertTrue(resident < RESIDENT_KIB_MAX, resident + " KiB");
        } finally {
            for (SocketChannel visitor : idle) {
                visitor.close();
            }
        }
    }

    /** Nothing is sent by those that are idle, but for the end. */
    private static boolean isOpen(SocketChannel idle) {
        try {
            idle.configureBlocking(false);
            return idle.read(ByteBuffer.allocate(1)) >= 0;
        } catch (IOException e) {
            return false; // closed, though it had sent a byte
        }
    }

    @Test
    void tls_showsTheCertificateOfTheFingerprint() throws IOException {
        Files.writeString(folder.resolve("f"), "text");
        ShareProcess run = share("--tls");
        assertTrue(run.url().startsWith("https://"));
        assertEquals("text", curl("-k", run.url() + "f").succeeded().stdout());
        String fingerprint = "SHA-256: ";
        run.running().awaitLine(fingerprint, DEADLINE);
        String told = run.running().after(fingerprint);
        Path pem = directory.resolve("home/browser.pem");
        Finished openssl =
                Command.of(
                                Precondition.program("openssl").toString(),
                                "x509",
                                "-in",
                                pem.toString(),
                                "-noout",
                                "-sha256",
                                "-fingerprint")
                        .run()
                        .succeeded();
        assertTrue(openssl.stdout().strip().endsWith(told), openssl.stdout() + told);
    }

    @Test
    void curlLeavesAFile() throws IOException {
        ShareProcess run = share("--upload");
        byte[] content = large(3_000_000);
        String from = folder.resolve("large").toString();
        curl("-T", from, run.url() + ".dsync/upload/").succeeded();
        assertArrayEquals(content, Files.readAllBytes(folder.resolve(".dsync-uploads/large")));
        run.running().awaitLine("received ", DEADLINE);
    }

    @Test
    @Tag("slow")
    void manyDownloads_takeBoundedMemory() throws IOException {
        large(40_000_000);
        ShareProcess run = share();
        String curl = Precondition.program("curl").toString();
        List<Command.Running> visitors = new ArrayList<>();
        try {
            for (int i = 0; i < DOWNLOADS; i++) {
                String url = run.url() + "large";
                visitors.add(
                        Command.of(curl, "-s", "--limit-rate", "64K", "-o", "/dev/null", url)
                                .start());
            }
            Eventually.eventually(
                    "all are at it",
                    DEADLINE,
                    () ->
                            dsync("--list")
                                    .run()
                                    .stdout()
                                    .contains(DOWNLOADS + " downloads, " + DOWNLOADS + " now"));
            long resident = run.running().kib("VmRSS").orElseThrow();
            assertTrue(resident < RESIDENT_KIB_MAX, resident + " KiB");
        } finally {
            visitors.forEach(Command.Running::close);
        }
    }

    @Test
    @Tag("root")
    void diskThatFillsUp_is507AndLeavesNothing() throws IOException {
        Precondition.root();
        Command.of("mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", folder.toString())
                .run()
                .succeeded();
        try {
            ShareProcess run = share("--upload");
            Path upload = directory.resolve("upload");
            Files.write(upload, new byte[20_000_000]);
            String url = run.url() + ".dsync/upload/";
            String curl = Precondition.program("curl").toString();
            try (Command.Running visitor =
                    Command.of(
                                    curl,
                                    "-s",
                                    "-w",
                                    "%{http_code}",
                                    "--limit-rate",
                                    "1M",
                                    "-T",
                                    upload.toString(),
                                    url)
                            .start()) {
                Path quarantine = folder.resolve(".dsync-uploads");
                Eventually.eventually(
                        "some of it has come", DEADLINE, () -> bytesIn(quarantine) > 100_000);
                Command.of(
                                "dd",
                                "if=/dev/zero",
                                "of=" + folder.resolve("fill"),
                                "bs=1M",
                                "count=200")
                        .run();
                Finished finished = visitor.finish(DEADLINE);
                assertTrue(finished.stdout().endsWith("507"), finished.stdout());
                assertEquals(0, bytesIn(quarantine));
            }
        } finally {
            runs.forEach(ShareProcess::close);
            Command.of("umount", "-l", folder.toString()).run();
        }
    }

    private static long bytesIn(Path folder) throws IOException {
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
