package dev.dsync.app.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Other machines, paired or seen on the local network, as text or as one JSON object each. */
public final class PeerLines {
    private static final int SHORT_ID_DIGITS = 7;

    private PeerLines() {}

    /**
     * A machine.
     *
     * @param name as it is called here, or calls itself
     * @param device its id
     * @param pairing nothing if it is not paired
     * @param presence nothing if it was not seen
     */
    public record Peer(
            String name, String device, Optional<Pairing> pairing, Optional<Presence> presence) {}

    /**
     * What is granted to a machine.
     *
     * @param written shares it may read and write
     * @param read shares it may only read
     */
    public record Pairing(List<String> written, List<String> read) {}

    /**
     * What a machine says of itself, which nothing proves.
     *
     * @param places where it listens, as they are typed
     * @param version dsync's
     * @param common the shares it seems to hold the key of, as this one does
     */
    public record Presence(List<String> places, String version, List<String> common) {}

    /** {@code NAME (DEVICE): paired for notes (read and write); at 10.0.0.2:22001, has notes}. */
    public static String text(Peer peer) {
        StringBuilder line = new StringBuilder();
        line.append(Printable.of(peer.name()))
                .append(" (")
                .append(peer.device(), 0, SHORT_ID_DIGITS)
                .append("): ");
        Optional<Pairing> pairing = peer.pairing();
        line.append(pairing.map(PeerLines::paired).orElse("not paired"));
        peer.presence().ifPresent(presence -> line.append("; ").append(present(presence)));
        return line.toString();
    }

    private static String paired(Pairing pairing) {
        List<String> parts = new ArrayList<>();
        if (!pairing.written().isEmpty()) {
            parts.add(String.join(", ", pairing.written()) + " (read and write)");
        }
        if (!pairing.read().isEmpty()) {
            parts.add(String.join(", ", pairing.read()) + " (read only)");
        }
        return "paired for " + Printable.of(String.join(", ", parts));
    }

    private static String present(Presence presence) {
        return "at "
                + Printable.of(String.join(", ", presence.places()))
                + ", dsync "
                + Printable.of(presence.version())
                + (presence.common().isEmpty()
                        ? ""
                        : ", has " + Printable.of(String.join(", ", presence.common())));
    }

    /** The same as a JSON object. */
    public static String json(Peer peer) {
        Map<String, Object> object = JsonLines.object("peer");
        object.put("name", peer.name());
        object.put("device", peer.device());
        object.put("paired", peer.pairing().isPresent());
        peer.pairing()
                .ifPresent(
                        pairing -> {
                            object.put("readWrite", pairing.written());
                            object.put("readOnly", pairing.read());
                        });
        object.put("seen", peer.presence().isPresent());
        peer.presence()
                .ifPresent(
                        presence -> {
                            object.put("places", presence.places());
                            object.put("version", presence.version());
                            object.put("common", presence.common());
                        });
        return JsonLines.line(object);
    }
}
