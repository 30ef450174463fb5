package dev.dsync.app.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What of the machine is around dsync, besides its files. */
public interface Surroundings {
    /**
     * A network interface.
     *
     * @param loopback whether it leads to this machine alone
     */
    record Link(String name, boolean up, boolean multicast, boolean loopback) {}

    /** A property of the Java that runs this; empty if it has none of that name. */
    String property(String name);

    /** The content of a file the kernel or the system shows; nothing where it cannot be read. */
    Optional<String> text(String file);

    /** Whether one more queue of change hints can be had. */
    boolean canWatch();

    /** Why one cannot listen there; nothing if one can. */
    Optional<String> whyNotListening(InetSocketAddress address);

    /**
     * The process that has a socket open, by the number the kernel shows of it, as far as this user
     * may know.
     */
    Optional<ProcessHandle> holder(long socket);

    /** The network interfaces. */
    List<Link> links() throws IOException;

    /** The time by the clock of the machine. */
    Instant now();
}
