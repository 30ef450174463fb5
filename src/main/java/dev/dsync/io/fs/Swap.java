package dev.dsync.io.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a stage while it and the file whose place it takes swap names. It says what the two
 * are: whoever finds it, with or without an index, knows whether what stands under it now is one of
 * them, or what somebody wrote at the last moment and is nowhere else.
 *
 * @param built what was built, as {@link #look} shows it
 * @param replaced what was to be replaced, as it was last looked at
 * @param name the name they swap, shortened
 */
record Swap(long built, long replaced, Name name) {
    private static final String PREFIX = ".dsync-swap-";

    /** With the rest, less than file systems that encrypt names take. */
    private static final int NAME_BYTES_MAX = 96;

    private static final String CONFLICT = ".sync-conflict-";
    private static final int AUTHOR_DIGITS = 7;

    /** Over names as Latin-1, which gives each byte a character; no name is made of dots alone. */
    private static final Pattern FORM =
            Pattern.compile("(?s)\\.dsync-swap-([0-9a-f]{16})-([0-9a-f]{16})-(?!\\.\\.?\\z)(.+)");

    static Swap of(Name name, Stat built, Stat replaced) {
        return new Swap(look(built), look(replaced), name(Name.cut(name.bytes(), NAME_BYTES_MAX)));
    }

    /** What a name says, if it is one of these. */
    static Optional<Swap> of(Name staged) {
        Matcher form = FORM.matcher(new String(staged.bytes(), ISO_8859_1));
        return form.matches()
                ? Optional.of(
                        new Swap(
                                Long.parseUnsignedLong(form.group(1), 16),
                                Long.parseUnsignedLong(form.group(2), 16),
                                name(form.group(3).getBytes(ISO_8859_1))))
                : Optional.empty();
    }

    /** The name under which it stands meanwhile. */
    Name staged() {
        byte[] head = (PREFIX + digits(built) + "-" + digits(replaced) + "-").getBytes(ISO_8859_1);
        return joined(head, name.bytes());
    }

    private static String digits(long look) {
        return HexFormat.of().toHexDigits(look);
    }

    /** What an entry is, by what a rename leaves as it is and a change does not. */
    private static long look(Stat stat) {
        byte[] kind = stat.kind().name().getBytes(ISO_8859_1);
        ByteBuffer look = ByteBuffer.allocate(Long.BYTES * 3 + Integer.BYTES + kind.length);
        look.putLong(stat.inode()).putLong(stat.size());
        look.putLong(stat.modified().seconds()).putInt(stat.modified().nanos()).put(kind);
        return FastHash.seeded(0).hash(look.array(), 0, look.capacity());
    }

    /**
     * Removes what stands under the name, if it is one of the two. Anything else is given the name
     * of a conflict copy.
     *
     * @return that name
     */
    Optional<Name> settle(Directory directory) throws IOException {
        Stat now = directory.stat(staged());
        long look = look(now);
        if (look == built || look == replaced) {
            directory.unlink(staged());
            return Optional.empty();
        }
        Name copy = copy(name, now.modified());
        directory.rename(staged(), directory, copy, Directory.RenameMode.NO_REPLACE);
        return Optional.of(copy);
    }

    /**
     * The name, no longer than a file system allows, under which a file of that name is kept that
     * came out of the swap and is not ours to remove.
     */
    Name copy(Name of, Timestamp modified) {
        String digits = digits(built) + digits(replaced);
        String mark =
                CONFLICT
                        + modified.compact()
                        + "-"
                        + digits.substring(0, AUTHOR_DIGITS)
                        + "-"
                        + digits.substring(AUTHOR_DIGITS);
        return joined(
                Name.cut(of.bytes(), Name.BYTES_MAX - mark.length()), mark.getBytes(ISO_8859_1));
    }

    private static Name joined(byte[] head, byte[] tail) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return name(both);
    }

    private static Name name(byte[] bytes) {
        try {
            return Name.of(bytes);
        } catch (IllegalNameException e) {
            throw new IllegalStateException(e); // a part of a name, or one with more around it
        }
    }
}
