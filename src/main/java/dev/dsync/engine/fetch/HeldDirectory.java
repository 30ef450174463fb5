package dev.dsync.engine.fetch;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Root;
import java.io.IOException;

/** A directory opened for several files in it; the last who lets it go closes it. */
final class HeldDirectory {
    private final RelPath path;
    private final Directory directory;
    private int holders = 1;

    private HeldDirectory(RelPath path, Directory directory) {
        this.path = path;
        this.directory = directory;
    }

    static HeldDirectory open(Root root, RelPath path) throws IOException {
        return new HeldDirectory(path, root.open(path));
    }

    boolean isAt(RelPath wanted) {
        return path.equals(wanted);
    }

    Directory directory() {
        return directory;
    }

    /** One more holder. */
    HeldDirectory hold() {
        holders++;
        return this;
    }

    void letGo() {
        holders--;
        if (holders == 0) {
            directory.close();
        }
    }
}
