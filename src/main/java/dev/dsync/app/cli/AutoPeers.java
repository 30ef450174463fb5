package dev.dsync.app.cli;

import dev.dsync.io.discover.Sighting;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Machines of the local network that seem to hold a share's key, each handed on once. What they say
 * of themselves is believed as far as to dial them; so many at most, since anybody may say it.
 */
final class AutoPeers {
    private static final int MOST = 64;

    private final ShareKey key;
    private final DeviceId own;
    private final int port;
    private final Consumer<PeerAddress> dial;
    private final Set<PeerAddress> known = new HashSet<>();

    /**
     * Hands on to {@code dial}, on a thread of its own for each.
     *
     * @param own this device, and the port at which this very program listens
     * @param named machines that are dialled anyway
     */
    AutoPeers(
            ShareKey key,
            DeviceId own,
            int port,
            Collection<PeerAddress> named,
            Consumer<PeerAddress> dial) {
        known.addAll(named);
        this.key = key;
        this.own = own;
        this.port = port;
        this.dial = dial;
    }

    /** A machine was heard of, perhaps not for the first time. */
    void hear(Sighting sighting) {
        boolean holds = sighting.announcement().marks().hold(key, sighting.announcement().device());
        boolean isSelf = sighting.announcement().device().equals(own) && sighting.port() == port;
        if (!holds || isSelf || sighting.announcement().channel().isPresent()) {
            return;
        }
        String host = sighting.addresses().getFirst().getHostAddress();
        PeerAddress place = new PeerAddress(host, sighting.port());
        boolean isNew;
        synchronized (this) {
            isNew = known.size() < MOST && known.add(place);
        }
        if (isNew) {
            Thread.ofVirtual().name("dsync-dial").start(() -> dial.accept(place));
        }
    }
}
