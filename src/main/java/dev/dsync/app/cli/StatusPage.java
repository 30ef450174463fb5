package dev.dsync.app.cli;

import dev.dsync.app.web.HostNames;
import dev.dsync.app.web.StatusServer;
import dev.dsync.app.web.StoredLink;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
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
            HostNames hosts = new HostNames(Interfaces.names(Optional.of(address)));
            StatusServer.Site site = new StatusServer.Site(address, link.token(), hosts);
            StatusServer server = listen(site, opening);
            Interfaces.urls("http", address, server.port(), Optional.empty())
                    .forEach(url -> say.accept("status page at " + url + site.path()));
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
}
