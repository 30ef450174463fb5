package dev.dsync.engine.exchange;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageDescent;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns the pages of the other side's listing that are not here: by descent, two levels a flight,
 * or as a stream where there is nothing here to compare with.
 */
public final class Exchange implements Machine {
    /** Pages asked for and not yet here; as many as a source lets wait. */
    public static final int ASKED_MAX = 512;

    /** Bytes of requests for them, with room for one more in what a source lets wait. */
    private static final long ASKED_BYTES_MAX = (4 << 20) - PageRequest.BYTES_MAX - 64;

    /** Bytes of requests in one message. */
    private static final int REQUEST_BYTES = 1 << 20;

    private final PageKind kind;
    private final PageDescent descent;
    private final Map<Digest, PageRequest> asked = new HashMap<>();
    private final boolean streams;
    private long askedBytes;

    /**
     * An exchange that puts the pages into {@code store}.
     *
     * @param local the listing in the store that is likely most like the remote one
     */
    public Exchange(PageStore store, PageRoot local, PageRoot remote) throws IOException {
        this(PageKind.LISTING, store, local, remote);
    }

    /** The same for pages of another kind, of which none are streamed. */
    public Exchange(PageKind kind, PageStore store, PageRoot local, PageRoot remote)
            throws IOException {
        this.kind = kind;
        // One entry is the root, which every listing has.
        this.streams = kind == PageKind.LISTING && local.entries() <= 1;
        PageRoot similar = streams ? new PageRoot(local.name(), 0, 0, 0) : local;
        this.descent = new PageDescent(kind, store, similar, remote);
    }

    /** The first requests. */
    public List<Effect> start() throws IOException {
        return streams ? List.of(new Effect.Send(new Message.StreamRequest())) : ask();
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Received(Message.PageAnswers answers) -> answered(answers);
            case Event.Received(Message.Pages pages) -> streamed(pages);
            case Event.Received received ->
                    throw UnexpectedMessageException.of(
                            received.message(), "while pages are awaited");
            case Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    List.of();
        };
    }

    private List<Effect> answered(Message.PageAnswers answers) throws IOException {
        long bytes = 0;
        for (Message.PageAnswered answered : answers.answers()) {
            PageRequest request = asked.remove(answered.name());
            if (request == null) {
                throw UnexpectedMessageException.of(answers, "for a page nobody asked for");
            }
            askedBytes -= request.bytes();
            descent.supply(request, answered.answer().toArray());
            bytes += PartSize.of(answered);
        }
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Send(new Message.Credit(bytes)));
        effects.addAll(ask());
        return effects;
    }

    /** Pages of a stream come in the order in which this side would ask for them one by one. */
    private List<Effect> streamed(Message.Pages pages) throws IOException {
        if (!streams) {
            throw UnexpectedMessageException.of(pages, "which nobody asked for");
        }
        long bytes = 0;
        for (Slice page : pages.pages()) {
            List<PageRequest> next = descent.wanted(1);
            if (next.isEmpty()) {
                throw UnexpectedMessageException.of(pages, "behind the last page");
            }
            descent.supply(next.getFirst().name(), page.toArray());
            bytes += PartSize.of(page);
        }
        if (pages.last() != descent.isDone()) {
            throw UnexpectedMessageException.of(pages, "without all that were announced");
        }
        return List.of(new Effect.Send(new Message.Credit(bytes)));
    }

    private List<Effect> ask() throws IOException {
        List<Effect> effects = new ArrayList<>();
        List<PageRequest> batch = new ArrayList<>();
        int bytes = 0;
        while (asked.size() < ASKED_MAX && askedBytes < ASKED_BYTES_MAX) {
            List<PageRequest> next = descent.wanted(1);
            if (next.isEmpty()) {
                break;
            }
            PageRequest request = next.getFirst();
            asked.put(request.name(), request);
            int length = request.bytes();
            askedBytes += length;
            if (bytes + length > REQUEST_BYTES && !batch.isEmpty()) {
                effects.add(new Effect.Send(new Message.PageRequests(kind, batch)));
                batch.clear();
                bytes = 0;
            }
            batch.add(request);
            bytes += length;
        }
        if (!batch.isEmpty()) {
            effects.add(new Effect.Send(new Message.PageRequests(kind, batch)));
        }
        return effects;
    }

    /** Whether the whole listing is in the store. */
    public boolean isDone() {
        return descent.isDone();
    }
}
