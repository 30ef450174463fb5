package dev.dsync.app.web;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a visitor's file may be called here: nothing hidden, nothing that is special on some system,
 * nothing that shows as other than it is.
 */
final class SafeName {
    /** Leaves room for a number behind the name. */
    private static final int BYTES_MAX = 200;

    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\\\/:*?\"<>|]");
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "COM", "LPT");

    private SafeName() {}

    /** The name for one a visitor gave; nothing if it is no text. */
    static Optional<Name> of(Name given) {
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(given.bytes()))
                            .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        String safe = FORBIDDEN.matcher(text).replaceAll("_").replaceFirst("[ .]+$", "_");
        if (safe.startsWith(".") || safe.startsWith("-") || isDevice(safe)) {
            safe = "_" + safe.substring(safe.startsWith(".") || safe.startsWith("-") ? 1 : 0);
        }
        try {
            return Optional.of(Name.of(cut(safe).getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalNameException e) {
            return Optional.empty();
        }
    }

    /** Windows takes such a name for a device whatever stands behind its first dot. */
    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip();
        String bare = stem.replaceFirst("(?<=^...)[0-9¹²³]$", "");
        return DEVICES.stream().anyMatch(bare::equalsIgnoreCase);
    }

    /** Shortened before its suffix, between characters. */
    private static String cut(String name) {
        String whole = name;
        int dot = name.lastIndexOf('.');
        int suffix = dot > 0 && name.length() - dot <= 16 ? name.length() - dot : 0;
        String end = name.substring(name.length() - suffix);
        String stem = name.substring(0, name.length() - suffix);
        while (whole.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
            whole = stem + end;
        }
        return whole;
    }
}
