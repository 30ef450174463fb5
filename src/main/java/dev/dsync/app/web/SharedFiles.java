package dev.dsync.app.web;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is shared: the contents of one directory, or several files and directories under names of
 * their own.
 *
 * <p>A visitor's path is a list of names, looked up one by one through the gate. A symbolic link is
 * followed as long as it leads to something beneath the same shared directory; others do not exist
 * for visitors, and neither do names that are dsync's own.
 */
public final class SharedFiles implements Closeable {
    private static final String RESERVED = ".dsync";
    private static final int LINKS_MAX = 40;

    private final Map<Name, Item> items;

    /** The name the whole of it is saved under, printable. */
    private final String title;

    private final boolean single;

    private SharedFiles(Map<Name, Item> items, String title, boolean single) {
        this.items = items;
        this.title = title;
        this.single = single;
    }

    /**
     * Something the operator named.
     *
     * @param root the directory, or the one the file stands in
     * @param file the file's name there; empty for a directory
     */
    private record Item(Root root, List<Name> file) {}

    /** What a visitor's path leads to. */
    sealed interface Place {
        /** The list of all that is shared. */
        record Top() implements Place {}

        /** A directory, by its path without links. */
        record Folder(Root root, RelPath path) implements Place {}

        /** A regular file, by the directory it stands in. */
        record Leaf(Root root, RelPath folder, Name name, Stat stat) implements Place {}
    }

    /** One step of a way through directories. */
    private sealed interface Step {
        /** To a name. */
        record Down(Name name) implements Step {}

        /** To the directory above. */
        record Up() implements Step {}
    }

    /**
     * A name in a list of files.
     *
     * @param stat of what it leads to
     */
    record Row(Name name, Stat stat) {
        boolean isFolder() {
            return stat.kind() == Kind.DIRECTORY;
        }
    }

    /** A path of the operator's that cannot be shared. */
    public static final class UnusableException extends IOException {
        private final byte[] path;

        UnusableException(byte[] path, FsException cause) {
            super(cause.reason().text(), cause);
            this.path = path.clone();
        }

        /** As it was typed. */
        public byte[] path() {
            return path.clone();
        }
    }

    /**
     * Opens what the operator named; links are followed in these paths.
     *
     * @throws UnusableException if one is not there, or neither file nor directory
     */
    public static SharedFiles open(FileSystem system, List<byte[]> paths) throws IOException {
        Map<Name, Item> items = new LinkedHashMap<>();
        SharedFiles opened =
                new SharedFiles(
                        items,
                        paths.size() == 1 ? nameOf(system, paths.getFirst()).toString() : "shared",
                        false);
        try {
            for (byte[] path : paths) {
                try {
                    Item item = item(system, path);
                    if (paths.size() == 1 && item.file.isEmpty()) {
                        items.put(Name.literal("." + "all"), item);
                        return new SharedFiles(items, opened.title, true);
                    }
                    items.put(unused(nameOf(system, path), items), item);
                } catch (FsException e) {
                    throw new UnusableException(path, e);
                }
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private static Item item(FileSystem system, byte[] path) throws IOException {
        Stat stat = system.stat(path, FileSystem.LastLink.FOLLOWED);
        if (stat.kind() == Kind.DIRECTORY) {
            return new Item(system.openRoot(path), List.of());
        }
        if (stat.kind() != Kind.FILE) {
            throw new FsException(Reason.UNSUPPORTED, "neither file nor directory");
        }
        byte[] real = system.realPath(path);
        int slash = real.length - 1;
        while (real[slash] != '/') {
            slash--;
        }
        Name name = name(real, slash + 1);
        return new Item(system.openRoot(Arrays.copyOf(real, Math.max(1, slash))), List.of(name));
    }

    private static Name name(byte[] path, int from) throws FsException {
        try {
            return Name.of(path, from, path.length - from);
        } catch (IllegalNameException e) {
            throw new FsException(Reason.NAME_TOO_LONG, String.valueOf(e.getMessage()));
        }
    }

    /** What it is called: the last name of the path that was typed. */
    private static Name nameOf(FileSystem system, byte[] path) throws IOException {
        try {
            int end = path.length;
            while (end > 1 && path[end - 1] == '/') {
                end--;
            }
            int start = end;
            while (start > 0 && path[start - 1] != '/') {
                start--;
            }
            return Name.of(path, start, end - start);
        } catch (IllegalNameException e) {
            try {
                byte[] real = system.realPath(path);
                int start = real.length;
                while (start > 0 && real[start - 1] != '/') {
                    start--;
                }
                return Name.of(real, start, real.length - start);
            } catch (IllegalNameException root) {
                return Name.literal("root");
            } catch (FsException missing) {
                throw new UnusableException(path, missing);
            }
        }
    }

    /** Two of one name are told apart by a number. */
    private static Name unused(Name name, Map<Name, Item> taken) throws FsException {
        Name unused = name;
        for (int number = 2; taken.containsKey(unused); number++) {
            byte[] suffix = ("-" + number).getBytes(StandardCharsets.US_ASCII);
            byte[] bytes = name.bytes();
            int dot = bytes.length - 1;
            while (dot > 0 && bytes[dot] != '.') {
                dot--;
            }
            int stem = dot > 0 ? dot : bytes.length;
            byte[] whole = Arrays.copyOf(bytes, bytes.length + suffix.length);
            System.arraycopy(suffix, 0, whole, stem, suffix.length);
            System.arraycopy(bytes, stem, whole, stem + suffix.length, bytes.length - stem);
            unused = name(whole, 0);
        }
        return unused;
    }

    /** What the whole is called, printable. */
    public String title() {
        return title;
    }

    /**
     * Where a visitor's path leads.
     *
     * @throws FsException NOT_FOUND, whatever the reason for visitors is that there is nothing
     */
    Place find(List<Name> path) throws IOException {
        if (path.stream().anyMatch(SharedFiles::isReserved)) {
            throw new FsException(Reason.NOT_FOUND);
        }
        if (single) {
            return find(items.values().iterator().next(), path);
        }
        if (path.isEmpty()) {
            return new Place.Top();
        }
        Item item = items.get(path.getFirst());
        if (item == null) {
            throw new FsException(Reason.NOT_FOUND);
        }
        return find(item, path.subList(1, path.size()));
    }

    private static Place find(Item item, List<Name> path) throws IOException {
        if (item.file.isEmpty()) {
            return walk(item.root, path);
        }
        Name name = item.file.getFirst();
        if (!path.isEmpty()) {
            throw new FsException(Reason.NOT_DIRECTORY);
        }
        try (Directory folder = item.root.open(RelPath.ROOT)) {
            Stat stat = folder.stat(name);
            if (stat.kind() != Kind.FILE) {
                throw new FsException(Reason.NOT_FOUND);
            }
            return new Place.Leaf(item.root, RelPath.ROOT, name, stat);
        }
    }

    private static boolean isReserved(Name name) {
        return name.startsWithIgnoringCase(RESERVED)
                && (name.length() == RESERVED.length() || name.bytes()[RESERVED.length()] == '-');
    }

    private static Place walk(Root root, List<Name> path) throws IOException {
        Deque<Step> ahead = new ArrayDeque<>();
        path.forEach(name -> ahead.addLast(new Step.Down(name)));
        RelPath at = RelPath.ROOT;
        int links = 0;
        while (!ahead.isEmpty()) {
            if (!(ahead.removeFirst() instanceof Step.Down(Name name))) {
                if (at.isRoot()) {
                    throw new FsException(Reason.OUTSIDE);
                }
                at = at.parent();
                continue;
            }
            if (isReserved(name)) {
                throw new FsException(Reason.NOT_FOUND);
            }
            try (Directory folder = root.open(at)) {
                Stat stat = folder.stat(name);
                switch (stat.kind()) {
                    case DIRECTORY -> at = child(at, name);
                    case SYMLINK -> {
                        if (++links > LINKS_MAX) {
                            throw new FsException(Reason.SYMLINK);
                        }
                        steps(folder.readLink(name)).reversed().forEach(ahead::addFirst);
                    }
                    case FILE -> {
                        if (!ahead.isEmpty()) {
                            throw new FsException(Reason.NOT_DIRECTORY);
                        }
                        return new Place.Leaf(root, at, name, stat);
                    }
                    case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                            throw new FsException(Reason.UNSUPPORTED);
                }
            }
        }
        return new Place.Folder(root, at);
    }

    private static RelPath child(RelPath path, Name name) throws FsException {
        try {
            return path.child(name);
        } catch (IllegalNameException e) {
            throw new FsException(Reason.NAME_TOO_LONG, String.valueOf(e.getMessage()));
        }
    }

    /** The way a link goes from where it stands. */
    private static List<Step> steps(LinkTarget target) throws FsException {
        byte[] bytes = target.bytes();
        if (bytes[0] == '/') {
            throw new FsException(Reason.OUTSIDE);
        }
        List<Step> steps = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '/') {
                continue;
            }
            int length = i - start;
            if (length == 2 && bytes[start] == '.' && bytes[start + 1] == '.') {
                steps.add(new Step.Up());
            } else if (length > 1 || (length == 1 && bytes[start] != '.')) {
                steps.add(new Step.Down(name(Arrays.copyOfRange(bytes, start, i), 0)));
            }
            start = i + 1;
        }
        return steps;
    }

    /** What a visitor sees in a directory: folders first, then files, by name. */
    List<Row> list(Place.Folder folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Directory directory = folder.root.open(folder.path)) {
            for (Name name : directory.names()) {
                if (isReserved(name)) {
                    continue;
                }
                try {
                    Stat stat = directory.stat(name);
                    if (stat.kind() == Kind.SYMLINK) {
                        stat = followed(folder, name);
                    }
                    if (stat.kind() == Kind.FILE || stat.kind() == Kind.DIRECTORY) {
                        rows.add(new Row(name, stat));
                    }
                } catch (FsException e) {
                    // Gone since, or a link that leads nowhere a visitor may go.
                }
            }
        }
        return sorted(rows);
    }

    private static Stat followed(Place.Folder folder, Name link) throws IOException {
        List<Name> path = new ArrayList<>();
        for (RelPath at = folder.path; !at.isRoot(); at = at.parent()) {
            path.addFirst(at.name());
        }
        path.add(link);
        return switch (walk(folder.root, path)) {
            case Place.Leaf leaf -> leaf.stat();
            case Place.Folder target -> {
                try (Directory directory = target.root.open(target.path)) {
                    yield directory.stat();
                }
            }
            case Place.Top _ -> throw new IllegalStateException("a link to the list of shares");
        };
    }

    /** What is shared. */
    List<Row> list() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Name, Item> entry : items.entrySet()) {
            Item item = entry.getValue();
            try {
                Stat stat =
                        find(item, List.of()) instanceof Place.Leaf leaf
                                ? leaf.stat()
                                : item.root.stat();
                rows.add(new Row(entry.getKey(), stat));
            } catch (FsException e) {
                // Gone since.
            }
        }
        return sorted(rows);
    }

    private static List<Row> sorted(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows.size());
        rows.stream().filter(Row::isFolder).forEach(sorted::add);
        rows.stream().filter(row -> !row.isFolder()).forEach(sorted::add);
        return sorted;
    }

    @Override
    public void close() throws IOException {
        for (Item item : items.values()) {
            item.root.close();
        }
    }
}
