package dev.dsync.app.web;

import dev.dsync.app.control.Served;
import dev.dsync.app.control.Status;
import dev.dsync.app.control.Watched;
import dev.dsync.engine.mesh.Links;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The page of a watch that does nothing but take down what it was told, on loopback. */
final class OpenPage implements AutoCloseable {
    static final Token TOKEN = new Token("0123456789abcdefABCDEF");
    static final String BASE = "/" + TOKEN.text() + "/";
    static final String COPY = "d/r.sync-conflict-20200101-000000-0a1b2c3-4d5e.txt";

    /** What the watch, and who settles conflicts, were asked for. */
    final List<String> told = new CopyOnWriteArrayList<>();

    /** What happens on its links. */
    final WatchFeed links = new WatchFeed(new Silence(), InstantSource.fixed(Instant.EPOCH));

    volatile Status status =
            new Status("/srv/a", "a", 3, 1L << 40, Status.State.WATCHING, "", List.of());
    volatile int copies;
    private final StatusServer server;

    private OpenPage() throws IOException {
        server = StatusServer.open(site(), new Taking(), this::resolve, links, System::nanoTime);
    }

    private OpenPage(Served served) throws IOException {
        server = StatusServer.open(site(), served, System::nanoTime);
    }

    private static StatusServer.Site site() {
        return new StatusServer.Site(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TOKEN,
                new HostNames(Set.of("desk")));
    }

    static OpenPage ofWatch() throws IOException {
        return new OpenPage();
    }

    static OpenPage of(Served served) throws IOException {
        return new OpenPage(served);
    }

    private void resolve(String copy, String take) throws IOException {
        if (take.isEmpty()) {
            throw new IOException("take something");
        }
        told.add("resolve " + copy + " " + take);
    }

    /** A peer that is there, of that name. */
    static Status.Peer peer(String name) {
        Links.Work work = new Links.Work(2, 1_500_000, 1000, 10, 0);
        return new Status.Peer(name, true, Status.Reach.CONNECTED, true, work, "");
    }

    void peers(String... names) {
        status =
                new Status(
                        "/srv/a",
                        "a",
                        3,
                        1L << 40,
                        Status.State.WATCHING,
                        "",
                        List.of(names).stream().map(OpenPage::peer).toList());
    }

    Socket connect() throws IOException {
        return OpenShare.connectTo(server.port());
    }

    /** Sends this by a connection of its own, and reads one answer. */
    Reply say(String words) throws IOException {
        return OpenShare.say(connect(), words);
    }

    Reply get(String path) throws IOException {
        return say(OpenShare.head("GET", BASE + path, ""));
    }

    /** Has something done, with further headers, each with a line end. */
    Reply post(String path, String form, String headers) throws IOException {
        return say(OpenShare.posted(BASE + path, form, headers));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The watch. */
    private final class Taking implements Watched {
        @Override
        public void stalled(IOException why) {
            throw new IllegalStateException(why);
        }

        @Override
        public Status status() {
            return status;
        }

        @Override
        public long mark() {
            return 0;
        }

        @Override
        public boolean isPast(long mark) {
            return true;
        }

        @Override
        public void conflicts(Conflicts to) throws IOException {
            for (int i = 0; i < copies; i++) {
                to.found(i == 0 ? COPY : "copy" + i, "r<b>" + i);
            }
        }

        @Override
        public List<String> approve() {
            told.add("approve");
            return List.of("3 of 4 entries are gone here");
        }

        @Override
        public void rescan() {
            told.add("rescan");
        }

        @Override
        public Closeable lend() throws IOException {
            throw new IOException("not here");
        }

        @Override
        public void stop() {
            told.add("stop");
        }
    }

    /** Nobody else wants to know. */
    private static final class Silence implements Links.Told {
        @Override
        public void linked(String peer) {}

        @Override
        public void lost(String peer, Ending ending) {}

        @Override
        public void unreachable(String peer, IOException why) {}

        @Override
        public void happened(String peer, SyncEvent event) {}
    }
}
