package dev.dsync.io.discover;

import java.net.InetAddress;
import java.util.List;

/**
 * An announcement that was heard, and where it says its machine listens.
 *
 * @param addresses of the machine, those of IPv4 first
 */
public record Sighting(Announcement announcement, List<InetAddress> addresses, int port) {
    /** Keeps the addresses as they are. */
    public Sighting {
        addresses = List.copyOf(addresses);
    }
}
