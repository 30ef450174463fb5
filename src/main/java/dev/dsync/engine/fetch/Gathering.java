package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.swarm.Pieces;
import dev.dsync.core.swarm.Spans;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Shared.Taken;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One content of which pieces come over several links. Any thread may call. */
final class Gathering implements Pool.Seat {
    private final Swarm swarm;
    private final Digest content;
    private final SwarmLink by;
    private @Nullable Shared file;
    private @Nullable Pieces<SwarmLink> pieces;

    /** Whether a piece came as something else. */
    private boolean wrong;

    private boolean left;

    Gathering(Swarm swarm, Digest content, SwarmLink by) {
        this.swarm = swarm;
        this.content = content;
        this.by = by;
    }

    /** What is here of it, and how many pieces of that have come. */
    record Here(Spans spans, int arrivals) {}

    /** A piece that is to be asked for. */
    record Next(int piece, long offset, int length) {}

    /** Bytes of all of it. */
    synchronized long bytes() {
        return file == null ? 0 : file.bytes();
    }

    Digest content() {
        return content;
    }

    @Override
    public void begin(Shared building) throws IOException {
        List<Range> lacking = building.pieces(swarm.pieceBytesMin());
        long[] starts = lacking.stream().mapToLong(Range::offset).toArray();
        long[] ends = lacking.stream().mapToLong(one -> one.offset() + one.length()).toArray();
        synchronized (this) {
            file = building;
            pieces = new Pieces<>(building.bytes(), starts, ends, swarm.random());
            if (left) {
                building.close();
            }
        }
        swarm.moved();
    }

    @Override
    public synchronized @Nullable Shared file() {
        return file;
    }

    /** A file that has it, or will; null if that is not open. */
    synchronized @Nullable RelPath path() {
        return file == null ? null : file.path();
    }

    private Pieces<SwarmLink> pieces() {
        return Objects.requireNonNull(pieces, "before it is open");
    }

    @Override
    public synchronized Pool.State state() {
        if (pieces == null) {
            return Pool.State.UNDER_WAY;
        }
        if (pieces.isComplete()) {
            return Pool.State.COMPLETE;
        }
        boolean stuck = pieces.hasTold(by) && pieces.isStuck();
        return !stuck ? Pool.State.UNDER_WAY : wrong ? Pool.State.WRONG : Pool.State.GONE;
    }

    /** Whether pieces of it are wanted. */
    synchronized boolean isWanting() {
        return pieces != null && !left && !pieces.isComplete();
    }

    synchronized void told(SwarmLink source, boolean more, List<Range> spans) {
        pieces().told(
                        source,
                        more,
                        spans.stream()
                                .map(
                                        span ->
                                                new Spans.Span(
                                                        span.offset(),
                                                        span.offset() + span.length()))
                                .toList());
    }

    /** What a source is to be asked for now; null if nothing. */
    synchronized @Nullable Next next(SwarmLink source, long nowNanos) {
        if (!isWanting()) {
            return null;
        }
        int piece = pieces().next(source, nowNanos);
        return piece == Pieces.NONE
                ? null
                : new Next(piece, pieces().start(piece), pieces().length(piece));
    }

    /** Counts an answer; whether it shows only now that the source is slow. */
    synchronized boolean heard(SwarmLink source, int piece, long nowNanos) {
        return pieces().heard(source, piece, nowNanos);
    }

    synchronized boolean isSilent(SwarmLink source, long nowNanos) {
        return pieces().isSilent(source, nowNanos);
    }

    synchronized boolean isLacking(int piece) {
        return pieces().isLacking(piece);
    }

    /** Takes what came of a piece that a source has sent. */
    synchronized void took(SwarmLink source, int piece, Taken taken) {
        switch (taken) {
            case RIGHT -> pieces().took(source, piece);
            case WRONG -> {
                wrong = true;
                pieces().wrong(source, piece);
            }
            case NOT -> pieces().refused(source, piece);
        }
    }

    /** A source does not have a piece any more. */
    synchronized void refused(SwarmLink source, int piece) {
        pieces().refused(source, piece);
    }

    /** A source is gone. */
    synchronized void leave(SwarmLink source) {
        if (pieces != null) {
            pieces.leave(source);
        }
    }

    /** All that is here, or what came behind so many pieces. */
    synchronized @Nullable Here here(int since) {
        if (pieces == null) {
            return null;
        }
        Spans spans = since < 0 ? pieces.here() : pieces.arrivedSince(since);
        return new Here(spans, pieces.arrivals());
    }

    /** Bytes that are here; null if they are not. */
    byte @Nullable [] read(long offset, int length) throws IOException {
        Shared from;
        synchronized (this) {
            from = pieces != null && pieces.isHere(offset, offset + length) ? file : null;
        }
        return from == null ? null : from.read(offset, length);
    }

    @Override
    public void leave() {
        Shared open;
        synchronized (this) {
            left = true;
            open = file;
        }
        swarm.remove(this);
        if (open != null) {
            open.close();
        }
        swarm.moved();
    }
}
