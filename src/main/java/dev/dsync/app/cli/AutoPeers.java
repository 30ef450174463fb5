package dev.dsync.app.cli;

import dev.dsync.io.discover.Sighting;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareKey;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Machines of the local network that seem to hold a share's key, each handed on, and again if it is
 * heard of once it was given up. What they say of themselves is believed as far as to dial them; so
 * many at a time, since anybody may say it.
 */
final class AutoPeers {
    private static final int MOST = 64;

    private final ShareKey key;
    private final DeviceId own;
    private final int port;
    private final Consumer<PeerAddress> dial;
    private final Set<PeerAddress> known = new HashSet<>();

    /**
     * Hands on to {@code dial}, on a thread of its own for each, which is back when it gives up.
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
        Optional<InetAddress> address =
                sighting.addresses().stream().filter(AutoPeers::isMachines).findFirst();
        if (address.isEmpty()) {
            return;
        }
        PeerAddress place = new PeerAddress(address.get().getHostAddress(), sighting.port());
        boolean isNew;
        synchronized (this) {
            isNew = known.size() < MOST && known.add(place);
        }
        if (isNew) {
            Thread.ofVirtual().name("dsync-dial").start(() -> dial(place));
        }
    }

    private void dial(PeerAddress place) {
        try {
            dial.accept(place);
        } finally {
            synchronized (this) {
                known.remove(place);
            }
        }
    }

    /** No other machine is there, so who announces it has it dialled for his own ends. */
    private static boolean isMachines(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }
}
