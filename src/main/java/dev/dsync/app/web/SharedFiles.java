package dev.dsync.app.web;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is shared: the contents of one directory, or several files and directories under names of
 * their own.
 *
 * <p>A visitor's path is a list of names, looked up one by one through the gate. A symbolic link is
 * followed as long as it leads to something beneath the same shared directory; others do not exist
 * for visitors, and neither do names that are dsync's own.
 */
public final class SharedFiles implements Closeable {
    /** Why there is nothing at a name, rather than something that may not be read. */
    private static final Set<Reason> NOTHING =
            EnumSet.of(
                    Reason.NOT_FOUND,
                    Reason.NOT_DIRECTORY,
                    Reason.SYMLINK,
                    Reason.OUTSIDE,
                    Reason.UNSUPPORTED);

    private final Map<Name, Item> items;

    private SharedFiles(Map<Name, Item> items) {
        this.items = items;
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
        record Leaf(Root root, RelPath folder, Name name, Stat stat) implements Place {
            ReadableFile open() throws IOException {
                try (Directory directory = root.open(folder)) {
                    return directory.openFile(name);
                }
            }
        }
    }

    /**
     * A name in a list of files.
     *
     * @param stat of what it leads to
     * @param isLink whether it is a symbolic link
     */
    record Row(Name name, Stat stat, boolean isLink) {
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
        SharedFiles opened = new SharedFiles(items);
        try {
            for (byte[] path : paths) {
                try {
                    Name name = unused(nameOf(system, path), items);
                    items.put(name, item(system, path));
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
        int start = lastName(real, real.length);
        List<Name> file = List.of(name(real, start));
        return new Item(system.openRoot(Arrays.copyOf(real, Math.max(1, start - 1))), file);
    }

    /** Where the last name begins of a path that ends there. */
    private static int lastName(byte[] path, int end) {
        int start = end;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        return start;
    }

    private static Name name(byte[] path, int from) throws FsException {
        try {
            return Name.of(path, from, path.length - from);
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }

    /** What it is called: the last name of the path that was typed. */
    private static Name nameOf(FileSystem system, byte[] path) throws IOException {
        try {
            int end = path.length;
            while (end > 1 && path[end - 1] == '/') {
                end--;
            }
            int start = lastName(path, end);
            return Name.of(path, start, end - start);
        } catch (IllegalNameException e) {
            try {
                byte[] real = system.realPath(path);
                int start = lastName(real, real.length);
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
            unused = Numbered.of(name, number);
        }
        return unused;
    }

    /** What the whole is called, and saved as, printable. */
    public String title() {
        return items.size() == 1 ? items.keySet().iterator().next().toString() : "shared";
    }

    private Item first() {
        return items.values().iterator().next();
    }

    /** Whether it is the contents of one directory, whose name stands in no path. */
    private boolean isSingle() {
        return items.size() == 1 && first().file.isEmpty();
    }

    /**
     * Where a visitor's path leads.
     *
     * @throws FsException NOT_FOUND, whatever the reason for visitors is that there is nothing
     */
    Place find(List<Name> path) throws IOException {
        if (path.stream().anyMatch(ReservedNames::covers)) {
            throw new FsException(Reason.NOT_FOUND);
        }
        if (isSingle()) {
            return find(first(), path);
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
            return Walk.to(item.root, path);
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

    /** All names in a folder, sorted; some may lead nowhere. */
    List<Name> names(List<Name> folder) throws IOException {
        return switch (find(folder)) {
            case Place.Top _ -> List.copyOf(items.keySet());
            case Place.Leaf _ -> throw new FsException(Reason.NOT_DIRECTORY);
            case Place.Folder place -> {
                try (Directory directory = place.root.open(place.path)) {
                    yield directory.names().stream()
                            .filter(name -> !ReservedNames.covers(name))
                            .toList();
                }
            }
        };
    }

    /**
     * What is found of some names in a folder.
     *
     * @param rows those that lead to a file or folder
     * @param closed those of which there is something that may not be read
     */
    record Look(List<Row> rows, List<Name> closed) {}

    /** What visitors see of some names in a folder; files are not opened to see. */
    Look look(List<Name> folder, List<Name> names) throws IOException {
        return look(folder, names, false);
    }

    /** The same, where files are opened to see which of them may be read. */
    Look lookInto(List<Name> folder, List<Name> names) throws IOException {
        return look(folder, names, true);
    }

    private Look look(List<Name> folder, List<Name> names, boolean opened) throws IOException {
        Look look = new Look(new ArrayList<>(names.size()), new ArrayList<>());
        if (!(find(folder) instanceof Place.Folder place)) {
            for (Name name : names) {
                look(look, name, () -> row(name, opened));
            }
            return look;
        }
        try (Directory directory = place.root.open(place.path)) {
            for (Name name : names) {
                look(look, name, () -> row(directory, folder, name, opened));
            }
        }
        return look;
    }

    /** Finds out what a name is. */
    @FunctionalInterface
    private interface Finding {
        /** Nothing if it is nothing that is shared. */
        Optional<Row> find() throws IOException;
    }

    private static void look(Look look, Name name, Finding finding) throws IOException {
        try {
            if (!ReservedNames.covers(name)) {
                finding.find().ifPresent(look.rows::add);
            }
        } catch (FsException e) {
            if (!NOTHING.contains(e.reason())) {
                look.closed.add(name);
            } // else it is gone since, or a link that leads nowhere a visitor may go
        }
    }

    private Optional<Row> row(Directory directory, List<Name> folder, Name name, boolean opened)
            throws IOException {
        Stat stat = directory.stat(name);
        boolean link = stat.kind() == Kind.SYMLINK;
        List<Name> path = new ArrayList<>(folder);
        path.add(name);
        Optional<Row> row = row(name, link ? stat(path) : stat, link);
        if (opened && row.isPresent() && !row.get().isFolder()) {
            (link ? openFile(path) : directory.openFile(name)).close();
        }
        return row;
    }

    /** That of something the operator named. */
    private Optional<Row> row(Name name, boolean opened) throws IOException {
        Stat stat = stat(List.of(name));
        if (opened && stat.kind() == Kind.FILE) {
            openFile(List.of(name)).close();
        }
        return row(name, stat, false);
    }

    private static Optional<Row> row(Name name, Stat stat, boolean link) {
        return stat.kind() == Kind.FILE || stat.kind() == Kind.DIRECTORY
                ? Optional.of(new Row(name, stat, link))
                : Optional.empty();
    }

    private Stat stat(List<Name> path) throws IOException {
        return switch (find(path)) {
            case Place.Leaf leaf -> leaf.stat();
            case Place.Folder target -> {
                try (Directory directory = target.root.open(target.path)) {
                    yield directory.stat();
                }
            }
            case Place.Top _ -> throw new FsException(Reason.NOT_FOUND);
        };
    }

    /** Opens the file a path leads to. */
    ReadableFile openFile(List<Name> path) throws IOException {
        if (find(path) instanceof Place.Leaf leaf) {
            return leaf.open();
        }
        throw new FsException(Reason.IS_DIRECTORY);
    }

    /**
     * Opens the folder for visitors' files: in the first directory that is shared, or beside the
     * first file.
     *
     * @throws Quarantine.UnsafeException if it is there and not this user's alone
     */
    public Quarantine openQuarantine(FileSystem system) throws IOException {
        return Quarantine.open(system, first().root);
    }

    @Override
    public void close() throws IOException {
        for (Item item : items.values()) {
            item.root.close();
        }
    }
}
