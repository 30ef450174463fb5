package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that forgets, in a power cut, what was not synced. Rights are not
 * checked; everything else is meant to be as on Linux. Safe for use by many threads.
 */
public final class MemoryFileSystem implements FileSystem {
    private static final int LINKS_MAX = 40;

    private final InstantSource clock;
    private final Inode top;
    private final Set<Object> handles = Collections.newSetFromMap(new IdentityHashMap<>());
    private final MemoryWatches watches = new MemoryWatches(this);
    private final EnumSet<RenameMode> renameModes = EnumSet.allOf(RenameMode.class);
    private Faults faults = (operation, name) -> {};
    private boolean foldingNames;
    private boolean clones = true;
    private long capacityBytes = Long.MAX_VALUE;

    /** What it says it is; another, it may be, after a start of the machine. */
    public volatile long id = 1;

    private long inodes;
    private int powerCuts;
    private int umask;
    private int user;

    /** An empty file system whose times come from this clock. */
    public MemoryFileSystem(InstantSource clock) {
        this.clock = clock;
        this.top = newInode(Kind.DIRECTORY, 0755);
        this.top.links = 1;
    }

    /** Names that differ in case, or in Unicode normalization, name the same. */
    public synchronized MemoryFileSystem foldingNames() {
        foldingNames = true;
        return this;
    }

    /** Renames of this mode are refused. */
    public synchronized MemoryFileSystem without(RenameMode mode) {
        renameModes.remove(mode);
        return this;
    }

    /** No file can be made the clone of another. */
    public synchronized MemoryFileSystem withoutClones() {
        clones = false;
        return this;
    }

    /** Content takes no more than this. */
    public synchronized void setCapacityBytes(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Asked before every operation from now on. */
    public synchronized void setFaults(Faults faults) {
        this.faults = faults;
    }

    public synchronized void setUmask(int umask) {
        this.umask = umask;
    }

    public synchronized void setEffectiveUser(int user) {
        this.user = user;
    }

    /** Roots, directories and files that were opened and not closed. */
    public synchronized int openHandles() {
        return handles.size();
    }

    /** Forgets what was not made durable; whatever is open now fails from here on. */
    public synchronized void powerCut() {
        powerCuts++;
        Set<Inode> seen = new HashSet<>();
        ArrayDeque<Inode> queue = new ArrayDeque<>();
        top.fallBack();
        top.links = 1;
        seen.add(top);
        queue.add(top);
        while (!queue.isEmpty()) {
            Inode directory = queue.remove();
            var children = directory.state.children.values().iterator();
            while (children.hasNext()) {
                Inode.Child next = children.next();
                Inode child = next.inode();
                if (seen.add(child)) {
                    child.fallBack();
                    queue.add(child);
                } else if (child.kind == Kind.DIRECTORY) {
                    children.remove();
                    continue;
                }
                child.gotName(directory, next.name());
                child.parent = child.kind == Kind.DIRECTORY ? directory : null;
            }
        }
    }

    synchronized void syncAll() {
        for (Inode inode : reachable()) {
            inode.sync();
        }
    }

    private Set<Inode> reachable() {
        Set<Inode> seen = new HashSet<>();
        ArrayDeque<Inode> queue = new ArrayDeque<>(List.of(top));
        while (!queue.isEmpty()) {
            Inode inode = queue.remove();
            if (seen.add(inode)) {
                inode.state.children.values().forEach(child -> queue.add(child.inode()));
            }
        }
        return seen;
    }

    long usableBytes() {
        return capacityBytes == Long.MAX_VALUE ? capacityBytes : capacityBytes - usedBytes();
    }

    private long usedBytes() {
        return reachable().stream().mapToLong(inode -> inode.state.content.allocated()).sum();
    }

    void reserve(long bytes) throws FsException {
        if (bytes > 0 && capacityBytes != Long.MAX_VALUE && usedBytes() + bytes > capacityBytes) {
            throw new FsException(Reason.NO_SPACE);
        }
    }

    void before(Operation operation, @Nullable Name name) throws IOException {
        faults.before(operation, name);
    }

    boolean supports(RenameMode mode) {
        return renameModes.contains(mode);
    }

    boolean clones() {
        return clones;
    }

    int powerCuts() {
        return powerCuts;
    }

    void opened(Object handle) {
        handles.add(handle);
    }

    void closed(Object handle) {
        handles.remove(handle);
    }

    @Override
    public Timestamp now() {
        Instant now = clock.instant();
        return new Timestamp(now.getEpochSecond(), now.getNano());
    }

    /** The time now, at which attributes of this change, which those who watch are told. */
    Timestamp changing(Inode inode) {
        watches.changed(inode);
        return now();
    }

    /** Those who watch. */
    public MemoryWatches watches() {
        return watches;
    }

    Inode newInode(Kind kind, int mode) {
        return new Inode(++inodes, kind, newState(mode));
    }

    Inode.State newState(int mode) {
        return new Inode.State(mode, user, 0, now());
    }

    long newNumber() {
        return ++inodes;
    }

    /** What a name is compared as. */
    Name key(Name name) {
        if (!foldingNames) {
            return name;
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(name.bytes()))
                            .toString();
            String folded =
                    Normalizer.normalize(text, Normalizer.Form.NFD)
                            .toUpperCase(Locale.ROOT)
                            .toLowerCase(Locale.ROOT);
            return Name.of(folded.getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException | IllegalNameException e) {
            return name; // bytes that are no text, or a folded form too long, name only themselves
        }
    }

    @Override
    public synchronized Root openRoot(byte[] path) throws IOException {
        Inode inode = resolve(path, LastLink.FOLLOWED);
        if (inode.kind != Kind.DIRECTORY) {
            throw new FsException(Reason.NOT_DIRECTORY);
        }
        return new MemoryRoot(this, inode);
    }

    @Override
    public synchronized Stat stat(byte[] path, LastLink lastLink) throws IOException {
        return resolve(path, lastLink).stat();
    }

    @Override
    public synchronized void makeDirectory(byte[] path, int mode) throws IOException {
        List<byte[]> names = split(path);
        if (names.isEmpty()) {
            throw new FsException(Reason.EXISTS);
        }
        Inode parent = walk(names.subList(0, names.size() - 1), LastLink.FOLLOWED);
        if (parent.kind != Kind.DIRECTORY) {
            throw new FsException(Reason.NOT_DIRECTORY);
        }
        try (Directory directory = new MemoryDirectory(this, parent)) {
            directory.makeDirectory(name(names.getLast()), mode & ~umask);
        }
    }

    @Override
    public synchronized byte[] realPath(byte[] path) throws IOException {
        return path(resolve(path, LastLink.FOLLOWED));
    }

    /** The absolute path of something that is there. */
    byte[] path(Inode found) {
        Inode at = found;
        StringBuilder real = new StringBuilder();
        for (Inode parent = parent(at); parent != null; parent = parent(at)) {
            Inode inode = at;
            Name name =
                    parent.state.children.values().stream()
                            .filter(child -> child.inode() == inode)
                            .findFirst()
                            .orElseThrow()
                            .name();
            real.insert(0, "/" + new String(name.bytes(), StandardCharsets.ISO_8859_1));
            at = parent;
        }
        return (real.isEmpty() ? "/" : real.toString()).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The directory it stands in; of a file with several names, the one found first. */
    private @Nullable Inode parent(Inode inode) {
        return inode.kind == Kind.DIRECTORY ? inode.parent : parent(inode, top);
    }

    private static @Nullable Inode parent(Inode inode, Inode directory) {
        for (var child : directory.state.children.values()) {
            if (child.inode() == inode) {
                return directory;
            }
            Inode below =
                    child.inode().kind == Kind.DIRECTORY ? parent(inode, child.inode()) : null;
            if (below != null) {
                return below;
            }
        }
        return null;
    }

    @Override
    public synchronized int umask() {
        return umask;
    }

    @Override
    public synchronized int effectiveUser() {
        return user;
    }

    private Inode resolve(byte[] path, LastLink lastLink) throws FsException {
        if (path.length == 0) {
            throw new FsException(Reason.NOT_FOUND);
        }
        return walk(split(path), path[path.length - 1] == '/' ? LastLink.FOLLOWED : lastLink);
    }

    /** Every path is seen from the top directory, and nothing lies above that. */
    private Inode walk(List<byte[]> names, LastLink lastLink) throws FsException {
        ArrayDeque<byte[]> rest = new ArrayDeque<>(names);
        Inode at = top;
        int links = 0;
        while (!rest.isEmpty()) {
            byte[] bytes = rest.remove();
            if (at.kind != Kind.DIRECTORY) {
                throw new FsException(Reason.NOT_DIRECTORY);
            }
            if (bytes.length == 2 && bytes[0] == '.' && bytes[1] == '.') {
                at = at.parent == null ? top : at.parent;
                continue;
            }
            Inode.Child child = at.state.children.get(key(name(bytes)));
            if (child == null) {
                throw new FsException(Reason.NOT_FOUND);
            }
            var target = child.inode().target;
            if (target == null || (rest.isEmpty() && lastLink == LastLink.ITSELF)) {
                at = child.inode();
                continue;
            }
            if (++links > LINKS_MAX) {
                throw new FsException(Reason.SYMLINK);
            }
            List<byte[]> further = split(target.bytes());
            further.reversed().forEach(rest::addFirst);
            at = target.bytes()[0] == '/' ? top : at;
        }
        return at;
    }

    private static List<byte[]> split(byte[] path) {
        List<byte[]> names = new ArrayList<>();
        for (String name : new String(path, StandardCharsets.ISO_8859_1).split("/", -1)) {
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return names;
    }

    private static Name name(byte[] bytes) throws FsException {
        try {
            return Name.of(bytes);
        } catch (IllegalNameException e) {
            throw new FsException(Reason.NAME_TOO_LONG, String.valueOf(e.getMessage()));
        }
    }

    /** What is done, as far as it can be made to fail. */
    public enum Operation {
        OPEN_DIRECTORY,
        LIST,
        STAT,
        OPEN_FILE,
        CREATE,
        READ,
        WRITE,
        TRUNCATE,
        LINK,
        RENAME,
        REMOVE,
        READ_LINK,
        SET_ATTRIBUTES,
        SYNC,
        SYNC_FILE_SYSTEM,
        LOCK,
        WATCH
    }

    /** Decides which operations fail. */
    @FunctionalInterface
    public interface Faults {
        /** Throws what the operation is to throw; the name is there for operations on one. */
        void before(Operation operation, @Nullable Name name) throws IOException;
    }
}
