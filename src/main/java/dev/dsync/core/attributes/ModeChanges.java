package dev.dsync.core.attributes;

import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of modes, made one after the other ({@code --chmod}); symbolic links have no modes. */
public record ModeChanges(List<Change> changes) {
    /** Modes stay as they are. */
    public static final ModeChanges NONE = new ModeChanges(List.of());

    /** The most changes of one run. */
    public static final int COUNT_MAX = 1000;

    private static final int EXECUTE = 0111;

    public ModeChanges {
        changes = List.copyOf(changes);
        if (changes.size() > COUNT_MAX) {
            throw new IllegalArgumentException(changes.size() + " changes of modes");
        }
    }

    /** What changes apply to. */
    public enum Reach {
        ALL,
        FILES,
        DIRECTORIES;

        private boolean covers(Kind kind) {
            return this == ALL || (this == DIRECTORIES) == (kind == Kind.DIRECTORY);
        }
    }

    /** Whose three permission bits. */
    public enum Share {
        USER(6),
        GROUP(3),
        OTHERS(0);

        private final int shift;

        Share(int shift) {
            this.shift = shift;
        }

        private int of(int mode) {
            return (mode >> shift) & 07;
        }
    }

    /**
     * Permission bits are copied from those of one share.
     *
     * @param from whose they are, before this change
     * @param bits where they may come to lie (0777)
     * @param cleared whether they are cleared there, instead of set
     */
    public record Copy(Share from, int bits, boolean cleared) {
        /** All bits that may be copied to. */
        public static final int BITS_MAX = 0777;

        public Copy {
            Objects.requireNonNull(from);
            if ((bits & ~BITS_MAX) != 0) {
                throw new IllegalArgumentException("bits 0" + Integer.toOctalString(bits));
            }
        }

        private int of(int mode) {
            return (from.of(mode) * EXECUTE) & bits;
        }
    }

    /**
     * One change: bits are cleared, then bits are set.
     *
     * @param reach what it applies to; what is no directory counts as a file
     * @param cleared bits that are cleared (07777)
     * @param set bits that are set (07777)
     * @param whereExecutable execute bits are set only for directories, and where somebody may
     *     execute before all changes
     * @param copy more bits, by those the mode has
     */
    public record Change(
            Reach reach, int cleared, int set, boolean whereExecutable, @Nullable Copy copy) {
        public Change {
            Objects.requireNonNull(reach);
            requireMode(cleared);
            requireMode(set);
        }

        private int applied(int mode, boolean executable) {
            int copied = copy == null ? 0 : copy.of(mode);
            boolean clears = copy != null && copy.cleared;
            int less = clears ? cleared | copied : cleared;
            int more = whereExecutable && !executable ? set & ~EXECUTE : set;
            return (mode & ~less) | (clears ? more : more | copied);
        }
    }

    private static void requireMode(int bits) {
        if ((bits & ~Attributes.MODE_MASK) != 0) {
            throw new IllegalArgumentException("mode 0" + Integer.toOctalString(bits));
        }
    }

    /** The changes that text names, as {@link ModeText} says; empty if it is none. */
    public static Optional<ModeChanges> of(String text, int umask) {
        List<Change> changes = new ArrayList<>();
        for (String clause : text.split(",", -1)) {
            Optional<Change> change = ModeText.change(clause, umask);
            if (change.isEmpty() || changes.size() == COUNT_MAX) {
                return Optional.empty();
            }
            changes.add(change.get());
        }
        return Optional.of(new ModeChanges(changes));
    }

    /** What these changes make of a mode. */
    public int applied(Kind kind, int mode) {
        if (kind == Kind.SYMLINK) {
            return mode;
        }
        boolean executable = kind == Kind.DIRECTORY || (mode & EXECUTE) != 0;
        int changed = mode;
        for (Change change : changes) {
            if (change.reach.covers(kind)) {
                changed = change.applied(changed, executable);
            }
        }
        return changed;
    }
}
