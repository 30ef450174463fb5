package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.List;

/** Where a peer listens, as the user names it. */
record PeerAddress(String host, int port) {
    private static final int PORT_MAX = 65_535;
    private static final String PEERS = "--peers";

    /** Peers of a list with commas between them. */
    static List<PeerAddress> parse(String list) throws UsageException {
        List<PeerAddress> peers = new ArrayList<>();
        for (String text : list.split(",", -1)) {
            peers.add(one(text.strip(), list, PEERS, Dialler.PORT));
        }
        return peers;
    }

    /** A single machine, given as an argument. */
    static PeerAddress one(String text, int usual) throws UsageException {
        return one(text, text, "machine", usual);
    }

    private static PeerAddress one(String text, String list, String what, int usual)
            throws UsageException {
        if (text.isEmpty()) {
            throw wrong(
                    what, list, "a name is missing between its commas; write HOST or HOST:PORT");
        }
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? text : text.substring(0, colon);
        if (bracket > 0) {
            host = text.substring(1, bracket);
        } else if (colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            throw wrong(
                    what, text, "an address with colons stands in brackets; write [ADDRESS]:PORT");
        }
        if (host.isEmpty()
                || host.startsWith("-")
                || !host.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/' && c != '@')) {
            throw wrong(what, text, "it names no host; write HOST or HOST:PORT");
        }
        return new PeerAddress(host, colon < 0 ? usual : port(what, text, colon));
    }

    private static int port(String what, String text, int colon) throws UsageException {
        String port = text.substring(colon + 1);
        if (port.matches("\\d{1,5}")
                && Integer.parseInt(port) >= 1
                && Integer.parseInt(port) <= PORT_MAX) {
            return Integer.parseInt(port);
        }
        throw wrong(
                what, text, "behind its colon is no port; write a number from 1 to " + PORT_MAX);
    }

    private static UsageException wrong(String what, String text, String reason) {
        return new UsageException("cannot use " + what + " '" + Latin.shown(text) + "': " + reason);
    }

    @Override
    public String toString() {
        return port == Dialler.PORT ? machine() : machine() + ":" + port;
    }

    /** The host as a user writes it. */
    String machine() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
