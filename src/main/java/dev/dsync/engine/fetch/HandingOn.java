package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.swarm.Spans;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Gathering.Here;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.wire.Limits;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells one peer what is here of the contents it looks for, and sends what it asks for of them. */
final class HandingOn implements Machine {
    /** Contents a peer may look for at a time. */
    private static final int SOUGHT_MAX = 4096;

    /** Requests that may wait. */
    static final int REQUESTS_MAX = 64;

    /** Spans of one message. */
    private static final int SPANS_MAX = Limits.PARTS_MAX / 2;

    private final Swarm swarm;
    private final SwarmLink.@Nullable Files files;
    private final Map<Digest, Sought> sought = new LinkedHashMap<>();
    private final Deque<Message.PieceRequest> requests = new ArrayDeque<>();
    private boolean serving;

    /** A content the peer looks for. */
    private static final class Sought {
        private final RelPath path;

        /** What is being built, as far as it was told. */
        private @Nullable Gathering from;

        private int arrivals;

        /** Whether it was said that all of it is here. */
        private boolean whole;

        private boolean isDue = true;
        private boolean looking;

        Sought(RelPath path) {
            this.path = path;
        }
    }

    /** Whether the file is in its place. */
    private record Looked(Digest content, OptionalLong bytes) implements Completion {}

    /** The first of the requests that wait. */
    private record Read(Message.Piece piece) implements Completion {}

    HandingOn(Swarm swarm, SwarmLink.@Nullable Files files) {
        this.swarm = swarm;
        this.files = files;
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        List<Effect> effects = new ArrayList<>();
        switch (event) {
            case Event.Received(Message.PiecesSought asked) -> sought(asked, effects);
            case Event.Received(Message.PieceRequest request) -> {
                if (requests.size() >= REQUESTS_MAX) {
                    throw UnexpectedMessageException.of(request, "beyond what may wait");
                }
                requests.add(request);
                serve(effects);
            }
            case Event.Completed(Looked looked) -> looked(looked, effects);
            case Event.Completed(Read read) -> {
                serving = false;
                effects.add(new Effect.Send(read.piece));
                Sought one = sought.get(read.piece.content());
                if (read.piece.bytes().length() == 0 && one != null) {
                    one.whole = false;
                    one.from = null;
                    effects.add(held(read.piece.content(), false, List.of()));
                }
                serve(effects);
            }
            case Event.Prompted(boolean pieces) when !pieces ->
                    sought.values().forEach(one -> one.isDue = true);
            case Event.Received received ->
                    throw UnexpectedMessageException.of(received.message(), "about pieces");
            case Event.Completed _,
                    Event.Prompted _,
                    Event.Elapsed _,
                    Event.Failed _,
                    Event.Disconnected _,
                    Event.Cancelled _ -> {}
        }
        return effects;
    }

    private void sought(Message.PiecesSought asked, List<Effect> effects) throws IOException {
        RelPath path = asked.path();
        if (path == null) {
            sought.remove(asked.content());
        } else if (files == null) {
            effects.add(held(asked.content(), false, List.of()));
        } else {
            sought.put(asked.content(), new Sought(path));
            if (sought.size() > SOUGHT_MAX) {
                throw UnexpectedMessageException.of(asked, "beyond what may wait");
            }
        }
    }

    /** Says what there is by now that the peer does not know of. */
    List<Effect> tell() {
        List<Effect> effects = new ArrayList<>();
        sought.forEach((content, one) -> tell(content, one, effects));
        return effects;
    }

    private void tell(Digest content, Sought one, List<Effect> effects) {
        Gathering gathering = swarm.find(content);
        boolean isNew = one.from != gathering;
        Here here = gathering == null ? null : gathering.here(isNew ? -1 : one.arrivals);
        if (here != null) {
            one.from = gathering;
            if (isNew || here.arrivals() > one.arrivals) {
                one.arrivals = here.arrivals();
                one.whole = false;
                spans(content, !isNew, here.spans(), effects);
            }
            return;
        }
        if (one.from != null) { // it stands in its place by now, or was given up
            one.from = null;
            one.isDue = true;
        }
        SwarmLink.Files looking = files;
        if (one.isDue && !one.looking && !one.whole && looking != null) {
            one.isDue = false;
            one.looking = true;
            effects.add(
                    new Effect.Run(
                            Lane.READ, () -> new Looked(content, looking.find(one.path, content))));
        }
    }

    private static void spans(Digest content, boolean more, Spans here, List<Effect> effects) {
        List<Range> all =
                here.list().stream()
                        .map(span -> new Range(span.from(), span.to() - span.from(), null))
                        .toList();
        int from = 0;
        do {
            int to = Math.min(all.size(), from + SPANS_MAX);
            effects.add(held(content, more || from > 0, all.subList(from, to)));
            from = to;
        } while (from < all.size());
    }

    private static Effect held(Digest content, boolean more, List<Range> spans) {
        return new Effect.Send(new Message.PiecesHeld(content, more, spans));
    }

    private void looked(Looked looked, List<Effect> effects) {
        Sought one = sought.get(looked.content);
        if (one == null) {
            return;
        }
        one.looking = false;
        if (one.from == null) {
            one.whole = looked.bytes.isPresent();
            List<Range> spans =
                    one.whole ? List.of(new Range(0, looked.bytes.getAsLong(), null)) : List.of();
            effects.add(held(looked.content, false, spans));
        }
    }

    private void serve(List<Effect> effects) {
        if (serving) {
            return;
        }
        Message.PieceRequest request = requests.poll();
        if (request != null) {
            serving = true;
            Sought one = sought.get(request.content());
            RelPath path = one == null ? null : one.path;
            effects.add(new Effect.Run(Lane.READ, () -> new Read(read(request, path))));
        }
    }

    private Message.Piece read(Message.PieceRequest request, @Nullable RelPath path)
            throws IOException {
        Digest content = request.content();
        byte[] bytes = null;
        if (files != null && path != null) {
            Gathering gathering = swarm.find(content);
            bytes = gathering == null ? null : gathering.read(request.offset(), request.length());
            if (bytes == null) {
                bytes = files.read(path, content, request.offset(), request.length());
            }
        }
        return new Message.Piece(
                content, request.offset(), new Slice(bytes == null ? new byte[0] : bytes));
    }
}
