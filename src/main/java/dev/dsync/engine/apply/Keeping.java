package dev.dsync.engine.apply;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.Optional;

/** Which of the entries that give way to others are kept beside them. */
@FunctionalInterface
public interface Keeping {
    /** None are. */
    Keeping NONE = path -> Optional.empty();

    /** The name, in the same directory, that what is at a path takes when it gives way. */
    Optional<Name> keptAs(RelPath path) throws IOException;
}
