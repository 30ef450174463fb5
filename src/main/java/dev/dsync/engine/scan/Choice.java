package dev.dsync.engine.scan;

import dev.dsync.core.tree.Name;
import java.io.IOException;

/** Which names of one directory take part in a listing. */
public interface Choice {
    /** All but nothing: every name takes part, everywhere. */
    Choice ALL =
            new Choice() {
                @Override
                public boolean includes(Name name, boolean directory) {
                    return true;
                }

                @Override
                public Choice enter(Name directory) {
                    return this;
                }
            };

    /** Whether this name takes part. */
    boolean includes(Name name, boolean directory);

    /**
     * The choice in a directory of this one.
     *
     * @throws dev.dsync.io.fs.FsException if what decides there cannot be read: nothing in it is
     *     listed
     * @throws IOException if what decides there makes no sense: nothing can be listed
     */
    Choice enter(Name directory) throws IOException;
}
