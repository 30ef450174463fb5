package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Predicate;

/** A root on Linux, held by descriptor. */
final class LinuxRoot implements Root {
    private static final MemorySegment SELF =
            Arena.global().allocateFrom(JAVA_BYTE, (byte) '.', (byte) 0);

    private final Descriptor descriptor;
    private final DirectoryOpener opener;

    /** Takes over the descriptor of a directory. */
    LinuxRoot(Descriptor descriptor, DirectoryOpener opener) {
        this.descriptor = descriptor;
        this.opener = opener;
    }

    @Override
    public LinuxDirectory open(RelPath directory) throws IOException {
        return new LinuxDirectory(opened(directory));
    }

    @Override
    public Root openRoot(RelPath directory) throws IOException {
        return new LinuxRoot(opened(directory), opener);
    }

    @Override
    public ChangeHints openHints(Predicate<Name> ignored) throws IOException {
        return openHints(ignored, new Inotify(descriptor), LinuxHints.HINTS_MAX);
    }

    /** Hints from a queue, which is taken over, of which this many are kept. */
    LinuxHints openHints(Predicate<Name> ignored, Inotify inotify, int hintsMax)
            throws IOException {
        LinuxRoot watched;
        try {
            watched = new LinuxRoot(opened(RelPath.ROOT), opener);
        } catch (IOException e) {
            inotify.close();
            throw e;
        }
        return new LinuxHints(watched, inotify, ignored, hintsMax);
    }

    /** What is open. */
    Descriptor descriptor() {
        return descriptor;
    }

    private Descriptor opened(RelPath directory) throws IOException {
        Scratch scratch = descriptor.scratch();
        int root = descriptor.fd();
        int fd =
                directory.isRoot()
                        ? DirectoryOpener.openName(scratch, root, SELF, DirectoryOpener.LISTED)
                        : opener.open(scratch, root, directory);
        return descriptor.opened(fd);
    }

    @Override
    public byte[] location() throws IOException {
        return descriptor.location();
    }

    @Override
    public Stat stat() throws IOException {
        return descriptor.stat();
    }

    @Override
    public boolean tryLock() throws IOException {
        Scratch scratch = descriptor.scratch();
        int result =
                DescriptorCalls.flock(
                        scratch, descriptor.fd(), Constants.LOCK_EX | Constants.LOCK_NB);
        if (result < 0 && scratch.errno() == Errno.EAGAIN) {
            return false;
        }
        Descriptor.check(result, scratch);
        return true;
    }

    @Override
    public void syncFileSystem() throws IOException {
        descriptor.syncFileSystem();
    }

    @Override
    public long usableBytes() throws IOException {
        Scratch scratch = descriptor.scratch();
        Descriptor.check(
                DescriptorCalls.fstatvfs(scratch, descriptor.fd(), scratch.statvfs()), scratch);
        return scratch.usableBytes();
    }

    @Override
    public long fileSystemId() throws IOException {
        Scratch scratch = descriptor.scratch();
        Descriptor.check(
                DescriptorCalls.fstatvfs(scratch, descriptor.fd(), scratch.statvfs()), scratch);
        return scratch.fileSystemId();
    }

    @Override
    public void close() throws IOException {
        descriptor.close();
    }
}
