package dev.dsync.engine.apply;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Stamp;
import java.io.IOException;

/** What the plan was made from, to be compared with what is there when it is carried out. */
@FunctionalInterface
public interface Recheck {
    /** Whether the entry, which looks so now, looked so when it was listed. */
    boolean isUnchanged(RelPath path, Stamp now) throws IOException;
}
