package dev.dsync.app.cli;

import dev.dsync.app.web.StatusServer;
import dev.dsync.app.web.WatchFeed;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.tree.Escape;
import dev.dsync.engine.mesh.FolderState;
import dev.dsync.engine.mesh.Happening;
import dev.dsync.engine.mesh.Links;
import dev.dsync.engine.mesh.Watcher;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Greeting;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.ShareEntrance;
import dev.dsync.engine.session.SharePremises;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.transport.AdmissionGate;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.transport.TlsDialler;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.transport.TlsListener;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.Doorkeeper;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory that is kept in sync until the user ends it. */
final class WatchService {
    /** The next attempt follows anyway, and finds a network that came back meanwhile. */
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(10);

    private final FileSystem system;
    private final Identity identity;
    private final Console console;
    private final Announcer announcer;
    private final WatchView view;
    private final @Nullable InetSocketAddress web;
    private final WatchFeed feed;

    /**
     * Watches nothing yet.
     *
     * @param web where a status page is; null for none
     */
    WatchService(
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
        this.view = new WatchView(console);
        this.feed = new WatchFeed(view, InstantSource.system());
    }

    /**
     * Watches.
     *
     * @param path of the directory
     * @param keyFile the key of the share; empty for the one stored under its name
     * @param role which way changes go
     */
    int run(
            byte[] path,
            ShareName share,
            PeersToDial peers,
            String keyFile,
            InetSocketAddress address,
            Folder.Role role)
            throws IOException {
        ShareKey key = identity.share(share, keyFile, MissingKeyException.Use.SERVE);
        // of its own, so that directories of one device can be peers
        DeviceKey device = identity.device();
        DeviceKey own = device.delegate(identity.random());
        TlsEndpoint endpoint = new TlsEndpoint(own);
        try (announcer;
                WatchLine line = new WatchLine(view, console.columns());
                Steering control = new Steering(console, view);
                Root root = open(path);
                RootLock lock = lock(root, path);
                Indexes indexes = new Indexes(system, console.environment());
                FolderState folder = folder(root, indexes);
                Watcher watcher =
                        new Watcher(
                                folder,
                                () -> Choice.withoutIgnored(root, IgnoreRules.FILE),
                                view,
                                console.nanoTime(),
                                identity.random());
                TlsListener listener =
                        TlsListener.open(
                                endpoint,
                                address,
                                AdmissionGate.Limits.STANDARD,
                                identity.random(),
                                console.nanoTime());
                Links links = links(folder, own);
                Meeting meeting = new Meeting(endpoint, links, path, share, key, device.id())) {
            requireKept(folder, path);
            folder.limit(role);
            byte[] location = root.location();
            folder.listen(happening -> happened(happening, watcher, links, location));
            Cancellation cancellation = console.cancellation();
            cancellation.onCancel(() -> stop(watcher, listener));
            var desk =
                    new WatchDesk(folder, watcher, links, view, share, lock, cancellation::cancel);
            view.onScanned(
                    () -> {
                        view.watching(path, share, folder.snapshot());
                        meeting.begin(listener, peers);
                        line.begin(desk::status);
                        desk.begin();
                    });
            control.open(system, location, desk);
            try (StatusServer _ = show(folder, location, desk)) {
                watcher.run();
            }
            return desk.isStopped() ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    private Links links(FolderState folder, DeviceKey own) {
        Links.Told told = web == null ? view : feed;
        return new Links(folder, own.id(), told, console.nanoTime(), identity.random());
    }

    private @Nullable StatusServer show(FolderState folder, byte[] location, WatchDesk desk)
            throws IOException {
        if (web == null) {
            return null;
        }
        WatchResolver resolver = new WatchResolver(system, folder);
        List<byte[]> of = List.of("watch".getBytes(StandardCharsets.UTF_8), location);
        return new StatusPage(system, console, web)
                .open(
                        of,
                        site -> StatusServer.open(site, desk, resolver, feed, console.nanoTime()),
                        view::say,
                        view::warn);
    }

    private void stop(Watcher watcher, TlsListener listener) {
        watcher.stop();
        try {
            listener.close();
        } catch (IOException e) {
            view.failed(e); // it accepts no more either way
        }
    }

    private FolderState folder(Root root, Indexes indexes) throws IOException {
        return FolderState.open(
                system,
                root,
                indexes.indexing(),
                InstantSource.system(),
                identity.random()::nextLong);
    }

    private Root open(byte[] path) throws IOException {
        try {
            return system.openRoot(path);
        } catch (FsException e) {
            throw cannot(path, ExitCode.FILE_IO, e.reason().text(), "name a directory", e);
        }
    }

    private static RootLock lock(Root root, byte[] path) throws IOException {
        Optional<RootLock> lock = RootLock.take(root);
        if (lock.isPresent()) {
            return lock.get();
        }
        throw cannot(
                path,
                ExitCode.ROOT_BUSY,
                "another run holds it",
                "wait for that to end, or stop it",
                new IOException("locked"));
    }

    private static ToldException cannot(
            byte[] path, int exit, String reason, String remedy, IOException cause) {
        return new ToldException(
                Failure.of(exit, "cannot watch " + Escape.path(path) + ": " + reason, remedy),
                cause);
    }

    /** What is not remembered would come back, or be taken for new, after every start. */
    private void requireKept(FolderState folder, byte[] path) throws IOException {
        if (!folder.isKept()) {
            throw cannot(
                    path,
                    ExitCode.FILE_IO,
                    "what it remembers cannot be kept in "
                            + Escape.text(Home.of(console.environment()).state()),
                    "make that directory writable, or end the run that uses it",
                    new IOException("not kept"));
        }
    }

    private void happened(Happening happening, Watcher watcher, Links links, byte[] path) {
        switch (happening) {
            case Happening.Changed _ -> links.prompt();
            case Happening.Pieced _ -> links.promptOfPieces();
            case Happening.Released released -> {
                watcher.suspect(released.paths());
                if (released.awaited()) {
                    links.prompt();
                }
            }
            case Happening.SetBack _ -> {
                view.setBack();
                watcher.rescan();
            }
            case Happening.Halted halted -> view.halted(halted.loss(), path);
        }
    }

    /** How peers and this device come together. */
    private final class Meeting implements TlsListener.Handler, AutoCloseable {
        private final TlsEndpoint endpoint;
        private final Doorkeeper doorkeeper;
        private final Eviction eviction;
        private final Links links;
        private final byte[] path;
        private final ShareName share;
        private final ShareKey key;
        private final DeviceId device;
        private final Seats seats = new Seats();

        Meeting(
                TlsEndpoint endpoint,
                Links links,
                byte[] path,
                ShareName share,
                ShareKey key,
                DeviceId device)
                throws IOException {
            Doorkeeper.Acquaintance acquaintance = identity.acquaintance(Map.of(share, key));
            this.doorkeeper =
                    new Doorkeeper(
                            List.of(new Doorkeeper.Door(share, Grant.READ_WRITE, key)),
                            acquaintance,
                            identity.random());
            this.eviction = Eviction.begin(share, acquaintance);
            this.device = device;
            this.endpoint = endpoint;
            this.links = links;
            this.path = path.clone();
            this.share = share;
            this.key = key;
        }

        /** Answers and dials from now on. */
        void begin(TlsListener listener, PeersToDial peers) {
            Thread.ofVirtual().name("dsync-listener").start(() -> listen(listener));
            for (PeerAddress peer : peers.named()) {
                Thread.ofVirtual().name("dsync-dial").start(() -> dial(peer, true));
            }
            if (peers.auto() || announcer.isHeard(listener.address())) {
                int port = listener.address().getPort();
                AutoPeers autoPeers =
                        new AutoPeers(key, device, port, peers.named(), peer -> dial(peer, false));
                announcer.begin(
                        List.of(key), listener.address(), peers.auto() ? autoPeers::hear : null);
            }
            view.listening(listener.address());
        }

        private void listen(TlsListener listener) {
            try {
                listener.run(task -> Thread.ofVirtual().name("dsync-link").start(task), this);
            } catch (IOException e) {
                view.failed(e);
            }
        }

        private void dial(PeerAddress peer, boolean isNamed) {
            try {
                links.keep(peer.toString(), isNamed, () -> reach(peer));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Links.Reached reach(PeerAddress peer) throws IOException {
            Connection connection =
                    new TlsDialler(endpoint, console.nanoTime())
                            .dial(peer.host(), peer.port(), TIME_TO_CONNECT);
            SecureChannel channel = connection.secureChannel().orElseThrow();
            try {
                identity.requireWriter(share, key, channel.device(), peer.toString());
            } catch (IOException e) {
                connection.abort();
                throw e;
            }
            eviction.add(peer, connection, channel.device(), Grant.READ_WRITE);
            return new Links.Reached(
                    connection, Greeting.proving(share, key, channel.binding()), channel.peer());
        }

        @Override
        public void handle(TlsListener.Arrival arrival) {
            Connection connection = arrival.connection();
            SecureChannel channel = connection.secureChannel().orElseThrow();
            try (Seats.Seat seat = seats.seat()) {
                links.serve(
                        host(connection.peer()),
                        connection,
                        channel.peer(),
                        meeting ->
                                new ShareEntrance(
                                        doorkeeper,
                                        channel.binding(),
                                        channel.device(),
                                        admission -> {
                                            seat.take();
                                            arrival.authenticated();
                                            eviction.add(
                                                    connection,
                                                    connection,
                                                    channel.device(),
                                                    admission.grant());
                                            return SharePremises.open(
                                                            system, path, admission.grant())
                                                    .watched(meeting);
                                        }));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                view.failed(e);
            } catch (RuntimeException | Error e) {
                view.lost(host(connection.peer()), Ending.Failed.of(e));
            } finally {
                eviction.remove(connection);
                connection.abort();
            }
        }

        /** Of an address of a connection that came in: the port is another each time. */
        private static String host(String peer) {
            return peer.substring(0, peer.lastIndexOf(':'));
        }

        @Override
        public void failed(TransportException failure) {
            // a stranger's: whoever dials for a reason is told at his own end
        }

        @Override
        public void stalled(IOException why) {
            view.stalled(why);
        }

        @Override
        public void close() {
            eviction.close();
        }
    }
}
