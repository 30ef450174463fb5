package dev.dsync.app.web;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.process.Eventually;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A share that is served on loopback, and a visitor who says what he likes. */
final class OpenShare implements AutoCloseable {
    static final Token TOKEN = new Token("0123456789abcdefABCDEF");
    static final String BASE = "/" + TOKEN.text() + "/";

    private final SharedFiles files;
    private final @Nullable Quarantine quarantine;
    private final Lifetime lifetime;
    private final ShareServer server;

    /** What was told of visitors. */
    final List<String> said = new CopyOnWriteArrayList<>();

    /** On what terms. */
    static final class Terms {
        boolean index;
        boolean upload;
        @Nullable Pin pin;
        int downloadsMax;
        @Nullable Instant end;
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        LongSupplier nanoTime = System::nanoTime;
        @Nullable FileSystem system;
        Duration patience = Duration.ofSeconds(30);
    }

    private OpenShare(Terms terms, Path... paths) throws IOException {
        FileSystem system = terms.system == null ? FileSystem.ofThisMachine() : terms.system;
        files =
                SharedFiles.open(
                        system,
                        Arrays.stream(paths)
                                .map(path -> path.toString().getBytes(StandardCharsets.UTF_8))
                                .toList());
        quarantine = terms.upload ? files.openQuarantine(system) : null;
        lifetime = new Lifetime(terms.clock, terms.end, terms.downloadsMax);
        Offer offer =
                new Offer(
                        files,
                        TOKEN,
                        new HostNames(Set.of("desk")),
                        terms.index,
                        Optional.ofNullable(terms.pin),
                        Optional.ofNullable(quarantine),
                        lifetime);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ShareServer.Site site = new ShareServer.Site(address, Optional.empty(), terms.patience);
        server = ShareServer.open(system, offer, site, terms.nanoTime, new Notes());
    }

    static OpenShare of(Path... paths) throws IOException {
        return new OpenShare(new Terms(), paths);
    }

    static OpenShare of(Terms terms, Path... paths) throws IOException {
        return new OpenShare(terms, paths);
    }

    Lifetime lifetime() {
        return lifetime;
    }

    /** A connection that lasts until it is closed. */
    Socket connect() throws IOException {
        return connectTo(server.port());
    }

    static Socket connectTo(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Nothing is sent by those that are idle, but for the end. */
    static boolean isOpen(Socket idle) {
        try {
            idle.setSoTimeout(1);
            return idle.getInputStream().read() != -1;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The same for a visitor who cannot take more than so many bytes at once. */
    Socket connect(int bytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return socket;
    }

    /** Sends this by a connection of its own, and reads one answer. */
    Reply say(String words) throws IOException {
        return say(connect(), words);
    }

    /**
     * The same by this connection, which is closed behind it; the answer may come, and the
     * connection end, before all of it was sent.
     */
    static Reply say(Socket connection, String words) throws IOException {
        try (connection) {
            write(connection, wire(words));
            return Reply.read(connection.getInputStream(), words.startsWith("HEAD "));
        }
    }

    /** Writes for as long as it is listened to: what was answered is what counts. */
    private static void write(Socket connection, byte[] bytes) throws IOException {
        try {
            connection.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // Whoever is refused is not listened to.
        }
    }

    /** Asks for a path below the token, and leaves the answer to be read. */
    static void request(Socket connection, String path) throws IOException {
        connection.getOutputStream().write(wire(head("GET", BASE + path, "")));
    }

    /** Asks for a path below the token, with further headers, each with a line end. */
    Reply ask(String method, String path, String headers) throws IOException {
        return say(head(method, BASE + path, headers));
    }

    Reply get(String path) throws IOException {
        return ask("GET", path, "");
    }

    /**
     * Returns once it answers: of little patience, it may not wait for a request that comes late.
     */
    void awaitServing() throws IOException {
        Eventually.eventually(
                "it serves",
                Duration.ofSeconds(20),
                () -> {
                    try {
                        return get("").status() == 200;
                    } catch (EOFException | SocketException e) {
                        return false;
                    }
                });
    }

    /** A request without content. */
    static String head(String method, String target, String headers) {
        return method + " " + target + " HTTP/1.1\nHost: localhost\n" + headers + "\n";
    }

    /** Sends a form to a path below the token, with further headers, each with a line end. */
    Reply post(String path, String form, String headers) throws IOException {
        return say(posted(BASE + path, form, headers));
    }

    /** A request that sends a form. */
    static String posted(String target, String form, String headers) {
        String content =
                "Content-Type: application/x-www-form-urlencoded\nContent-Length: "
                        + form.length()
                        + "\n";
        return head("POST", target, content + headers) + form;
    }

    /** Leaves a file; the answer may come, and the connection end, before all of it was sent. */
    Reply put(String path, byte[] content, String headers) throws IOException {
        try (Socket socket = connect()) {
            String head =
                    head(
                            "PUT",
                            BASE + ".dsync/upload/" + path,
                            "Content-Length: " + content.length + "\n" + headers);
            socket.getOutputStream().write(wire(head));
            write(socket, content);
            return Reply.read(socket.getInputStream(), false);
        }
    }

    /** Words as they are sent, with line ends as HTTP has them. */
    static byte[] wire(String words) {
        return words.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            server.close();
            if (quarantine != null) {
                quarantine.close();
            }
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes down what it is told. */
    private final class Notes implements ShareListener {
        @Override
        public void sent(String visitor, String path, long bytes) {
            said.add("sent " + path + " " + bytes);
        }

        @Override
        public void received(String visitor, String path, long bytes) {
            said.add("received " + path + " " + bytes);
        }

        @Override
        public void wrongPin(String visitor, boolean closed) {
            said.add("wrong" + (closed ? " closed" : ""));
        }
    }
}
