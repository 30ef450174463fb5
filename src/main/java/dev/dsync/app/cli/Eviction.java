package dev.dsync.app.cli;

import dev.dsync.io.transport.Connection;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.Doorkeeper;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.KeyFileException;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections of a watch, which last for days, soon after the user has forgotten the device at
 * their other end or limited it to reading.
 */
final class Eviction implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final ShareName share;
    private final Doorkeeper.Acquaintance acquaintance;
    private final Map<Object, Guest> guests = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A connection, the device for which its other end speaks, and whether it may write. */
    private record Guest(Connection connection, DeviceId device, boolean writes) {}

    private Eviction(ShareName share, Doorkeeper.Acquaintance acquaintance) {
        this.share = share;
        this.acquaintance = acquaintance;
    }

    /** Looks from now on, on a thread of its own. */
    static Eviction begin(ShareName share, Doorkeeper.Acquaintance acquaintance) {
        Eviction eviction = new Eviction(share, acquaintance);
        Thread.ofVirtual().name("dsync-eviction").start(eviction::look);
        return eviction;
    }

    /** A connection came about, by which the peer may do this; {@code place} has one at a time. */
    void add(Object place, Connection connection, DeviceId device, Grant grant) {
        boolean writes = grant.allows(Grant.Verb.WRITE);
        guests.put(place, new Guest(connection, device, writes));
    }

    /** It has ended. */
    void remove(Object place) {
        guests.remove(place);
    }

    private void look() {
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                lookOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends those that are to end now. */
    void lookOnce() {
        guests.forEach(
                (place, guest) -> {
                    if (!isWelcome(guest)) {
                        guest.connection().abort();
                        guests.remove(place, guest);
                    }
                });
    }

    /**
     * Where a file says what is not understood it is not: the next connection fails, too, and says
     * why. Where it cannot be read just now, the next look will show.
     */
    private boolean isWelcome(Guest guest) {
        try {
            return switch (acquaintance.standing(share, guest.device())) {
                case UNASKED, PAIRED -> true;
                case READER -> !guest.writes();
                case STRANGER -> false;
            };
        } catch (KeyFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
