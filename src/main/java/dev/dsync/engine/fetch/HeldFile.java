package dev.dsync.engine.fetch;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The file opened last, kept open as long as no other one is wanted. */
final class HeldFile implements AutoCloseable {
    private final Root root;
    private @Nullable Held held;

    /** A file that is open. */
    private record Held(RelPath path, ReadableFile file) {}

    HeldFile(Root root) {
        this.root = root;
    }

    /** The file at this path, valid until the next call. */
    ReadableFile open(RelPath path) throws IOException {
        Held before = held;
        if (before != null && before.path.equals(path)) {
            return before.file;
        }
        close();
        try (Directory directory = root.open(path.parent())) {
            ReadableFile file = directory.openFile(path.name());
            held = new Held(path, file);
            return file;
        }
    }

    /** Closes what is open; it can be used again. */
    @Override
    public void close() {
        if (held != null) {
            held.file.close();
            held = null;
        }
    }
}
