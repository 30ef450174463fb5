package dev.dsync.engine.scan;

import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one origin holds of one directory of the listing. */
sealed interface Layer extends AutoCloseable {
    /** The origin it belongs to. */
    Origin origin();

    /** What takes part in this directory. */
    Choice choice();

    /** Names of this directory, sorted. */
    List<Name> names() throws IOException;

    /** Stat of one of the names. */
    Stat stat(Name name) throws IOException;

    /** The layer of the directory {@code name}, of which {@code stat} was shown. */
    Layer enter(Name name, Stat stat, Reach reach) throws IOException;

    /** Opens the file of that name. */
    ReadableFile openFile(Name name) throws IOException;

    /** The target of a link of that name. */
    LinkTarget readLink(Name name) throws IOException;

    /** Whether all names of the origin are looked for here. */
    boolean isWhole();

    @Override
    void close();

    /**
     * The origin's own files.
     *
     * @param device the file system the origin lies on
     * @param isWhole false where only the directory itself takes part
     * @param closed the mode it had before it was opened up, or {@link #OPEN}
     */
    record Opened(
            Origin origin,
            Choice choice,
            Directory directory,
            long device,
            boolean isWhole,
            int closed)
            implements Layer {
        /** The directory's mode is its own. */
        static final int OPEN = -1;

        @Override
        public List<Name> names() throws IOException {
            return isWhole ? directory.names() : List.of();
        }

        @Override
        public Stat stat(Name name) throws IOException {
            return directory.stat(name);
        }

        @Override
        public Layer enter(Name name, Stat stat, Reach reach) throws IOException {
            boolean whole =
                    reach.recursive() && !(reach.oneFileSystem() && stat.device() != device);
            return in(directory, name, stat, origin, choice.enter(name), device, whole, reach);
        }

        /** The layer of a directory that is to be opened by its name in another. */
        static Opened in(
                Directory parent,
                Name name,
                Stat stat,
                Origin origin,
                Choice choice,
                long device,
                boolean whole,
                Reach reach)
                throws IOException {
            if (!reach.opensUp(stat)) {
                Directory opened = parent.openDirectory(name);
                return new Opened(origin, choice, opened, device, whole, OPEN);
            }
            parent.setMode(name, stat.mode() | Reach.OWNER_READS);
            try {
                Directory opened = parent.openDirectory(name);
                return new Opened(origin, choice, opened, device, whole, stat.mode());
            } catch (IOException e) {
                parent.setMode(name, stat.mode());
                throw e;
            }
        }

        @Override
        public ReadableFile openFile(Name name) throws IOException {
            return directory.openFile(name);
        }

        @Override
        public LinkTarget readLink(Name name) throws IOException {
            return directory.readLink(name);
        }

        @Override
        public void close() {
            try {
                if (closed != OPEN) {
                    directory.setMode(closed);
                }
            } catch (IOException _) {
                // Who opened it up may close it: it is gone, or the file system is of no use.
            } finally {
                directory.close();
            }
        }
    }

    /**
     * A directory on the way down to where the origin stands in the listing.
     *
     * @param rest the origin's place as seen from this directory, at least one name
     */
    record Above(Origin origin, Choice choice, RelPath rest) implements Layer {
        private RelPath first() {
            RelPath path = rest;
            while (path.depth() > 1) {
                path = path.parent();
            }
            return path;
        }

        /** Where in the root the next directory down, or the origin itself, lies. */
        private RelPath next() {
            RelPath at = origin.at();
            for (int below = rest.depth() - 1; below > 0; below--) {
                at = at.parent();
            }
            return at;
        }

        @Override
        public List<Name> names() {
            return List.of(first().name());
        }

        @Override
        public Stat stat(Name name) throws IOException {
            RelPath next = next();
            try (Directory parent = origin.root().open(next.parent())) {
                return parent.stat(next.name());
            }
        }

        @Override
        public Layer enter(Name name, Stat stat, Reach reach) throws IOException {
            Choice below = choice.enter(name);
            if (rest.depth() > 1) {
                return new Above(origin, below, rest.relativeTo(first()));
            }
            RelPath at = origin.at();
            boolean whole = reach.recursive();
            if (at.isRoot()) {
                Directory root = origin.root().open(at);
                return new Opened(origin, below, root, stat.device(), whole, Opened.OPEN);
            }
            try (Directory parent = origin.root().open(at.parent())) {
                return Opened.in(
                        parent, at.name(), stat, origin, below, stat.device(), whole, reach);
            }
        }

        @Override
        public ReadableFile openFile(Name name) throws IOException {
            RelPath next = next();
            try (Directory parent = origin.root().open(next.parent())) {
                return parent.openFile(next.name());
            }
        }

        @Override
        public LinkTarget readLink(Name name) throws IOException {
            RelPath next = next();
            try (Directory parent = origin.root().open(next.parent())) {
                return parent.readLink(next.name());
            }
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** The layer an origin has at the top of the listing. */
    static Layer top(Origin origin, Reach reach) throws IOException {
        Choice choice = reach.choice().apply(origin);
        if (!origin.as().isRoot()) {
            return new Above(origin, choice, origin.as());
        }
        Directory directory = origin.root().open(origin.at());
        try {
            boolean whole = reach.recursive() || reach.directories();
            return new Opened(
                    origin, choice, directory, directory.stat().device(), whole, Opened.OPEN);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** Stat of a name, or null if it is not there. */
    default @Nullable Stat find(Name name) throws IOException {
        try {
            return stat(name);
        } catch (FsException e) {
            if (e.reason() == FsException.Reason.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }
}
