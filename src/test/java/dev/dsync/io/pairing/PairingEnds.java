package dev.dsync.io.pairing;

import dev.dsync.io.transport.AdmissionGate;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.TlsDialler;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.transport.TlsListener;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener over TLS for pairing, and who comes there. */
final class PairingEnds implements AutoCloseable, TlsListener.Handler {
    private static final Duration SOON = Duration.ofSeconds(30);

    final DeviceKey key = DeviceKey.generate(new SecureRandom());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Connection> arrivals = new LinkedBlockingQueue<>();
    private final TlsListener listener;
    private final Future<?> accepting;

    PairingEnds() throws IOException {
        listener =
                TlsListener.open(
                        TlsEndpoint.forPairing(key),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        AdmissionGate.Limits.STANDARD,
                        new Random(1),
                        () -> 0L);
        accepting =
                executor.submit(
                        () -> {
                            listener.run(executor, this);
                            return null;
                        });
    }

    /** A connection of a device with this. */
    Connection dial(DeviceKey from) throws IOException {
        return new TlsDialler(TlsEndpoint.forPairing(from), () -> 0L)
                .dial("127.0.0.1", listener.address().getPort(), SOON);
    }

    /** The listener's end of the next connection. */
    Connection arrival() throws InterruptedException {
        Connection connection = arrivals.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        if (connection == null) {
            throw new AssertionError("nobody came");
        }
        return connection;
    }

    @Override
    public void handle(TlsListener.Arrival arrival) {
        arrival.authenticated();
        arrivals.add(arrival.connection());
    }

    @Override
    public void failed(TransportException failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        executor.shutdownNow();
        executor.close();
        accepting.resultNow();
    }

    @Override
    public void stalled(IOException why) {
        throw new IllegalStateException(why);
    }
}
