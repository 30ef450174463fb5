package dev.dsync.engine.exchange;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageDescent;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns which content files of the other side have: whether it is what is expected, or else, by
 * descent through the pages of their manifests, which chunks it consists of.
 */
public final class ManifestExchange implements Machine {
    /** Pages asked for and not yet here; as many as a source lets wait. */
    private static final int ASKED_MAX = 512;

    private static final int ASKED_BYTES_MAX = 2 << 20;

    /** Queries that are not answered, oldest first. */
    private final Deque<ManifestQuery> queries = new ArrayDeque<>();

    /** Files whose chunks are being learned, by their entry. */
    private final Map<Long, Learning> learning = new HashMap<>();

    /** Pages that are not here, in the order in which they were asked for. */
    private final Deque<Asked> asked = new ArrayDeque<>();

    private final List<Learned> learned = new ArrayList<>();
    private int askedBytes;

    /** What was learned. */
    public sealed interface Learned {
        /** These files have the content that was expected. */
        record AsExpected(ManifestQuery query) implements Learned {}

        /** These files have other contents than expected, or some of them have. */
        record Roots(ManifestQuery query, List<FileManifest> files) implements Learned {
            public Roots {
                files = List.copyOf(files);
            }
        }

        /**
         * All there is to know of one file.
         *
         * @param manifest null if the file is not as it was listed
         */
        record Chunks(long entry, @Nullable Manifest manifest) implements Learned {}
    }

    /** A file under way: what it has to be compared with, and how far that is. */
    private static final class Learning {
        private final long size;
        private @Nullable Manifest local;
        private @Nullable MemoryPageStore store;
        private @Nullable PageRoot remote;
        private @Nullable PageDescent descent;

        Learning(long size) {
            this.size = size;
        }
    }

    /** A page asked for, and the file whose manifest it belongs to. */
    private record Asked(long entry, PageRequest request) {}

    /** Asks whether files have the content that is expected. */
    public Effect compare(ManifestQuery query) {
        queries.add(query);
        return new Effect.Send(new Message.ManifestRequest(List.of(query)));
    }

    /**
     * Asks for the chunks of a file; {@link #local} says what they are compared with.
     *
     * @param size as listed
     */
    public Effect learn(long entry, long size) {
        learning.put(entry, new Learning(size));
        return compare(new ManifestQuery(List.of(entry), null));
    }

    /**
     * Says what is here of a file that is being learned.
     *
     * @param store has the pages of the manifest, and gets those that are not here
     */
    public List<Effect> local(long entry, Manifest manifest, MemoryPageStore store)
            throws IOException {
        Learning file = learning.get(entry);
        if (file == null) {
            return List.of(); // it is not as it was listed
        }
        file.local = manifest;
        file.store = store;
        begin(entry, file);
        return ask();
    }

    private void begin(long entry, Learning file) throws IOException {
        if (file.local == null || file.remote == null || file.store == null) {
            return;
        }
        PageDescent descent =
                new PageDescent(PageKind.MANIFEST, file.store, file.local.root(), file.remote);
        file.descent = descent;
        finishIfDone(entry, file, descent);
    }

    private void finishIfDone(long entry, Learning file, PageDescent descent) {
        if (descent.isDone() && file.remote != null && file.store != null) {
            learning.remove(entry);
            learned.add(new Learned.Chunks(entry, new Manifest(file.remote, file.store)));
        }
    }

    private List<Effect> ask() throws IOException {
        List<PageRequest> batch = new ArrayList<>();
        for (Map.Entry<Long, Learning> one : learning.entrySet()) {
            PageDescent descent = one.getValue().descent;
            while (descent != null && asked.size() < ASKED_MAX && askedBytes < ASKED_BYTES_MAX) {
                List<PageRequest> next = descent.wanted(1);
                if (next.isEmpty()) {
                    break;
                }
                PageRequest request = next.getFirst();
                asked.add(new Asked(one.getKey(), request));
                askedBytes += request.bytes();
                batch.add(request);
            }
        }
        return batch.isEmpty()
                ? List.of()
                : List.of(new Effect.Send(new Message.PageRequests(PageKind.MANIFEST, batch)));
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Received(Message.Manifests manifests) -> {
                for (ManifestAnswer answer : manifests.answers()) {
                    answered(manifests, answer);
                }
                yield ask();
            }
            case Event.Received(Message.PageAnswers answers) -> pages(answers);
            case Event.Received received ->
                    throw UnexpectedMessageException.of(
                            received.message(), "while manifests are awaited");
            case Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    List.of();
        };
    }

    private void answered(Message.Manifests all, ManifestAnswer answer) throws IOException {
        ManifestQuery query = queries.poll();
        if (query == null) {
            throw UnexpectedMessageException.of(all, "nobody asked for");
        }
        switch (answer) {
            case ManifestAnswer.AsExpected _ -> {
                if (query.expected() == null) {
                    throw UnexpectedMessageException.of(all, "as expected, where nothing was");
                }
                learned.add(new Learned.AsExpected(query));
            }
            case ManifestAnswer.Told(var files) -> {
                if (files.size() != query.entries().size()) {
                    throw UnexpectedMessageException.of(all, "of other files");
                }
                if (query.expected() != null) {
                    learned.add(new Learned.Roots(query, files));
                } else {
                    told(query.entries().getFirst(), files.getFirst().root());
                }
            }
        }
    }

    private void told(long entry, @Nullable PageRoot root) throws IOException {
        Learning file = learning.get(entry);
        if (file == null) {
            throw new IllegalStateException("entry " + entry + " was told twice");
        }
        if (root == null) {
            learning.remove(entry);
            learned.add(new Learned.Chunks(entry, null));
            return;
        }
        if (root.bytes() != file.size) {
            throw new UnexpectedMessageException(
                    "Manifests", "of a file of another size than was listed");
        }
        file.remote = root;
        begin(entry, file);
    }

    private List<Effect> pages(Message.PageAnswers answers) throws IOException {
        long bytes = 0;
        for (Message.PageAnswered answered : answers.answers()) {
            Asked first = asked.poll();
            if (first == null || !first.request.name().equals(answered.name())) {
                throw UnexpectedMessageException.of(answers, "for a page nobody asked for");
            }
            askedBytes -= first.request.bytes();
            bytes += PartSize.of(answered);
            Learning file = learning.get(first.entry);
            if (file != null && file.descent != null) {
                file.descent.supply(first.request, answered.answer().toArray());
                finishIfDone(first.entry, file, file.descent);
            }
        }
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Send(new Message.Credit(bytes)));
        effects.addAll(ask());
        return effects;
    }

    /** What was learned since this was last asked. */
    public List<Learned> takeLearned() {
        List<Learned> taken = List.copyOf(learned);
        learned.clear();
        return taken;
    }

    /** Whether nothing is under way. */
    public boolean isIdle() {
        return queries.isEmpty() && learning.isEmpty();
    }
}
