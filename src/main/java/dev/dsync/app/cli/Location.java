package dev.dsync.app.cli;

import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.trust.ShareName;
import java.util.OptionalInt;

/** Where something is, as typed on the command line; see {@link LocationParser} for the forms. */
sealed interface Location {
    /** The path there. */
    TypedPath path();

    /** Another path there. */
    Location at(TypedPath path);

    /** Whether both are on the same machine, reached in the same way. */
    boolean isBeside(Location other);

    /** On this machine. */
    record LocalLocation(TypedPath path) implements Location {
        @Override
        public Location at(TypedPath other) {
            return new LocalLocation(other);
        }

        @Override
        public boolean isBeside(Location other) {
            return other instanceof LocalLocation;
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * On a machine reached by a remote shell.
     *
     * @param host what the remote shell is given: {@code host} or {@code user@host}; it never
     *     begins with a dash
     * @param path from the user's home directory there; empty for that itself
     */
    record SshLocation(String host, TypedPath path) implements Location {
        @Override
        public Location at(TypedPath other) {
            return new SshLocation(host, other);
        }

        @Override
        public boolean isBeside(Location other) {
            return other instanceof SshLocation that && host.equals(that.host);
        }

        @Override
        public String toString() {
            return Escape.text(host) + ":" + path;
        }
    }

    /**
     * In a share that a dsync offers over TLS.
     *
     * @param port if it was typed
     * @param path below the share; empty for the share itself
     */
    record ShareLocation(String host, OptionalInt port, ShareName share, TypedPath path)
            implements Location {
        @Override
        public Location at(TypedPath other) {
            return new ShareLocation(host, port, share, other);
        }

        @Override
        public boolean isBeside(Location other) {
            return other instanceof ShareLocation that
                    && host.equals(that.host)
                    && port.equals(that.port)
                    && share.equals(that.share);
        }

        @Override
        public String toString() {
            String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
            String at = port.isPresent() ? authority + ":" + port.getAsInt() : authority;
            return Escape.text("dsync://" + at + "/" + share) + (path.isEmpty() ? "" : "/" + path);
        }
    }
}
