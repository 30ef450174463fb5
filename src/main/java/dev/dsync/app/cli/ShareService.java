package dev.dsync.app.cli;

import dev.dsync.app.render.JsonLines;
import dev.dsync.app.render.Printable;
import dev.dsync.app.web.StatusServer;
import dev.dsync.core.tree.Escape;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Session;
import dev.dsync.engine.session.ShareEntrance;
import dev.dsync.engine.session.SharePremises;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.transport.AdmissionGate;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.transport.TlsListener;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.Doorkeeper;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Shares offered over TLS until the user ends it; each connection is a session of its own. */
final class ShareService {
    private final FileSystem system;
    private final Identity identity;
    private final Console console;
    private final Announcer announcer;
    private final Set<Driver> sessions = ConcurrentHashMap.newKeySet();
    private final Seats seats = new Seats();
    private final @Nullable InetSocketAddress web;
    private volatile @Nullable StatusServer page;

    /**
     * Serves nothing yet.
     *
     * @param web where a status page is; null for none
     */
    ShareService(
            FileSystem system,
            Identity identity,
            Console console,
            Announcer announcer,
            @Nullable InetSocketAddress web) {
        this.web = web;
        this.announcer = announcer;
        this.system = system;
        this.identity = identity;
        this.console = console;
    }

    /**
     * Serves.
     *
     * @param keyFile the key of all shares; empty for the ones stored under their names
     * @param verbose whether it is said who came
     */
    int run(List<ShareOffer> offers, String keyFile, InetSocketAddress address, boolean verbose)
            throws IOException {
        Map<ShareName, byte[]> paths = new HashMap<>();
        List<Doorkeeper.Door> doors = new ArrayList<>();
        for (ShareOffer offer : offers) {
            byte[] path = offer.path().getBytes(StandardCharsets.UTF_8);
            requireDirectory(offer, path);
            paths.put(offer.name(), path);
            doors.add(
                    new Doorkeeper.Door(
                            offer.name(),
                            offer.grant(),
                            identity.share(offer.name(), keyFile, MissingKeyException.Use.SERVE)));
        }
        Map<ShareName, ShareKey> keys = new HashMap<>();
        doors.forEach(door -> keys.put(door.name(), door.key()));
        Doorkeeper doorkeeper =
                new Doorkeeper(doors, identity.acquaintance(keys), identity.random());
        try (announcer;
                Indexes indexes = new Indexes(system, console.environment());
                TlsListener listener =
                        TlsListener.open(
                                new TlsEndpoint(identity.device()),
                                address,
                                AdmissionGate.Limits.STANDARD,
                                identity.random(),
                                console.nanoTime())) {
            List<String> shares =
                    offers.stream().map(offer -> Printable.of(offer.name().text())).toList();
            Visitors visitors = new Visitors(shares, console.nanoTime());
            Guests guests = new Guests(doorkeeper, paths, indexes.indexing(), visitors, verbose);
            say("listening on " + ListenAddress.text(listener.address()));
            console.cancellation().onCancel(() -> end(listener));
            if (announcer.isHeard(listener.address())) {
                announcer.begin(List.copyOf(keys.values()), listener.address(), null);
            }
            try (StatusServer _ = open(visitors, offers)) {
                listener.run(task -> Thread.ofVirtual().name("dsync-session").start(task), guests);
            }
        }
        return ExitCode.INTERRUPTED;
    }

    private @Nullable StatusServer open(Visitors visitors, List<ShareOffer> offers)
            throws IOException {
        if (web == null) {
            return null;
        }
        List<byte[]> of = new ArrayList<>();
        of.add("serve".getBytes(StandardCharsets.UTF_8));
        offers.forEach(offer -> of.add(offer.name().text().getBytes(StandardCharsets.UTF_8)));
        StatusServer opened =
                new StatusPage(system, console, web)
                        .open(
                                of,
                                site -> StatusServer.open(site, visitors, console.nanoTime()),
                                this::say,
                                words -> console.tell("dsync: " + words));
        page = opened;
        return opened;
    }

    private void say(String line) {
        Transcript transcript = new Transcript(console.out(), () -> {});
        transcript.line(line);
        transcript.flush();
    }

    /** What cannot be served is noticed now, not when somebody comes. */
    private void requireDirectory(ShareOffer offer, byte[] path) throws IOException {
        try {
            SharePremises.open(system, path, offer.grant()).close();
        } catch (FsException e) {
            throw new ToldException(
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot serve --share "
                                    + Printable.of(offer.name().text())
                                    + "="
                                    + Escape.path(path)
                                    + ": "
                                    + e.reason().text(),
                            "name a directory that is there and may be entered"),
                    e);
        }
    }

    private void end(TlsListener listener) {
        sessions.forEach(Driver::cancel);
        try {
            listener.close();
        } catch (IOException e) {
            // It accepts no more either way.
        }
    }

    /** What is done with whoever comes. */
    private final class Guests implements TlsListener.Handler {
        private final Doorkeeper doorkeeper;
        private final Map<ShareName, byte[]> paths;
        private final Indexing indexing;
        private final Visitors visitors;
        private final boolean verbose;

        Guests(
                Doorkeeper doorkeeper,
                Map<ShareName, byte[]> paths,
                Indexing indexing,
                Visitors visitors,
                boolean verbose) {
            this.visitors = visitors;
            this.indexing = indexing;
            this.doorkeeper = doorkeeper;
            this.paths = paths;
            this.verbose = verbose;
        }

        @Override
        public void handle(TlsListener.Arrival arrival) {
            SecureChannel channel = arrival.connection().secureChannel().orElseThrow();
            AtomicReference<Doorkeeper.Admission> admitted = new AtomicReference<>();
            try (Seats.Seat seat = seats.seat();
                    ShareEntrance entrance =
                            new ShareEntrance(
                                    doorkeeper,
                                    channel.binding(),
                                    channel.device(),
                                    admission -> {
                                        admitted.set(admission);
                                        seat.take();
                                        return open(admission, arrival);
                                    })) {
                Visit visit = new Visit(entrance, arrival.connection(), admitted::get);
                Session session =
                        Session.listen(entrance, visit, event -> {})
                                .with(indexing.meeting(Peers.arrived(channel)));
                Driver driver =
                        new Driver(
                                session,
                                arrival.connection(),
                                CompressionPolicy.standard(),
                                console.nanoTime());
                sessions.add(driver);
                try (Visitors.Present _ = visitors.come(visit, arrival.connection())) {
                    say(arrival.connection().peer(), visit.told(driver.run()));
                } finally {
                    sessions.remove(driver);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                say(arrival.connection().peer(), Messages.of(e).what());
            } finally {
                arrival.connection().abort();
            }
        }

        private SharePremises open(Doorkeeper.Admission admission, TlsListener.Arrival arrival)
                throws IOException {
            arrival.authenticated();
            byte[] path = paths.get(admission.share());
            if (path == null) {
                throw new IllegalStateException("no such share: " + admission.share());
            }
            return SharePremises.open(system, path, admission.grant());
        }

        @Override
        public void failed(TransportException failure) {
            say(failure.peer(), TransportMessages.of(failure).what());
        }

        @Override
        public void stalled(IOException why) {
            console.tell("dsync: " + TransportMessages.stalled(why));
        }

        private void say(String peer, String words) {
            Instant now = InstantSource.system().instant();
            StatusServer shown = page;
            if (shown != null) {
                shown.tell(JsonLines.happened("visited", now, peer, "", words));
            }
            if (verbose) {
                String time = RunLog.time(now, ZoneId.systemDefault());
                console.tell("dsync: " + time + " " + Printable.of(peer) + ": " + words);
            }
        }
    }
}
