package dev.dsync.app.web;

import dev.dsync.app.control.Served;
import dev.dsync.app.control.Watched;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The status page of a watch or of what serves, which a browser can look at until it is closed. */
public final class StatusServer implements AutoCloseable {
    private static final int HEADER_BYTES_MAX = 8 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BACKLOG = 1024;

    /** All who may listen to events, and as many others again. */
    private static final int CONNECTIONS_MAX = 4 * Feed.LISTENERS_MAX;

    /** A request may wait in one while another tells that there is room; some accept and select. */
    private static final int TASKS_MAX = 4 * CONNECTIONS_MAX;

    private final Server server;
    private final ServerConnector connector;
    private final Feed feed;

    private StatusServer(Server server, ServerConnector connector, Feed feed) {
        this.server = server;
        this.connector = connector;
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
            return "/" + token.text() + "/";
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
     * @throws IOException if the address cannot be listened at
     */
    public static StatusServer open(
            Site site, Watched watched, Resolving resolving, WatchFeed told, LongSupplier nanoTime)
            throws IOException {
        return open(site, new WatchSubject(watched, resolving, told, nanoTime));
    }

    /**
     * Shows what is served from now on.
     *
     * @throws IOException if the address cannot be listened at
     */
    public static StatusServer open(Site site, Served served) throws IOException {
        return open(site, new ServeSubject(served));
    }

    private static StatusServer open(Site site, StatusSubject subject) throws IOException {
        VirtualThreadPool threads = new VirtualThreadPool();
        threads.setMaxConcurrentTasks(TASKS_MAX);
        Server server = new Server(threads);
        Crowd crowd = new Crowd(CONNECTIONS_MAX);
        ServerConnector connector = connector(server, site.address, crowd);
        server.addConnector(connector);
        server.setErrorHandler(new BareErrors());
        server.setHandler(new StatusHandler(site, subject, crowd));
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        return new StatusServer(server, connector, subject.feed());
    }

    private static ServerConnector connector(
            Server server, InetSocketAddress address, Crowd crowd) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        // Paths are read by UrlPath alone, as they came.
        http.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(PATIENCE.toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        connector.addBean(crowd);
        return connector;
    }

    /** What could not even be read as a request is answered with its number. */
    private static final class BareErrors implements Request.Handler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            response.write(true, ByteBuffer.allocate(0), callback);
            return true;
        }
    }

    /** The port it listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Tells those who look that something has happened. */
    public void tell(String event) {
        feed.tell(event);
    }

    @Override
    public void close() throws IOException {
        feed.close();
        try {
            server.stop();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
