package dev.dsync.engine.apply;

import dev.dsync.core.tree.RelPath;
import java.io.IOException;

/**
 * Directories in which something is done, and which are none of the run's themselves: who closed
 * one of them to themselves meant it.
 */
@FunctionalInterface
public interface Bystanders {
    /** Whether this is one of them. */
    boolean have(RelPath directory) throws IOException;
}
