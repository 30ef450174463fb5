package dev.dsync.app.cli;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import java.nio.charset.StandardCharsets;

/**
 * Who is at the other end, for what is remembered of it: a device where that has shown who it is,
 * else whom the user named.
 */
final class Peers {
    private Peers() {}

    /** Whom this side has dialled. */
    static Digest dialled(Location location, Connection connection) {
        String named =
                switch (location) {
                    case Location.LocalLocation _ -> "here";
                    case Location.SshLocation shell -> "ssh " + shell.host();
                    case Location.ShareLocation share -> "share " + share.share();
                };
        byte[] bytes = named.getBytes(StandardCharsets.UTF_8);
        Sha256 hash = new Sha256().update(bytes, 0, bytes.length);
        connection
                .secureChannel()
                .ifPresent(channel -> hash.update(arrived(channel).bytes(), 0, Digest.BYTES));
        return hash.finish();
    }

    /** Who has come over TLS. */
    static Digest arrived(SecureChannel channel) {
        return channel.peer().spki();
    }

    /** Who has come by a remote shell, which does not tell from where. */
    static Digest arrivedByShell() {
        return Sha256.of("ssh".getBytes(StandardCharsets.US_ASCII));
    }
}
