package dev.dsync.app.cli;

import dev.dsync.app.control.ControlPlace;
import dev.dsync.app.control.ControlServer;
import dev.dsync.app.web.HostNames;
import dev.dsync.app.web.Lifetime;
import dev.dsync.app.web.Offer;
import dev.dsync.app.web.Quarantine;
import dev.dsync.app.web.ShareServer;
import dev.dsync.app.web.SharedFiles;
import dev.dsync.app.web.StoredLink;
import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.BrowserKey;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Files and folders handed out by a link until the user ends it, or it ends by itself. */
final class Handout {
    /** The port of the first; the next ones take the next. */
    private static final int PORT = 22_002;

    private static final int PORTS = 64;

    private final FileSystem system;
    private final Console console;
    private final Terms terms;
    private final HandoutView view;
    private final SecureRandom random = new SecureRandom();

    Handout(FileSystem system, Console console, Terms terms, HandoutView view) {
        this.system = system;
        this.console = console;
        this.terms = terms;
        this.view = view;
    }

    /**
     * On what terms.
     *
     * @param hotspot whether a network is opened for those who come
     * @param renew whether the link of earlier times is given up
     * @param expiry when it ends by itself; null for never
     * @param downloadsMax after how many downloads; 0 for never
     */
    record Terms(
            boolean pin,
            boolean upload,
            boolean tls,
            boolean index,
            boolean hotspot,
            boolean renew,
            @Nullable Duration expiry,
            int downloadsMax) {}

    /**
     * Hands them out.
     *
     * @param address where to listen; null for all addresses and a port that is free
     */
    int run(List<byte[]> paths, @Nullable InetSocketAddress address) throws IOException {
        byte[] folder =
                (Home.of(console.environment()).state() + "/shares")
                        .getBytes(StandardCharsets.UTF_8);
        try (SharedFiles files = SharedFiles.open(system, paths);
                StateDirectory links = StateDirectory.open(system, folder, random)) {
            List<byte[]> places = new ArrayList<>();
            for (byte[] path : paths) {
                places.add(system.realPath(path));
            }
            String id = StoredLink.id(places);
            new RunningShares(console).requireNone(id);
            if (terms.renew) {
                StoredLink.open(links, id, random).forget(links);
            }
            StoredLink link = StoredLink.open(links, id, random);
            try (Hotspot hotspot = terms.hotspot ? openHotspot() : null) {
                return run(files, places, links, link, address, hotspot);
            }
        } catch (SharedFiles.UnusableException e) {
            throw new ToldException(
                    ShareMessages.unusable(e.path(), String.valueOf(e.getMessage())), e);
        } catch (Quarantine.UnsafeException e) {
            throw new ToldException(ShareMessages.openToOthers(e.location()), e);
        }
    }

    private int run(
            SharedFiles files,
            List<byte[]> places,
            StateDirectory links,
            StoredLink link,
            @Nullable InetSocketAddress address,
            @Nullable Hotspot hotspot)
            throws IOException {
        InstantSource clock = InstantSource.system();
        Instant end = terms.expiry == null ? null : clock.instant().plus(terms.expiry);
        Lifetime lifetime = new Lifetime(clock, end, terms.downloadsMax);
        BrowserKey key = terms.tls ? browserKey() : null;
        List<String> shown = places.stream().map(Escape::path).toList();
        try (Quarantine quarantine = terms.upload ? files.openQuarantine(system) : null) {
            Offer offer =
                    new Offer(
                            files,
                            link.token(),
                            new HostNames(Interfaces.names(Optional.ofNullable(address))),
                            terms.index,
                            terms.pin ? Optional.of(link.pin()) : Optional.empty(),
                            Optional.ofNullable(quarantine),
                            lifetime);
            try (ShareServer server = listen(offer, link.port(), address, key)) {
                link.keep(links, server.port());
                console.cancellation().onCancel(lifetime::stop);
                List<String> urls = urls(address, server.port(), link, hotspot);
                RunningShare steered = new RunningShare(link.id(), shown, urls, lifetime, view);
                try (ControlServer _ = steer(steered)) {
                    view.begun(
                            new HandoutView.Entrance(
                                    link.id(),
                                    shown,
                                    urls,
                                    hotspot,
                                    terms.pin ? link.pin().text() : "",
                                    key == null ? "" : key.fingerprint(),
                                    quarantine == null ? "" : Escape.path(quarantine.location()),
                                    end == null ? "" : end.toString()));
                    return awaitEnd(lifetime, steered, () -> link.forget(links));
                }
            }
        }
    }

    /** Lets it be seen and ended by others; where no socket can be it works all the same. */
    private @Nullable ControlServer steer(RunningShare steered) throws IOException {
        try {
            return steered.open(system, console, random);
        } catch (ControlPlace.NowhereException e) {
            console.complain(ShareMessages.notSteered(Messages.of(e).what()));
            return null;
        }
    }

    /** Gives up a link. */
    @FunctionalInterface
    private interface Forgetting {
        void forget() throws IOException;
    }

    private int awaitEnd(Lifetime lifetime, RunningShare steered, Forgetting link)
            throws IOException {
        Lifetime.End how;
        try {
            how = lifetime.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            how = Lifetime.End.STOPPED;
        }
        if (how != Lifetime.End.STOPPED) {
            link.forget(); // what has ended by itself does not come back with the next share
        }
        boolean interrupted = how == Lifetime.End.STOPPED && !steered.isStopped();
        int exitCode = interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
        view.ended(
                exitCode,
                switch (how) {
                    case EXPIRED -> "the link has expired";
                    case USED_UP -> "the link has been used up";
                    case STOPPED -> "stopped";
                },
                lifetime.begun());
        return exitCode;
    }

    private BrowserKey browserKey() throws IOException {
        try (StateDirectory folder = new Identity(system, console.environment()).folder()) {
            return BrowserKey.open(folder, random);
        }
    }

    /**
     * Listens.
     *
     * @param last the port listened at last time; 0 for none
     */
    private ShareServer listen(
            Offer offer, int last, @Nullable InetSocketAddress address, @Nullable BrowserKey key)
            throws IOException {
        List<InetSocketAddress> candidates = new ArrayList<>();
        if (address != null) {
            candidates.add(address);
        } else {
            if (last > 0) {
                candidates.add(new InetSocketAddress(last));
            }
            for (int port = PORT; port < PORT + PORTS; port++) {
                candidates.add(new InetSocketAddress(port));
            }
        }
        Optional<SSLContext> tls = Optional.ofNullable(key).map(BrowserKey::context);
        BindException taken = new BindException();
        for (InetSocketAddress at : candidates) {
            try {
                ShareServer.Site site = ShareServer.Site.of(at, tls);
                return ShareServer.open(system, offer, site, console.nanoTime(), view);
            } catch (BindException e) {
                taken = e;
            }
        }
        throw new ToldException(
                ShareMessages.taken(ListenAddress.text(candidates.getLast())), taken);
    }

    private Hotspot openHotspot() throws IOException {
        return Hotspot.open(
                new MachinePrograms(console.environment()),
                console.cancellation(),
                System.getProperty("os.name"),
                Interfaces.name().orElse(""));
    }

    private List<String> urls(
            @Nullable InetSocketAddress address,
            int port,
            StoredLink link,
            @Nullable Hotspot hotspot)
            throws IOException {
        InetSocketAddress at = address == null ? new InetSocketAddress(port) : address;
        Optional<InetAddress> sure = Optional.ofNullable(hotspot).flatMap(Hotspot::address);
        return Interfaces.urls(terms.tls ? "https" : "http", at, port, sure).stream()
                .map(url -> url + "/" + link.token().text() + "/")
                .toList();
    }
}
