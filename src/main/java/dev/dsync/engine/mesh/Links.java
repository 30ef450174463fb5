package dev.dsync.engine.mesh;

import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Greeting;
import dev.dsync.engine.session.Patience;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.engine.session.Refusal;
import dev.dsync.engine.session.Session;
import dev.dsync.engine.session.ShareEntrance;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links of a folder to its peers, one for each however it came about. Peers that were named are
 * dialled until they answer, and again when they are lost. Any thread may call.
 */
public final class Links implements AutoCloseable {
    /** Silence for so long is loss; what the system took and the next look make it 15 s in all. */
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(9));

    /** The peer may end one of two connections before it is known here that the other stands. */
    private static final Duration REPLACING = Duration.ofSeconds(1);

    /** Who ends a watch waits so long for links to end; what is not noted then is found later. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final FolderState folder;
    private final DeviceId self;
    private final Told told;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Map<DeviceId, Link> links = new HashMap<>();

    /** Peers that were named, by their names, and who they are, once that is known. */
    private final Map<String, @Nullable DeviceId> named = new TreeMap<>();

    private final List<Driver> drivers = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private long arrivals;

    /** Reaches a peer that was named. */
    @FunctionalInterface
    public interface Reaching {
        Reached reach() throws IOException;
    }

    /** A peer that was reached. */
    public record Reached(Connection connection, Greeting greeting, DeviceId device) {}

    /** Who hears of what becomes of links. */
    public interface Told {
        /** A peer is there, who was not. */
        void linked(String peer);

        /** A link has ended and no other is there, or none could be made; said of every attempt. */
        void lost(String peer, Ending ending);

        /** A peer cannot be reached; said of every attempt. */
        void unreachable(String peer, IOException why);

        /** Something happened on a link. */
        void happened(String peer, SyncEvent event);
    }

    /**
     * A peer as it is now.
     *
     * @param name as it was named, else the address it came from
     * @param isNamed whether it was named
     * @param isEqual whether both have the same, as far as is known; of one that takes only, or is
     *     taken from only, whether all was taken
     */
    public record Peer(
            String name, boolean isNamed, boolean isLinked, boolean isEqual, Work work) {}

    /**
     * What goes on between here and a peer.
     *
     * @param files whose content is still to come, as far as is planned
     * @param bytes of these files; what is spared by what is here counts as still to come
     * @param receiving bytes of content that come in a second
     * @param sending bytes of content that go in a second
     * @param problems entries of the peer that could not be taken
     */
    public record Work(long files, long bytes, long receiving, long sending, int problems) {
        static final Work NONE = new Work(0, 0, 0, 0, 0);
    }

    /**
     * Links of a folder, none yet.
     *
     * @param self as whom peers see this watch
     * @param random spreads attempts
     */
    public Links(
            FolderState folder,
            DeviceId self,
            Told told,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.folder = folder;
        this.self = self;
        this.told = told;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Keeps a link to a peer until these are closed; one not {@code isNamed} until hopeless. */
    public void keep(String name, boolean isNamed, Reaching reaching) throws InterruptedException {
        Backoff backoff = new Backoff(random);
        DeviceId device = null;
        name(name, isNamed, null);
        while (!isClosed() && (isNamed || !backoff.isHopeless())) {
            long seen = arrivals();
            Link link = device == null ? null : find(device);
            if (link != null) {
                link.awaitEnd();
            } else {
                try {
                    Reached reached = reaching.reach();
                    device = reached.device();
                    name(name, isNamed, device);
                    if (device.equals(self)) {
                        reached.connection().abort();
                        told.unreachable(name, new SelfException());
                        return;
                    }
                    link = dialled(name, reached);
                } catch (IOException e) {
                    told.unreachable(name, e);
                } catch (RuntimeException | Error e) {
                    told.lost(name, Ending.Failed.of(e)); // the next attempt may fare better
                }
            }
            if (link != null) {
                backoff.ended(link.ending(), link.lived());
                closed.await(backoff.pauseMillis(), TimeUnit.MILLISECONDS);
                continue;
            }
            backoff.failed();
            // A peer that arrives shows that the network lets through again.
            if (await(() -> isClosed() || arrivals != seen, backoff.pauseMillis())) {
                backoff.reset();
            }
        }
    }

    /** Waits until this holds, but no longer than so; whether it does. */
    private synchronized boolean await(BooleanSupplier what, long millis)
            throws InterruptedException {
        long end = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0 && !what.getAsBoolean(); ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
        }
        return what.getAsBoolean();
    }

    private synchronized long arrivals() {
        return arrivals;
    }

    private synchronized void name(String name, boolean isNamed, @Nullable DeviceId device) {
        if (isNamed) {
            named.put(name, device);
        }
    }

    /** The peers that were named, and those that came. */
    public synchronized List<Peer> peers() {
        Snapshot now = folder.snapshot();
        List<Peer> peers = new ArrayList<>();
        Map<DeviceId, Link> others = new HashMap<>(links);
        named.forEach(
                (name, device) -> {
                    Link link = device == null ? null : links.get(device);
                    others.remove(device);
                    peers.add(
                            link == null
                                    ? new Peer(name, true, false, false, Work.NONE)
                                    : link.peer(name, true, now, folder.role()));
                });
        for (Link link : others.values()) {
            peers.add(link.peer(link.name(), false, now, folder.role()));
        }
        return peers;
    }

    /** A peer that was named is this watch itself. */
    public static final class SelfException extends IOException {
        SelfException() {
            super("it is this watch itself");
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private synchronized @Nullable Link find(DeviceId device) {
        return links.get(device);
    }

    /** The link that came of a peer that was reached, and has ended; null if none did. */
    private @Nullable Link dialled(String name, Reached reached) throws InterruptedException {
        Contact contact = new Contact(name, reached.device(), true);
        Session session = Session.meet(reached.greeting(), contact::admit, contact).with(PATIENCE);
        contact.run(session, reached.connection());
        return contact.link;
    }

    /** Serves a connection that came in, to its end. */
    public Ending serve(String name, Connection connection, DeviceId device, Arriving arriving)
            throws InterruptedException, IOException {
        Contact contact = new Contact(name, device, false);
        try (ShareEntrance entrance = arriving.enter(contact::admit)) {
            Session session = Session.listen(entrance, entrance, contact).with(PATIENCE);
            return contact.run(session, connection);
        }
    }

    /** Where somebody who dials comes in. */
    @FunctionalInterface
    public interface Arriving {
        /** The entrance to a share that is watched. */
        ShareEntrance enter(Session.Meeting meeting);
    }

    /** One connection from its coming to its end. */
    private final class Contact implements SyncEvent.Listener {
        private final String name;
        private final DeviceId device;
        private final boolean dialled;
        private volatile @Nullable Link link;
        private @Nullable Driver driver;

        Contact(String name, DeviceId device, boolean dialled) {
            this.name = name;
            this.device = device;
            this.dialled = dialled;
        }

        Ending run(Session session, Connection connection) throws InterruptedException {
            Driver running =
                    new Driver(session, connection, CompressionPolicy.standard(), nanoTime);
            synchronized (Links.this) {
                driver = running;
                drivers.add(running);
            }
            Ending ending = null;
            try (session) {
                if (isClosed()) {
                    running.cancel();
                }
                ending = running.run();
                return ending;
            } catch (IOException e) {
                told.unreachable(shown(), e);
                return ending == null ? new Ending.Lost(String.valueOf(e.getMessage())) : ending;
            } finally {
                end(running, ending);
                // strangers who could not prove the key were no peers
                if (ending != null && (dialled || link != null) && !isReplaced(ending)) {
                    told.lost(shown(), ending);
                }
            }
        }

        /** Whether another connection with this peer has taken the place of one too many. */
        private boolean isReplaced(Ending ending) throws InterruptedException {
            boolean stopped =
                    ending instanceof Ending.Refused refused
                            && refused.reason() == Message.Reason.CANCELLED;
            if (stopped && find(device) == null) {
                closed.await(REPLACING.toMillis(), TimeUnit.MILLISECONDS);
            }
            return find(device) != null;
        }

        @Override
        public String peer() {
            return shown();
        }

        @Override
        public void tell(SyncEvent event) {
            Link known = link;
            if (known != null) {
                known.tell(event);
            }
            told.happened(shown(), event);
        }

        /** As the peer was named, once it is known to be that. */
        private String shown() {
            synchronized (Links.this) {
                return named.entrySet().stream()
                        .filter(one -> device.equals(one.getValue()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(name);
            }
        }

        private void end(Driver running, @Nullable Ending ending) {
            synchronized (Links.this) {
                drivers.remove(running);
                Links.this.notifyAll();
                if (link != null) {
                    links.remove(device, link);
                    link.end(ending);
                }
            }
        }

        /** Called by the session, once the peer has proved himself. */
        Premises.Folder admit() throws IOException {
            Link other;
            synchronized (Links.this) {
                other = links.get(device);
                // Both sides keep the one the lesser device has dialled.
                boolean mine = dialled == (self.compareTo(device) < 0);
                if (other != null && !mine) {
                    throw new Refusal(Message.Reason.TOO_BUSY, "there is a link already");
                }
                if (other != null) {
                    other.driver().cancel();
                }
                Driver running = driver;
                if (running == null) {
                    throw new IllegalStateException("not running");
                }
                Link now = new Link(name, running, nanoTime);
                link = now;
                links.put(device, now);
                arrivals++;
                Links.this.notifyAll();
            }
            if (other == null) {
                told.linked(shown());
            }
            return folder;
        }
    }

    /** Tells all links that the folder has changed. */
    public void prompt() {
        prompt(false);
    }

    /** Tells all links that pieces of files have come, or are wanted. */
    public void promptOfPieces() {
        prompt(true);
    }

    private void prompt(boolean pieces) {
        List<Driver> all;
        synchronized (this) {
            all = links.values().stream().map(Link::driver).toList();
        }
        all.forEach(driver -> driver.prompt(pieces));
    }

    /** Ends all links, makes no more, and waits while what was taken is noted. */
    @Override
    public void close() {
        closed.countDown();
        List<Driver> all;
        synchronized (this) {
            all = List.copyOf(drivers);
            notifyAll();
        }
        all.forEach(Driver::cancel);
        try {
            await(drivers::isEmpty, CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
