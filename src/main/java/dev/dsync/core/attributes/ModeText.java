package dev.dsync.core.attributes;

import dev.dsync.core.attributes.ModeChanges.Change;
import dev.dsync.core.attributes.ModeChanges.Copy;
import dev.dsync.core.attributes.ModeChanges.Reach;
import dev.dsync.core.attributes.ModeChanges.Share;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of a mode as rsync has it written: {@code D} or {@code F} for directories or files
 * alone, then octal digits, or as in chmod(1) whose bits, {@code + - =}, and which: of {@code
 * rwxXst}, or one of {@code ugo} to copy from.
 */
final class ModeText {
    private static final Pattern OCTAL = Pattern.compile("(D*|F*)0*([0-7]{1,4})");
    private static final Pattern SYMBOLS =
            Pattern.compile("([DFugoa]*)([-+=])(?:([rwxXst]*)|([ugo]))");

    private static final int ALL_BITS = 07777;
    private static final int PERMISSIONS = 07;
    private static final int EVERYBODY = 0111;
    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int STICKY = 01000;

    private ModeText() {}

    /**
     * The change; empty if the text is none.
     *
     * @param umask bits that are left alone where it is not said whose are meant
     */
    static Optional<Change> change(String text, int umask) {
        Matcher octal = OCTAL.matcher(text);
        if (octal.matches()) {
            int mode = Integer.parseInt(octal.group(2), 8);
            return Optional.of(new Change(reach(octal.group(1)), ALL_BITS, mode, false, null));
        }
        Matcher symbols = SYMBOLS.matcher(text);
        if (!symbols.matches() || isBoth(symbols.group(1))) {
            return Optional.empty();
        }
        Whose whose = Whose.of(symbols.group(1), umask);
        char operator = symbols.group(2).charAt(0);
        String copied = symbols.group(4);
        return Optional.of(
                copied == null
                        ? permissions(whose, operator, symbols.group(3))
                        : copy(whose, operator, share(copied)));
    }

    private static boolean isBoth(String prefix) {
        return prefix.contains("D") && prefix.contains("F");
    }

    private static Reach reach(String prefix) {
        if (prefix.contains("D")) {
            return Reach.DIRECTORIES;
        }
        return prefix.contains("F") ? Reach.FILES : Reach.ALL;
    }

    /**
     * Whose bits are changed.
     *
     * @param where the lowest bit of each three that are meant
     * @param special those of the setuid and setgid bits that are meant
     * @param touched the permission bits that may be set or cleared
     */
    private record Whose(Reach reach, int where, int special, int touched) {
        static Whose of(String prefix, int umask) {
            int where = 0;
            int special = 0;
            for (int i = 0; i < prefix.length(); i++) {
                switch (prefix.charAt(i)) {
                    case 'u' -> {
                        where |= 0100;
                        special |= SET_UID;
                    }
                    case 'g' -> {
                        where |= 0010;
                        special |= SET_GID;
                    }
                    case 'o' -> where |= 0001;
                    case 'a' -> {
                        where |= EVERYBODY;
                        special |= SET_UID | SET_GID;
                    }
                    default -> {} // D and F
                }
            }
            boolean unsaid = where == 0;
            int meant = unsaid ? EVERYBODY : where;
            return new Whose(
                    ModeText.reach(prefix),
                    meant,
                    special,
                    (meant * PERMISSIONS) & ~(unsaid ? umask : 0));
        }

        boolean isUnsaid() {
            return special == 0 && where == EVERYBODY;
        }
    }

    private static Change permissions(Whose whose, char operator, String letters) {
        int bits = 0;
        int special = 0;
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'r' -> bits |= 4;
                case 'w' -> bits |= 2;
                case 'x', 'X' -> bits |= 1;
                case 's' -> special |= whose.special == 0 ? SET_UID : whose.special;
                default -> special |= STICKY;
            }
        }
        int named = ((whose.where * bits) & whose.touched) | special;
        boolean whereExecutable = letters.contains("X");
        return switch (operator) {
            case '+' -> new Change(whose.reach, 0, named, whereExecutable, null);
            case '-' -> new Change(whose.reach, named, 0, false, null);
            default -> {
                int cleared = (whose.where * PERMISSIONS) | (special == 0 ? 0 : whose.special);
                yield new Change(whose.reach, cleared, named, whereExecutable, null);
            }
        };
    }

    private static Share share(String letter) {
        return switch (letter) {
            case "u" -> Share.USER;
            case "g" -> Share.GROUP;
            default -> Share.OTHERS;
        };
    }

    /** A copy with {@code =} takes the special bits of whoever is meant, too. */
    private static Change copy(Whose whose, char operator, Share from) {
        int cleared = 0;
        if (operator == '=') {
            boolean others = (whose.where & 0001) != 0;
            int special = whose.isUnsaid() ? SET_UID | SET_GID : whose.special;
            cleared = (whose.where * PERMISSIONS) | special | (others ? STICKY : 0);
        }
        Copy copy = new Copy(from, whose.touched, operator == '-');
        return new Change(whose.reach, cleared, 0, false, copy);
    }
}
