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
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Learns the pages of the other side's listing that are not here, two levels a flight. */
public final class Exchange implements Machine {
    /** Pages asked for in one message; their answers come in as many messages as they need. */
    private static final int REQUESTS_MAX = 512;

    private final PageDescent descent;
    private final Map<Digest, PageRequest> asked = new HashMap<>();

    /**
     * An exchange that puts the pages into {@code store}.
     *
     * @param local the listing in the store that is likely most like the remote one
     */
    public Exchange(PageStore store, PageRoot local, PageRoot remote) throws IOException {
        this.descent = new PageDescent(PageKind.LISTING, store, local, remote);
    }

    /** The first requests. */
    public List<Effect> start() throws IOException {
        return ask();
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        if (!(event instanceof Event.Received(Message.PageAnswers answers))) {
            return List.of();
        }
        for (Message.PageAnswered answered : answers.answers()) {
            PageRequest request = asked.remove(answered.name());
            if (request == null) {
                throw new IOException("answer to a page nobody asked for");
            }
            descent.supply(request, answered.answer().toArray());
        }
        return ask();
    }

    private List<Effect> ask() throws IOException {
        List<Effect> effects = new ArrayList<>();
        for (List<PageRequest> wanted = descent.wanted(REQUESTS_MAX);
                !wanted.isEmpty();
                wanted = descent.wanted(REQUESTS_MAX)) {
            wanted.forEach(request -> asked.put(request.name(), request));
            effects.add(new Effect.Send(new Message.PageRequests(wanted)));
        }
        return effects;
    }

    /** Whether the whole listing is in the store. */
    public boolean isDone() {
        return descent.isDone();
    }
}
