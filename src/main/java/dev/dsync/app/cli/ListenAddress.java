package dev.dsync.app.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where to listen, as typed: {@code HOST:PORT}, {@code :PORT} for all addresses. */
final class ListenAddress {
    private static final int PORT_MAX = 65_535;

    private ListenAddress() {}

    /** What the text means; empty for all addresses and the usual port. */
    static InetSocketAddress parse(String text) throws UsageException {
        return parse(text, Dialler.PORT);
    }

    /** The same with another usual port. */
    static InetSocketAddress parse(String text, int usual) throws UsageException {
        return text.isEmpty() ? new InetSocketAddress(usual) : parse(text, "--listen");
    }

    /** What the text means that was given with this option. */
    static InetSocketAddress parse(String text, String option) throws UsageException {
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        if (colon < 0) {
            throw Values.wrong(
                    option,
                    text,
                    "it is not HOST:PORT; write localhost:22001, or :22001 for all addresses");
        }
        String host = text.substring(0, colon);
        int port = port(option, text, text.substring(colon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw Values.wrong(
                    option,
                    text,
                    "an address with colons stands in brackets; write [ADDRESS]:PORT");
        }
        if (host.isEmpty()) {
            return new InetSocketAddress(port);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw Values.wrong(option, text, "no such host; name an address of this machine");
        }
        return address;
    }

    /** An address as it is typed. */
    static String text(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host.isAnyLocalAddress() ? "0.0.0.0" : host.getHostAddress();
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + address.getPort();
    }

    private static int port(String option, String whole, String text) throws UsageException {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= PORT_MAX) {
            return Integer.parseInt(text);
        }
        throw Values.wrong(
                option,
                whole,
                "behind its last colon is no port; write HOST:PORT with a port from 0 to "
                        + PORT_MAX);
    }
}
