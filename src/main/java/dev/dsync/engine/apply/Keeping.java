package dev.dsync.engine.apply;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.Optional;

/** What becomes of entries that give way to others: which are kept beside them. */
@FunctionalInterface
public interface Keeping {
    /** None are. */
    Keeping NONE = path -> Optional.empty();

    /** The name, in the same directory, that what is at a path takes when it gives way. */
    Optional<Name> keptAs(RelPath path) throws IOException;

    /** Whether a file goes in the same plan, so that it may give way to its twin at once. */
    default boolean goes(RelPath path) throws IOException {
        return false;
    }

    /** Where else what gives way is kept, as the user asked for. */
    default Optional<Backups> backups() {
        return Optional.empty();
    }

    /** Whether a file that is replaced stays the file it is, with another content. */
    default boolean isInPlace() {
        return false;
    }

    /** None are but as backups, if such are to be made. */
    static Keeping in(Optional<Backups> kept, boolean inPlace) {
        return new Keeping() {
            @Override
            public Optional<Name> keptAs(RelPath path) {
                return Optional.empty();
            }

            @Override
            public Optional<Backups> backups() {
                return kept;
            }

            @Override
            public boolean isInPlace() {
                return inPlace;
            }
        };
    }
}
