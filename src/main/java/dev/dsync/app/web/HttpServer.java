package dev.dsync.app.web;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** What listens for visitors, until it is closed: Jetty, within bounds. */
final class HttpServer implements AutoCloseable {
    /** How long slow networks may take. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A path of the longest names there are, each byte written as three. */
    private static final int HEADER_BYTES_MAX = 16 << 10;

    private static final int BACKLOG = 1024;

    private final Server server;
    private final ServerConnector connector;

    private HttpServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Where it listens, and to how many.
     *
     * @param tls the keys by which it serves encrypted; nothing for plain HTTP
     * @param patience how long a visitor may send nothing, or take nothing
     * @param connectionsMax how many there may be; each takes memory
     */
    record Place(
            InetSocketAddress address,
            Optional<SSLContext> tls,
            Duration patience,
            int connectionsMax) {
        /**
         * A request may wait in one while another tells that there is room; some accept and select.
         */
        private int tasksMax() {
            return 4 * connectionsMax;
        }
    }

    /**
     * Listens from now on.
     *
     * @param nanoTime a monotonic clock
     * @param handler what answers, made for those who will be there
     * @throws BindException if the address is in use, or none of this machine
     * @throws IOException if it cannot be listened at otherwise
     */
    static HttpServer open(Place place, LongSupplier nanoTime, Function<Crowd, Handler> handler)
            throws IOException {
        VirtualThreadPool threads = new VirtualThreadPool();
        threads.setMaxConcurrentTasks(place.tasksMax());
        Server server = new Server(threads);
        Crowd crowd = new Crowd(place.connectionsMax(), place.patience(), nanoTime);
        ServerConnector connector = connector(server, place);
        connector.addBean(crowd);
        server.addConnector(connector);
        server.setErrorHandler(new BareErrors());
        server.setHandler(handler.apply(crowd));
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            // Jetty tells of an address in use by the cause alone.
            throw e.getCause() instanceof BindException taken ? taken : e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        crowd.watch(connector.getScheduler());
        return new HttpServer(server, connector);
    }

    private static ServerConnector connector(Server server, Place place) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setResponseHeaderSize(HEADER_BYTES_MAX);
        // Paths are read by UrlPath alone, as they came.
        http.setUriCompliance(UriCompliance.UNSAFE);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector;
        if (place.tls().isPresent()) {
            http.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server keys = new SslContextFactory.Server();
            keys.setSslContext(place.tls().get());
            SslConnectionFactory secure = new SslConnectionFactory(keys, plain.getProtocol());
            connector = new ServerConnector(server, 1, 1, secure, plain);
        } else {
            connector = new PassingConnector(server, plain);
        }
        connector.setHost(place.address().getAddress().getHostAddress());
        connector.setPort(place.address().getPort());
        connector.setIdleTimeout(place.patience().toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        return connector;
    }

    /** Connections through which files can pass. */
    private static final class PassingConnector extends ServerConnector {
        PassingConnector(Server server, HttpConnectionFactory plain) {
            super(server, 1, 1, plain);
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(
                SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            SocketChannelEndPoint passage = new Passage(channel, selector, key, getScheduler());
            passage.setIdleTimeout(getIdleTimeout());
            return passage;
        }
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
    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
