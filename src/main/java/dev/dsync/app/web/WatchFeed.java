package dev.dsync.app.web;

import dev.dsync.app.render.JsonLines;
import dev.dsync.app.render.Printable;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.SwarmLink;
import dev.dsync.engine.mesh.Links;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes of the links of a watch: it is told to whoever else is to be told, counted, and
 * shown to those who look at a status page. Any thread may call.
 */
public final class WatchFeed implements Links.Told {
    /** Paths named one by one of what comes at once; of more only the number is told. */
    private static final int NAMED_MAX = 20;

    /** Peers counted one by one; those that come later are counted as {@link #OTHERS}. */
    private static final int PEERS_MAX = 256;

    /** In place of the name of a peer. */
    private static final String OTHERS = "others";

    private final Links.Told next;
    private final InstantSource clock;
    private final Feed feed = new Feed();
    private final Map<String, Counts> counts = new TreeMap<>();

    /** Tells {@code next} everything first. */
    public WatchFeed(Links.Told next, InstantSource clock) {
        this.next = next;
        this.clock = clock;
    }

    /**
     * What has come of the links to a peer so far.
     *
     * @param links how many there were
     * @param received bytes of content that came
     * @param sent bytes of content that went
     * @param got paths that were made or changed here
     * @param removed paths that were deleted here
     * @param failed paths that could not be
     */
    record Counts(long links, long received, long sent, long got, long removed, long failed) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        private Counts and(Counts more) {
            return new Counts(
                    links + more.links,
                    received + more.received,
                    sent + more.sent,
                    got + more.got,
                    removed + more.removed,
                    failed + more.failed);
        }
    }

    /** Where those who look listen. */
    Feed feed() {
        return feed;
    }

    /** What has been counted, by peer, printable; two that are printed the same are one. */
    synchronized Map<String, Counts> counts() {
        Map<String, Counts> printable = new TreeMap<>();
        counts.forEach((peer, all) -> printable.merge(Printable.of(peer), all, Counts::and));
        return printable;
    }

    /** What a peer is counted as beside these: by its name while there is room. */
    static String countedAs(String peer, Set<String> counted) {
        return counted.size() < PEERS_MAX || counted.contains(peer) ? peer : OTHERS;
    }

    private synchronized void count(String peer, Counts more) {
        counts.merge(countedAs(peer, counts.keySet()), more, Counts::and);
    }

    @Override
    public void linked(String peer) {
        next.linked(peer);
        count(peer, new Counts(1, 0, 0, 0, 0, 0));
        tell("linked", peer, "", "");
    }

    @Override
    public void lost(String peer, Ending ending) {
        next.lost(peer, ending);
        tell("lost", peer, "", "");
    }

    @Override
    public void unreachable(String peer, IOException why) {
        next.unreachable(peer, why); // of every attempt: the state of the peer says as much
    }

    @Override
    public void happened(String peer, SyncEvent event) {
        next.happened(peer, event);
        switch (event) {
            case SyncEvent.Moved(long bytes) -> count(peer, new Counts(0, bytes, 0, 0, 0, 0));
            case SyncEvent.Given(long bytes) -> count(peer, new Counts(0, 0, bytes, 0, 0, 0));
            case SyncEvent.Settled(List<Item> items) -> settled(peer, items);
            case SyncEvent.Planned planned -> planned(peer, planned.summary().transferredFiles());
            case SyncEvent.Dropped(RelPath path, SwarmLink.Why why) ->
                    tell(
                            "passed-over",
                            peer,
                            path.toString(),
                            why == SwarmLink.Why.WRONG ? "sent wrong bytes" : "is slow");
            case SyncEvent.Placed _, SyncEvent.Listed _, SyncEvent.Paged _, SyncEvent.Stood _ -> {}
        }
    }

    private void planned(String peer, long files) {
        if (files > 0) {
            tell("planned", peer, "", files == 1 ? "1 file" : files + " files");
        }
    }

    private void settled(String peer, List<Item> items) {
        long got = items.stream().filter(Item.Changed.class::isInstance).count();
        long removed = items.stream().filter(Item.Deleted.class::isInstance).count();
        long failed = items.stream().filter(Item.Failed.class::isInstance).count();
        count(peer, new Counts(0, 0, 0, got, removed, failed));
        if (got + removed + failed > NAMED_MAX) {
            String words = "got " + got + ", removed " + removed + ", failed " + failed;
            tell("settled", peer, "", words);
            return;
        }
        for (Item item : items) {
            switch (item) {
                case Item.Changed changed -> tell("got", peer, changed.path().toString(), "");
                case Item.Deleted deleted -> tell("removed", peer, deleted.path().toString(), "");
                case Item.Failed(var problem) ->
                        tell("failed", peer, problem.path().toString(), problem.reason());
                case Item.Unchanged _ -> {}
            }
        }
    }

    private void tell(String event, String peer, String path, String words) {
        feed.tell(JsonLines.happened(event, clock.instant(), peer, path, words));
    }
}
