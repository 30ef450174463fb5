package dev.dsync.engine.scan;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.io.fs.Stat;
import java.util.function.Function;

/**
 * How far a scan goes, and what it makes of modes.
 *
 * @param recursive into every directory
 * @param directories without {@code recursive}: directories are listed, and the contents of an
 *     origin that means them
 * @param oneFileSystem not into directories on another file system than their origin
 * @param mustExist whether an origin that is not there is a problem; at a target it is not
 * @param opensClosedOf the user, bound by permissions, whose directories are opened up while they
 *     are listed where their modes keep that user out
 * @param modes what becomes of the modes of entries before they are listed
 * @param withoutEmpty directories with nothing but directories beneath them are not listed
 * @param unmunges targets of symbolic links that were munged are listed as they were before
 * @param choice what takes part at the top of an origin's listing
 */
public record Reach(
        boolean recursive,
        boolean directories,
        boolean oneFileSystem,
        boolean mustExist,
        int opensClosedOf,
        ModeChanges modes,
        boolean withoutEmpty,
        boolean unmunges,
        Function<Origin, Choice> choice) {
    /** For {@link #opensClosedOf}: nobody's. */
    public static final int NOBODY = -1;

    /** What an owner needs to list a directory and look at what is in it. */
    static final int OWNER_READS = 0500;

    /** Whether a directory that looks so has to be opened up. */
    boolean opensUp(Stat stat) {
        return stat.uid() == opensClosedOf && (stat.mode() & OWNER_READS) != OWNER_READS;
    }
}
