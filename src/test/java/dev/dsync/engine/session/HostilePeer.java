package dev.dsync.engine.session;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Profile;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.PipeConnection;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.wire.FrameReader;
import dev.dsync.io.wire.FrameWriter;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A peer whose messages are written by hand, and the honest session at the other end. */
final class HostilePeer implements AutoCloseable {
    private static final int PIPE_BYTES = 1 << 20;
    private static final long SECONDS = 60;

    private final Connection connection;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final FutureTask<Ending> honest;

    private HostilePeer(Connection connection, FutureTask<Ending> honest) {
        this.connection = connection;
        this.reader = new FrameReader(ConnectionStreams.input(connection));
        this.writer =
                new FrameWriter(ConnectionStreams.output(connection), new CompressionPolicy.None());
        this.honest = honest;
    }

    /** Against a session, which runs from now on. */
    static HostilePeer against(Session session) {
        PipeConnection.Pair pipe = PipeConnection.pair(PIPE_BYTES);
        Driver driver =
                new Driver(
                        session, pipe.listener(), new CompressionPolicy.None(), System::nanoTime);
        FutureTask<Ending> honest = new FutureTask<>(driver::run);
        Thread.ofPlatform().daemon().start(honest);
        return new HostilePeer(pipe.dialler(), honest);
    }

    void say(Message message) throws IOException {
        try {
            writer.write(message);
            writer.flush();
        } catch (TransportException.LostConnection e) {
            return; // the honest side hung up already, which is what some tests wait for
        }
    }

    /** Pings; false once the honest side has hung up. */
    boolean ping(long number) throws IOException {
        try {
            writer.write(new Message.Ping(number));
            writer.flush();
            return true;
        } catch (TransportException.LostConnection e) {
            return false;
        }
    }

    /** Says a byte; false once the honest side has hung up. */
    boolean trickle(byte one) throws IOException {
        try {
            sayBytes(new byte[] {one});
            return true;
        } catch (TransportException.LostConnection e) {
            return false;
        }
    }

    void sayBytes(byte[] bytes) throws IOException {
        connection.write(bytes, 0, bytes.length);
        connection.flush();
    }

    void endOutput() throws IOException {
        connection.closeOutput();
    }

    /** What the honest side says next that is of this kind; what comes before is passed over. */
    <M extends Message> M hear(Class<M> kind) throws IOException {
        for (Message message = hear(); message != null; message = hear()) {
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
        }
        throw new IOException("no " + kind.getSimpleName());
    }

    private @Nullable Message hear() throws IOException {
        Message message;
        try {
            message = reader.read();
        } catch (TransportException.LostConnection e) {
            return null; // the honest side hung up; how it ended is what the test asks about
        }
        if (message instanceof Message.Hello) {
            reader.acceptHello();
        }
        return message;
    }

    /** Waits for a message of this kind; false if the honest side ends instead. */
    boolean rest(Class<? extends Message> kind) throws IOException {
        Message message = hear();
        while (message != null && !kind.isInstance(message)) {
            message = hear();
        }
        return message != null;
    }

    /** Everything the honest side still says. */
    List<Message> rest() throws IOException {
        List<Message> rest = new ArrayList<>();
        for (Message message = hear(); message != null; message = hear()) {
            rest.add(message);
        }
        return rest;
    }

    /** A hello without a proof. */
    static Message.Hello hello() {
        return new TrustedGreeting().opening();
    }

    /** How the honest session ended. */
    Ending ending() throws IOException {
        try {
            return honest.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        connection.abort();
        reader.close();
        writer.close();
    }

    /** A listing as a source announces it. */
    record Announced(Message.ListingRoot root, Message.Pages pages) {}

    /** A small listing of these entries. */
    static Announced listing(Profile profile, Entry... entries) throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        Listing.Writer listing = new Listing.Writer(profile, store);
        for (Entry entry : entries) {
            listing.add(entry);
        }
        PageRoot root = listing.finish().root();
        return announced(root, store.find(root.name()).orElseThrow());
    }

    /**
     * The same with bytes of its one page replaced, under the name that such a page has; equal
     * lengths, both in Latin-1.
     */
    static Announced forged(Announced honest, String from, String to) {
        byte[] page = honest.pages().pages().getFirst().toArray();
        String text = new String(page, StandardCharsets.ISO_8859_1);
        if (!text.contains(from) || from.length() != to.length()) {
            throw new IllegalArgumentException(from);
        }
        byte[] forged = text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
        PageRoot root = honest.root().root();
        byte[] tag = "dsync-page".getBytes(StandardCharsets.US_ASCII);
        Digest name =
                new Sha256()
                        .update(tag, 0, tag.length)
                        .update(
                                new byte[] {(byte) PageKind.LISTING.id(), (byte) root.level()},
                                0,
                                2)
                        .update(forged, 0, forged.length)
                        .finish();
        return announced(new PageRoot(name, root.level(), root.entries(), root.bytes()), forged);
    }

    private static Announced announced(PageRoot root, byte[] page) {
        return new Announced(
                new Message.ListingRoot(
                        root,
                        KindCounts.NONE,
                        0,
                        true,
                        List.of(),
                        Map.of(),
                        Map.of(),
                        null,
                        List.of(),
                        Stakes.NONE),
                new Message.Pages(List.of(new Slice(page)), true));
    }
}
