package dev.dsync.engine.session;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.apply.Recheck;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes go: a directory that is there and locked, or that will be made when the plan is
 * carried out.
 */
public final class TargetPlace implements AutoCloseable {
    static final int DIRECTORY_MODE = 0777;

    private final FileSystem system;
    private final TypedPath typed;
    private final byte[] path;
    private final boolean makePath;
    private final @Nullable Name rename;
    private @Nullable Root root;
    private @Nullable KnownContents contents;
    private @Nullable Root backups;
    private @Nullable AlternateTrees alternates;
    private boolean munges;
    private @Nullable Root linked;
    private @Nullable Switching switching;

    private TargetPlace(
            FileSystem system,
            TypedPath typed,
            byte[] path,
            boolean makePath,
            @Nullable Name rename,
            @Nullable Root root) {
        this.system = system;
        this.typed = typed;
        this.path = path;
        this.makePath = makePath;
        this.rename = rename;
        this.root = root;
    }

    /** What a dialler who is the target tells a source about a typed destination. */
    public static Placement placement(FileSystem system, TypedPath destination) throws IOException {
        boolean into = destination.meansContents() || isDirectory(system, destination.bytes());
        return new Placement(
                List.of(), List.of(), false, into, into ? null : lastName(destination));
    }

    static @Nullable Name lastName(TypedPath path) {
        try {
            return Name.of(path.lastComponent());
        } catch (IllegalNameException e) {
            return null;
        }
    }

    /** The name a single source takes at a destination that was typed so, if it takes one. */
    static @Nullable Name rename(FileSystem system, TypedPath destination, boolean single)
            throws IOException {
        boolean into = destination.meansContents() || isDirectory(system, destination.bytes());
        return single && !into ? lastName(destination) : null;
    }

    /**
     * Opens the destination, and takes its lock, if it is there.
     *
     * @param rename the name a single source takes: the destination is then its parent
     * @throws Refusal if it cannot be a target
     */
    public static TargetPlace open(
            FileSystem system,
            TypedPath destination,
            boolean makePath,
            boolean dryRun,
            @Nullable Name rename)
            throws IOException {
        byte[] path = destination.isEmpty() ? new byte[] {'.'} : destination.bytes();
        if (rename != null) {
            int end = path.length - rename.length();
            path = end == 0 ? new byte[] {'.'} : Arrays.copyOf(path, end);
        }
        Root root;
        try {
            root = system.openRoot(path);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw refusal(e, destination);
            }
            if (!makePath && (rename != null || !isDirectory(system, parent(path)))) {
                throw new Refusal(Message.Reason.NO_SUCH_PATH, destination.toString());
            }
            return new TargetPlace(system, destination, path, makePath, rename, null);
        }
        try {
            if (!dryRun && !root.tryLock()) {
                throw new Refusal(Message.Reason.ROOT_BUSY, destination.toString());
            }
        } catch (IOException e) {
            root.close();
            throw e;
        }
        return new TargetPlace(system, destination, path, makePath, rename, root);
    }

    /** How many directories have to be made for the destination to be there. */
    int missing() throws IOException {
        if (root != null) {
            return 0;
        }
        int missing = 1;
        for (byte[] at = parent(path); !isDirectory(system, at); at = parent(at)) {
            missing++;
        }
        return missing;
    }

    static byte[] parent(byte[] path) {
        int end = path.length;
        while (end > 0 && path[end - 1] == '/') {
            end--;
        }
        while (end > 0 && path[end - 1] != '/') {
            end--;
        }
        return end == 0 ? new byte[] {'.'} : Arrays.copyOf(path, end);
    }

    private static boolean isDirectory(FileSystem system, byte[] path) throws IOException {
        try {
            return system.stat(path.length == 0 ? new byte[] {'.'} : path, LastLink.FOLLOWED).kind()
                    == Kind.DIRECTORY;
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.NOT_DIRECTORY) {
                return false;
            }
            throw e;
        }
    }

    /** What keeps a destination from being one. */
    static IOException refusal(FsException e, TypedPath destination) {
        Message.Reason reason =
                switch (e.reason()) {
                    case NOT_DIRECTORY -> Message.Reason.NOT_DIRECTORY;
                    case NOT_FOUND -> Message.Reason.NO_SUCH_PATH;
                    case ACCESS_DENIED, NOT_PERMITTED -> Message.Reason.UNWRITABLE;
                    case NO_SPACE, QUOTA -> Message.Reason.NO_SPACE;
                    default -> null;
                };
        IOException refusal =
                reason == null
                        ? new IOException(destination + ": " + e.reason().text())
                        : new Refusal(reason, destination.toString());
        refusal.initCause(e);
        return refusal;
    }

    /** Symbolic links get targets that lead nowhere, and tell what they were. */
    public TargetPlace munging(boolean munges) {
        this.munges = munges;
        return this;
    }

    /** Whether links are munged here. */
    boolean munges() {
        return munges;
    }

    /** The name a single source takes here. */
    @Nullable Name rename() {
        return rename;
    }

    /** What is above the opened directory. */
    Ancestry ancestry() throws IOException {
        return Ancestry.of(system, path);
    }

    /** The opened directory, if it is there yet. */
    Optional<Root> root() {
        return Optional.ofNullable(linked == null ? root : linked);
    }

    /** From now on some links in the opened directory stand for directories. */
    void keep(Root links) {
        linked = links;
    }

    /**
     * From now on another tree takes the place of what is there.
     *
     * @throws Refusal where that cannot be
     */
    void switching() throws IOException {
        if (rename != null) {
            throw new Refusal(
                    Message.Reason.UNSUPPORTED, "--atomic-tree where one file goes to " + typed);
        }
        switching = Switching.of(system, typed, path, makePath, root);
    }

    /** How another tree takes the place of what is there, if one does. */
    Optional<Switching> switched() {
        return Optional.ofNullable(switching);
    }

    /**
     * The opened directory, which is made and locked if it was not there, or the tree that shall
     * take its place.
     *
     * @param recheck what the plan was made from
     * @param changes whether the plan has any
     */
    Root make(Recheck recheck, boolean changes) throws IOException {
        if (switching != null) {
            return switching.build(recheck, changes);
        }
        if (root == null) {
            try {
                if (makePath) {
                    system.makeDirectories(path, DIRECTORY_MODE);
                } else {
                    system.makeDirectory(path, DIRECTORY_MODE);
                }
                root = system.openRoot(path);
            } catch (FsException e) {
                throw refusal(e, typed);
            }
            if (!root.tryLock()) {
                throw new Refusal(Message.Reason.ROOT_BUSY, typed.toString());
            }
        }
        return linked == null ? root : linked;
    }

    /** The path of a directory that was typed for whoever stands in the destination. */
    private byte[] from(TypedPath directory) throws IOException {
        byte[] here = path;
        byte[] typed = directory.bytes();
        // Above a directory that will be made is what its path says.
        while (root == null && typed.length > 2 && isUp(typed) && !isDirectory(system, here)) {
            here = parent(here);
            typed = Arrays.copyOfRange(typed, 3, typed.length);
        }
        return system.from(here, typed);
    }

    private static boolean isUp(byte[] typed) {
        return typed[0] == '.' && typed[1] == '.' && typed[2] == '/';
    }

    /** Directories that may have what is new; closed with this. */
    AlternateTrees alternates(Policy.Alternates how, Profile profile) throws IOException {
        AlternateTrees known = alternates;
        if (known == null) {
            List<byte[]> paths = new ArrayList<>();
            for (TypedPath directory : how.directories()) {
                paths.add(from(directory));
            }
            known = new AlternateTrees(system, paths, profile);
            alternates = known;
        }
        return known;
    }

    /**
     * Refuses a directory that may not be named here.
     *
     * @param directory as typed for whoever stands in the destination
     */
    void require(TypedPath directory) throws Refusal {
        try {
            var _ = from(directory);
        } catch (IOException e) {
            Refusal refusal =
                    new Refusal(
                            Message.Reason.VERB_NOT_GRANTED,
                            directory + " leads outside the share");
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** The directory of backups, which is made if it was not there; closed with this. */
    Root backups(TypedPath directory) throws IOException {
        Root known = backups;
        if (known == null) {
            byte[] at = from(directory);
            system.makeDirectories(at, DIRECTORY_MODE);
            known = system.openRoot(at);
            backups = known;
        }
        return known;
    }

    /** What the files in the opened directory contain; closed with this. One thread at a time. */
    KnownContents contents(Root opened, Indexing indexing) {
        KnownContents known = contents;
        if (known == null) {
            known = indexing.contents(system, opened);
            contents = known;
        }
        return known;
    }

    /** The users and groups of this machine. */
    FileSystem.Accounts accounts() {
        return system.accounts();
    }

    /** Whether this process is bound by no permissions. */
    boolean isSuperuser() {
        return user() == 0;
    }

    /** The user in whose name this process acts. */
    int user() {
        return system.effectiveUser();
    }

    /** The mode bits that new entries do not get where permissions are not kept. */
    int umask() throws IOException {
        return system.umask();
    }

    /** Closes all of it even if a part cannot be: the lock goes with the root. */
    @Override
    public void close() throws IOException {
        try (Root _ = root;
                Root _ = backups;
                AlternateTrees _ = alternates;
                KnownContents _ = contents;
                Switching _ = switching) {
            linked = null;
        }
    }
}
