package dev.dsync.engine.mesh;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A peer's directory as its user works in it: what he does is durable when he has done it, but for
 * content and names of files that he is careless with.
 */
final class UserTree implements AutoCloseable {
    private final MemoryFileSystem system;
    private final byte[] base;
    private Root root;

    UserTree(MemoryFileSystem system, byte[] base) throws IOException {
        this.system = system;
        this.base = base.clone();
        root = system.openRoot(base);
    }

    /** After a power cut all that was open is of no use. */
    void reopen() throws IOException {
        root.close();
        root = system.openRoot(base);
    }

    /**
     * What a user sees at a path.
     *
     * @param value of a file its content, of a link its target, as text that tells it from others
     */
    record Seen(Kind kind, int mode, Timestamp modified, String value) {
        /** Whether it holds something that may be lost. */
        boolean isValue() {
            return kind == Kind.FILE || kind == Kind.SYMLINK;
        }

        /** What of it shall be the same at all peers. */
        String shared() {
            return switch (kind) {
                case FILE -> "FILE " + Integer.toOctalString(mode) + " " + modified + " " + value;
                case DIRECTORY -> "DIRECTORY " + Integer.toOctalString(mode);
                case SYMLINK, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> kind + " " + value;
            };
        }
    }

    /** All there is, by path. */
    NavigableMap<RelPath, Seen> look() throws IOException {
        return look(RelPath.ROOT);
    }

    /** All there is at a path and below it. */
    NavigableMap<RelPath, Seen> look(RelPath path) throws IOException {
        NavigableMap<RelPath, Seen> seen = new TreeMap<>();
        if (path.isRoot()) {
            try (Directory directory = root.open(path)) {
                walk(directory, path, seen);
            }
        } else if (at(path).isPresent()) {
            try (Directory parent = root.open(path.parent())) {
                add(parent, path, seen);
            }
        }
        return seen;
    }

    /** What is at a path. */
    Optional<Seen> at(RelPath path) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            return Optional.of(seen(parent, path.name()));
        } catch (FsException e) {
            return Optional.empty();
        }
    }

    /** The path of what is there and has this name, or one that is the same to the file system. */
    RelPath asThere(RelPath path) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            Name twin = parent.twinOf(path.name()).orElse(path.name());
            return path.parent().child(twin);
        } catch (IllegalNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void walk(Directory directory, RelPath path, NavigableMap<RelPath, Seen> seen)
            throws IOException {
        for (Name name : directory.names()) {
            try {
                add(directory, path.child(name), seen);
            } catch (IllegalNameException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void add(Directory parent, RelPath path, NavigableMap<RelPath, Seen> seen)
            throws IOException {
        Seen one = seen(parent, path.name());
        seen.put(path, one);
        if (one.kind == Kind.DIRECTORY) {
            try (Directory below = parent.openDirectory(path.name())) {
                walk(below, path, seen);
            }
        }
    }

    private static Seen seen(Directory directory, Name name) throws IOException {
        Stat stat = directory.stat(name);
        String value =
                switch (stat.kind()) {
                    case FILE -> content(directory, name);
                    case SYMLINK ->
                            "->"
                                    + new String(
                                            directory.readLink(name).bytes(),
                                            StandardCharsets.ISO_8859_1);
                    case DIRECTORY, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> "";
                };
        return new Seen(stat.kind(), stat.mode() & 0777, stat.modified(), value);
    }

    private static String content(Directory directory, Name name) throws IOException {
        try (ReadableFile file = directory.openFile(name)) {
            byte[] bytes = new byte[(int) file.stat().size()];
            int length = file.read(0, bytes, 0, bytes.length);
            return text(bytes, Math.max(0, length));
        }
    }

    /** A short content in words, a long one by its digest. */
    static String text(byte[] bytes, int length) {
        return length <= 60
                ? new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                : length + "/" + new Sha256().update(bytes, 0, length).finish();
    }

    byte[] bytes(RelPath path) throws IOException {
        try (Directory parent = root.open(path.parent());
                ReadableFile file = parent.openFile(path.name())) {
            byte[] bytes = new byte[(int) file.stat().size()];
            file.read(0, bytes, 0, bytes.length);
            return bytes;
        }
    }

    /**
     * Makes a file, or writes another content into it.
     *
     * @param durable whether a power cut leaves it there
     */
    void write(RelPath path, byte[] content, boolean durable) throws IOException {
        try (Directory parent = root.open(path.parent());
                WritableFile file =
                        parent.names().contains(path.name())
                                ? parent.openForWriting(path.name())
                                : parent.createFile(path.name())) {
            file.truncate(0);
            file.write(0, content, 0, content.length);
            file.setMode(0644);
            if (durable) {
                file.sync();
            }
        }
        if (durable) {
            syncUp(path.parent());
        }
    }

    /** Puts all there is back to what it is now. */
    interface Saved {
        void restore() throws IOException;
    }

    /** What is there now. */
    Saved saved() throws IOException {
        NavigableMap<RelPath, Seen> seen = look();
        Map<RelPath, byte[]> contents = new TreeMap<>();
        for (Map.Entry<RelPath, Seen> one : seen.entrySet()) {
            if (one.getValue().kind == Kind.FILE) {
                contents.put(one.getKey(), bytes(one.getKey()));
            }
        }
        return () -> {
            try (Directory directory = root.open(RelPath.ROOT)) {
                for (Name name : directory.names()) {
                    remove(directory, name);
                }
            }
            for (Map.Entry<RelPath, Seen> one : seen.entrySet()) {
                put(one.getKey(), one.getValue(), contents.getOrDefault(one.getKey(), new byte[0]));
            }
        };
    }

    private void put(RelPath path, Seen seen, byte[] content) throws IOException {
        switch (seen.kind) {
            case DIRECTORY -> makeDirectory(path);
            case SYMLINK -> link(path, seen.value.substring(2));
            case FILE -> write(path, content, true);
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                    throw new IllegalStateException("nobody makes one");
        }
        if (seen.kind != Kind.SYMLINK) {
            setMode(path, seen.mode);
        }
        if (seen.kind == Kind.FILE) {
            setModified(path, seen.modified);
        }
    }

    void setModified(RelPath path, Timestamp modified) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            parent.setModified(path.name(), modified);
        }
        syncDown(path);
    }

    void setMode(RelPath path, int mode) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            parent.setMode(path.name(), mode);
        }
        syncDown(path);
    }

    void link(RelPath path, String target) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            parent.makeSymlink(path.name(), LinkTarget.of(target.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalNameException e) {
            throw new IllegalStateException(e);
        }
        syncUp(path.parent());
    }

    void makeDirectory(RelPath path) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            parent.makeDirectory(path.name(), 0755);
        }
        syncUp(path);
    }

    /** Renames, over a file that is there. */
    void rename(RelPath from, RelPath to) throws IOException {
        try (Directory parent = root.open(from.parent());
                Directory other = root.open(to.parent())) {
            parent.rename(from.name(), other, to.name(), RenameMode.REPLACE);
        }
        syncDown(to);
        syncUp(to.parent());
        syncUp(from.parent());
    }

    /** Removes what is at a path, with all that is in it. */
    void remove(RelPath path) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            remove(parent, path.name());
        }
        syncUp(path.parent());
    }

    private static void remove(Directory parent, Name name) throws IOException {
        if (parent.stat(name).kind() != Kind.DIRECTORY) {
            parent.unlink(name);
            return;
        }
        try (Directory below = parent.openDirectory(name)) {
            for (Name child : below.names()) {
                remove(below, child);
            }
        }
        parent.removeDirectory(name);
    }

    private void syncUp(RelPath path) throws IOException {
        try (Directory directory = root.open(path)) {
            directory.sync();
        }
        if (!path.isRoot()) {
            syncUp(path.parent());
        }
    }

    private void syncDown(RelPath path) throws IOException {
        for (var one : look(path).entrySet()) {
            RelPath at = one.getKey();
            try (Directory parent = root.open(at.parent())) {
                if (one.getValue().kind == Kind.FILE) {
                    try (WritableFile file = parent.openForWriting(at.name())) {
                        file.sync();
                    }
                } else if (one.getValue().kind == Kind.DIRECTORY) {
                    try (Directory directory = parent.openDirectory(at.name())) {
                        directory.sync();
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
