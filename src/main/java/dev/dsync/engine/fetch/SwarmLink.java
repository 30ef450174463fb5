package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Gathering.Next;
import dev.dsync.engine.fetch.Shared.Taken;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.engine.machine.Timer;
import dev.dsync.io.wire.Limits;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one link does for contents that come in pieces: it asks its peer for those this side lacks,
 * and hands on those the peer lacks.
 */
public final class SwarmLink implements Machine, Pool, AutoCloseable {
    /** Pieces asked for and not here yet, and their bytes. */
    private static final int ASKED_MAX = HandingOn.REQUESTS_MAX;

    private static final long ASKED_BYTES_MAX = 4 << 20;

    /** Spans a peer may tell of a content, beside one for as many bytes. */
    private static final long SPANS_TOLD_MAX = Limits.PARTS_MAX;

    private static final long SPAN_BYTES = 8 << 10;

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Swarm swarm;
    private final HandingOn handing;
    private final Told told;

    /** What the peer was asked about. */
    private final Map<Digest, Seeking> seeking = new LinkedHashMap<>();

    private final Map<Key, Asked> asked = new HashMap<>();

    /** Bytes of what was asked for and is not stored. */
    private long askedBytes;

    private boolean timing;

    /** The files that stand in their places. Any thread may call. */
    public interface Files {
        /** How many bytes the file at this path has, if that is its content. */
        OptionalLong find(RelPath path, Digest content) throws IOException;

        /** Bytes of that file; null if it is another by now. */
        byte @Nullable [] read(RelPath path, Digest content, long offset, int length)
                throws IOException;
    }

    /** What is told of pieces. */
    public interface Told {
        /** So many bytes of content have come. */
        void moved(long bytes);

        /** Some of a file is got from others. */
        void dropped(RelPath path, Why why);
    }

    /** Why others are asked for what a peer has. */
    public enum Why {
        WRONG,
        SLOW
    }

    /** A piece as messages name it. */
    private record Key(Digest content, long offset) {}

    /** A piece the peer was asked for. */
    private record Asked(Gathering of, Next next) {}

    /** A content the peer was asked about. */
    private static final class Seeking {
        private final Gathering of;
        private final RelPath path;
        private long spans;

        Seeking(Gathering of, RelPath path) {
            this.of = of;
            this.path = path;
        }
    }

    /** What came of a piece. */
    private record Stored(Asked asked, Taken taken) implements Completion {}

    /**
     * One link.
     *
     * @param files what is handed on; null if nothing is
     */
    public SwarmLink(Swarm swarm, @Nullable Files files, Told told) {
        this.swarm = swarm;
        this.handing = new HandingOn(swarm, files);
        this.told = told;
    }

    @Override
    public @Nullable Seat seat(Digest content, long bytes) {
        return swarm.seat(content, bytes, this);
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        List<Effect> effects = new ArrayList<>();
        switch (event) {
            case Event.Received(Message.PiecesHeld held) -> held(held);
            case Event.Received(Message.Piece piece) -> effects.addAll(take(piece, nowNanos));
            case Event.Completed(Stored stored) -> stored(stored);
            case Event.Elapsed(Timer timer) when timer == Timer.PIECES -> {
                timing = false;
                blame(nowNanos);
            }
            case Event.Received _,
                    Event.Completed _,
                    Event.Prompted _,
                    Event.Elapsed _,
                    Event.Failed _,
                    Event.Disconnected _,
                    Event.Cancelled _ ->
                    effects.addAll(handing.step(event, nowNanos));
        }
        effects.addAll(handing.tell());
        seek(effects);
        ask(effects, nowNanos);
        return effects;
    }

    /** Asks the peer about what this side lacks by now, and says what it lacks no more. */
    private void seek(List<Effect> effects) {
        Iterator<Seeking> before = seeking.values().iterator();
        while (before.hasNext()) {
            Gathering one = before.next().of;
            if (!one.isWanting()) {
                before.remove();
                effects.add(new Effect.Send(new Message.PiecesSought(one.content(), null)));
            }
        }
        for (Gathering one : swarm.all()) {
            RelPath path = one.path();
            if (path != null && one.isWanting() && !seeking.containsKey(one.content())) {
                seeking.put(one.content(), new Seeking(one, path));
                effects.add(new Effect.Send(new Message.PiecesSought(one.content(), path)));
            }
        }
    }

    private void ask(List<Effect> effects, long nowNanos) {
        for (Seeking one : seeking.values()) {
            while (asked.size() < ASKED_MAX && askedBytes < ASKED_BYTES_MAX && swarm.hasRoom()) {
                Next next = one.of.next(this, nowNanos);
                if (next == null) {
                    break;
                }
                Digest content = one.of.content();
                asked.put(new Key(content, next.offset()), new Asked(one.of, next));
                asks(next.length());
                effects.add(
                        new Effect.Send(
                                new Message.PieceRequest(content, next.offset(), next.length())));
            }
        }
        if (!timing && !seeking.isEmpty()) {
            timing = true;
            effects.add(new Effect.Start(Timer.PIECES, LOOK));
        }
    }

    private void asks(long bytes) {
        askedBytes += bytes;
        swarm.asks(bytes);
    }

    private void held(Message.PiecesHeld held) throws IOException {
        Seeking one = seeking.get(held.content());
        if (one == null) {
            return; // it was asked about
        }
        long bytes = one.of.bytes();
        one.spans += held.spans().size();
        Range last = held.spans().isEmpty() ? null : held.spans().getLast();
        if (one.spans > SPANS_TOLD_MAX + bytes / SPAN_BYTES
                || (last != null && last.offset() + last.length() > bytes)) {
            throw UnexpectedMessageException.of(held, "of more than there is");
        }
        one.of.told(this, held.more(), held.spans());
        if (!held.more()) {
            swarm.moved(); // it may be nowhere any more
        }
    }

    private List<Effect> take(Message.Piece piece, long nowNanos) throws IOException {
        Asked was = asked.remove(new Key(piece.content(), piece.offset()));
        if (was == null) {
            throw UnexpectedMessageException.of(piece, "that nobody asked for");
        }
        Gathering of = was.of;
        Slice bytes = piece.bytes();
        if (bytes.length() == 0) {
            of.refused(this, was.next.piece());
            asks(-was.next.length());
            swarm.moved();
            return List.of();
        }
        if (bytes.length() != was.next.length()) {
            throw UnexpectedMessageException.of(piece, "of another length");
        }
        told.moved(bytes.length());
        if (of.heard(this, was.next.piece(), nowNanos)) {
            drop(of, Why.SLOW);
        }
        return List.of(
                new Effect.Run(
                        Lane.WRITE,
                        () -> {
                            Shared file = of.file();
                            Taken taken =
                                    file == null || !of.isLacking(was.next.piece())
                                            ? Taken.NOT
                                            : file.take(piece.offset(), bytes);
                            return new Stored(was, taken);
                        }));
    }

    private void stored(Stored stored) {
        Gathering of = stored.asked.of;
        asks(-stored.asked.next.length());
        of.took(this, stored.asked.next.piece(), stored.taken);
        if (stored.taken == Taken.WRONG) {
            drop(of, Why.WRONG);
        }
        swarm.moved();
    }

    private void drop(Gathering of, Why why) {
        RelPath path = of.path();
        if (path != null) {
            told.dropped(path, why);
        }
    }

    /** What the peer does not send is got from others. */
    private void blame(long nowNanos) {
        for (Seeking one : seeking.values()) {
            if (one.of.isSilent(this, nowNanos)) {
                told.dropped(one.path, Why.SLOW);
                swarm.moved();
            }
        }
    }

    /** The peer is gone. */
    @Override
    public void close() {
        asks(-askedBytes);
        swarm.all().forEach(one -> one.leave(this));
        swarm.moved();
    }
}
