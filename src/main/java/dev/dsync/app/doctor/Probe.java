package dev.dsync.app.doctor;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A file that is made where dsync keeps its state, or will, and removed at once. */
final class Probe {
    private final FileSystem system;
    private final String state;
    private final RandomGenerator random;

    Probe(FileSystem system, String state, RandomGenerator random) {
        this.system = system;
        this.state = state;
        this.random = random;
    }

    /**
     * What came of it.
     *
     * @param folder where it was made: the state directory, or the nearest above it that exists
     * @param isState whether that is the state directory
     * @param stamped when it was made, by the clock of the file system
     * @param usableBytes how much can still be written there
     */
    record Written(
            String folder, boolean isState, Stat stat, Timestamp stamped, long usableBytes) {}

    /** Where the state is kept, as it was named. */
    String state() {
        return state;
    }

    /** The system whose files are looked at. */
    FileSystem system() {
        return system;
    }

    /** Makes the file and removes it. */
    Written write() throws IOException {
        String path = state;
        boolean isState = true;
        while (true) {
            try (Root root = system.openRoot(path.getBytes(StandardCharsets.UTF_8));
                    Directory folder = root.open(RelPath.ROOT)) {
                return new Written(path, isState, root.stat(), stamp(folder), root.usableBytes());
            } catch (FsException e) {
                if (e.reason() != FsException.Reason.NOT_FOUND || path.length() <= 1) {
                    throw e;
                }
            }
            path = above(path);
            isState = false;
        }
    }

    private Timestamp stamp(Directory folder) throws IOException {
        Name name = Name.literal(".dsync-doctor-" + HexFormat.of().toHexDigits(random.nextLong()));
        try (WritableFile file = folder.createFile(name)) {
            file.write(0, new byte[1], 0, 1);
            return folder.stat(name).modified();
        } finally {
            remove(folder, name);
        }
    }

    private static void remove(Directory folder, Name name) throws IOException {
        try {
            folder.unlink(name);
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static String above(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return ".";
        }
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
