package dev.dsync.differential;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A column of the matrix. */
enum EntryKind {
    FILE,
    DIRECTORY,
    SYMLINK,
    FIFO,
    SOCKET,
    DEVICE,
    HARD_LINK;

    private static final Pattern ITEM = Pattern.compile("[<>ch.]([fdLDS])[.+ ?a-zA-Z]{9} .*");

    static EntryKind of(char letter) {
        return switch (letter) {
            case 'f' -> FILE;
            case 'd' -> DIRECTORY;
            case 'l' -> SYMLINK;
            case 'p' -> FIFO;
            case 's' -> SOCKET;
            default -> DEVICE;
        };
    }

    /** The kind an itemized line is about; a special file's line does not tell fifo from socket. */
    static Optional<EntryKind> ofItem(String line) {
        Matcher item = ITEM.matcher(line);
        if (!item.matches()) {
            return Optional.empty();
        }
        return switch (item.group(1).charAt(0)) {
            case 'f' -> Optional.of(FILE);
            case 'd' -> Optional.of(DIRECTORY);
            case 'L' -> Optional.of(SYMLINK);
            case 'D' -> Optional.of(DEVICE);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
