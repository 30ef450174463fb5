package dev.dsync.app.cli;

import dev.dsync.app.control.Status;
import dev.dsync.app.render.Figures;
import dev.dsync.engine.mesh.Links;
import java.util.Locale;

/** How a watch stands, for its user. */
final class StatusWords {
    private StatusWords() {}

    /** All of it in one line of at most so many characters. */
    static String line(Status status, int columns) {
        StringBuilder line = new StringBuilder(status.state().name().toLowerCase(Locale.ROOT));
        line.append(' ').append(Figures.GROUPED.count(status.files()));
        line.append(status.files() == 1 ? " file, " : " files, ");
        line.append(Figures.THOUSANDS.bytes(status.bytes())).append('B');
        for (Status.Peer peer : status.peers()) {
            line.append("; ").append(peer.name()).append(": ");
            boolean connected = peer.reach() == Status.Reach.CONNECTED;
            line.append(connected ? of(peer) : peer.reach().name().toLowerCase(Locale.ROOT));
        }
        return line.length() <= columns ? line.toString() : line.substring(0, columns);
    }

    /** How a peer is. */
    static String of(Status.Peer peer) {
        String error = peer.error().isEmpty() ? "" : ": " + peer.error();
        return switch (peer.reach()) {
            case CONNECTED ->
                    "connected, "
                            + (peer.isEqual() ? "in sync" : "not in sync" + work(peer))
                            + error;
            case CONNECTING -> "connecting" + error;
            case UNREACHABLE -> "unreachable" + error;
        };
    }

    private static String work(Status.Peer peer) {
        Links.Work work = peer.work();
        StringBuilder text = new StringBuilder();
        if (work.files() > 0) {
            text.append(", ").append(work.files()).append(work.files() == 1 ? " file" : " files");
            text.append(" of ").append(Figures.THOUSANDS.bytes(work.bytes())).append("B to get");
        }
        if (work.problems() > 0) {
            text.append(", ").append(work.problems());
            text.append(work.problems() == 1 ? " problem" : " problems");
        }
        if (work.receiving() > 0) {
            text.append(", ").append(Figures.THOUSANDS.bytes(work.receiving())).append("B/s in");
        }
        if (work.sending() > 0) {
            text.append(", ").append(Figures.THOUSANDS.bytes(work.sending())).append("B/s out");
        }
        return text.toString();
    }
}
