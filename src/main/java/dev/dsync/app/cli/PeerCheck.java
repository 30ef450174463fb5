package dev.dsync.app.cli;

import dev.dsync.app.doctor.Check;
import dev.dsync.app.doctor.Finding;
import dev.dsync.app.doctor.Shell;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.TlsDialler;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Whether a peer answers, and speaks this version of the protocol. */
final class PeerCheck implements Check {
    private static final Duration ALLOWED = Duration.ofSeconds(5);
    private static final TransportException.Reason UNKNOWN = TransportException.Reason.UNKNOWN_HOST;
    private static final TransportException.Reason REFUSED = TransportException.Reason.REFUSED;

    private final TlsDialler dialler;
    private final PeerAddress peer;

    PeerCheck(TlsDialler dialler, PeerAddress peer) {
        this.dialler = dialler;
        this.peer = peer;
    }

    @Override
    public String subject() {
        return "peer";
    }

    @Override
    public List<Finding> look() throws IOException {
        try {
            Connection connection = dialler.dial(peer.host(), peer.port(), ALLOWED);
            DeviceId device = connection.secureChannel().orElseThrow().peer();
            connection.abort();
            return List.of(Finding.ok(peer + ": speaks dsync/1, device " + device.shortForm()));
        } catch (TransportException e) {
            return List.of(unreached(e));
        }
    }

    private Finding unreached(TransportException e) {
        String text = TransportMessages.of(e).what();
        String host = Shell.word(peer.host());
        return switch (e) {
            case TransportException.ConnectFailed it when it.reason() == UNKNOWN ->
                    Finding.wrong(text, "check its name", "getent hosts " + host);
            case TransportException.ConnectFailed it when it.reason() == REFUSED ->
                    Finding.wrong(
                            text,
                            "start dsync there, as by",
                            "dsync serve --share NAME=PATH --listen :" + peer.port());
            case TransportException.TlsRefused _, TransportException.NotDsync _ ->
                    Finding.wrong(
                            "something else than dsync answers at " + peer,
                            "see at that machine what listens there",
                            "sudo ss -ltnp sport = :" + peer.port());
            case TransportException.ConnectFailed _,
                    TransportException.ListenFailed _,
                    TransportException.ConnectTimeout _,
                    TransportException.LostConnection _,
                    TransportException.Aborted _,
                    TransportException.IllegalHost _,
                    TransportException.ShellNotStarted _,
                    TransportException.SshFailed _,
                    TransportException.DsyncNotFound _ ->
                    Finding.wrong(
                            text,
                            "see what stands between; a firewall there drops without a word",
                            "ping -c 3 " + host);
        };
    }
}
