package dev.dsync.app.cli;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.Verdict;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Reach;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An opened root, asked which of the paths that somebody types are ignored in it. */
final class IgnoredPaths implements AutoCloseable {
    private static final byte[] HERE = {'.'};
    private static final Name OWN = Name.literal(".dsync");

    private final FileSystem system;
    private final Root root;
    private final byte[] location;
    private final byte[] here;

    /** Of what names ignore files are. */
    private final List<Name> names;

    /** The rules of the directories asked about so far. */
    private final Map<RelPath, IgnoreRules> known = new HashMap<>();

    private IgnoredPaths(FileSystem system, Root root, List<Name> names) throws IOException {
        this.names = names;
        this.system = system;
        this.root = root;
        this.location = root.location();
        this.here = system.realPath(HERE);
    }

    /**
     * Opens the directory of that name; if it is null, the nearest at or above the current one with
     * a {@code .dsync} in it, or the current one.
     *
     * @param names the names of ignore files; in one directory later ones go before earlier ones
     */
    static IgnoredPaths open(FileSystem system, byte @Nullable [] named, List<Name> names)
            throws IOException {
        byte[] path = named == null ? nearest(system) : named;
        Root root;
        try {
            root = system.openRoot(path);
        } catch (FsException e) {
            throw new ToldException(
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot open " + Escape.path(path) + ": " + e.reason().text(),
                            "name a directory with --root"),
                    e);
        }
        try {
            return new IgnoredPaths(system, root, names);
        } catch (IOException e) {
            root.close();
            throw e;
        }
    }

    private static byte[] nearest(FileSystem system) throws IOException {
        byte[] here = system.realPath(HERE);
        int length = here.length;
        while (length > 0) {
            byte[] directory = Arrays.copyOf(here, length);
            if (holdsOwn(system, directory)) {
                return directory;
            }
            while (length > 0 && here[length - 1] != '/') {
                length--;
            }
            length--;
        }
        return here;
    }

    private static boolean holdsOwn(FileSystem system, byte[] directory) throws IOException {
        try (Root opened = system.openRoot(directory);
                Directory top = opened.open(RelPath.ROOT)) {
            return top.stat(OWN).kind() == Kind.DIRECTORY;
        } catch (FsException e) {
            return false; // one that is not there or may not be looked into marks no root
        }
    }

    /** A path that cannot be checked, with what the user is told of it. */
    static final class UncheckedPathException extends Exception {
        private final Failure failure;

        UncheckedPathException(byte[] path, String why, String remedy, @Nullable Throwable cause) {
            super(why, cause);
            this.failure =
                    Failure.of(
                            ExitCode.PARTIAL,
                            "cannot check " + Escape.path(path) + ": " + why,
                            remedy);
        }

        Failure failure() {
            return failure;
        }
    }

    /**
     * What the ignore files say of a path, absolute or from the current directory.
     *
     * @throws UncheckedPathException if it lies outside the root, or what decides cannot be read
     */
    Verdict verdict(byte[] typed) throws UncheckedPathException {
        try {
            RelPath path = RelPath.of(below(typed));
            if (path.isRoot()) {
                return Verdict.UNMATCHED;
            }
            boolean slash = typed.length > 0 && typed[typed.length - 1] == '/';
            boolean isDirectory = slash || isDirectory(path);
            return rules(path.parent()).verdict(path.name(), isDirectory);
        } catch (InvalidRuleException e) {
            String why = e.origin() + ": " + e.fault().what();
            throw new UncheckedPathException(typed, why, e.fault().remedy(), e);
        } catch (IllegalNameException e) {
            String why = String.valueOf(e.getMessage());
            throw new UncheckedPathException(typed, why, "name another path", e);
        } catch (FsException e) {
            String why = e.reason().text();
            throw new UncheckedPathException(
                    typed, why, "name a path in " + shown() + " that may be read", e);
        } catch (IOException e) {
            String why = SystemWords.of(e);
            throw new UncheckedPathException(typed, why, "see to it and run again", e);
        }
    }

    private String shown() {
        return Escape.path(location);
    }

    private IgnoreRules rules(RelPath directory) throws IOException, InvalidRuleException {
        IgnoreRules rules = known.get(directory);
        if (rules == null) {
            rules =
                    directory.isRoot()
                            ? IgnoreRules.ofRoot(names, Choice.ignoresIn(root, Reach.Links.NONE))
                            : rules(directory.parent()).enter(directory);
            known.put(directory, rules);
        }
        return rules;
    }

    private boolean isDirectory(RelPath path) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            return parent.stat(path.name()).kind() == Kind.DIRECTORY;
        } catch (FsException e) {
            if (e.reason() == FsException.Reason.NOT_FOUND) {
                return false; // what is not there yet may be asked about
            }
            throw e;
        }
    }

    /** The path from the root on, without {@code .} and {@code ..}. */
    private byte[] below(byte[] typed) throws IOException, UncheckedPathException {
        byte[] absolute = plain(typed);
        int length = location.length == 1 ? 0 : location.length;
        boolean within =
                absolute.length >= length
                        && Arrays.equals(absolute, 0, length, location, 0, length)
                        && (absolute.length == length || absolute[length] == '/');
        int end = within ? length : lengthOfRoot(absolute);
        if (end < 0) {
            throw new UncheckedPathException(
                    typed, "it leads outside the root", "name a path in " + shown(), null);
        }
        return Arrays.copyOfRange(absolute, Math.min(end + 1, absolute.length), absolute.length);
    }

    /** How much of the path names the root by way of links; -1 if nothing does. */
    private int lengthOfRoot(byte[] absolute) throws IOException {
        Stat wanted = root.stat();
        for (int i = 1; i <= absolute.length; i++) {
            if (i < absolute.length && absolute[i] != '/') {
                continue;
            }
            Stat stat;
            try {
                stat = system.stat(Arrays.copyOf(absolute, i), LastLink.FOLLOWED);
            } catch (FsException e) {
                return -1; // no root that is open lies beyond what is not there
            }
            if (stat.object().equals(wanted.object())) {
                return i;
            }
        }
        return -1;
    }

    /** The path from {@code /} on without empty names, {@code .} and {@code ..}. */
    private byte[] plain(byte[] typed) {
        boolean absolute = typed.length > 0 && typed[0] == '/';
        byte[] whole = absolute ? typed : joined(here, typed);
        Deque<byte[]> names = new ArrayDeque<>();
        int start = 0;
        int length = 0;
        for (int i = 0; i <= whole.length; i++) {
            if (i < whole.length && whole[i] != '/') {
                continue;
            }
            byte[] name = Arrays.copyOfRange(whole, start, i);
            start = i + 1;
            if (name.length == 2 && name[0] == '.' && name[1] == '.') {
                length -= names.isEmpty() ? 0 : names.removeLast().length + 1;
            } else if (name.length > 0 && !(name.length == 1 && name[0] == '.')) {
                names.addLast(name);
                length += name.length + 1;
            }
        }
        byte[] plain = new byte[length];
        int at = 0;
        for (Iterator<byte[]> i = names.iterator(); i.hasNext(); ) {
            byte[] name = i.next();
            plain[at] = '/';
            System.arraycopy(name, 0, plain, at + 1, name.length);
            at += name.length + 1;
        }
        return plain;
    }

    private static byte[] joined(byte[] directory, byte[] below) {
        byte[] joined = Arrays.copyOf(directory, directory.length + 1 + below.length);
        joined[directory.length] = '/';
        System.arraycopy(below, 0, joined, directory.length + 1, below.length);
        return joined;
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
