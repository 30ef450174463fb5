package dev.dsync.core.filter;

import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a listing reaches, but for what it starts from.
 *
 * @param recursive directories are listed with all beneath them
 * @param directories without {@code recursive}: directories are listed, but not what is in them
 *     ({@code -d})
 * @param oneFileSystem directories on another file system are listed empty ({@code -x})
 * @param relative sources keep the whole path that was typed ({@code -R})
 * @param withoutImplied of directories on the way to what was named with its path, nothing is
 *     listed but that they are there ({@code --no-implied-dirs})
 * @param rules filter rules in order, each as {@code --filter} takes it
 * @param top the directory the sources' names begin at is listed itself, without what is in it
 *     ({@code -R ./name})
 * @param withoutEmpty directories with nothing but directories beneath them are not listed ({@code
 *     -m})
 * @param missing what a source that is not there comes to
 * @param safeLinks symbolic links that lead out of the listing are left alone ({@code
 *     --safe-links})
 * @param links which symbolic links stand for what they lead to
 * @param ignores which ignore files count
 */
public record Scope(
        boolean recursive,
        boolean directories,
        boolean oneFileSystem,
        boolean relative,
        boolean withoutImplied,
        List<String> rules,
        boolean top,
        boolean withoutEmpty,
        Missing missing,
        boolean safeLinks,
        Links links,
        Ignores ignores) {
    /** Everything. */
    public static final Scope ALL = new Scope(true, false, false, false, List.of());

    /** What reaches so far, and nothing else is asked of it. */
    public Scope(
            boolean recursive,
            boolean directories,
            boolean oneFileSystem,
            boolean relative,
            List<String> rules) {
        this(
                recursive,
                directories,
                oneFileSystem,
                relative,
                false,
                rules,
                false,
                false,
                Missing.FAILS,
                false,
                Links.NONE,
                Ignores.NONE);
    }

    public Scope {
        rules = List.copyOf(rules);
    }

    /** What a source that is not there comes to. */
    public enum Missing {
        /** A problem. */
        FAILS,
        /** Nothing ({@code --ignore-missing-args}). */
        PASSES,
        /** What has its name at the target goes ({@code --delete-missing-args}). */
        DELETES
    }

    /**
     * Which symbolic links stand for what they lead to.
     *
     * @param all every link ({@code -L})
     * @param directories those that lead to directories ({@code -k})
     * @param unsafe those that lead out of the listing ({@code --copy-unsafe-links})
     * @param kept at the target, those that lead to directories where the source has directories
     *     ({@code -K})
     */
    public record Links(boolean all, boolean directories, boolean unsafe, boolean kept) {
        /** Every link is itself. */
        public static final Links NONE = new Links(false, false, false);

        /** Those of a source alone. */
        public Links(boolean all, boolean directories, boolean unsafe) {
            this(all, directories, unsafe, false);
        }

        /** Whether any link of a source is followed. */
        public boolean any() {
            return all || directories || unsafe;
        }

        /** Whether this one is, whatever it leads to. */
        public boolean follows(RelPath link, LinkTarget target) {
            return all || (unsafe && target.leadsOutOf(link));
        }
    }

    /**
     * Of which names ignore files count.
     *
     * @param own dsync's
     * @param git git's ({@code --gitignore})
     */
    public record Ignores(boolean own, boolean git) {
        /** Of none. */
        public static final Ignores NONE = new Ignores(false, false);

        /** Whether any do. */
        public boolean any() {
            return own || git;
        }

        /** The names; in one directory later ones go before earlier ones. */
        public List<Name> names() {
            List<Name> names = new ArrayList<>();
            if (git) {
                names.add(IgnoreRules.GIT_FILE);
            }
            if (own) {
                names.add(IgnoreRules.FILE);
            }
            return names;
        }
    }
}
