package dev.dsync.app.cli;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How this machine can be reached. */
final class Interfaces {
    private Interfaces() {}

    /**
     * Its addresses, those others most likely reach first; this machine's own alone where it is in
     * no network.
     */
    static List<InetAddress> addresses() throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp() && !each.isLoopback()) {
                each.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(addresses::add);
            }
        }
        addresses.sort(
                Comparator.comparing((InetAddress address) -> !(address instanceof Inet4Address))
                        .thenComparing(address -> !address.isSiteLocalAddress()));
        if (addresses.isEmpty()) {
            addresses.add(InetAddress.getLoopbackAddress());
        }
        return addresses;
    }

    /** The names it calls itself. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        try {
            names.add(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException e) {
            // It is reached by its addresses all the same.
        }
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // As above.
        }
        return names;
    }
}
