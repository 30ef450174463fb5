package dev.dsync.io.discover;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.jspecify.annotations.Nullable;

/**
 * This machine's ear and voice on its local networks: DNS-SD services of type {@code _dsync._tcp}
 * (RFC 6763), on each interface that is up and takes multicast. Interfaces may come and go.
 */
public final class LocalNetwork implements Closeable {
    private static final String TYPE = "_dsync._tcp.local.";
    private static final long LOOK_MILLIS = 3_000;
    private static final int LABEL_BYTES_MAX = 63;

    /** In this time the first words of a goodbye have gone out; no end waits for the last. */
    private static final Duration GOODBYE = Duration.ofMillis(300);

    private final @Nullable Announcement own;
    private final InetSocketAddress served;
    private final @Nullable Consumer<Sighting> heard;
    private final Map<InetAddress, JmDNS> voices = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private LocalNetwork(
            @Nullable Announcement own,
            InetSocketAddress address,
            @Nullable Consumer<Sighting> heard) {
        this.own = own;
        this.served = address;
        this.heard = heard;
    }

    /**
     * Listens.
     *
     * @param heard is given what is heard, on threads of its own, the same again and again
     */
    public static LocalNetwork listen(Consumer<Sighting> heard) throws IOException {
        return new LocalNetwork(null, new InetSocketAddress(0), heard).opened();
    }

    /**
     * Announces that this machine is there and can be dialled at {@code address}.
     *
     * @param heard as for {@link #listen}; null to ask nobody about others, who may be made up
     */
    public static LocalNetwork announce(
            Announcement own, InetSocketAddress address, @Nullable Consumer<Sighting> heard)
            throws IOException {
        return new LocalNetwork(own, address, heard).opened();
    }

    private LocalNetwork opened() throws IOException {
        try {
            follow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Thread.ofPlatform().daemon().name("dsync-interfaces").start(this::keepFollowing);
        return this;
    }

    /** Whether no interface takes multicast now, so that nobody can be found or find this. */
    public synchronized boolean isDeaf() {
        return voices.isEmpty();
    }

    private void keepFollowing() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    follow();
                } catch (SocketException e) {
                    // What is known of the interfaces must do until the next look.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has a voice on each interface that is there now, and none elsewhere. */
    private void follow() throws SocketException, InterruptedException {
        Set<InetAddress> now = addresses();
        List<JmDNS> gone = new ArrayList<>();
        Set<InetAddress> fresh = new HashSet<>(now);
        synchronized (this) {
            fresh.removeAll(voices.keySet());
            for (InetAddress address : List.copyOf(voices.keySet())) {
                JmDNS voice = now.contains(address) ? null : voices.remove(address);
                if (voice != null) {
                    gone.add(voice);
                }
            }
        }
        silence(gone);
        // Each asks for a second whether its name is free; a machine may have many.
        List<Thread> opening =
                fresh.stream()
                        .map(
                                address ->
                                        Thread.ofPlatform()
                                                .daemon()
                                                .name("dsync-interface")
                                                .start(() -> open(address)))
                        .toList();
        for (Thread one : opening) {
            one.join();
        }
    }

    private void keep(InetAddress address, JmDNS voice) {
        synchronized (this) {
            if (closed.getCount() > 0) {
                voices.put(address, voice);
                return;
            }
        }
        silence(List.of(voice));
    }

    /** An interface that fails is as good as none, and is tried again at the next look. */
    private void open(InetAddress address) {
        JmDNS voice = null;
        try {
            voice = JmDNS.create(address, "dsync-" + address.getHostAddress().replace('.', '-'));
            if (heard != null) {
                voice.addServiceListener(TYPE, new Ear(heard));
            }
            if (own != null) {
                voice.registerService(
                        ServiceInfo.create(TYPE, label(own), served.getPort(), 0, 0, own.pairs()));
            }
            keep(address, voice);
        } catch (IOException e) {
            silence(voice == null ? List.of() : List.of(voice));
        }
    }

    /** A name nobody else's instance has, and that a user knows again. */
    private String label(Announcement announced) {
        String end = " " + announced.device().shortForm() + "-" + served.getPort();
        String name = announced.name();
        while (name.length() + end.length() > LABEL_BYTES_MAX || !isAscii(name)) {
            name = isAscii(name) ? name.substring(0, name.length() - 1) : ascii(name);
        }
        return name + end;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Counting bytes of other characters is not worth it for what is only looked at. */
    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Takes voices down, each on a thread of its own, since that takes seconds. */
    private static CountDownLatch silence(Collection<JmDNS> voices) {
        CountDownLatch open = new CountDownLatch(voices.size());
        for (JmDNS voice : voices) {
            Thread.ofPlatform()
                    .daemon()
                    .name("dsync-goodbye")
                    .start(
                            () -> {
                                close(voice);
                                open.countDown();
                            });
        }
        return open;
    }

    private static void close(JmDNS voice) {
        try {
            voice.close();
        } catch (IOException e) {
            // Nobody listens to it any more; the system closes what is left.
        }
    }

    /** One address of each interface that can be used, the best it has. */
    private Set<InetAddress> addresses() throws SocketException {
        Set<InetAddress> addresses = new HashSet<>();
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces != null && interfaces.hasMoreElements()) {
            NetworkInterface one = interfaces.nextElement();
            if (one.isUp() && one.supportsMulticast() && !one.isLoopback()) {
                one.inetAddresses()
                        .filter(this::isServed)
                        .min(BEST_FIRST)
                        .ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    private boolean isServed(InetAddress one) {
        return served.getAddress().isAnyLocalAddress() || served.getAddress().equals(one);
    }

    /** What is good on one link only comes last, and IPv4 before IPv6. */
    private static final Comparator<InetAddress> BEST_FIRST =
            Comparator.comparing(InetAddress::isLinkLocalAddress)
                    .thenComparing(address -> !(address instanceof Inet4Address));

    private static List<InetAddress> usable(List<InetAddress> said, JmDNS voice) {
        try {
            return usable(said, NetworkInterface.getByInetAddress(voice.getInetAddress()));
        } catch (IOException e) {
            return usable(said, (@Nullable NetworkInterface) null);
        }
    }

    /** The best first; those good on one link only with the interface at which they were heard. */
    static List<InetAddress> usable(List<InetAddress> said, @Nullable NetworkInterface at) {
        return said.stream().map(address -> scoped(address, at)).sorted(BEST_FIRST).toList();
    }

    private static InetAddress scoped(InetAddress address, @Nullable NetworkInterface at) {
        boolean lacksScope =
                address instanceof Inet6Address six
                        && six.isLinkLocalAddress()
                        && six.getScopeId() == 0;
        if (!lacksScope || at == null) {
            return address;
        }
        try {
            return Inet6Address.getByAddress(null, address.getAddress(), at.getIndex());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only of another length
        }
    }

    @Override
    public void close() {
        closed.countDown();
        List<JmDNS> all;
        synchronized (this) {
            all = List.copyOf(voices.values());
            voices.clear();
        }
        try {
            var _ = silence(all).await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands on what can be understood. */
    private static final class Ear implements ServiceListener {
        private final Consumer<Sighting> heard;

        Ear(Consumer<Sighting> heard) {
            this.heard = heard;
        }

        @Override
        public void serviceAdded(ServiceEvent event) {
            event.getDNS().requestServiceInfo(event.getType(), event.getName(), false);
        }

        @Override
        public void serviceRemoved(ServiceEvent event) {
            // Whoever dials it notices.
        }

        @Override
        public void serviceResolved(ServiceEvent event) {
            ServiceInfo info = event.getInfo();
            Map<String, byte[]> pairs = new LinkedHashMap<>();
            Enumeration<String> names = info.getPropertyNames();
            while (names.hasMoreElements()) {
                String name = names.nextElement();
                byte[] value = info.getPropertyBytes(name);
                if (value != null) {
                    pairs.put(name, value);
                }
            }
            List<InetAddress> addresses = usable(List.of(info.getInetAddresses()), event.getDNS());
            if (!addresses.isEmpty() && info.getPort() > 0) {
                Announcement.of(pairs)
                        .ifPresent(
                                said ->
                                        heard.accept(
                                                new Sighting(said, addresses, info.getPort())));
            }
        }
    }
}
