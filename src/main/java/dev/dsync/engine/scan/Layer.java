package dev.dsync.engine.scan;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one origin holds of one directory of the listing. */
sealed interface Layer extends AutoCloseable permits Layer.Opened, Picked {
    /** The origin it belongs to. */
    Origin origin();

    /** Where a name of this directory lies. */
    default Origin place(RelPath path, Name name) throws IOException {
        Origin origin = origin();
        try {
            RelPath at = origin.at().resolve(path.relativeTo(origin.as()));
            return new Origin(origin.root(), at, path);
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }

    /** Whether a name of this directory takes part. */
    boolean includes(Name name, boolean directory);

    /** Whether a name can be one of this directory's. */
    boolean mayHave(Name name);

    /** Whether something below that name was picked, so that it stands on the way there. */
    boolean leadsOn(Name name);

    /** Whether a name of this directory was meant, and does not only stand on the way. */
    boolean means(Name name);

    /** Whether it is a problem that a name that was picked is not there. */
    default boolean asksFor(Name name) {
        return false;
    }

    /** Whether that directory takes part only since it stands on the way to what was picked. */
    boolean passes(Name name, Reach reach);

    /** Names of this directory, sorted. */
    List<Name> names() throws IOException;

    /** Whether there is something in this directory, none of which is looked for. */
    boolean holdsMore() throws IOException;

    /** Stat of one of the names. */
    Stat stat(Name name) throws IOException;

    /**
     * The layers of the directory {@code name}, of which {@code stat} was shown.
     *
     * @param followed where it lies, if a link stands for it
     */
    List<Layer> enter(Name name, Stat stat, @Nullable Origin followed, Reach reach)
            throws IOException;

    /** Opens the file of that name. */
    ReadableFile openFile(Name name) throws IOException;

    /** The target of a link of that name. */
    LinkTarget readLink(Name name) throws IOException;

    /** The extended attributes of what has that name. */
    Xattrs xattrs(Name name) throws IOException;

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
        public boolean includes(Name name, boolean directory) {
            return choice.includes(name, directory);
        }

        @Override
        public boolean mayHave(Name name) {
            return isWhole;
        }

        @Override
        public boolean leadsOn(Name name) {
            return false;
        }

        @Override
        public boolean means(Name name) {
            return isWhole;
        }

        @Override
        public boolean passes(Name name, Reach reach) {
            return false;
        }

        @Override
        public List<Name> names() throws IOException {
            return isWhole ? directory.names() : List.of();
        }

        @Override
        public boolean holdsMore() throws IOException {
            return !isWhole && !directory.names().isEmpty();
        }

        @Override
        public Stat stat(Name name) throws IOException {
            return directory.stat(name);
        }

        @Override
        public List<Layer> enter(Name name, Stat stat, @Nullable Origin followed, Reach reach)
                throws IOException {
            boolean whole =
                    reach.recursive() && !(reach.oneFileSystem() && stat.device() != device);
            if (followed != null) {
                return List.of(of(followed, choice.enter(name), device, whole));
            }
            Below below = () -> choice.enter(name);
            return List.of(in(directory, name, stat, origin, below, device, whole, reach));
        }

        /** The layer of a directory that a link stands for. */
        static Opened of(Origin followed, Choice choice, long device, boolean whole)
                throws IOException {
            Directory opened = followed.root().open(followed.at());
            return new Opened(followed, choice, opened, device, whole, OPEN);
        }

        /** Chooses what takes part in a directory, whose own files may have a say in it. */
        @FunctionalInterface
        interface Below {
            Choice choice() throws IOException;
        }

        /**
         * The layer of a directory that is to be opened by its name in another.
         *
         * @param below asked once the directory is open, which may have been closed
         */
        static Opened in(
                Directory parent,
                Name name,
                Stat stat,
                Origin origin,
                Below below,
                long device,
                boolean whole,
                Reach reach)
                throws IOException {
            if (!reach.opensUp(stat)) {
                return new Opened(
                        origin, below.choice(), parent.openDirectory(name), device, whole, OPEN);
            }
            parent.setMode(name, stat.mode() | Reach.OWNER_READS);
            try {
                Choice choice = below.choice();
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
        public Xattrs xattrs(Name name) throws IOException {
            return directory.xattrs(name);
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

    /** The layers that origins have at the top of the listing, in their order. */
    static List<Layer> top(List<Origin> origins, Reach reach) throws IOException {
        List<Layer> layers = new ArrayList<>();
        try {
            for (Origin origin : origins) {
                Choice choice = reach.choice().apply(origin);
                if (origin.as().isRoot()) {
                    layers.add(top(origin, choice, reach));
                } else if (layers.isEmpty()
                        || !(layers.getLast() instanceof Picked picked)
                        || !picked.takes(origin)) {
                    layers.add(Picked.of(origin, choice));
                }
            }
            return layers;
        } catch (IOException e) {
            layers.forEach(Layer::close);
            throw e;
        }
    }

    private static Layer top(Origin origin, Choice choice, Reach reach) throws IOException {
        Directory directory = origin.root().open(origin.at());
        try {
            boolean whole = origin.isWhole() && (reach.recursive() || reach.directories());
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
