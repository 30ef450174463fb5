package dev.dsync.app.cli;

import dev.dsync.app.web.HostNames;
import dev.dsync.app.web.StatusServer;
import dev.dsync.app.web.StoredLink;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The status page that {@code --web} asks for. Its link is kept, and so is the same after a
 * restart: people keep bookmarks, and what collects figures is told once where they are.
 */
final class StatusPage {
    private final FileSystem system;
    private final Console console;
    private final InetSocketAddress address;
    private final SecureRandom random = new SecureRandom();

    StatusPage(FileSystem system, Console console, InetSocketAddress address) {
        this.system = system;
        this.console = console;
        this.address = address;
    }

    /** Begins to listen. */
    @FunctionalInterface
    interface Opening {
        StatusServer open(StatusServer.Site site) throws IOException;
    }

    /**
     * Shows it from now on.
     *
     * @param of what it is of: the same has the same link
     * @param say tells the user where it is
     * @param warn tells him what to know about that
     */
    StatusServer open(List<byte[]> of, Opening opening, Consumer<String> say, Consumer<String> warn)
            throws IOException {
        byte[] folder =
                (Home.of(console.environment()).state() + "/pages")
                        .getBytes(StandardCharsets.UTF_8);
        try (StateDirectory links = StateDirectory.open(system, folder, random)) {
            StoredLink link = StoredLink.open(links, StoredLink.id(of), random);
            link.keep(links, address.getPort());
            Set<String> hosts = Interfaces.names();
            hosts.add(address.getHostString());
            StatusServer.Site site =
                    new StatusServer.Site(address, link.token(), new HostNames(hosts));
            StatusServer server = listen(site, opening);
            urls(server.port()).forEach(url -> say.accept("status page at " + url + site.path()));
            if (!address.getAddress().isLoopbackAddress()) {
                warn.accept(WatchMessages.OPEN_PAGE);
            }
            return server;
        }
    }

    private StatusServer listen(StatusServer.Site site, Opening opening) throws IOException {
        try {
            return opening.open(site);
        } catch (BindException e) {
            throw new ToldException(WatchMessages.noPage(ListenAddress.text(address)), e);
        }
    }

    private List<String> urls(int port) throws IOException {
        List<InetAddress> hosts =
                address.getAddress().isAnyLocalAddress()
                        ? Interfaces.addresses(Optional.empty())
                        : List.of(address.getAddress());
        List<String> urls = new ArrayList<>();
        for (InetAddress host : hosts) {
            // The name of an interface here means nothing elsewhere, and is no part of a URL.
            String at =
                    ListenAddress.text(new InetSocketAddress(host, port))
                            .replaceFirst("%[^]]*", "");
            urls.add("http://" + at);
        }
        return urls;
    }
}
