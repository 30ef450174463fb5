package dev.dsync.app.cli;

import dev.dsync.app.cli.Location.LocalLocation;
import dev.dsync.app.cli.Location.ShareLocation;
import dev.dsync.app.cli.Location.SshLocation;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.trust.ShareName;
import java.util.OptionalInt;

/**
 * Reads locations as rsync's users write them: {@code PATH}, {@code [user@]host:path}, {@code
 * host::share/path} and {@code dsync://host[:port]/share/path}, hosts in brackets where they are
 * addresses with colons. A slash before the first colon makes it a path.
 */
final class LocationParser {
    private static final String SCHEME = "dsync://";
    private static final int PORT_MAX = 65_535;

    private final String typed;

    private LocationParser(String typed) {
        this.typed = typed;
    }

    /** What these bytes mean. */
    static Location parse(byte[] bytes) throws UsageException {
        return new LocationParser(Latin.text(bytes)).parse();
    }

    private Location parse() throws UsageException {
        if (typed.isEmpty()) {
            throw wrong("it is empty; write . for the working directory");
        }
        if (typed.startsWith(SCHEME)) {
            return url();
        }
        int hostEnd = hostEnd();
        if (hostEnd < 0) {
            return new LocalLocation(path(typed));
        }
        String host = host(typed.substring(0, hostEnd));
        String rest = typed.substring(hostEnd + 1);
        return rest.startsWith(":")
                ? share(withoutUser(host), OptionalInt.empty(), rest.substring(1))
                : new SshLocation(host, path(rest));
    }

    /** Where the colon behind the host stands, or -1 for a path. */
    private int hostEnd() {
        int bracket = typed.indexOf('[');
        int at = typed.indexOf('@');
        int slash = typed.indexOf('/');
        int start = 0;
        if (bracket == 0 || (at >= 0 && bracket == at + 1 && (slash < 0 || slash > at))) {
            int close = typed.indexOf("]:", bracket);
            if (close > 0 && typed.substring(bracket, close).indexOf('/') < 0) {
                return close + 1;
            }
            start = bracket + 1;
        }
        int colon = typed.indexOf(':', start);
        return slash >= 0 && slash < colon ? -1 : colon;
    }

    private Location url() throws UsageException {
        String rest = typed.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw wrong("it names no share; write dsync://host/share/path");
        }
        String authority = rest.substring(0, slash);
        int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        if (colon >= 0 && !authority.startsWith("[") && authority.indexOf(':') < colon) {
            throw wrong("an address with colons stands in brackets; write dsync://[address]/share");
        }
        OptionalInt port =
                colon < 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(port(authority.substring(colon + 1)));
        String host = host(colon < 0 ? authority : authority.substring(0, colon));
        return share(withoutUser(host), port, rest.substring(slash + 1));
    }

    private int port(String text) throws UsageException {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        }
        throw wrong(
                "'"
                        + Latin.shown(text)
                        + "' is no port; write a number from 1 to "
                        + PORT_MAX
                        + ", or no colon behind the host");
    }

    private ShareLocation share(String host, OptionalInt port, String rest) throws UsageException {
        int slash = rest.indexOf('/');
        String name = Latin.decoded(slash < 0 ? rest : rest.substring(0, slash));
        ShareName share =
                ShareName.parse(name)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                rest.isEmpty() || slash == 0
                                                        ? "it names no share; write"
                                                                + " host::share/path"
                                                        : "no share can have that name; ask its"
                                                                + " owner for the name"));
        return new ShareLocation(
                host, port, share, path(slash < 0 ? "" : withoutSlash(rest.substring(slash + 1))));
    }

    /** Nothing in a share is absolute. */
    private static String withoutSlash(String path) {
        return path.startsWith("/") ? withoutSlash(path.substring(1)) : path;
    }

    /** The host, with its user if there is one, without brackets. */
    private String host(String text) throws UsageException {
        String user = text.substring(0, text.indexOf('@') + 1);
        String host = text.substring(user.length());
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || user.equals("@")) {
            throw wrong("it names no host; write ./ before a path with a colon");
        }
        if (user.startsWith("-") || host.startsWith("-")) {
            throw wrong("no host begins with a dash; write ./ before a path with a colon");
        }
        if (!(user + host).chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw wrong(
                    "'"
                            + Latin.shown(user + host)
                            + "' before the colon is no host; if it is a path here, write ./ before"
                            + " it");
        }
        return user + host;
    }

    private String withoutUser(String host) throws UsageException {
        if (host.indexOf('@') >= 0) {
            throw wrong("shares know no users; leave out what stands before @");
        }
        return host;
    }

    private TypedPath path(String text) throws UsageException {
        try {
            return TypedPath.of(Latin.bytes(text));
        } catch (IllegalNameException e) {
            throw wrong(e.getMessage() + "; shorten it");
        }
    }

    private UsageException wrong(String reason) {
        return new UsageException("cannot use location '" + Latin.shown(typed) + "': " + reason);
    }
}
