package dev.dsync.io.transport;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why there is no connection, or no more, as values; what the peer said is not escaped. */
public abstract sealed class TransportException extends IOException {
    private final String peer;

    private TransportException(String peer, String data, @Nullable Throwable cause) {
        super(peer + ": " + data, cause);
        this.peer = peer;
    }

    /** The other end: a host, an address, or for {@link ListenFailed} this one. */
    public final String peer() {
        return peer;
    }

    /** Why a socket could not be had, as far as remedies differ. */
    public enum Reason {
        UNKNOWN_HOST,
        REFUSED,
        UNREACHABLE,
        ADDRESS_IN_USE,
        NOT_PERMITTED,
        OTHER
    }

    /** Nobody could be reached at the address. */
    public static final class ConnectFailed extends TransportException {
        private final Reason reason;
        private final String detail;

        ConnectFailed(String peer, Reason reason, IOException cause) {
            super(peer, reason.toString(), cause);
            this.reason = reason;
            this.detail = String.valueOf(cause.getMessage());
        }

        /** Why. */
        public Reason reason() {
            return reason;
        }

        /** The system's words. */
        public String detail() {
            return detail;
        }
    }

    /** The address could not be listened on. */
    public static final class ListenFailed extends TransportException {
        private final Reason reason;
        private final String detail;

        ListenFailed(String address, Reason reason, IOException cause) {
            super(address, reason.toString(), cause);
            this.reason = reason;
            this.detail = String.valueOf(cause.getMessage());
        }

        /** Why. */
        public Reason reason() {
            return reason;
        }

        /** The system's words. */
        public String detail() {
            return detail;
        }
    }

    /** Connecting, or what must follow it before a deadline, took too long. */
    public static final class ConnectTimeout extends TransportException {
        private final Duration allowed;

        ConnectTimeout(String peer, Duration allowed) {
            super(peer, "not connected in " + allowed, null);
            this.allowed = allowed;
        }

        /** How long it was waited for. */
        public Duration allowed() {
            return allowed;
        }
    }

    /** Something else than dsync answered. */
    public static final class NotDsync extends TransportException {
        private final byte[] said;

        NotDsync(String peer, byte[] said) {
            super(peer, said.length + " foreign bytes", null);
            this.said = said.clone();
        }

        /** The first bytes it said, or all the noise before the stream ended. */
        public byte[] said() {
            return said.clone();
        }
    }

    /** The peer speaks TLS, but no session came of it: another version, protocol or key. */
    public static final class TlsRefused extends TransportException {
        private final String detail;

        TlsRefused(String peer, String detail, @Nullable IOException cause) {
            super(peer, detail, cause);
            this.detail = detail;
        }

        /** The TLS implementation's words. */
        public String detail() {
            return detail;
        }
    }

    /** The stream ended, or broke, where the peer did not end it on purpose. */
    public static final class LostConnection extends TransportException {
        private final String detail;

        LostConnection(String peer, String detail, @Nullable IOException cause) {
            super(peer, detail, cause);
            this.detail = detail;
        }

        /** The system's words, or what was seen. */
        public String detail() {
            return detail;
        }
    }

    /** The connection was ended on this side while or before it was used. */
    public static final class Aborted extends TransportException {
        Aborted(String peer) {
            super(peer, "closed on this side", null);
        }
    }

    /** A host that the remote shell would take for an option, or an empty one. */
    public static final class IllegalHost extends TransportException {
        IllegalHost(String host) {
            super(host, "no host name", null);
        }
    }

    /** The remote shell's program could not be started here. */
    public static final class ShellNotStarted extends TransportException {
        private final String program;
        private final String detail;

        ShellNotStarted(String host, String program, IOException cause) {
            super(host, program, cause);
            this.program = program;
            this.detail = String.valueOf(cause.getMessage());
        }

        /** The program. */
        public String program() {
            return program;
        }

        /** The system's words. */
        public String detail() {
            return detail;
        }
    }

    /** The remote shell ended with a failure; with 255 it is ssh's own. */
    public static final class SshFailed extends TransportException {
        private final int exit;
        private final String stderr;

        SshFailed(String host, int exit, String stderr) {
            super(host, "exit " + exit, null);
            this.exit = exit;
            this.stderr = stderr;
        }

        /** Its exit status. */
        public int exit() {
            return exit;
        }

        /** The last it said on standard error. */
        public String stderr() {
            return stderr;
        }
    }

    /** The remote shell did not find dsync there (exit 127). */
    public static final class DsyncNotFound extends TransportException {
        private final String stderr;

        DsyncNotFound(String host, String stderr) {
            super(host, "exit 127", null);
            this.stderr = stderr;
        }

        /** The last it said on standard error. */
        public String stderr() {
            return stderr;
        }
    }
}
