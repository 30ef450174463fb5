package dev.dsync.app.web;

import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/** A share that visitors can reach, until it is closed. */
public final class ShareServer implements AutoCloseable {
    /** All downloads there may be, and as many who look. */
    private static final int CONNECTIONS_MAX = 2 * Deliveries.AT_ONCE_MAX;

    private final HttpServer server;
    private final Disk disk;

    private ShareServer(HttpServer server, Disk disk) {
        this.server = server;
        this.disk = disk;
    }

    /**
     * Where and how a share is served.
     *
     * @param tls the keys by which it is served encrypted; nothing for plain HTTP
     * @param patience how long a visitor may send nothing, or take nothing
     */
    public record Site(InetSocketAddress address, Optional<SSLContext> tls, Duration patience) {
        /** With the patience that slow networks need. */
        public static Site of(InetSocketAddress address, Optional<SSLContext> tls) {
            return new Site(address, tls, HttpServer.PATIENCE);
        }
    }

    /**
     * Listens from now on.
     *
     * @param nanoTime a monotonic clock
     * @throws BindException if the address is in use, or none of this machine
     * @throws IOException if it cannot be listened at otherwise
     */
    public static ShareServer open(
            FileSystem system,
            Offer offer,
            Site site,
            LongSupplier nanoTime,
            ShareListener listener)
            throws IOException {
        HttpServer.Place place =
                new HttpServer.Place(site.address, site.tls, site.patience, CONNECTIONS_MAX);
        Disk disk = new Disk();
        Page page = new Page();
        Deliveries deliveries = new Deliveries(offer.lifetime(), listener);
        SharedAnswer shared = new SharedAnswer(system, disk, deliveries, offer, page);
        try {
            HttpServer server =
                    HttpServer.open(
                            place,
                            nanoTime,
                            crowd ->
                                    new ShareHandler(
                                            offer, shared, page, crowd, disk, nanoTime, listener));
            return new ShareServer(server, disk);
        } catch (IOException e) {
            disk.close();
            throw e;
        }
    }

    /** The port it listens at. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            disk.close();
        }
    }
}
