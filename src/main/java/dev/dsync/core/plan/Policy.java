package dev.dsync.core.plan;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.TypedPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a target does with what it learns.
 *
 * @param deletion whether and when what the source lacks is deleted
 * @param comparison when the content of a file counts as the same
 * @param selection which paths are left alone
 * @param writing how what changes is written
 */
public record Policy(
        Deletion deletion, Comparison comparison, Selection selection, Writing writing) {
    /** Nothing is deleted, files are compared by size and time, nothing is left alone. */
    public static final Policy DEFAULT =
            new Policy(Deletion.NONE, Comparison.DEFAULT, Selection.ALL);

    public Policy {
        Objects.requireNonNull(deletion);
        Objects.requireNonNull(comparison);
        Objects.requireNonNull(selection);
        Objects.requireNonNull(writing);
    }

    /** One under which things are written as they usually are. */
    public Policy(Deletion deletion, Comparison comparison, Selection selection) {
        this(deletion, comparison, selection, Writing.USUAL);
    }

    /** The same under which things are written like this. */
    public Policy with(Writing how) {
        return new Policy(deletion, comparison, selection, how);
    }

    /**
     * Whether equal entries must be planned too, since files are sent though nothing differs
     * ({@code -I}).
     */
    public boolean needsUnchanged() {
        return comparison.ignoreTimes() && !comparison.checksum() && !comparison.sizeOnly();
    }

    /**
     * Whether and when entries are deleted.
     *
     * @param enabled {@code --delete}: what the source lacks is deleted
     * @param timing when; it orders the execution, the plan is the same
     * @param excluded {@code --delete-excluded}: the local listing holds what only the source's
     *     rules leave out
     * @param max {@code --max-delete}
     * @param ignoreErrors {@code --ignore-errors}: delete though the source could not list
     *     everything
     * @param force {@code --force}: a directory gives way to something else with all that is in it
     * @param sources {@code --remove-source-files}: the source removes what is no directory and
     *     what the target says it has
     */
    public record Deletion(
            boolean enabled,
            Timing timing,
            boolean excluded,
            MaxDelete max,
            boolean ignoreErrors,
            boolean force,
            boolean sources) {
        /** Nothing is deleted. */
        public static final Deletion NONE =
                new Deletion(
                        false,
                        Timing.DURING,
                        false,
                        new MaxDelete.Unlimited(),
                        false,
                        false,
                        false);

        public Deletion {
            Objects.requireNonNull(timing);
            Objects.requireNonNull(max);
            if (excluded && !enabled) {
                throw new IllegalArgumentException("excluded entries deleted, but nothing else");
            }
        }
    }

    /** When deletes are carried out. */
    public enum Timing {
        BEFORE,
        DURING,
        DELAY,
        AFTER
    }

    /** How much may be deleted. */
    public sealed interface MaxDelete {
        /** Everything. */
        record Unlimited() implements MaxDelete {}

        /** So many entries; the rest is skipped. */
        record Count(long entries) implements MaxDelete {
            public Count {
                if (entries < 0) {
                    throw new IllegalArgumentException("at most " + entries + " deletes");
                }
            }
        }

        /** This share of the local entries; a plan with more is not begun (see {@link Brake}). */
        record Percent(int percent) implements MaxDelete {
            public Percent {
                if (percent < 0 || percent > 100) {
                    throw new IllegalArgumentException("at most " + percent + "% deletes");
                }
            }
        }
    }

    /**
     * When the content of a file counts as the same.
     *
     * @param ignoreTimes {@code -I}: never by size and time
     * @param sizeOnly {@code --size-only}: when sizes are equal
     * @param checksum {@code -c}: when sizes and content digests are equal, whatever the other two
     *     say
     * @param modifyWindow seconds by which equal times may differ; {@value #NANOSECONDS} compares
     *     nanoseconds (whole seconds where either side has no fraction)
     * @param paranoid {@code --paranoid}: what files contain is told by SHA-256 alone, and by what
     *     is read in this run
     */
    public record Comparison(
            boolean ignoreTimes,
            boolean sizeOnly,
            boolean checksum,
            int modifyWindow,
            boolean paranoid) {
        /** The window that compares nanoseconds. */
        public static final int NANOSECONDS = -1;

        /** By size and time in nanoseconds. */
        public static final Comparison DEFAULT =
                new Comparison(false, false, false, NANOSECONDS, false);

        public Comparison {
            if (modifyWindow < NANOSECONDS) {
                throw new IllegalArgumentException("modify window " + modifyWindow);
            }
        }
    }

    /**
     * Which paths are left alone.
     *
     * @param update {@code -u}: files that are newer here
     * @param existing {@code --existing}: what is not here yet
     * @param ignoreExisting {@code --ignore-existing}: what is here already, but directories that
     *     are ones at both ends
     * @param maxSize {@code --max-size}: larger files
     * @param minSize {@code --min-size}: smaller files
     */
    public record Selection(
            boolean update,
            boolean existing,
            boolean ignoreExisting,
            OptionalLong maxSize,
            OptionalLong minSize) {
        /** Every path takes part. */
        public static final Selection ALL =
                new Selection(false, false, false, OptionalLong.empty(), OptionalLong.empty());

        public Selection {
            if (maxSize.orElse(0) < 0 || minSize.orElse(0) < 0) {
                throw new IllegalArgumentException(
                        "size limit below 0: " + maxSize + ", " + minSize);
            }
        }
    }

    /**
     * How what changes is written.
     *
     * @param backup where what gives way is kept, if it is
     * @param alternates where else what is new may be
     * @param delayed files get their names when all of them are there
     * @param inPlace a file that is there gets its new content, and stays the file it is
     * @param appends files that are as long as their new content, or longer, are left alone
     * @param atomic the whole tree is another at once
     */
    public record Writing(
            Optional<Backup> backup,
            Optional<Alternates> alternates,
            boolean delayed,
            boolean inPlace,
            boolean appends,
            boolean atomic) {
        /** Nothing that gives way is kept, and what is new comes from the source. */
        public static final Writing USUAL =
                new Writing(Optional.empty(), Optional.empty(), false, false, false, false);
    }

    /**
     * Directories, beside the target, that may have what is new in it.
     *
     * @param use what is done with what is there
     * @param directories by their paths below the target's root, the first that has it first
     */
    public record Alternates(Use use, List<TypedPath> directories) {
        /** The most there can be. */
        public static final int DIRECTORIES_MAX = 20;

        public Alternates {
            Objects.requireNonNull(use);
            directories = List.copyOf(directories);
            if (directories.isEmpty() || directories.size() > DIRECTORIES_MAX) {
                throw new IllegalArgumentException(directories.size() + " directories");
            }
        }

        /** What is done with an entry that is there as it shall be. */
        public enum Use {
            /** It need not be in the target. */
            COMPARE,
            /** It is copied. */
            COPY,
            /** It is linked to. */
            LINK
        }
    }

    /**
     * Where what is replaced or deleted is kept, but for directories.
     *
     * @param suffix what its name gets behind it, each byte a character (Latin-1)
     * @param directory where it goes, by its path below the target's root; null if it stays where
     *     it is, under the other name
     */
    public record Backup(String suffix, @Nullable TypedPath directory) {
        public Backup {
            if (suffix.isEmpty() && directory == null) {
                throw new IllegalArgumentException("a backup would be what it is a backup of");
            }
        }

        /**
         * The name something of this name is kept under.
         *
         * @throws IllegalNameException if that is none
         */
        public Name nameOf(Name name) throws IllegalNameException {
            byte[] bytes = name.bytes();
            byte[] tail = suffix.getBytes(StandardCharsets.ISO_8859_1);
            byte[] both = Arrays.copyOf(bytes, bytes.length + tail.length);
            System.arraycopy(tail, 0, both, bytes.length, tail.length);
            return Name.of(both);
        }

        /** Whether something of this name that is deleted is kept: what is one itself is not. */
        public boolean keepsDeleted(Name name) {
            return directory != null || !isBackup(name);
        }

        private boolean isBackup(Name name) {
            byte[] tail = suffix.getBytes(StandardCharsets.ISO_8859_1);
            int head = name.length() - tail.length;
            return head > 0
                    && Arrays.equals(name.bytes(), head, name.length(), tail, 0, tail.length);
        }
    }
}
