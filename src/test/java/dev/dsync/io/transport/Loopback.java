package dev.dsync.io.transport;

import dev.dsync.io.trust.DeviceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A listener and a dialler of this machine, and what the listener saw. */
final class Loopback implements AutoCloseable, TlsListener.Handler {
    static final DeviceKey DIALLER_KEY = DeviceKey.generate(new SecureRandom());
    static final DeviceKey LISTENER_KEY = DeviceKey.generate(new SecureRandom());
    static final TlsEndpoint DIALLER = new TlsEndpoint(DIALLER_KEY);
    static final TlsEndpoint LISTENER = new TlsEndpoint(LISTENER_KEY);
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

    final AtomicLong clock = new AtomicLong();
    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    final BlockingQueue<TlsListener.Arrival> arrivals = new LinkedBlockingQueue<>();
    final BlockingQueue<TransportException> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<TlsListener.Arrival> done = new LinkedBlockingQueue<>();
    private final TlsListener listener;
    private final Future<?> accepting;
    private volatile boolean keepUnproven;

    Loopback(AdmissionGate.Limits limits) throws IOException {
        this(limits, LISTENER);
    }

    private Loopback(AdmissionGate.Limits limits, TlsEndpoint endpoint) throws IOException {
        listener =
                TlsListener.open(
                        endpoint,
                        new InetSocketAddress(ADDRESS, 0),
                        limits,
                        new Random(1),
                        clock::get);
        accepting =
                executor.submit(
                        () -> {
                            listener.run(executor, this);
                            return null;
                        });
    }

    /** A listener that is somebody else. */
    static Loopback openAs(TlsEndpoint endpoint) throws IOException {
        return new Loopback(AdmissionGate.Limits.STANDARD, endpoint);
    }

    static Loopback open() throws IOException {
        return new Loopback(AdmissionGate.Limits.STANDARD);
    }

    int port() {
        return listener.address().getPort();
    }

    Connection dial() throws IOException {
        return dial(port(), TIMEOUT);
    }

    Connection dial(int port, Duration timeout) throws IOException {
        return new TlsDialler(DIALLER, clock::get).dial("127.0.0.1", port, timeout);
    }

    Socket plain() throws IOException {
        return new Socket(ADDRESS, port());
    }

    static ServerSocket plainServer() throws IOException {
        return new ServerSocket(0, 5, ADDRESS);
    }

    TlsListener.Arrival arrival() throws Exception {
        return some(arrivals);
    }

    TransportException failure() throws Exception {
        return some(failures);
    }

    /** Arrivals are left unproven, each with its thread, until the end of the test. */
    void keepUnproven() {
        keepUnproven = true;
    }

    @Override
    public void handle(TlsListener.Arrival arrival) {
        if (!keepUnproven) {
            arrival.authenticated();
        }
        arrivals.add(arrival);
        if (keepUnproven) {
            try {
                done.take();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void failed(TransportException failure) {
        failures.add(failure);
    }

    @Override
    public void stalled(IOException why) {
        throw new AssertionError(why);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        executor.shutdownNow();
        executor.close();
        accepting.resultNow();
    }

    private static <T> T some(BlockingQueue<T> queue) throws Exception {
        T item = queue.poll(30, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError("nothing came");
        }
        return item;
    }
}
