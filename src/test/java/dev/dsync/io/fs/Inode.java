package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file, directory, link or special file in memory: what it is now, and what of it a power cut
 * would leave.
 */
final class Inode {
    final long number;
    final Kind kind;
    final @Nullable LinkTarget target;
    final int deviceMajor;
    final int deviceMinor;

    /** The directory this directory stands in; the top one, and a removed one, stand in none. */
    @Nullable Inode parent;

    /** Where it got a name last, unless that is gone. */
    @Nullable Inode holder;

    @Nullable Name name;

    int links;

    /** The root that holds the lock of this directory. */
    @Nullable Handle lockedBy;

    State state;
    private State durable;

    /** Directories with which this one exchanged names since it was made durable. */
    private final Set<Inode> renamedWith = new HashSet<>();

    Inode(long number, Kind kind, State state) {
        this(number, kind, state, null, 0, 0);
    }

    Inode(
            long number,
            Kind kind,
            State state,
            @Nullable LinkTarget target,
            int deviceMajor,
            int deviceMinor) {
        this.number = number;
        this.kind = kind;
        this.state = state;
        this.durable = state.copy();
        this.target = target;
        this.deviceMajor = deviceMajor;
        this.deviceMinor = deviceMinor;
    }

    Stat stat() {
        long size =
                switch (kind) {
                    case FILE -> state.content.size();
                    case DIRECTORY -> Content.PAGE_BYTES;
                    case SYMLINK -> target == null ? 0 : target.length();
                    case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> 0;
                };
        return new Stat(
                kind,
                state.mode,
                size,
                state.content.allocated(),
                state.modified,
                state.changed,
                1,
                number,
                links,
                state.uid,
                state.gid,
                deviceMajor,
                deviceMinor);
    }

    /** Whether this directory is {@code other} or stands above it. */
    boolean isAbove(Inode other) {
        for (Inode at = other; at != null; at = at.parent) {
            if (at == this) {
                return true;
            }
        }
        return false;
    }

    void gotName(Inode directory, Name given) {
        links++;
        holder = directory;
        name = given;
    }

    void lostName(Timestamp now) {
        links--;
        parent = null;
        holder = null;
        state.changed = now;
    }

    void setMode(int mode, Timestamp now) {
        state.mode = mode;
        state.changed = now;
    }

    /**
     * As Linux has it, a new owner of a file takes setuid away, and setgid if the group may
     * execute.
     */
    void setOwner(int uid, int gid, Timestamp now) {
        state.uid = uid == -1 ? state.uid : uid;
        state.gid = gid == -1 ? state.gid : gid;
        if (kind == Kind.FILE) {
            int taken = (state.mode & 0010) != 0 ? 06000 : 04000;
            state.mode &= ~taken;
        }
        state.changed = now;
    }

    void setModified(Timestamp modified, Timestamp now) {
        state.modified = modified;
        state.changed = now;
    }

    void renamedWith(Inode other) {
        if (other != this) {
            renamedWith.add(other);
            other.renamedWith.add(this);
        }
    }

    /** Content or names, but not attributes, survive a power cut as they are now. */
    void syncData() {
        durable.content = state.content.copy();
    }

    /**
     * All of this survives a power cut as it is now. A rename between two directories is one thing,
     * as on a file system with a journal: it is durable when one of them is.
     */
    void sync() {
        durable = state.copy();
        Set<Inode> others = Set.copyOf(renamedWith);
        renamedWith.clear();
        for (Inode other : others) {
            other.sync();
        }
    }

    /** What a power cut leaves. */
    void fallBack() {
        state = durable.copy();
        renamedWith.clear();
        links = 0;
        parent = null;
        holder = null;
    }

    /** One name in a directory. */
    record Child(Name name, Inode inode) {}

    /** What may change about an inode. */
    static final class State {
        int mode;
        int uid;
        int gid;
        Timestamp modified;
        Timestamp changed;
        Content content = new Content();

        /** Names by what they are compared as. */
        TreeMap<Name, Child> children = new TreeMap<>();

        TreeMap<Xattrs.Key, byte[]> xattrs = new TreeMap<>();

        State(int mode, int uid, int gid, Timestamp now) {
            this.mode = mode;
            this.uid = uid;
            this.gid = gid;
            this.modified = now;
            this.changed = now;
        }

        State copy() {
            State copy = new State(mode, uid, gid, modified);
            copy.changed = changed;
            copy.content = content.copy();
            copy.children = new TreeMap<>(children);
            copy.xattrs = new TreeMap<>(xattrs);
            return copy;
        }
    }
}
