package dev.dsync.app.control;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dsync.engine.mesh.Links;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a watch is.
 *
 * @param root its path, printable
 * @param share the share's name
 * @param files how many there are
 * @param bytes the sum of their sizes
 * @param why the reason, if it is paused, printable; else empty
 */
public record Status(
        String root,
        String share,
        long files,
        long bytes,
        State state,
        String why,
        List<Peer> peers) {
    private static final int VERSION = 1;

    public Status {
        peers = List.copyOf(peers);
    }

    /** What a watch is at. */
    public enum State {
        /** It looks at everything for the first time. */
        SCANNING,
        WATCHING,
        /** It waits for approval. */
        PAUSED
    }

    /** How a peer is to be reached. */
    public enum Reach {
        CONNECTED,
        CONNECTING,
        UNREACHABLE
    }

    /**
     * A peer of a watch.
     *
     * @param name printable
     * @param isNamed whether it was named, rather than came by itself
     * @param isEqual whether it is in sync, as far as is known
     * @param work what goes on between here and there
     * @param error what went wrong last, printable; empty for nothing
     */
    public record Peer(
            String name,
            boolean isNamed,
            Reach reach,
            boolean isEqual,
            Links.Work work,
            String error) {}

    /**
     * Whether nothing is left to do between here and the peers that were named; if none was,
     * between here and those that are connected, of which there must be one.
     */
    public boolean isSynced() {
        boolean anyNamed = peers.stream().anyMatch(Peer::isNamed);
        return state == State.WATCHING
                && peers.stream().anyMatch(Peer::isEqual)
                && peers.stream()
                        .filter(peer -> peer.isNamed || !anyNamed)
                        .allMatch(peer -> peer.reach == Reach.CONNECTED && peer.isEqual);
    }

    /**
     * It as one line for programs.
     *
     * @param conflicts how many conflict copies there are
     */
    public String json(long conflicts) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("v", VERSION);
        object.put("event", "status");
        object.putAll(fields());
        object.put("synced", isSynced());
        object.put("conflicts", conflicts);
        return JSON.std.asString(object);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("root", root);
        fields.put("share", share);
        fields.put("state", word(state));
        if (!why.isEmpty()) {
            fields.put("why", why);
        }
        fields.put("files", files);
        fields.put("bytes", bytes);
        List<Object> all = new ArrayList<>();
        for (Peer peer : peers) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", peer.name);
            one.put("named", peer.isNamed);
            one.put("state", word(peer.reach));
            one.put("inSync", peer.isEqual);
            one.put("filesToGet", peer.work.files());
            one.put("bytesToGet", peer.work.bytes());
            one.put("receiving", peer.work.receiving());
            one.put("sending", peer.work.sending());
            one.put("problems", peer.work.problems());
            if (!peer.error.isEmpty()) {
                one.put("error", peer.error);
            }
            all.add(one);
        }
        fields.put("peers", all);
        return fields;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The status that these fields say. */
    static Status of(Fields fields) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (Fields peer : fields.objects("peers")) {
            peers.add(
                    new Peer(
                            peer.text("name"),
                            peer.isTrue("named"),
                            peer.word("state", Reach.class),
                            peer.isTrue("inSync"),
                            new Links.Work(
                                    peer.number("filesToGet"),
                                    peer.number("bytesToGet"),
                                    peer.number("receiving"),
                                    peer.number("sending"),
                                    (int) peer.number("problems")),
                            peer.text("error")));
        }
        return new Status(
                fields.text("root"),
                fields.text("share"),
                fields.number("files"),
                fields.number("bytes"),
                fields.word("state", State.class),
                fields.text("why"),
                peers);
    }
}
