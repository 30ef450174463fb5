package dev.dsync.app.web;

import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A share that visitors can reach, until it is closed. */
public final class ShareServer implements AutoCloseable {
    /** A path of the longest names there are, each byte written as three. */
    private static final int HEADER_BYTES_MAX = 16 << 10;

    private static final long IDLE_MILLIS = 30_000;
    private static final int BACKLOG = 1024;

    private final Server server;
    private final ServerConnector connector;
    private final Disk disk;

    private ShareServer(Server server, ServerConnector connector, Disk disk) {
        this.server = server;
        this.connector = connector;
        this.disk = disk;
    }

    /**
     * Listens from now on.
     *
     * @throws IOException if the address cannot be listened at
     */
    public static ShareServer open(
            FileSystem system,
            SharedFiles files,
            Terms terms,
            Token token,
            HostNames hosts,
            InetSocketAddress address)
            throws IOException {
        Server server = new Server(new VirtualThreadPool());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setResponseHeaderSize(HEADER_BYTES_MAX);
        // Paths are read by UrlPath alone, as they came.
        http.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        Disk disk = new Disk();
        server.setHandler(new ShareHandler(system, files, terms, token, hosts, disk));
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            disk.close();
            throw e;
        } catch (Exception e) {
            disk.close();
            throw new IOException(e);
        }
        return new ShareServer(server, connector, disk);
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
