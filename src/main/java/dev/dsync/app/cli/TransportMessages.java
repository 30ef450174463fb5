package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.transport.TransportException;
import java.io.IOException;
import java.util.Arrays;

/** What users are told when there is no connection, or no more. */
final class TransportMessages {
    private static final int QUOTED_MAX = 200;

    private TransportMessages() {}

    /** For now nobody who comes can be let in. */
    static String stalled(IOException why) {
        return "cannot be reached for now: " + Printable.of(Problem.reason(why));
    }

    static Failure of(TransportException e) {
        String peer = Printable.of(e.peer());
        return switch (e) {
            case TransportException.ConnectFailed it ->
                    Failure.of(
                            ExitCode.SOCKET,
                            "cannot connect to " + peer + ": " + reason(it.reason(), it.detail()),
                            connectRemedy(it.reason()));
            case TransportException.ListenFailed it ->
                    Failure.of(
                            ExitCode.SOCKET,
                            "cannot listen on " + peer + ": " + reason(it.reason(), it.detail()),
                            "choose another with --listen HOST:PORT");
            case TransportException.ConnectTimeout it ->
                    Failure.of(
                            ExitCode.CONNECT_TIMEOUT,
                            "cannot connect to "
                                    + peer
                                    + ": no answer in "
                                    + it.allowed().toSeconds()
                                    + " s",
                            "check the address and what stands between");
            case TransportException.NotDsync it ->
                    Failure.of(
                            ExitCode.PROTOCOL,
                            "cannot talk to "
                                    + peer
                                    + ": something else answered: "
                                    + quoted(it.said()),
                            "check the port, or what the shell there prints at login");
            case TransportException.TlsRefused it ->
                    Failure.of(
                            ExitCode.START,
                            "cannot talk to " + peer + ": no TLS session: " + text(it.detail()),
                            "check the port, and that dsync listens there");
            case TransportException.LostConnection it ->
                    Failure.of(
                            ExitCode.STREAM,
                            "cannot go on with " + peer + ": connection lost: " + text(it.detail()),
                            "run the same command again, what is done is not sent again");
            case TransportException.Aborted _ -> Messages.cancelled();
            case TransportException.IllegalHost _ ->
                    Failure.of(
                            ExitCode.USAGE,
                            "cannot connect to '" + peer + "': it is no host",
                            "write ./ before a path with a colon");
            case TransportException.ShellNotStarted it ->
                    Failure.of(
                            ExitCode.START,
                            "cannot start the remote shell "
                                    + text(it.program())
                                    + ": "
                                    + text(SystemWords.of(it.detail())),
                            "install it or name another with -e");
            case TransportException.SshFailed it ->
                    Failure.of(
                            ExitCode.START,
                            "cannot reach "
                                    + peer
                                    + ": the remote shell ended with "
                                    + it.exit()
                                    + after(it.stderr()),
                            "try to log in with it yourself");
            case TransportException.DsyncNotFound it ->
                    of(it, RunOptions.Reach.STANDARD.dsyncPath());
        };
    }

    /** Nothing on the other machine has the name of {@code program}. */
    static Failure of(TransportException.DsyncNotFound e, String program) {
        String peer = Printable.of(e.peer());
        if (program.equals(RunOptions.Reach.STANDARD.dsyncPath())) {
            return Failure.of(
                    ExitCode.START,
                    "cannot start dsync on "
                            + peer
                            + ": it is not on the PATH there"
                            + after(e.stderr()),
                    "install it there, or name it with --dsync-path");
        }
        return Failure.of(
                ExitCode.START,
                "cannot start --dsync-path '"
                        + Printable.of(program)
                        + "' on "
                        + peer
                        + after(e.stderr()),
                "name a program there, and quote one with spaces for the shell there");
    }

    private static String reason(TransportException.Reason reason, String detail) {
        return switch (reason) {
            case UNKNOWN_HOST -> "no such host";
            case REFUSED -> "Connection refused";
            case UNREACHABLE -> "Network is unreachable";
            case ADDRESS_IN_USE -> "Address already in use";
            case NOT_PERMITTED -> "Permission denied";
            case OTHER -> text(detail);
        };
    }

    private static String connectRemedy(TransportException.Reason reason) {
        return switch (reason) {
            case UNKNOWN_HOST -> "check its name";
            case REFUSED -> "check the port, and that dsync serve runs there";
            case UNREACHABLE, ADDRESS_IN_USE, NOT_PERMITTED, OTHER ->
                    "check the address and what stands between";
        };
    }

    private static String quoted(byte[] said) {
        byte[] first = said.length <= QUOTED_MAX ? said : Arrays.copyOf(said, QUOTED_MAX);
        return "'" + Escape.path(first) + "'";
    }

    /** What was said, behind a colon, if anything was. */
    private static String after(String said) {
        return said.isBlank() ? "" : ": " + text(said);
    }

    private static String text(String said) {
        String stripped = said.strip();
        return Printable.of(
                stripped.length() <= QUOTED_MAX ? stripped : stripped.substring(0, QUOTED_MAX));
    }
}
