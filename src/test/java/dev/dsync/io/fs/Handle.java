package dev.dsync.io.fs;

import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** That something of a file system in memory is open, from before or after its last power cut. */
final class Handle {
    private final MemoryFileSystem system;
    private final int powerCuts;
    private boolean closed;

    Handle(MemoryFileSystem system) {
        this.system = system;
        this.powerCuts = system.powerCuts();
        system.opened(this);
    }

    /** What every operation begins with. */
    void check(MemoryFileSystem.Operation operation, @Nullable Name name) throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (!isAlive()) {
            throw new FsException(Reason.INPUT_OUTPUT, "the power was cut");
        }
        system.before(operation, name);
    }

    boolean isAlive() {
        return powerCuts == system.powerCuts();
    }

    /** Whether it was open until now. */
    boolean close() {
        boolean wasOpen = !closed && isAlive();
        closed = true;
        system.closed(this);
        return wasOpen;
    }
}
