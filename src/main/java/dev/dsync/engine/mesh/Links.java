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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links of a folder to its peers, one for each however it came about. Peers that were named are
 * dialled until they answer, and again when they are lost. Any thread may call.
 */
public final class Links implements AutoCloseable {
    /**
     * A peer that says nothing for so long is lost. What the system took of what was said to it may
     * add the time to the next look, and then a link is ended: all that within 15 s.
     */
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(9));

    /** The peer may end one of two connections before it is known here that the other stands. */
    private static final Duration REPLACING = Duration.ofSeconds(1);

    private final FolderState folder;
    private final DeviceId self;
    private final Told told;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Map<DeviceId, Link> links = new HashMap<>();

    /** Peers that were named, and who they are, once that is known. */
    private final Map<String, @Nullable DeviceId> named = new LinkedHashMap<>();

    private final List<Driver> drivers = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

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

    /** One peer that is there. */
    private static final class Link {
        private final String name;
        private final Driver driver;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final long since;
        private volatile SyncEvent.Stood stood = new SyncEvent.Stood(null, false, null, 0, false);
        private volatile Ending ending = new Ending.Cancelled();
        private final Traffic traffic;

        Link(String name, Driver driver, LongSupplier nanoTime) {
            this.traffic = new Traffic(nanoTime);
            this.name = name;
            this.driver = driver;
            this.since = nanoTime.getAsLong();
        }
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

    /** Keeps a link to a peer that was named, until these are closed. */
    public void keep(String name, Reaching reaching) throws InterruptedException {
        Backoff backoff = new Backoff(random);
        DeviceId device = null;
        name(name, null);
        while (!isClosed()) {
            Link link = device == null ? null : find(device);
            if (link != null) {
                link.ended.await();
            } else {
                try {
                    Reached reached = reaching.reach();
                    device = reached.device();
                    name(name, device);
                    if (device.equals(self)) {
                        reached.connection().abort();
                        told.unreachable(name, new SelfException());
                        return;
                    }
                    link = dialled(name, reached);
                } catch (IOException e) {
                    told.unreachable(name, e);
                }
            }
            if (link == null) {
                backoff.failed();
            } else {
                backoff.ended(link.ending, Duration.ofNanos(nanoTime.getAsLong() - link.since));
            }
            if (closed.await(backoff.pauseMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private synchronized void name(String name, @Nullable DeviceId device) {
        named.put(name, device);
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
                    Work work = link == null ? Work.NONE : link.traffic.work();
                    peers.add(new Peer(name, true, link != null, isEqual(link, now), work));
                });
        for (Link link : others.values()) {
            peers.add(new Peer(link.name, false, true, isEqual(link, now), link.traffic.work()));
        }
        return peers;
    }

    private boolean isEqual(@Nullable Link link, Snapshot now) {
        return link != null && Standing.isEqual(link.stood, now, folder.role());
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
        Visit visit = new Visit(name, reached.device(), true);
        Session session = Session.meet(reached.greeting(), visit::admit, visit).with(PATIENCE);
        visit.run(session, reached.connection());
        return visit.link;
    }

    /** Serves a connection that came in, to its end. */
    public Ending serve(String name, Connection connection, DeviceId device, Arriving arriving)
            throws InterruptedException, IOException {
        Visit visit = new Visit(name, device, false);
        try (ShareEntrance entrance = arriving.enter(visit::admit)) {
            Session session = Session.listen(entrance, entrance, visit).with(PATIENCE);
            return visit.run(session, connection);
        }
    }

    /** Where somebody who dials comes in. */
    @FunctionalInterface
    public interface Arriving {
        /** The entrance to a share that is watched. */
        ShareEntrance enter(Session.Meeting meeting);
    }

    /** One connection from its coming to its end. */
    private final class Visit implements SyncEvent.Listener {
        private final String name;
        private final DeviceId device;
        private final boolean dialled;
        private volatile @Nullable Link link;
        private @Nullable Driver driver;

        Visit(String name, DeviceId device, boolean dialled) {
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
                known.traffic.tell(event);
                known.stood = event instanceof SyncEvent.Stood stood ? stood : known.stood;
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
                if (link != null) {
                    links.remove(device, link);
                    link.ending = ending == null ? link.ending : ending;
                    link.ended.countDown();
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
                    other.driver.cancel();
                }
                Driver running = driver;
                if (running == null) {
                    throw new IllegalStateException("not running");
                }
                Link now = new Link(name, running, nanoTime);
                link = now;
                links.put(device, now);
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
            all = links.values().stream().map(link -> link.driver).toList();
        }
        all.forEach(driver -> driver.prompt(pieces));
    }

    /** Ends all links, and makes no more. */
    @Override
    public void close() {
        closed.countDown();
        List<Driver> all;
        synchronized (this) {
            all = List.copyOf(drivers);
        }
        all.forEach(Driver::cancel);
    }
}
