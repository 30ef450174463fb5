package dev.dsync.app.cli;

import dev.dsync.app.render.QrCode;
import dev.dsync.app.web.HostNames;
import dev.dsync.app.web.ShareServer;
import dev.dsync.app.web.SharedFiles;
import dev.dsync.app.web.Terms;
import dev.dsync.app.web.Token;
import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Files and folders handed out by a link until the user ends it. */
final class Handout {
    /** The port of the first; the next ones take the next. */
    private static final int PORT = 22_002;

    private static final int PORTS = 64;

    private final FileSystem system;
    private final Console console;
    private final Terms terms;
    private final CountDownLatch ended = new CountDownLatch(1);

    Handout(FileSystem system, Console console, Terms terms) {
        this.system = system;
        this.console = console;
        this.terms = terms;
    }

    /**
     * Hands them out.
     *
     * @param address where to listen; null for all addresses and a port that is free
     */
    int run(List<byte[]> paths, @Nullable InetSocketAddress address) throws IOException {
        Token token = Token.random(new SecureRandom());
        try (SharedFiles files = SharedFiles.open(system, paths);
                ShareServer server = listen(files, token, address)) {
            console.cancellation().onCancel(ended::countDown);
            announce(urls(address, server.port(), token));
            ended.await();
        } catch (SharedFiles.UnusableException e) {
            throw new ToldException(
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot share " + Escape.path(e.path()) + ": " + e.getMessage(),
                            "name a file or folder that is there and may be read"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.INTERRUPTED;
    }

    private ShareServer listen(SharedFiles files, Token token, @Nullable InetSocketAddress address)
            throws IOException {
        HostNames hosts = new HostNames(Interfaces.names());
        for (int port = PORT; ; port++) {
            InetSocketAddress at = address == null ? new InetSocketAddress(port) : address;
            try {
                return ShareServer.open(system, files, terms, token, hosts, at);
            } catch (BindException e) {
                if (address != null || port == PORT + PORTS) {
                    throw new ToldException(
                            Failure.of(
                                    ExitCode.SOCKET,
                                    "cannot listen on "
                                            + ListenAddress.text(at)
                                            + ": the port is taken, or the address is not this"
                                            + " machine's",
                                    "choose another with --listen HOST:PORT"),
                            e);
                }
            }
        }
    }

    private static List<String> urls(@Nullable InetSocketAddress address, int port, Token token)
            throws IOException {
        List<InetAddress> hosts =
                address == null || address.getAddress().isAnyLocalAddress()
                        ? Interfaces.addresses()
                        : List.of(address.getAddress());
        List<String> urls = new ArrayList<>();
        for (InetAddress host : hosts) {
            // The name of an interface here means nothing elsewhere, and is no part of a URL.
            String at =
                    ListenAddress.text(new InetSocketAddress(host, port))
                            .replaceFirst("%[^]]*", "");
            urls.add("http://" + at + "/" + token.text() + "/");
        }
        return urls;
    }

    private void announce(List<String> urls) {
        Transcript out = new Transcript(console.out(), () -> {});
        urls.forEach(out::line);
        if (Terminal.isOutput()) {
            out.text(QrCode.of(urls.getFirst()));
        }
        out.flush();
    }
}
