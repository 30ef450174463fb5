package dev.dsync.app.cli;

import dev.dsync.app.doctor.Shell;
import dev.dsync.app.render.Printable;
import dev.dsync.io.pairing.Gift;
import dev.dsync.io.pairing.PairingCode;
import dev.dsync.io.pairing.PairingException;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.ShareName;
import java.net.InetSocketAddress;

/** What users are told where two machines become known to each other, or do not. */
final class PairMessages {
    private static final String OTHER_VERSION = "use the same version of dsync on both machines";

    private static final String SHOW_THERE =
            "check the name, and that dsync pair --share NAME shows a code there";

    private PairMessages() {}

    /** What is to be done at the other machine. */
    static String invitation(
            ShareName share, PairingCode code, InetSocketAddress at, boolean announced) {
        return "listening on "
                + ListenAddress.text(at)
                + "\nto have "
                + share
                + " on another machine, run there: dsync pair"
                + (announced ? "" : " " + named(at))
                + "\nand type: "
                + code.text()
                + "\nit is good for one try in 10 minutes\n";
    }

    /** This machine as it is named at the other one, where it does not find it. */
    private static String named(InetSocketAddress at) {
        String text = ListenAddress.text(at);
        String host =
                at.getAddress().isAnyLocalAddress()
                        ? "HOST"
                        : text.substring(0, text.lastIndexOf(':'));
        return host + (at.getPort() == PairService.PORT ? "" : ":" + at.getPort());
    }

    /** What both users compare, if they like. */
    static String paired(Gift gift, DeviceId own, String ownName, PairedDevices.Device other) {
        boolean limited =
                !gift.key().onlyReads()
                        && other.accessTo(gift.share())
                                .filter(PairedDevices.Access.READ_WRITE::equals)
                                .isEmpty();
        return "paired for "
                + gift.share()
                + (gift.key().onlyReads() ? ", to read\n" : ", to read and write\n")
                + "here:  "
                + own
                + " "
                + ownName
                + "\nthere: "
                + other.id()
                + " "
                + other.name()
                + (limited
                        ? "\nit may only read here, as it was limited before; to change that: dsync"
                                + " peers --read-write "
                                + Shell.word(other.name())
                        : "")
                + "\nfrom now on only paired devices may use "
                + gift.share()
                + " here; see dsync peers\n";
    }

    /** What may follow where the code was typed; {@code peers} as for {@code watch}. */
    static String nextOfGuest(Gift gift, PeerAddress machine, String peers) {
        String share = machine.machine() + "::" + gift.share() + "/";
        return gift.key().onlyReads()
                ? "next: dsync pull " + Shell.word(share) + " DIR\n"
                : next(gift.share(), peers);
    }

    /** What may follow where it was shown. */
    static String nextOfHost(Gift gift, String peers) {
        return gift.key().onlyReads()
                ? "next: dsync serve --share " + word(gift.share()) + "=DIR\n"
                : next(gift.share(), peers);
    }

    private static String next(ShareName share, String peers) {
        return "next: dsync watch DIR --share "
                + word(share)
                + (peers.isEmpty() ? "" : " --peers " + Shell.word(peers))
                + "\n";
    }

    private static String word(ShareName share) {
        return Shell.word(share.text());
    }

    private static String anew(ShareName share) {
        return "run dsync pair --share " + word(share) + " again for a new code";
    }

    /** At the machine where the code is typed. */
    static Failure ofGuest(PairingException e, String machine) {
        String cannot = "cannot pair with " + Printable.of(machine) + ": ";
        String anew = "have a new one shown there";
        return switch (e.reason()) {
            case WRONG_CODE ->
                    failure(
                            cannot
                                    + (e.byPeer()
                                            ? "the code is wrong, and of no use any more"
                                            : "it does not know the code"),
                            anew);
            case SPENT -> failure(cannot + "the code was used before", anew);
            case EXPIRED -> failure(cannot + "the code is too old", anew);
            case BETWEEN -> failure(cannot + between(), "use another network");
            case MALFORMED -> malformed(cannot);
            case NOT_KEPT -> failure(cannot + "the share could not be kept", anew);
            case SELF -> itself(cannot);
        };
    }

    /** At the machine that shows the code. */
    static Failure ofHost(PairingException e, ShareName share, String peer) {
        String cannot = "cannot pair with " + peer + ": ";
        String anew = anew(share);
        return switch (e.reason()) {
            case WRONG_CODE -> failure(cannot + "it gave a wrong code", anew);
            case SPENT -> failure(cannot + "the code was used before", anew);
            case EXPIRED -> failure(cannot + "the code is too old", anew);
            case BETWEEN ->
                    failure(
                            cannot + between(),
                            "the code stays good, and if the other machine says so, too, use"
                                    + " another network");
            case MALFORMED -> malformed(cannot);
            case NOT_KEPT -> failure(cannot + "it could not keep the share", "see what it says");
            case SELF -> itself(cannot);
        };
    }

    /**
     * Where the code is shown: the other device was given the key, or was about to be.
     *
     * @param notKept whether it says that it could not keep it
     */
    static Failure ofHalf(ShareName share, boolean notKept, String name, String peer) {
        return failure(
                "cannot finish pairing with "
                        + peer
                        + ": "
                        + (notKept ? "it could not keep the share, and " : "connection lost, and ")
                        + "it may have the key of "
                        + share,
                "if it is not to use it, dsync peers --forget " + Shell.word(name));
    }

    /** Where the code is shown: the connection ended once the code was tried. */
    static Failure ofLost(ShareName share, String peer) {
        return Failure.of(
                ExitCode.STREAM, "cannot pair with " + peer + ": connection lost", anew(share));
    }

    /** Where the code is typed: the other end says nothing more. */
    static Failure ofSilence(String machine) {
        return Failure.of(
                ExitCode.TIMEOUT,
                "cannot pair with " + Printable.of(machine) + ": it does not answer",
                "see what is said there, and have a new code shown");
    }

    /** A machine was dialled for a share that is for paired devices, of which it is none. */
    static Failure ofStranger(ShareName share, String device, String machine) {
        return failure(
                "cannot trust "
                        + Printable.of(machine)
                        + " with "
                        + share
                        + ": it is not paired for it: "
                        + device,
                "pair with it by dsync pair");
    }

    /** A peer of a watch was limited to reading here. */
    static Failure ofReader(ShareName share, String machine) {
        return failure(
                "cannot sync " + share + " with " + Printable.of(machine) + ": it may only read",
                "allow it more by dsync peers --read-write");
    }

    /** Where machines would be listed. */
    static Failure ofNoPeers() {
        return Failure.of(
                ExitCode.OK,
                "no machine is paired with this one, and none is seen on the local network",
                "pair one by dsync pair --share NAME");
    }

    /** There is no connection where a code is to be given, or no more. */
    static Failure ofTransport(TransportException e) {
        Failure failure = TransportMessages.of(e);
        boolean nobodyListens =
                e instanceof TransportException.ConnectFailed it
                        && it.reason() == TransportException.Reason.REFUSED;
        if (nobodyListens || e instanceof TransportException.TlsRefused) {
            return Failure.of(failure.exitCode(), failure.what(), SHOW_THERE);
        }
        if (e instanceof TransportException.LostConnection) {
            String remedy = "see what is said there, and have a new code shown";
            return Failure.of(failure.exitCode(), failure.what(), remedy);
        }
        return failure;
    }

    /** No machine says that it shows a code under this number. */
    static Failure ofChannel(int channel) {
        return Failure.of(
                ExitCode.CONNECT_TIMEOUT,
                "cannot find a machine that shows a code under " + channel,
                "look at the number again, or name the machine: dsync pair HOST");
    }

    /** Time is up. */
    static Failure ofNobody(ShareName share) {
        return Failure.of(
                ExitCode.TIMEOUT, "cannot pair: nobody gave the code in time", anew(share));
    }

    private static Failure itself(String cannot) {
        return failure(cannot + "it is this machine", "run dsync pair on the other one");
    }

    private static String between() {
        return "somebody is in between, since both ends do not see the same connection";
    }

    private static Failure malformed(String cannot) {
        return Failure.of(
                ExitCode.PROTOCOL, cannot + "what it says is not understood", OTHER_VERSION);
    }

    private static Failure failure(String what, String remedy) {
        return Failure.of(ExitCode.NOT_TRUSTED, what, remedy);
    }
}
