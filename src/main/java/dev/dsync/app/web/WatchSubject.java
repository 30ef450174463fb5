package dev.dsync.app.web;

import dev.dsync.app.control.Status;
import dev.dsync.app.control.Watched;
import dev.dsync.app.render.JsonLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A running watch. */
final class WatchSubject implements StatusSubject {
    /** Conflicts named one by one. */
    static final int NAMED_MAX = 200;

    /** Conflicts are found by reading the whole listing: not again before so many nanoseconds. */
    private static final long FRESH_NANOS = 1_000_000_000;

    /** The most of a core's time, as one part of so many, that is spent on finding them. */
    private static final long SHARE_OF_TIME = 20;

    private final Watched watched;
    private final StatusServer.Resolving resolving;
    private final WatchFeed told;
    private final LongSupplier nanoTime;
    private @Nullable Conflicts found;

    WatchSubject(
            Watched watched,
            StatusServer.Resolving resolving,
            WatchFeed told,
            LongSupplier nanoTime) {
        this.watched = watched;
        this.resolving = resolving;
        this.told = told;
        this.nanoTime = nanoTime;
    }

    /**
     * The conflicts there were.
     *
     * @param until when to look again
     */
    private record Conflicts(long total, String json, long until) {}

    @Override
    public String kind() {
        return "watch";
    }

    @Override
    public Map<String, String> now() throws IOException {
        Conflicts conflicts = conflicts();
        Map<String, String> now = new LinkedHashMap<>();
        now.put("status", watched.status().json(conflicts.total));
        now.put("conflicts", conflicts.json);
        return now;
    }

    private synchronized Conflicts conflicts() throws IOException {
        long now = nanoTime.getAsLong();
        Conflicts last = found;
        if (last != null && now - last.until < 0) {
            return last;
        }
        List<Map.Entry<String, String>> named = new ArrayList<>();
        long[] total = {0};
        watched.conflicts(
                (copy, original) -> {
                    if (total[0] < NAMED_MAX) {
                        named.add(Map.entry(copy, original));
                    }
                    total[0]++;
                });
        long end = nanoTime.getAsLong();
        long until = end + Math.max(FRESH_NANOS, (end - now) * SHARE_OF_TIME);
        Conflicts fresh = new Conflicts(total[0], JsonLines.conflicts(total[0], named), until);
        found = fresh;
        return fresh;
    }

    @Override
    public Feed feed() {
        return told.feed();
    }

    @Override
    public String order(String what, Form details) throws IOException {
        return switch (what) {
            case "approve" -> {
                List<String> approved = watched.approve();
                yield approved.isEmpty()
                        ? "Nothing is held."
                        : "Approved: " + String.join("; ", approved);
            }
            case "rescan" -> {
                watched.rescan();
                yield "It looks at everything again.";
            }
            case "resolve" -> {
                resolving.resolve(details.value("path"), details.value("take"));
                synchronized (this) {
                    found = null;
                }
                yield "Settled.";
            }
            default -> "";
        };
    }

    @Override
    public void measure(Exposition to) throws IOException {
        Status status = watched.status();
        to.gauge("dsync_watch_state", "1 for the state the watch is in.");
        for (Status.State state : Status.State.values()) {
            String word = state.name().toLowerCase(Locale.ROOT);
            to.value(Map.of("state", word), one(state == status.state()));
        }
        to.gauge("dsync_watch_synced", "1 if nothing is left to do between here and the peers.")
                .value(one(status.isSynced()));
        to.gauge("dsync_watch_files", "Files in the directory.").value(status.files());
        to.gauge("dsync_watch_bytes", "Sum of the sizes of the files in the directory.")
                .value(status.bytes());
        to.gauge("dsync_watch_conflicts", "Conflict copies in the directory.")
                .value(conflicts().total);
        Peers peers = new Peers(to, status.peers());
        peers.gauge("connected", "1 if there is a link to the peer.", peer -> one(isThere(peer)));
        peers.gauge("in_sync", "1 if the peer has the same.", peer -> one(peer.isEqual()));
        peers.gauge("get_files", "Files still to come from the peer.", p -> p.work().files());
        peers.gauge("get_bytes", "Bytes of these files.", peer -> peer.work().bytes());
        peers.gauge("problems", "Entries of the peer that failed here.", p -> p.work().problems());
        Map<String, WatchFeed.Counts> counts = told.counts();
        counted(to, counts, "links", "Links there were to the peer.", c -> c.links());
        counted(to, counts, "received_bytes", "Content from the peer.", c -> c.received());
        counted(to, counts, "sent_bytes", "Content to the peer.", c -> c.sent());
        counted(to, counts, "changes", "Paths changed here for the peer.", c -> c.got());
        counted(to, counts, "deletes", "Paths deleted here for the peer.", c -> c.removed());
        counted(to, counts, "failures", "Paths that failed here.", c -> c.failed());
    }

    private static boolean isThere(Status.Peer peer) {
        return peer.reach() == Status.Reach.CONNECTED;
    }

    private static long one(boolean holds) {
        return holds ? 1 : 0;
    }

    /** Peers with the same name, as those that come from one address, are one in figures. */
    private record Peers(Exposition to, Map<String, List<Status.Peer>> byName) {
        Peers(Exposition to, List<Status.Peer> peers) {
            this(to, new LinkedHashMap<>());
            for (Status.Peer peer : peers) {
                String name = WatchFeed.countedAs(peer.name(), byName.keySet());
                byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(peer);
            }
        }

        void gauge(String what, String help, ToLongFunction<Status.Peer> figure) {
            to.gauge("dsync_peer_" + what, help);
            byName.forEach(
                    (peer, all) ->
                            to.value(Map.of("peer", peer), all.stream().mapToLong(figure).sum()));
        }
    }

    private static void counted(
            Exposition to,
            Map<String, WatchFeed.Counts> counts,
            String what,
            String help,
            ToLongFunction<WatchFeed.Counts> figure) {
        to.counter("dsync_peer_" + what + "_total", help);
        counts.forEach((peer, count) -> to.value(Map.of("peer", peer), figure.applyAsLong(count)));
    }
}
