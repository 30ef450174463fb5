package dev.dsync.io.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file system of Linux on x86-64 and aarch64. */
final class LinuxFileSystem implements FileSystem {
    private final ThreadLocal<Scratch> scratches;
    private final DirectoryOpener opener;

    private LinuxFileSystem(ThreadLocal<Scratch> scratches, DirectoryOpener opener) {
        this.scratches = scratches;
        this.opener = opener;
    }

    /** With roots whose directories are opened this way. */
    LinuxFileSystem(DirectoryOpener opener) {
        this(ThreadLocal.withInitial(Scratch::new), opener);
    }

    /**
     * With {@code openat2} where it may be called, else one component at a time.
     *
     * @param system the system's name, as Java has it
     * @param processor the processor's name, as Java has it
     */
    static LinuxFileSystem open(String system, String processor) throws FsException {
        if (!system.equals("Linux")
                || !(processor.equals("amd64") || processor.equals("aarch64"))) {
            throw new FsException(
                    Reason.UNSUPPORTED,
                    "dsync runs on Linux on x86-64 and aarch64, not on "
                            + system
                            + " on "
                            + processor);
        }
        try {
            ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);
            boolean byKernel = DirectoryOpener.ByKernel.isAvailable(scratches.get());
            return new LinuxFileSystem(
                    scratches,
                    byKernel ? new DirectoryOpener.ByKernel() : new DirectoryOpener.ByComponent());
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof UnsupportedOperationException missing) {
                throw new FsException(Reason.UNSUPPORTED, String.valueOf(missing.getMessage()));
            }
            throw e;
        }
    }

    @Override
    public Root openRoot(byte[] path) throws IOException {
        Scratch scratch = scratches.get();
        int flags = Constants.O_RDONLY | Constants.O_DIRECTORY | Constants.O_CLOEXEC;
        return new LinuxRoot(new Descriptor(open(scratch, path, flags), scratches), opener);
    }

    private static int open(Scratch scratch, byte[] path, int flags) throws FsException {
        int fd = PathCalls.openat(scratch, Constants.AT_FDCWD, path(scratch, path), flags, 0);
        return (int) Descriptor.check(fd, scratch);
    }

    @Override
    public Stat stat(byte[] path, LastLink lastLink) throws IOException {
        Scratch scratch = scratches.get();
        int flags =
                Constants.AT_NO_AUTOMOUNT
                        | switch (lastLink) {
                            case FOLLOWED -> 0;
                            case ITSELF -> Constants.AT_SYMLINK_NOFOLLOW;
                        };
        MemorySegment string = path(scratch, path);
        int mask = Constants.STATX_BASIC_STATS;
        Descriptor.check(
                PathCalls.statx(scratch, Constants.AT_FDCWD, string, flags, mask, scratch.stat()),
                scratch);
        return scratch.toStat();
    }

    @Override
    public void makeDirectory(byte[] path, int mode) throws IOException {
        Scratch scratch = scratches.get();
        Descriptor.check(
                PathCalls.mkdirat(scratch, Constants.AT_FDCWD, path(scratch, path), mode), scratch);
    }

    @Override
    public byte[] realPath(byte[] path) throws IOException {
        Scratch scratch = scratches.get();
        try (Descriptor found =
                new Descriptor(
                        open(scratch, path, Constants.O_PATH | Constants.O_CLOEXEC), scratches)) {
            return found.location();
        }
    }

    @Override
    public int umask() throws IOException {
        // The call of this name can only ask by setting, which would show in other threads.
        for (String line : Files.readAllLines(Path.of("/proc/self/status"), ISO_8859_1)) {
            if (line.startsWith("Umask:")) {
                return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
            }
        }
        throw new FsException(FsException.Reason.UNSUPPORTED, "/proc/self/status shows no umask");
    }

    @Override
    public Timestamp now() throws FsException {
        Scratch scratch = scratches.get();
        int clock = Constants.CLOCK_REALTIME_COARSE;
        Descriptor.check(DescriptorCalls.clockGettime(scratch, clock, scratch.time()), scratch);
        return scratch.toTime();
    }

    @Override
    public int effectiveUser() {
        return DescriptorCalls.geteuid(scratches.get());
    }

    @Override
    public Accounts accounts() {
        return new LinuxAccounts();
    }

    private static MemorySegment path(Scratch scratch, byte[] path) throws FsException {
        if (path.length >= Scratch.PATH_BYTES) {
            throw new FsException(Reason.NAME_TOO_LONG);
        }
        for (byte b : path) {
            if (b == 0) {
                throw new IllegalArgumentException("path with NUL");
            }
        }
        return scratch.path(path);
    }
}
