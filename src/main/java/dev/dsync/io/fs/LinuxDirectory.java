package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A directory on Linux, held by descriptor. */
final class LinuxDirectory implements Directory {
    /** What a file is opened with: a FIFO does not block, and the last component is no link. */
    private static final int OPENED =
            Constants.O_NONBLOCK | Constants.O_NOFOLLOW | Constants.O_NOCTTY | Constants.O_CLOEXEC;

    /* Offsets in struct linux_dirent64. */
    private static final int ENTRY_BYTES = 16;
    private static final int ENTRY_TYPE = 18;
    private static final int ENTRY_NAME = 19;

    private final Descriptor descriptor;

    /** Takes over the descriptor of a directory. */
    LinuxDirectory(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public List<Name> names() throws IOException {
        List<Name> names = new ArrayList<>();
        list((name, type) -> names.add(name));
        names.sort(null);
        return names;
    }

    /** What is open. */
    Descriptor descriptor() {
        return descriptor;
    }

    /** Tells all names but {@code .} and {@code ..}, in no order. */
    void list(Names to) throws IOException {
        Scratch scratch = descriptor.scratch();
        int fd = descriptor.fd();
        Descriptor.check(DescriptorCalls.lseek(scratch, fd, 0, Constants.SEEK_SET), scratch);
        while (true) {
            long count =
                    Descriptor.check(
                            DescriptorCalls.getdents64(
                                    scratch, fd, scratch.buffer(), Scratch.BUFFER_BYTES),
                            scratch);
            if (count == 0) {
                return;
            }
            list(scratch.buffer().asSlice(0, count).toArray(JAVA_BYTE), to);
        }
    }

    private static void list(byte[] entries, Names to) throws IOException {
        int entry = 0;
        while (entry < entries.length) {
            // Little-endian on both architectures.
            int bytes =
                    Byte.toUnsignedInt(entries[entry + ENTRY_BYTES])
                            | Byte.toUnsignedInt(entries[entry + ENTRY_BYTES + 1]) << 8;
            int start = entry + ENTRY_NAME;
            int end = start;
            while (entries[end] != 0) {
                end++;
            }
            if (!isSelfOrParent(entries, start, end - start)) {
                to.add(name(entries, start, end - start), entries[entry + ENTRY_TYPE]);
            }
            entry += bytes;
        }
    }

    private static boolean isSelfOrParent(byte[] bytes, int start, int length) {
        return bytes[start] == '.' && (length == 1 || (length == 2 && bytes[start + 1] == '.'));
    }

    private static Name name(byte[] bytes, int start, int length) throws FsException {
        try {
            return Name.of(bytes, start, length);
        } catch (IllegalNameException e) {
            // Left out, it would look deleted; some file systems count characters, and have names
            // of 765 bytes.
            throw FsException.of(e);
        }
    }

    @Override
    public Stat stat(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        return stat(scratch, scratch.name(name));
    }

    private Stat stat(Scratch scratch, MemorySegment name) throws FsException {
        int flags = Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT;
        int mask = Constants.STATX_BASIC_STATS;
        Descriptor.check(
                PathCalls.statx(scratch, descriptor.fd(), name, flags, mask, scratch.stat()),
                scratch);
        return scratch.toStat();
    }

    @Override
    public Stat stat() throws IOException {
        return descriptor.stat();
    }

    @Override
    public Directory openDirectory(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        int fd =
                DirectoryOpener.openName(
                        scratch, descriptor.fd(), scratch.name(name), DirectoryOpener.LISTED);
        return new LinuxDirectory(descriptor.opened(fd));
    }

    @Override
    public ReadableFile openFile(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        MemorySegment string = scratch.name(name);
        int flags = OPENED | Constants.O_RDONLY;
        int fd = PathCalls.openat(scratch, descriptor.fd(), string, flags | Constants.O_NOATIME, 0);
        if (fd < 0 && scratch.errno() == Errno.EPERM) {
            // Only the owner may read without leaving an access time.
            fd = PathCalls.openat(scratch, descriptor.fd(), string, flags, 0);
        }
        return regularFile(fd, scratch);
    }

    @Override
    public WritableFile openForWriting(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        int flags = OPENED | Constants.O_RDWR;
        return regularFile(
                PathCalls.openat(scratch, descriptor.fd(), scratch.name(name), flags, 0), scratch);
    }

    private LinuxFile regularFile(int fd, Scratch scratch) throws FsException {
        Descriptor.check(fd, scratch);
        Descriptor file = descriptor.opened(fd);
        try {
            Kind kind = file.stat().kind();
            if (kind != Kind.FILE) {
                throw new FsException(
                        kind == Kind.DIRECTORY ? Reason.IS_DIRECTORY : Reason.UNSUPPORTED);
            }
        } catch (FsException e) {
            file.close();
            throw e;
        }
        return new LinuxFile(file);
    }

    @Override
    public WritableFile createFile(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        int flags = OPENED | Constants.O_RDWR | Constants.O_CREAT | Constants.O_EXCL;
        int mode = 0600;
        int fd = PathCalls.openat(scratch, descriptor.fd(), scratch.name(name), flags, mode);
        Descriptor.check(fd, scratch);
        Descriptor file = descriptor.opened(fd);
        try {
            if (file.stat().mode() != mode) {
                file.setMode(mode);
            }
        } catch (FsException e) {
            file.close();
            throw e;
        }
        return new LinuxFile(file);
    }

    @Override
    public void makeDirectory(Name name, int mode) throws IOException {
        Scratch scratch = descriptor.scratch();
        Descriptor.check(
                PathCalls.mkdirat(scratch, descriptor.fd(), scratch.name(name), mode), scratch);
        makeExact(name, mode, Constants.S_ISGID);
    }

    @Override
    public void makeSpecial(Name name, Kind kind, int mode, int deviceMajor, int deviceMinor)
            throws IOException {
        if (kind == Kind.FILE || kind == Kind.DIRECTORY || kind == Kind.SYMLINK) {
            throw new IllegalArgumentException("special file of kind " + kind);
        }
        Scratch scratch = descriptor.scratch();
        long device = kind.isDevice() ? Constants.device(deviceMajor, deviceMinor) : 0;
        int bits = Constants.format(kind) | mode;
        Descriptor.check(
                PathCalls.mknodat(scratch, descriptor.fd(), scratch.name(name), bits, device),
                scratch);
        makeExact(name, mode, 0);
    }

    /**
     * Gives back the bits that the umask or an access control list changed at creation.
     *
     * @param inherited bits that stay as creation made them
     */
    private void makeExact(Name name, int mode, int inherited) throws IOException {
        int made = stat(name).mode();
        int exact = mode | (made & inherited);
        if (made != exact) {
            setMode(name, exact);
        }
    }

    @Override
    public void makeSymlink(Name name, LinkTarget target) throws IOException {
        Scratch scratch = descriptor.scratch();
        Descriptor.check(
                PathCalls.symlinkat(
                        scratch, scratch.target(target), descriptor.fd(), scratch.name(name)),
                scratch);
    }

    @Override
    public void link(Name name, Directory directory, Name other) throws IOException {
        Scratch scratch = descriptor.scratch();
        Descriptor.check(
                PathCalls.linkat(
                        scratch,
                        descriptor.fd(),
                        scratch.name(name),
                        number(directory),
                        scratch.otherName(other),
                        0),
                scratch);
    }

    @Override
    public void rename(Name name, Directory directory, Name other, RenameMode mode)
            throws IOException {
        Scratch scratch = descriptor.scratch();
        int flags =
                switch (mode) {
                    case REPLACE -> 0;
                    case NO_REPLACE -> Constants.RENAME_NOREPLACE;
                    case EXCHANGE -> Constants.RENAME_EXCHANGE;
                };
        int result =
                PathCalls.renameat2(
                        scratch,
                        descriptor.fd(),
                        scratch.name(name),
                        number(directory),
                        scratch.otherName(other),
                        flags);
        if (result < 0 && flags != 0 && scratch.errno() == Errno.EINVAL) {
            throw new FsException(Reason.UNSUPPORTED);
        }
        Descriptor.check(result, scratch);
    }

    private static int number(Directory directory) {
        if (directory instanceof LinuxDirectory other) {
            return other.descriptor.fd();
        }
        throw new IllegalArgumentException("directory of another file system");
    }

    @Override
    public void unlink(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        Descriptor.check(
                PathCalls.unlinkat(scratch, descriptor.fd(), scratch.name(name), 0), scratch);
    }

    @Override
    public void removeDirectory(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        int flags = Constants.AT_REMOVEDIR;
        int result = PathCalls.unlinkat(scratch, descriptor.fd(), scratch.name(name), flags);
        if (result < 0 && scratch.errno() == Errno.EEXIST) {
            // POSIX leaves file systems the choice of the number.
            throw new FsException(Reason.NOT_EMPTY);
        }
        Descriptor.check(result, scratch);
    }

    @Override
    public LinkTarget readLink(Name name) throws IOException {
        Scratch scratch = descriptor.scratch();
        MemorySegment buffer = scratch.buffer();
        long length =
                PathCalls.readlinkat(
                        scratch, descriptor.fd(), scratch.name(name), buffer, Scratch.PATH_BYTES);
        if (length < 0 && scratch.errno() == Errno.EINVAL) {
            throw new FsException(Reason.UNSUPPORTED, "not a symbolic link");
        }
        Descriptor.check(length, scratch);
        try {
            return LinkTarget.of(buffer.asSlice(0, length).toArray(JAVA_BYTE));
        } catch (IllegalNameException e) {
            throw new FsException(Reason.UNSUPPORTED, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void setMode(Name name, int mode) throws IOException {
        Scratch scratch = descriptor.scratch();
        MemorySegment string = scratch.name(name);
        int flags = Constants.AT_SYMLINK_NOFOLLOW;
        int result = PathCalls.fchmodat(scratch, descriptor.fd(), string, mode, flags);
        if (result < 0 && scratch.errno() == Errno.EOPNOTSUPP) {
            boolean link = DirectoryOpener.isSymlink(scratch, descriptor.fd(), string);
            throw new FsException(link ? Reason.SYMLINK : Reason.UNSUPPORTED);
        }
        Descriptor.check(result, scratch);
    }

    @Override
    public void setOwner(Name name, int uid, int gid) throws IOException {
        Scratch scratch = descriptor.scratch();
        int flags = Constants.AT_SYMLINK_NOFOLLOW;
        Descriptor.check(
                PathCalls.fchownat(scratch, descriptor.fd(), scratch.name(name), uid, gid, flags),
                scratch);
    }

    @Override
    public void setModified(Name name, Timestamp modified) throws IOException {
        Scratch scratch = descriptor.scratch();
        int flags = Constants.AT_SYMLINK_NOFOLLOW;
        MemorySegment times = scratch.times(modified);
        Descriptor.check(
                PathCalls.utimensat(scratch, descriptor.fd(), scratch.name(name), times, flags),
                scratch);
    }

    @Override
    public Xattrs xattrs(Name name) {
        return new LinuxXattrs(descriptor, name);
    }

    @Override
    public Xattrs xattrs() {
        return new LinuxXattrs(descriptor, null);
    }

    @Override
    public void setMode(int mode) throws IOException {
        descriptor.setMode(mode);
    }

    @Override
    public void setOwner(int uid, int gid) throws IOException {
        descriptor.setOwner(uid, gid);
    }

    @Override
    public void setModified(Timestamp modified) throws IOException {
        descriptor.setModified(modified);
    }

    @Override
    public void sync() throws IOException {
        descriptor.sync();
    }

    @Override
    public void close() {
        descriptor.close();
    }

    /** Takes the names of a directory. */
    @FunctionalInterface
    interface Names {
        /**
         * Takes one.
         *
         * @param type {@link Constants#DT_DIR}, {@link Constants#DT_UNKNOWN} or another kind
         */
        void add(Name name, int type) throws IOException;
    }
}
