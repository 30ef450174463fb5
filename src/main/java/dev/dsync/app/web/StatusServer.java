package dev.dsync.app.web;

import dev.dsync.app.control.Served;
import dev.dsync.app.control.Watched;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The status page of a watch or of what serves, which a browser can look at until it is closed. */
public final class StatusServer implements AutoCloseable {
    /** All who may listen to events, and more others. */
    private static final int CONNECTIONS_MAX = 4 * Feed.LISTENERS_MAX;

    private final HttpServer server;
    private final Feed feed;

    private StatusServer(HttpServer server, Feed feed) {
        this.server = server;
        this.feed = feed;
    }

    /**
     * Where a page is, and who may see it.
     *
     * @param token whoever knows it
     * @param hosts by which names he may call this machine
     */
    public record Site(InetSocketAddress address, Token token, HostNames hosts) {
        /** The path of the page. */
        public String path() {
            return token.path();
        }
    }

    /** Settles conflicts. */
    @FunctionalInterface
    public interface Resolving {
        /**
         * Settles one.
         *
         * @param copy the path of the copy as it was told, printable
         * @param take {@code local}, {@code remote}, {@code newer} or {@code both}
         * @throws IOException if it cannot be settled; with a message for the user
         */
        void resolve(String copy, String take) throws IOException;
    }

    /**
     * Shows a watch from now on.
     *
     * @param told what becomes of its links
     * @param nanoTime a monotonic clock
     * @throws BindException if the address is in use, or none of this machine
     * @throws IOException if it cannot be listened at otherwise
     */
    public static StatusServer open(
            Site site, Watched watched, Resolving resolving, WatchFeed told, LongSupplier nanoTime)
            throws IOException {
        return open(site, new WatchSubject(watched, resolving, told, nanoTime), nanoTime);
    }

    /**
     * Shows what is served from now on.
     *
     * @param nanoTime a monotonic clock
     * @throws BindException if the address is in use, or none of this machine
     * @throws IOException if it cannot be listened at otherwise
     */
    public static StatusServer open(Site site, Served served, LongSupplier nanoTime)
            throws IOException {
        return open(site, new ServeSubject(served), nanoTime);
    }

    private static StatusServer open(Site site, StatusSubject subject, LongSupplier nanoTime)
            throws IOException {
        HttpServer.Place place =
                new HttpServer.Place(
                        site.address, Optional.empty(), HttpServer.PATIENCE, CONNECTIONS_MAX);
        HttpServer server =
                HttpServer.open(
                        place,
                        nanoTime,
                        crowd -> new StatusHandler(site, subject, crowd, nanoTime));
        return new StatusServer(server, subject.feed());
    }

    /** The port it listens at. */
    public int port() {
        return server.port();
    }

    /** Tells those who look that something has happened. */
    public void tell(String event) {
        feed.tell(event);
    }

    @Override
    public void close() throws IOException {
        feed.close();
        server.close();
    }
}
