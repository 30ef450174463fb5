package dev.dsync.engine.scan;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.function.Function;

/**
 * How far a scan goes, and what it makes of modes.
 *
 * @param recursive into every directory
 * @param directories without {@code recursive}: directories are listed, and the contents of an
 *     origin that means them
 * @param oneFileSystem not into directories on another file system than their origin
 * @param withoutImplied of directories on the way to an origin, nothing is listed but that they are
 *     there
 * @param mustExist whether an origin that is not there is a problem, and what is only on the way to
 *     one is not listed without it; at a target neither is so
 * @param opensClosedOf the user, bound by permissions, whose directories are opened up while they
 *     are listed where their modes keep that user out
 * @param modes what becomes of the modes of entries before they are listed
 * @param withoutEmpty directories with nothing but directories beneath them are not listed
 * @param unmunges targets of symbolic links that were munged are listed as they were before
 * @param links which symbolic links stand for what they lead to
 * @param choice what takes part at the top of an origin's listing
 */
public record Reach(
        boolean recursive,
        boolean directories,
        boolean oneFileSystem,
        boolean withoutImplied,
        boolean mustExist,
        int opensClosedOf,
        ModeChanges modes,
        boolean withoutEmpty,
        boolean unmunges,
        Links links,
        Function<Origin, Choice> choice) {
    /**
     * Which links are followed, and by whom.
     *
     * @param which of them
     * @param guide finds where they lead
     */
    public record Links(Scope.Links which, Guide guide) {
        /** None. */
        public static final Links NONE =
                new Links(
                        Scope.Links.NONE,
                        (_, _) -> {
                            throw new FsException(FsException.Reason.SYMLINK);
                        });

        /** Finds where links lead. */
        @FunctionalInterface
        public interface Guide {
            /**
             * Where a link leads.
             *
             * @param link where it lies, and where in the listing it stands
             * @param as where in the listing that shall stand
             * @return what is neither a link nor below one
             * @throws FsException if nothing is there, or nothing that may be read
             */
            Origin follow(Origin link, RelPath as) throws IOException;
        }
    }

    /** For {@link #opensClosedOf}: nobody's. */
    public static final int NOBODY = -1;

    /** What an owner needs to list a directory and look at what is in it. */
    static final int OWNER_READS = 0500;

    /** Whether directories that were named are not listed. */
    boolean skipsDirectories() {
        return mustExist && !recursive && !directories;
    }

    /** Whether a directory that looks so has to be opened up. */
    boolean opensUp(Stat stat) {
        return stat.uid() == opensClosedOf && (stat.mode() & OWNER_READS) != OWNER_READS;
    }
}
