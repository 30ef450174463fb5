package dev.dsync.app.web;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * By which names a visitor may call this machine: its addresses and its own names. Any other is one
 * that somebody else made lead here, so that pages of theirs could read what is shared (DNS
 * rebinding).
 */
public final class HostNames {
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("\\[[0-9a-f:.]+(%[0-9a-z._~-]+)?\\]");

    private final Set<String> names = new TreeSet<>();

    /** Addresses, {@code localhost} and these names, each also as {@code NAME.local}. */
    public HostNames(Set<String> own) {
        names.add("localhost");
        for (String name : own) {
            String lower = name.toLowerCase(Locale.ROOT);
            names.add(lower);
            if (lower.indexOf('.') < 0) {
                names.add(lower + ".local");
            }
        }
    }

    /** Whether a {@code Host} header names this machine. */
    boolean allow(String header) {
        String host = PORT.matcher(header.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return V4.matcher(host).matches() || V6.matcher(host).matches() || names.contains(bare);
    }
}
