package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom a watch dials.
 *
 * @param named by the user
 * @param auto whether also those on the local network that seem to hold the share's key
 */
record PeersToDial(List<PeerAddress> named, boolean auto) {
    /** In place of a peer. */
    private static final String AUTO = "auto";

    /** Peers that are kept as they are. */
    PeersToDial {
        named = List.copyOf(named);
    }

    /** What lists with commas between peers mean. */
    static PeersToDial parse(List<String> lists) throws UsageException {
        List<PeerAddress> named = new ArrayList<>();
        boolean auto = false;
        for (String list : lists) {
            List<String> words = new ArrayList<>(List.of(list.split(",", -1)));
            auto |= words.removeIf(word -> word.strip().equals(AUTO));
            if (!words.isEmpty()) {
                named.addAll(PeerAddress.parse(String.join(",", words)));
            }
        }
        return new PeersToDial(named, auto);
    }
}
