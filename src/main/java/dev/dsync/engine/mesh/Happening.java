package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import java.util.List;

/** What a {@link FolderState} tells of itself. */
public sealed interface Happening {
    /** There is a new snapshot. */
    record Changed() implements Happening {}

    /** Pieces of a file have come, or are wanted. */
    record Pieced() implements Happening {}

    /** Much was to be lost: nothing is, until somebody says that it may. */
    record Halted(Loss loss) implements Happening {}

    /**
     * A peer knows of changes made here that are not known here: this is an older state, put back,
     * and goes on as another replica. All has to be looked at anew.
     */
    record SetBack() implements Happening {}

    /**
     * A link has let go of these paths. What it did there may not be noted, since it failed or the
     * link was lost.
     *
     * @param awaited whether another link wanted something that was reserved
     */
    record Released(List<RelPath> paths, boolean awaited) implements Happening {}
}
