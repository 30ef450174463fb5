package dev.dsync.io.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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

    /** A guest that counts, and until when. */
    private record Stay<G>(G guest, Network network, InetAddress address, long deadline) {}

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final ToIntFunction<G> progress;
    private final RandomGenerator random;
    private final IdentityHashMap<G, Stay<G>> stays = new IdentityHashMap<>();

    /**
     * A gate with nobody before it.
     *
     * @param nanoTime a monotonic clock
     * @param progress how far a guest has come: who has come less far goes first
     * @param random which goes of those that are alike, so that nobody can arrange who it is
     */
    public AdmissionGate(
            Limits limits,
            LongSupplier nanoTime,
            ToIntFunction<G> progress,
            RandomGenerator random) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.progress = progress;
        this.random = random;
    }

    /** How many and how long. */
    public Limits limits() {
        return limits;
    }

    /**
     * Lets a guest in.
     *
     * @return who must be dropped for it: all whose time is up, then, where there would be too
     *     many, one of its network or of the network with most guests; they count no more
     */
    public synchronized List<G> admit(InetAddress from, G guest) {
        long now = nanoTime.getAsLong();
        List<G> dropped = new ArrayList<>();
        for (Iterator<Stay<G>> each = stays.values().iterator(); each.hasNext(); ) {
            Stay<G> stay = each.next();
            if (stay.deadline - now <= 0) {
                each.remove();
                dropped.add(stay.guest);
            }
        }
        Network network = Network.of(from);
        List<Stay<G>> neighbours =
                stays.values().stream().filter(stay -> stay.network.equals(network)).toList();
        if (neighbours.size() >= limits.perNetwork) {
            dropped.add(removeOne(neighbours));
        } else if (stays.size() >= limits.total) {
            dropped.add(removeOne(crowd(List.copyOf(stays.values()), Stay::network)));
        }
        stays.put(guest, new Stay<>(guest, network, from, now + limits.toAuthenticate.toNanos()));
        return dropped;
    }

    /**
     * A guest has proved who it is, or is gone: it counts no more.
     *
     * @return false if it did not count, because it was dropped before
     */
    public synchronized boolean settle(G guest) {
        return stays.remove(guest) != null;
    }

    /** How many guests count now. */
    public synchronized int waiting() {
        return stays.size();
    }

    /** Of the address with most guests, one of those that have come least far. */
    private G removeOne(List<Stay<G>> network) {
        List<Stay<G>> crowd = crowd(network, Stay::address);
        Map<Integer, List<Stay<G>>> byProgress =
                crowd.stream()
                        .collect(
                                Collectors.groupingBy(
                                        stay -> progress.applyAsInt(stay.guest),
                                        TreeMap::new,
                                        Collectors.toList()));
        List<Stay<G>> last = byProgress.values().iterator().next();
        Stay<G> gone = last.get(random.nextInt(last.size()));
        stays.remove(gone.guest);
        return gone.guest;
    }

    /** The largest group of those that are from the same place; of equal ones, any. */
    private <K> List<Stay<G>> crowd(List<Stay<G>> of, Function<Stay<G>, K> place) {
        Map<K, List<Stay<G>>> groups = of.stream().collect(Collectors.groupingBy(place));
        int most = groups.values().stream().mapToInt(List::size).max().orElse(0);
        List<List<Stay<G>>> largest =
                groups.values().stream().filter(group -> group.size() == most).toList();
        return largest.get(random.nextInt(largest.size()));
    }
}
