package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.exchange.Exchange;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.source.Contents;
import dev.dsync.engine.source.Source;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.wire.FrameWriter;
import dev.dsync.io.wire.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listings of a million entries, compared by what is sent. */
@Tag("slow")
final class MillionEntriesTest {
    private static final int DIRECTORIES = 1000;
    private static final int FILES = 999;
    private static final int ENTRIES = 1 + DIRECTORIES * (FILES + 1);

    private static MemoryPageStore theirs = new MemoryPageStore();
    private static PageRoot remote = new PageRoot(new Sha256().finish(), 0, 0, 0);

    private int flights;
    private long bytes;
    private long waitingMax;

    /** A source without files. */
    private static final class NoContents implements Contents {
        @Override
        public Optional<FileEntry> file(long position) {
            return Optional.empty();
        }

        @Override
        public ReadableFile open(long position) throws IOException {
            throw new IOException("no contents");
        }

        @Override
        public Optional<Known> content(long position, PageStore pages) throws IOException {
            throw new IOException("no contents");
        }
    }

    @BeforeAll
    static void list() throws IOException {
        theirs = new MemoryPageStore();
        remote = list(theirs, _ -> false);
    }

    /** A listing in which some directories have a file of another time. */
    private static PageRoot list(MemoryPageStore store, IntPredicate changed) throws IOException {
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE, store);
        Attributes attributes = new Attributes(0755, new Timestamp(7, 7), 0, 0);
        writer.add(new DirectoryEntry(RelPath.ROOT, attributes, Listed.ALL, null));
        for (int d = 0; d < DIRECTORIES; d++) {
            String directory = String.format("directory-%04d", d);
            writer.add(
                    new DirectoryEntry(RelPath.literal(directory), attributes, Listed.ALL, null));
            for (int f = 0; f < FILES; f++) {
                RelPath path = RelPath.literal(directory + String.format("/file-%04d.txt", f));
                int time = f == 500 && changed.test(d) ? 8 : 7;
                Attributes at = new Attributes(0644, new Timestamp(1000L * d + f, time), 0, 0);
                writer.add(new FileEntry(path, at, 1000 + f, null, null, null));
            }
        }
        return writer.finish().root();
    }

    /** Lets the two talk, whole flights at a time. */
    private void learn(MemoryPageStore ours, PageRoot local) throws IOException {
        Exchange exchange = new Exchange(ours, local, remote);
        if (exchange.isDone()) {
            return;
        }
        try (Source source = new Source(theirs, remote, new NoContents(), null)) {
            List<Effect> asked = exchange.start();
            while (!exchange.isDone()) {
                flights += asked.stream().anyMatch(MillionEntriesTest::asks) ? 1 : 0;
                List<Effect> answers = new ArrayList<>();
                for (Effect effect : asked) {
                    answers.addAll(answers(source, new Event.Received(message(effect))));
                }
                long waiting = answers.stream().mapToLong(effect -> size(message(effect))).sum();
                waitingMax = Math.max(waitingMax, waiting);
                bytes += waiting + asked.stream().mapToLong(effect -> size(message(effect))).sum();
                asked = new ArrayList<>();
                for (Effect effect : answers) {
                    asked.addAll(exchange.step(new Event.Received(message(effect)), 0));
                }
            }
        }
    }

    /** What a source says to this, and once the jobs are done that it asks for. */
    private static List<Effect> answers(Source source, Event event) throws IOException {
        List<Effect> answers = new ArrayList<>();
        Deque<Effect> effects = new ArrayDeque<>(source.step(event, 0));
        while (!effects.isEmpty()) {
            Effect effect = effects.remove();
            if (effect instanceof Effect.Run run) {
                effects.addAll(source.step(new Event.Completed(run.job().run()), 0));
            } else {
                answers.add(effect);
            }
        }
        return answers;
    }

    private static boolean asks(Effect effect) {
        return message(effect) instanceof Message.PageRequests
                || message(effect) instanceof Message.StreamRequest;
    }

    private static Message message(Effect effect) {
        if (effect instanceof Effect.Send(Message message)) {
            return message;
        }
        throw new IllegalStateException("no message: " + effect);
    }

    private static long size(Message message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FrameWriter writer = new FrameWriter(out, new CompressionPolicy.None())) {
            writer.write(message);
            return out.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingChanged_needsNoPage() throws IOException {
        learn(theirs, remote);
        assertEquals(0, flights);
        assertEquals(ENTRIES, remote.entries());
    }

    @Test
    void emptyTarget_getsAllInOneFlightWithinTheWindow() throws IOException {
        MemoryPageStore ours = new MemoryPageStore();
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE, ours);
        Attributes attributes = new Attributes(0755, new Timestamp(1, 1), 0, 0);
        writer.add(new DirectoryEntry(RelPath.ROOT, attributes, Listed.ALL, null));
        learn(ours, writer.finish().root());
        assertEquals(1, flights);
        assertEquals(theirs.count() + 1, ours.count());
        assertTrue(waitingMax <= Source.WINDOW_BYTES + (2 << 20), "waiting: " + waitingMax);
        assertEquals(ENTRIES, entries(ours));
    }

    private static long entries(MemoryPageStore store) throws IOException {
        Listing.Cursor cursor = new Listing(Scenario.ARCHIVE, remote, store).cursor();
        long count = 0;
        while (cursor.next() != null) {
            count++;
        }
        return count;
    }

    @Test
    void hundredChanges_takeTwoFlightsAndAFewPages() throws IOException {
        MemoryPageStore ours = new MemoryPageStore();
        PageRoot local = list(ours, directory -> directory % 10 == 0);
        learn(ours, local);
        assertEquals(ENTRIES, entries(ours));
        assertTrue(flights <= 2, "flights: " + flights);
        assertTrue(bytes < 1_000_000, "bytes: " + bytes);
    }

    @Test
    void everyDirectoryChanged_isLearnedWithinTheWindow() throws IOException {
        MemoryPageStore ours = new MemoryPageStore();
        PageRoot local = list(ours, _ -> true);
        learn(ours, local);
        assertEquals(ENTRIES, entries(ours));
        assertTrue(flights <= 3, "flights: " + flights);
        assertTrue(bytes < 1_000_000, "bytes: " + bytes);
        assertTrue(waitingMax <= Source.WINDOW_BYTES + (2 << 20), "waiting: " + waitingMax);
    }
}
