package dev.dsync.engine.fetch;

import dev.dsync.engine.fetch.Receiver.Wanted;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Segment;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gets the contents of files: asks ahead as far as the window allows, and builds what comes. */
public final class Fetch implements Machine, AutoCloseable {
    /** Content bytes asked for and not yet here; enough to keep a link busy for a round trip. */
    private static final long ASKED_BYTES_MAX = 64L << 20;

    /** Files asked for and not yet here. */
    private static final int ASKED_FILES_MAX = 8192;

    /** Bytes of their wishes, as many as a source lets wait. */
    private static final long ASKED_WISHES_BYTES_MAX = 2 << 20;

    /** Bytes of wishes in one message. */
    private static final int MESSAGE_BYTES = 1 << 20;

    private final Receiver receiver;
    private final Deque<Wanted> waiting = new ArrayDeque<>();
    private final Map<Integer, Wanted> asked = new HashMap<>();

    /** Files asked for whose last segment is here, of which the result is not. */
    private final Set<Integer> ended = new HashSet<>();

    /** Files asked for that are lost, and of which more segments are on their way. */
    private final Set<Integer> lost = new HashSet<>();

    private final List<Fetched> results = new ArrayList<>();
    private long askedBytes;
    private long wishBytes;

    /** A fetch that builds files in this root. */
    public Fetch(Root root) {
        this.receiver = new Receiver(root);
    }

    /** What a job of this machine came to. */
    private record Stored(List<Fetched> results, long bytes) implements Completion {}

    /** Queues a wish; it is asked for by {@link #ask}. */
    public void want(Wish wish, Completing completing) {
        waiting.add(new Wanted(wish, completing));
    }

    /** Requests for as much as the window has room for. */
    public List<Effect> ask() {
        List<Wish> wishes = new ArrayList<>();
        while (!waiting.isEmpty()
                && asked.size() < ASKED_FILES_MAX
                && wishBytes + PartSize.of(waiting.getFirst().wish()) <= ASKED_WISHES_BYTES_MAX
                && (asked.isEmpty()
                        || askedBytes + waiting.getFirst().wish().size() <= ASKED_BYTES_MAX)) {
            Wanted wanted = waiting.removeFirst();
            Wish wish = wanted.wish();
            asked.put(wish.file(), wanted);
            askedBytes += wish.size();
            wishBytes += PartSize.of(wish);
            wishes.add(wish);
        }
        return inMessages(wishes);
    }

    private static List<Effect> inMessages(List<Wish> wishes) {
        List<Effect> effects = new ArrayList<>();
        List<Wish> batch = new ArrayList<>();
        int bytes = 0;
        for (Wish wish : wishes) {
            int size = PartSize.of(wish);
            if (bytes + size > MESSAGE_BYTES && !batch.isEmpty()) {
                effects.add(new Effect.Send(new Message.Fetch(batch)));
                batch.clear();
                bytes = 0;
            }
            batch.add(wish);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            effects.add(new Effect.Send(new Message.Fetch(batch)));
        }
        return effects;
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Received(Message.Data data) -> List.of(store(data.segments()));
            case Event.Completed(Stored stored) -> stored(stored);
            case Event.Received received ->
                    throw UnexpectedMessageException.of(
                            received.message(), "while contents are awaited");
            case Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Cancelled _ ->
                    List.of();
        };
    }

    private Effect store(List<Segment> segments) throws IOException {
        Map<Integer, Wanted> wishes = new HashMap<>();
        for (Segment segment : segments) {
            int file = segment.file();
            Wanted wish = asked.get(file);
            if (wish == null || ended.contains(file)) {
                throw new UnexpectedMessageException(
                        "Data", "for file " + file + ", which nobody asked for");
            }
            wishes.put(file, wish);
            if (segment.isLast()) {
                if (lost.remove(file)) {
                    forget(file);
                } else {
                    ended.add(file);
                }
            }
        }
        return new Effect.Run(
                Lane.WRITE,
                () -> {
                    List<Fetched> done = new ArrayList<>();
                    receiver.take(segments, wishes, done);
                    return new Stored(done, windowBytes(segments));
                });
    }

    private static long windowBytes(List<Segment> segments) {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += PartSize.of(segment);
        }
        return bytes;
    }

    private List<Effect> stored(Stored stored) {
        for (Fetched fetched : stored.results) {
            results.add(fetched);
            if (ended.remove(fetched.file())) {
                forget(fetched.file());
            } else {
                lost.add(fetched.file());
            }
        }
        List<Effect> effects = new ArrayList<>();
        if (stored.bytes > 0) {
            effects.add(new Effect.Send(new Message.Credit(stored.bytes)));
        }
        effects.addAll(ask());
        return effects;
    }

    private void forget(int file) {
        Wanted wanted = asked.remove(file);
        if (wanted != null) {
            askedBytes -= wanted.wish().size();
            wishBytes -= PartSize.of(wanted.wish());
        }
    }

    /** What was completed or lost since this was last asked. */
    public List<Fetched> takeResults() {
        List<Fetched> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    /** Wishes not asked for yet. */
    public int backlog() {
        return waiting.size();
    }

    /** Whether everything wanted is here or lost, and nothing more of it will come. */
    public boolean isIdle() {
        return waiting.isEmpty() && asked.isEmpty();
    }

    /** Closes files that are not complete; what was built of them stays under its stage names. */
    @Override
    public void close() {
        receiver.close();
    }
}
