package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names that a file system takes for one, as such do that fold case or normalize Unicode. By which
 * rules is its own affair: it is asked.
 */
final class Twins {
    private Twins() {}

    /** The other name under which that is listed which is found under this one; empty if none. */
    static Optional<Name> of(Directory directory, Name name) throws IOException {
        Stat found = stat(directory, name);
        if (found == null) {
            return Optional.empty();
        }
        List<Name> names = directory.names();
        if (names.contains(name)) {
            return Optional.empty();
        }
        for (Name other : names) {
            Stat there = stat(directory, other);
            if (there != null
                    && there.inode() == found.inode()
                    && there.device() == found.device()) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether something is listed under just this name, rather than under a twin of it; true if
     * nothing has such a name.
     */
    static boolean isExact(Directory directory, Name name) throws IOException {
        for (Name variant : variants(name)) {
            if (stat(directory, variant) != null) {
                return stat(directory, name) == null || directory.names().contains(name);
            }
        }
        return true;
    }

    /**
     * Whether a directory takes two names for one, as far as a name that is in it shows; empty if
     * that cannot show it.
     */
    static Optional<Boolean> show(Directory directory, Name name) throws IOException {
        List<Name> variants = variants(name);
        if (variants.isEmpty() || stat(directory, name) == null) {
            return Optional.empty();
        }
        for (Name variant : variants) {
            if (stat(directory, variant) != null && !directory.names().contains(variant)) {
                return Optional.of(true);
            }
        }
        return Optional.of(false);
    }

    private static @Nullable Stat stat(Directory directory, Name name) throws IOException {
        try {
            return directory.stat(name);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND && e.reason() != Reason.NAME_TOO_LONG) {
                throw e;
            }
            return null;
        }
    }

    /** Names most folding file systems take for this one: in another case, normalized otherwise. */
    private static List<Name> variants(Name name) {
        String text;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(name.bytes());
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return List.of(); // no text: its bytes are all there is to it
        }
        List<Name> variants = new ArrayList<>();
        add(otherCase(text), name, variants);
        add(Normalizer.normalize(text, Normalizer.Form.NFD), name, variants);
        add(Normalizer.normalize(text, Normalizer.Form.NFC), name, variants);
        return variants;
    }

    private static void add(String text, Name name, List<Name> variants) {
        try {
            Name variant = Name.of(text.getBytes(StandardCharsets.UTF_8));
            if (!variant.equals(name)) {
                variants.add(variant);
            }
        } catch (IllegalNameException e) {
            // longer than names can be: nothing has it
        }
    }

    /** The first letter that has another case in it; of ASCII, if there is one. */
    private static String otherCase(String text) {
        int found = -1;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int point = text.codePointAt(at);
            if (swapped(point) != point && (found < 0 || point < 128)) {
                found = at;
                if (point < 128) {
                    break;
                }
            }
        }
        if (found < 0) {
            return text;
        }
        int point = text.codePointAt(found);
        return text.substring(0, found)
                + Character.toString(swapped(point))
                + text.substring(found + Character.charCount(point));
    }

    private static int swapped(int point) {
        int upper = Character.toUpperCase(point);
        return upper == point ? Character.toLowerCase(point) : upper;
    }
}
