package dev.dsync.io.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the guests of a listener that have proved nothing yet and says which must go so that a new
 * one may come; it touches none of them.
 *
 * @param <G> a guest, told from others by identity
 */
public final class AdmissionGate<G> {
    /**
     * How many guests there may be, and for how long.
     *
     * @param perNetwork from one IPv4 /24 or IPv6 /64
     * @param total from everywhere
     * @param toAuthenticate how long each may stay without having proved anything
     */
    public record Limits(int perNetwork, int total, Duration toAuthenticate) {
        /** What the protocol promises: 16, 256, 10 s. */
        public static final Limits STANDARD = new Limits(16, 256, Duration.ofSeconds(10));

        /** Limits that let somebody in. */
        public Limits {
            if (perNetwork < 1 || total < perNetwork || !toAuthenticate.isPositive()) {
                throw new IllegalArgumentException("limits");
            }
        }
    }

    /** What counts as one neighbourhood: an IPv4 /24 or an IPv6 /64. */
    private record Network(boolean v4, long prefix) {
        static Network of(InetAddress address) {
            byte[] bytes = address.getAddress();
            int prefixBytes = address instanceof Inet4Address ? 3 : 8;
            long prefix = 0;
            for (byte b : Arrays.copyOf(bytes, prefixBytes)) {
                prefix = prefix << 8 | (b & 0xff);
            }
            return new Network(address instanceof Inet4Address, prefix);
        }
    }

    /** A guest that counts, since and until when. */
    private record Stay<G>(G guest, Network network, long deadline) {}

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<Long, Stay<G>> byAge = new LinkedHashMap<>();
    private final IdentityHashMap<G, Long> numbers = new IdentityHashMap<>();
    private long next;

    /** A gate with nobody before it; {@code nanoTime} is a monotonic clock. */
    public AdmissionGate(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** How many and how long. */
    public Limits limits() {
        return limits;
    }

    /**
     * Lets a guest in.
     *
     * @return who must be dropped for it: all whose time is up, then the oldest of its network or
     *     of all, where there would be too many; they count no more
     */
    public synchronized List<G> admit(InetAddress from, G guest) {
        long now = nanoTime.getAsLong();
        List<G> dropped = new ArrayList<>();
        Network network = Network.of(from);
        int neighbours = 0;
        for (Iterator<Stay<G>> stays = byAge.values().iterator(); stays.hasNext(); ) {
            Stay<G> stay = stays.next();
            if (stay.deadline - now <= 0) {
                stays.remove();
                numbers.remove(stay.guest);
                dropped.add(stay.guest);
            } else if (stay.network.equals(network)) {
                neighbours++;
            }
        }
        if (neighbours >= limits.perNetwork) {
            dropped.add(removeOldest(network));
        } else if (byAge.size() >= limits.total) {
            dropped.add(removeOldest(byAge.values().iterator().next().network));
        }
        long deadline = now + limits.toAuthenticate.toNanos();
        numbers.put(guest, next);
        byAge.put(next++, new Stay<>(guest, network, deadline));
        return dropped;
    }

    /**
     * A guest has proved who it is, or is gone: it counts no more.
     *
     * @return false if it did not count, because it was dropped before
     */
    public synchronized boolean settle(G guest) {
        Long number = numbers.remove(guest);
        if (number == null) {
            return false;
        }
        byAge.remove(number);
        return true;
    }

    /** How many guests count now. */
    public synchronized int waiting() {
        return byAge.size();
    }

    private G removeOldest(Network network) {
        for (Iterator<Stay<G>> stays = byAge.values().iterator(); stays.hasNext(); ) {
            Stay<G> stay = stays.next();
            if (stay.network.equals(network)) {
                stays.remove();
                numbers.remove(stay.guest);
                return stay.guest;
            }
        }
        throw new IllegalStateException("no guest of that network");
    }
}
