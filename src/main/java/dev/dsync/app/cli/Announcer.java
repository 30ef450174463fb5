package dev.dsync.app.cli;

import dev.dsync.io.discover.Announcement;
import dev.dsync.io.discover.LocalNetwork;
import dev.dsync.io.discover.ShareMarks;
import dev.dsync.io.discover.Sighting;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the local network of this machine while it is open, and hears of others. */
final class Announcer implements AutoCloseable {
    private final Identity identity;
    private final Console console;
    private final String name;
    private final boolean silent;
    private @Nullable LocalNetwork network;
    private boolean closed;

    /** Announces as {@code name}, or only listens if it is to be {@code silent}. */
    Announcer(Identity identity, Console console, String name, boolean silent) {
        this.identity = identity;
        this.console = console;
        this.name = name;
        this.silent = silent;
    }

    /** As what this machine is announced. */
    String name() {
        return name;
    }

    /**
     * Whether somebody can be told of this address: one of this machine alone is of no use to
     * others.
     */
    boolean isHeard(InetSocketAddress address) {
        return !silent && !address.getAddress().isLoopbackAddress();
    }

    /** Begins, on a thread of its own, since that takes a moment. */
    void begin(List<ShareKey> keys, InetSocketAddress address, @Nullable Consumer<Sighting> heard) {
        Thread.ofPlatform()
                .daemon()
                .name("dsync-announce")
                .start(
                        () -> {
                            try {
                                if (!open(keys, address, OptionalInt.empty(), heard)) {
                                    console.complain(deaf());
                                }
                            } catch (IOException e) {
                                console.complain(Messages.of(e));
                            }
                        });
    }

    /**
     * Tells that a code is shown here under a channel.
     *
     * @return false if nobody can hear it
     */
    boolean show(int channel, InetSocketAddress address) throws IOException {
        return open(List.of(), address, OptionalInt.of(channel), null);
    }

    private boolean open(
            List<ShareKey> keys,
            InetSocketAddress address,
            OptionalInt channel,
            @Nullable Consumer<Sighting> heard)
            throws IOException {
        DeviceId device = identity.device().id();
        LocalNetwork opened =
                isHeard(address)
                        ? LocalNetwork.announce(
                                new Announcement(
                                        name,
                                        device,
                                        PomVersion.read(),
                                        ShareMarks.make(keys, device, identity.random()),
                                        channel),
                                address,
                                heard)
                        : LocalNetwork.listen(Objects.requireNonNull(heard));
        synchronized (this) {
            if (!closed) {
                network = opened;
                return !opened.isDeaf();
            }
        }
        opened.close();
        return true;
    }

    /** Nobody is told, or heard of. */
    static Failure deaf() {
        return Failure.of(
                ExitCode.SOCKET,
                "cannot find machines or be found: no network interface takes multicast",
                "name them by HOST:PORT");
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (network != null) {
            network.close();
        }
    }
}
