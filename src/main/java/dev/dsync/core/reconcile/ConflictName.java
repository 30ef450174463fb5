package dev.dsync.core.reconcile;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.version.ReplicaId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a conflict copy, as {@code report.sync-conflict-20261127-204512-0a1b2c3-4d5e.txt}. It
 * is made of what the copied value is alone, so that every peer that makes the copy gives it the
 * same name.
 */
public final class ConflictName {
    private static final String MARK = ".sync-conflict-";
    private static final int AUTHOR_DIGITS = 7;
    private static final int HASH_DIGITS = 4;

    /** A longer extension is taken for a part of the name. */
    private static final int EXTENSION_MAX = 32;

    /** Over names as Latin-1, which gives each byte a character. */
    private static final Pattern SUFFIX =
            Pattern.compile("(?s)(.+)\\.sync-conflict-\\d{8}-\\d{6}-[0-9a-f]{7}-[0-9a-f]{4,64}");

    private ConflictName() {}

    /**
     * The name under which this entry, which is not the root and no directory, is kept.
     *
     * <p>One that is a conflict copy already gets this name in place of what made it one. If that
     * is the name it has, the hash is written in full.
     *
     * @param author who made the value
     */
    public static Name of(Entry entry, ReplicaId author) {
        String hash = hash(entry).toString().substring(0, HASH_DIGITS);
        Name copy = with(entry, author, hash);
        return copy.equals(entry.path().name()) ? inFull(entry, author) : copy;
    }

    /** The same with the whole hash, for where something else has the shorter name. */
    public static Name inFull(Entry entry, ReplicaId author) {
        return with(entry, author, hash(entry).toString());
    }

    private static Name with(Entry entry, ReplicaId author, String hash) {
        try {
            return Name.of(with(entry.path().name().bytes(), mark(entry, author, hash)));
        } catch (IllegalNameException e) {
            throw new IllegalStateException("a name and a suffix that fits are a name", e);
        }
    }

    /** The name that a conflict copy had, if the name is one of a copy; shortened if it was cut. */
    public static Optional<Name> original(Name copy) {
        String text = new String(copy.bytes(), StandardCharsets.ISO_8859_1);
        Matcher bare = SUFFIX.matcher(text);
        int dot = text.lastIndexOf('.');
        Matcher stem = SUFFIX.matcher(dot < 0 ? text : text.substring(0, dot));
        String name;
        if (bare.matches()) {
            name = bare.group(1);
        } else if (stem.matches()) {
            name = stem.group(1) + text.substring(dot);
        } else {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.of(name.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalNameException e) {
            return Optional.empty();
        }
    }

    private static Digest hash(Entry entry) {
        return switch (entry) {
            case Entry.FileEntry file -> Objects.requireNonNull(file.content());
            case Entry.SymlinkEntry link -> Sha256.of(link.target().bytes());
            case Entry.SpecialEntry special ->
                    Sha256.of(
                            String.join(
                                            " ",
                                            special.kind().name(),
                                            Integer.toUnsignedString(special.deviceMajor()),
                                            Integer.toUnsignedString(special.deviceMinor()))
                                    .getBytes(StandardCharsets.US_ASCII));
            case Entry.DirectoryEntry _ ->
                    throw new IllegalArgumentException("directory: " + entry.path());
        };
    }

    private static String mark(Entry entry, ReplicaId author, String hash) {
        return MARK
                + entry.attributes().modified().compact()
                + "-"
                + author.toString().substring(0, AUTHOR_DIGITS)
                + "-"
                + hash;
    }

    private static byte[] with(byte[] name, String mark) {
        String text = new String(name, StandardCharsets.ISO_8859_1);
        String stem = text;
        String extension = "";
        if (!SUFFIX.matcher(text).matches()) {
            int dot = text.lastIndexOf('.');
            if (dot > 0 && text.length() - dot <= EXTENSION_MAX) {
                stem = text.substring(0, dot);
                extension = text.substring(dot);
            }
        }
        Matcher copy = SUFFIX.matcher(stem);
        if (copy.matches()) {
            stem = copy.group(1);
        }
        int room = Name.BYTES_MAX - mark.length() - extension.length();
        byte[] bytes = stem.getBytes(StandardCharsets.ISO_8859_1);
        String cut = new String(Name.cut(bytes, room), StandardCharsets.ISO_8859_1);
        return (cut + mark + extension).getBytes(StandardCharsets.ISO_8859_1);
    }
}
