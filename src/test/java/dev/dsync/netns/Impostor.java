package dev.dsync.netns;

import dev.dsync.io.discover.Announcement;
import dev.dsync.io.discover.LocalNetwork;
import dev.dsync.io.discover.Sighting;
import dev.dsync.io.transport.AdmissionGate;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.transport.TlsListener;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A program that repeats as its own what the first machine it hears says of itself on the local
 * network, and answers whoever dials it as far as TLS goes, with a key of its own.
 */
final class Impostor {
    private static final int PORT = 22_009;

    private Impostor() {}

    /** Ends when it is killed; its words are {@code watch} or {@code pair}. */
    public static void main(String[] words) throws Exception {
        BlockingQueue<Sighting> heard = new LinkedBlockingQueue<>();
        boolean pairs = words[0].equals("pair");
        Announcement copied;
        try (LocalNetwork _ = LocalNetwork.listen(heard::add)) {
            System.out.println("listening");
            copied = heard.take().announcement();
        }
        DeviceKey key = DeviceKey.generate(new SecureRandom());
        InetSocketAddress here = new InetSocketAddress(PORT);
        try (TlsListener listener =
                        TlsListener.open(
                                pairs ? TlsEndpoint.forPairing(key) : new TlsEndpoint(key),
                                here,
                                AdmissionGate.Limits.STANDARD,
                                new SecureRandom(),
                                System::nanoTime);
                LocalNetwork _ = LocalNetwork.announce(copied, here, sighting -> {})) {
            System.out.println("announced");
            listener.run(task -> Thread.ofVirtual().start(task), new Dialled());
        }
    }

    /** Tells that somebody came, and what he says. */
    private static final class Dialled implements TlsListener.Handler {
        @Override
        public void stalled(IOException why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void handle(TlsListener.Arrival arrival) {
            System.out.println("dialled");
            byte[] bytes = new byte[8192];
            try {
                int count = arrival.connection().read(bytes, 0, bytes.length);
                System.out.println("said " + Math.max(0, count));
            } catch (IOException e) {
                System.out.println("said nothing");
            } finally {
                arrival.connection().abort();
            }
        }

        @Override
        public void failed(TransportException failure) {
            System.out.println("failed " + failure.getMessage());
        }
    }
}
