package dev.dsync.app.control;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Answers those who ask a running watch or share. Each line they send is a JSON object, {@code
 * {"do": "status"}}; the last line of each answer says {@code "ok"}.
 */
public final class ControlServer implements AutoCloseable {
    /** No request is longer. */
    static final int REQUEST_MAX = 4096;

    /** More connections than that, and the one that was silent longest is closed. */
    static final int SEATS = 32;

    private static final long PAUSE_MILLIS = 100;

    private final Desk desk;
    private final Path path;
    private final ServerSocketChannel channel;
    private final Door door;

    /** Those who are there, the one that was silent longest first. */
    private final Set<SocketChannel> guests = new LinkedHashSet<>();

    /**
     * Those who wait for the end of the process, which closes their connections, and those who have
     * borrowed the root.
     */
    private final Set<SocketChannel> awaiting = new HashSet<>();

    private boolean closed;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Where guests come in. */
    @FunctionalInterface
    interface Door {
        /** Waits for the next. */
        SocketChannel accept() throws IOException;
    }

    private ControlServer(Desk desk, Path path, ServerSocketChannel channel, Door door) {
        this.desk = desk;
        this.path = path;
        this.channel = channel;
        this.door = door;
    }

    /** What can be asked for. */
    interface Desk {
        /** For now nobody can be let in; said once, until somebody is. */
        void stalled(IOException why);

        /**
         * Answers a request, by lines and then, unless the request ends the conversation, by the
         * fields of the last line.
         *
         * @param request what is asked for
         * @param last the fields of the last line
         */
        Next answer(String request, Fields fields, Map<String, Object> last, Guest guest)
                throws IOException;
    }

    /** How it goes on behind an answer. */
    enum Next {
        /** The last line is written, and another request may come. */
        MORE,
        /** All was written, or the guest has gone. */
        DONE,
        /** What was asked for is not known. */
        UNKNOWN
    }

    /** Who asks. */
    interface Guest {
        void write(Map<String, Object> line) throws IOException;

        /** The last line of what cannot be done. */
        void refuse(String why) throws IOException;

        /** From now on it waits for the end of something, and is not closed for others. */
        void await();

        /** Waits until it closes its connection, or ends. */
        void untilGone() throws IOException;
    }

    /**
     * Answers for a watch at that place from now on.
     *
     * @throws IOException if there is something else in that place, or somebody who answers
     */
    public static ControlServer open(
            FileSystem system, ControlPlace place, RandomGenerator random, Watched watched)
            throws IOException {
        return open(system, place, random, watched, UnaryOperator.identity());
    }

    /** The same behind another door. */
    static ControlServer open(
            FileSystem system,
            ControlPlace place,
            RandomGenerator random,
            Watched watched,
            UnaryOperator<Door> building)
            throws IOException {
        return open(system, place, random, new WatchedDesk(watched), building);
    }

    /**
     * Answers for a share at that place from now on.
     *
     * @throws IOException if there is something else in that place, or somebody who answers
     */
    public static ControlServer open(
            FileSystem system, ControlPlace place, RandomGenerator random, Shared shared)
            throws IOException {
        return open(system, place, random, new SharedDesk(shared), UnaryOperator.identity());
    }

    private static ControlServer open(
            FileSystem system,
            ControlPlace place,
            RandomGenerator random,
            Desk desk,
            UnaryOperator<Door> building)
            throws IOException {
        byte[] directory = place.directory().getBytes(StandardCharsets.UTF_8);
        StateDirectory.open(system, directory, random).close(); // makes it, or refuses it
        Path path = place.path();
        removeStale(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
            // Until now only the directory kept others out.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Door door = building.apply(channel::accept);
        ControlServer server = new ControlServer(desk, path, channel, door);
        Thread.ofVirtual().name("dsync-control").start(server::accept);
        return server;
    }

    /** What a watch that was killed has left is in the way. */
    private static void removeStale(Path path) throws IOException {
        BasicFileAttributes there;
        try {
            there =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!there.isOther()) {
            throw new IOException("there is something else at " + path);
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("somebody answers at " + probe.getRemoteAddress());
        } catch (ConnectException e) {
            Files.deleteIfExists(path); // nobody answers there
        }
    }

    private void accept() {
        boolean isStalled = false;
        while (true) {
            SocketChannel guest;
            try {
                guest = door.accept();
            } catch (IOException e) {
                if (!channel.isOpen()) {
                    return;
                }
                if (!isStalled) { // as without descriptors, of which some may be free again soon
                    isStalled = true;
                    desk.stalled(e);
                }
                if (pause()) {
                    return;
                }
                continue;
            }
            isStalled = false;
            seat(guest);
            Thread.ofVirtual().name("dsync-control-guest").start(() -> serve(guest));
        }
    }

    /** Waits a little; whether there is nothing to wait for, since this is closed. */
    private boolean pause() {
        try {
            return ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void seat(SocketChannel guest) {
        SocketChannel leaving = null;
        synchronized (this) {
            guests.add(guest);
            if (closed) {
                leaving = guest;
            } else if (guests.size() > SEATS) {
                leaving = guests.iterator().next();
            }
        }
        if (leaving != null) {
            leave(leaving);
        }
    }

    private synchronized void touch(SocketChannel guest) {
        if (guests.remove(guest)) {
            guests.add(guest);
        }
    }

    private synchronized void await(SocketChannel guest) {
        awaiting.add(guest);
        guests.remove(guest);
    }

    private void leave(SocketChannel guest) {
        synchronized (this) {
            guests.remove(guest);
            awaiting.remove(guest);
        }
        try {
            guest.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void serve(SocketChannel guest) {
        try {
            if (SameUser.isAt(guest, path)) {
                answerAll(guest);
            }
        } catch (IOException e) {
            // Whoever asked has gone, and nobody else wants the answer.
        } finally {
            leave(guest);
        }
    }

    private void answerAll(SocketChannel guest) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(REQUEST_MAX);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (guest.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next != '\n') {
                    line.write(next);
                    if (line.size() > REQUEST_MAX) {
                        refuse(guest, "a request is too long");
                        return;
                    }
                    continue;
                }
                touch(guest);
                if (!answer(guest, line.toByteArray())) {
                    return;
                }
                line.reset();
            }
        }
    }

    /** Answers one request; false if there is no sense in going on. */
    private boolean answer(SocketChannel guest, byte[] line) throws IOException {
        Fields request;
        try {
            request = Fields.of(line);
        } catch (IOException e) {
            refuse(guest, "a request is not understood");
            return false;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        return switch (desk.answer(request.text("do"), request, answer, new Seated(guest))) {
            case MORE -> {
                answer.put("ok", true);
                write(guest, answer);
                yield true;
            }
            case DONE -> false;
            case UNKNOWN -> {
                refuse(guest, "a request is not known");
                yield false;
            }
        };
    }

    /** One of those who are there. */
    private final class Seated implements Guest {
        private final SocketChannel channel;

        Seated(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(Map<String, Object> line) throws IOException {
            ControlServer.write(channel, line);
        }

        @Override
        public void refuse(String why) throws IOException {
            ControlServer.refuse(channel, why);
        }

        @Override
        public void await() {
            ControlServer.this.await(channel);
        }

        @Override
        public void untilGone() throws IOException {
            ByteBuffer ignored = ByteBuffer.allocate(REQUEST_MAX);
            while (channel.read(ignored.clear()) >= 0) {
                // What is said meanwhile means nothing.
            }
        }
    }

    private static void refuse(SocketChannel guest, String why) throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", why);
        answer.put("ok", false);
        write(guest, answer);
    }

    private static void write(SocketChannel guest, Map<String, Object> object) throws IOException {
        String line = JSON.std.asString(object) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            guest.write(bytes);
        }
    }

    /** Answers no more. Connections end, but of those who wait for the end of the process. */
    @Override
    public void close() throws IOException {
        ended.countDown();
        List<SocketChannel> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(guests);
        }
        channel.close();
        Files.deleteIfExists(path);
        all.forEach(this::leave);
    }
}
