package dev.dsync.app.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/** Tells whether this user is at the other end of a socket. */
final class SameUser {
    private SameUser() {}

    /**
     * Asks the system who opened the other end.
     *
     * @param own something that belongs to this user
     */
    static boolean isAt(SocketChannel channel, Path own) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
                .user()
                .equals(Files.getOwner(own));
    }
}
