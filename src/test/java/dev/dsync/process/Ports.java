package dev.dsync.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface for programs that are told where to listen. */
public final class Ports {
    private static final int FIRST = 16_384;

    /**
     * The lowest port Linux gives to outgoing connections. From there on a port that is free now
     * may be the near end of somebody's connection when the program at last listens, or even of the
     * connection of a peer that dials it.
     */
    private static final int EPHEMERAL = 32_768;

    private Ports() {}

    /** A port nobody listens on. */
    public static int free() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, EPHEMERAL);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Taken: another.
            }
        }
    }
}
