package dev.dsync.app.web;

import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
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

/** A share that visitors can reach, until it is closed. */
public final class ShareServer implements AutoCloseable {
    /** A path of the longest names there are, each byte written as three. */
    private static final int HEADER_BYTES_MAX = 16 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BACKLOG = 1024;

    /** Each takes memory; all downloads there may be, and as many who look. */
    private static final int CONNECTIONS_MAX = 2 * Deliveries.AT_ONCE_MAX;

    /** A request may wait in one while another tells that there is room; some accept and select. */
    private static final int TASKS_MAX = 4 * CONNECTIONS_MAX;

    private final Server server;
    private final ServerConnector connector;
    private final Disk disk;

    private ShareServer(Server server, ServerConnector connector, Disk disk) {
        this.server = server;
        this.connector = connector;
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
            return new Site(address, tls, PATIENCE);
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
        VirtualThreadPool threads = new VirtualThreadPool();
        threads.setMaxConcurrentTasks(TASKS_MAX);
        Server server = new Server(threads);
        Crowd crowd = new Crowd(CONNECTIONS_MAX, site.patience(), nanoTime);
        ServerConnector connector = connector(server, site, crowd);
        server.addConnector(connector);
        server.setErrorHandler(new BareErrors());
        Disk disk = new Disk();
        Page page = new Page();
        Deliveries deliveries = new Deliveries(offer.lifetime(), listener);
        SharedAnswer shared = new SharedAnswer(system, disk, deliveries, offer, page);
        server.setHandler(new ShareHandler(offer, shared, page, crowd, disk, nanoTime, listener));
        try {
            connector.open();
            server.start();
            crowd.watch(connector.getScheduler());
        } catch (IOException e) {
            disk.close();
            // Jetty tells of an address in use by the cause alone.
            throw e.getCause() instanceof BindException taken ? taken : e;
        } catch (Exception e) {
            disk.close();
            throw new IOException(e);
        }
        return new ShareServer(server, connector, disk);
    }

    private static ServerConnector connector(Server server, Site site, Crowd crowd) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setResponseHeaderSize(HEADER_BYTES_MAX);
        // Paths are read by UrlPath alone, as they came.
        http.setUriCompliance(UriCompliance.UNSAFE);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector;
        if (site.tls().isPresent()) {
            http.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server keys = new SslContextFactory.Server();
            keys.setSslContext(site.tls().get());
            SslConnectionFactory secure = new SslConnectionFactory(keys, plain.getProtocol());
            connector = new ServerConnector(server, 1, 1, secure, plain);
        } else {
            connector = new PassingConnector(server, plain);
        }
        connector.setHost(site.address().getAddress().getHostAddress());
        connector.setPort(site.address().getPort());
        connector.setIdleTimeout(site.patience().toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        connector.addBean(crowd);
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
    public int port() {
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
        } finally {
            disk.close();
        }
    }
}
