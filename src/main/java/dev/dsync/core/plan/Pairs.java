package dev.dsync.core.plan;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over two listings merged by path, in listing order.
 *
 * <p>It may leave out pairs whose entries are equal (unless {@link Policy#needsUnchanged} or
 * unchanged entries are to be reported), but never a directory above a pair it gives. The root is
 * given if it takes part; where it does not (the sources are single names put into the target), no
 * pair has the empty path and nothing is deleted in the root.
 */
public interface Pairs {
    /** The next pair, or null after the last. */
    @Nullable Pair next() throws IOException;
}
