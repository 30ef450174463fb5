package dev.dsync.app.cli;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How this machine can be reached. */
final class Interfaces {
    private Interfaces() {}

    /** Addresses nobody has: which of its own this machine would use to reach such a one. */
    private static final List<String> ELSEWHERE = List.of("192.0.2.1", "2001:db8::1");

    private static final int DISCARD_PORT = 9;

    /**
     * Its addresses, those others most likely reach first; this machine's own alone where it is in
     * no network.
     *
     * @param sure the one that is reached for sure, if there is such a one
     */
    static List<InetAddress> addresses(Optional<InetAddress> sure) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp() && !each.isLoopback()) {
                each.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(addresses::add);
            }
        }
        if (addresses.isEmpty()) {
            addresses.add(InetAddress.getLoopbackAddress());
        }
        List<InetAddress> used = new ArrayList<>();
        for (String elsewhere : ELSEWHERE) {
            used(InetAddress.getByName(elsewhere)).ifPresent(used::add);
        }
        List<InetAddress> rest = new ArrayList<>(ordered(addresses, used));
        sure.ifPresent(
                address -> {
                    rest.remove(address);
                    rest.addFirst(address);
                });
        return rest;
    }

    /**
     * Where what listens is to be had.
     *
     * @param address it listens at; all of this machine's if it is the one that means all
     * @param port it listens at
     * @param sure of all, the one that is reached for sure, if there is such a one
     */
    static List<String> urls(
            String scheme, InetSocketAddress address, int port, Optional<InetAddress> sure)
            throws IOException {
        List<InetAddress> hosts =
                address.getAddress().isAnyLocalAddress()
                        ? addresses(sure)
                        : List.of(address.getAddress());
        return hosts.stream()
                .map(host -> ListenAddress.text(new InetSocketAddress(host, port)))
                // The name of an interface here means nothing elsewhere, and is no part of a URL.
                .map(at -> scheme + "://" + at.replaceFirst("%[^]]*", ""))
                .toList();
    }

    /**
     * Addresses in order.
     *
     * @param used those from which others are reached: bridges of virtual machines and containers
     *     have addresses of the same kind, but nobody else is there
     */
    static List<InetAddress> ordered(List<InetAddress> addresses, List<InetAddress> used) {
        return addresses.stream()
                .sorted(
                        Comparator.comparing((InetAddress each) -> !used.contains(each))
                                .thenComparing(each -> !(each instanceof Inet4Address))
                                .thenComparing(each -> !each.isSiteLocalAddress()))
                .toList();
    }

    /** The address from which that one would be reached; nothing is sent to find out. */
    private static Optional<InetAddress> used(InetAddress elsewhere) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(elsewhere, DISCARD_PORT));
            return channel.getLocalAddress() instanceof InetSocketAddress own
                    ? Optional.of(own.getAddress())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no way leads there
        }
    }

    /** The name it calls itself; none is asked for elsewhere, which could take its time. */
    static Optional<String> name() {
        try {
            return Optional.of(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException e) {
            return Optional.empty(); // it is reached by its addresses all the same
        }
    }

    /** The names by which what listens at an address is asked for, besides addresses. */
    static Set<String> names(Optional<InetSocketAddress> address) {
        Set<String> names = new TreeSet<>();
        name().ifPresent(names::add);
        address.ifPresent(at -> names.add(at.getHostString()));
        return names;
    }
}
