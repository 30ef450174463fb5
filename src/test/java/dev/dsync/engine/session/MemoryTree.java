package dev.dsync.engine.session;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A directory of a file system in memory, to fill and to look at. */
final class MemoryTree {
    private final MemoryFileSystem system;
    private final byte[] base;

    /** The directory of this name at the top, which is made if it is missing. */
    MemoryTree(MemoryFileSystem system, String base) throws IOException {
        this.system = system;
        this.base = base.getBytes(StandardCharsets.UTF_8);
        system.makeDirectories(this.base, 0755);
    }

    /** Does something in the directory above a path. */
    interface Change {
        void in(Directory directory, Name name) throws IOException;
    }

    MemoryTree at(String path, Change change) throws IOException {
        RelPath rel = RelPath.literal(path);
        try (Root root = system.openRoot(base);
                Directory directory = root.open(rel.parent())) {
            change.in(directory, rel.name());
        }
        return this;
    }

    MemoryTree directory(String path) throws IOException {
        return at(path, (directory, name) -> directory.makeDirectory(name, 0755));
    }

    MemoryTree file(String path, String content, long seconds) throws IOException {
        return file(
                path, content.getBytes(StandardCharsets.UTF_8), 0644, new Timestamp(seconds, 5));
    }

    /** Makes a file, or gives it another content in place. */
    MemoryTree file(String path, byte[] content, int mode, Timestamp modified) throws IOException {
        return at(
                path,
                (directory, name) -> {
                    try (WritableFile file =
                            directory.names().contains(name)
                                    ? directory.openForWriting(name)
                                    : directory.createFile(name)) {
                        file.truncate(0);
                        file.write(0, content, 0, content.length);
                        file.setMode(mode);
                        file.setModified(modified);
                    }
                });
    }

    MemoryTree link(String path, String target) throws IOException {
        return at(
                path,
                (directory, name) -> {
                    try {
                        directory.makeSymlink(
                                name, LinkTarget.of(target.getBytes(StandardCharsets.UTF_8)));
                    } catch (dev.dsync.core.tree.IllegalNameException e) {
                        throw new IOException(e);
                    }
                });
    }

    /** Gives a file a second name. */
    MemoryTree link(RelPath path, RelPath second) throws IOException {
        try (Root root = system.openRoot(base);
                Directory directory = root.open(path.parent());
                Directory other = root.open(second.parent())) {
            directory.link(path.name(), other, second.name());
        }
        return this;
    }

    MemoryTree remove(String path) throws IOException {
        return at(path, Directory::unlink);
    }

    /** Everything is durable now. */
    MemoryTree settle() throws IOException {
        try (Root root = system.openRoot(base)) {
            root.syncFileSystem();
        }
        return this;
    }

    /**
     * What stands at every path: kind, mode, owner, time, content or target, and its hard links.
     */
    NavigableMap<String, String> look() throws IOException {
        return look(true);
    }

    /**
     * The same without the times and modes of directories, which an interrupted run leaves as they
     * happen to be.
     */
    NavigableMap<String, String> look(boolean directoryAttributes) throws IOException {
        NavigableMap<String, String> seen = new TreeMap<>();
        Map<Long, String> groups = new HashMap<>();
        try (Root root = system.openRoot(base);
                Directory directory = root.open(RelPath.ROOT)) {
            walk(directory, "", seen, groups, directoryAttributes);
        }
        return seen;
    }

    private static void walk(
            Directory directory,
            String prefix,
            Map<String, String> seen,
            Map<Long, String> groups,
            boolean directoryAttributes)
            throws IOException {
        for (Name name : directory.names()) {
            String path = prefix + name;
            Stat stat = directory.stat(name);
            String attributes =
                    stat.kind()
                            + " "
                            + Integer.toOctalString(stat.mode())
                            + " "
                            + stat.uid()
                            + ":"
                            + stat.gid()
                            + " "
                            + stat.modified();
            switch (stat.kind()) {
                case DIRECTORY -> {
                    seen.put(path, directoryAttributes ? attributes : "DIRECTORY");
                    try (Directory below = directory.openDirectory(name)) {
                        walk(below, path + "/", seen, groups, directoryAttributes);
                    }
                }
                case FILE -> {
                    String group =
                            stat.links() > 1 ? groups.computeIfAbsent(stat.inode(), _ -> path) : "";
                    seen.put(path, attributes + " " + content(directory, name) + "\t" + group);
                }
                case SYMLINK -> seen.put(path, attributes + " " + directory.readLink(name));
                case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> seen.put(path, attributes);
            }
        }
    }

    /** A short content in words, a long one by its digest. */
    private static String content(Directory directory, Name name) throws IOException {
        try (ReadableFile file = directory.openFile(name)) {
            byte[] bytes = new byte[(int) file.stat().size()];
            int length = file.read(0, bytes, 0, bytes.length);
            return length <= 40
                    ? "'" + new String(bytes, 0, length, StandardCharsets.ISO_8859_1) + "'"
                    : length + " " + new Sha256().update(bytes, 0, length).finish();
        }
    }

    /** Content of one file as text. */
    String read(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /** Content of one file. */
    byte[] bytes(String path) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        at(
                path,
                (directory, name) -> {
                    try (ReadableFile file = directory.openFile(name)) {
                        byte[] bytes = new byte[(int) file.stat().size()];
                        content.write(bytes, 0, file.read(0, bytes, 0, bytes.length));
                    }
                });
        return content.toByteArray();
    }

    static boolean isDirectory(String look) {
        return look.startsWith(Kind.DIRECTORY.toString());
    }
}
