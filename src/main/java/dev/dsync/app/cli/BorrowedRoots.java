package dev.dsync.app.cli;

import dev.dsync.app.control.ControlClient;
import dev.dsync.app.control.ControlPlace;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.ChangeHints;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine for those who write to a root for a while: where a watch of this user
 * has it, or what it is in, it is borrowed for as long as it is locked.
 */
final class BorrowedRoots implements FileSystem {
    private static final long PATIENCE_NANOS = 2_000_000_000;
    private static final long PAUSE_NANOS = 50_000_000;

    private final FileSystem system;
    private final Map<String, String> environment;

    BorrowedRoots(FileSystem system, Map<String, String> environment) {
        this.system = system;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Root openRoot(byte[] path) throws IOException {
        return new Borrowed(system.openRoot(path));
    }

    @Override
    public Stat stat(byte[] path, LastLink lastLink) throws IOException {
        return system.stat(path, lastLink);
    }

    @Override
    public void makeDirectory(byte[] path, int mode) throws IOException {
        system.makeDirectory(path, mode);
    }

    @Override
    public byte[] realPath(byte[] path) throws IOException {
        return system.realPath(path);
    }

    @Override
    public int umask() throws IOException {
        return system.umask();
    }

    @Override
    public int effectiveUser() {
        return system.effectiveUser();
    }

    @Override
    public Timestamp now() throws IOException {
        return system.now();
    }

    @Override
    public Accounts accounts() {
        return system.accounts();
    }

    /** A root whose lock a watch may have. */
    private final class Borrowed implements Root {
        private final Root inner;
        private @Nullable ControlClient lender;

        Borrowed(Root inner) {
            this.inner = inner;
        }

        /** Somebody whose connection was cut may be about to let go of it. */
        @Override
        public boolean tryLock() throws IOException {
            long begun = System.nanoTime();
            boolean locked = tryLockNow();
            while (!locked && System.nanoTime() - begun < PATIENCE_NANOS) {
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                locked = tryLockNow();
            }
            return locked;
        }

        private boolean tryLockNow() throws IOException {
            if (lender == null) {
                Optional<ControlClient> watch = watch();
                if (watch.isPresent() && !isLentBy(watch.get())) {
                    return false;
                }
            }
            return inner.tryLock();
        }

        private Optional<ControlClient> watch() throws IOException {
            try {
                return RunningWatch.find(inner.location(), environment);
            } catch (ControlPlace.NowhereException e) {
                return Optional.empty(); // none that is found has it; another has the lock
            }
        }

        private boolean isLentBy(ControlClient watch) throws IOException {
            try {
                watch.borrow();
                lender = watch;
                return true;
            } catch (IOException e) {
                watch.close();
                return false; // it is busy, or ending, or hangs: it has the lock
            }
        }

        @Override
        public void close() throws IOException {
            try {
                inner.close();
            } finally {
                if (lender != null) {
                    lender.close(); // only now: before, the lock was not free
                    lender = null;
                }
            }
        }

        @Override
        public Directory open(RelPath directory) throws IOException {
            return inner.open(directory);
        }

        @Override
        public Root openRoot(RelPath directory) throws IOException {
            return new Borrowed(inner.openRoot(directory));
        }

        @Override
        public ChangeHints openHints(Predicate<Name> ignored) throws IOException {
            return inner.openHints(ignored);
        }

        @Override
        public byte[] location() throws IOException {
            return inner.location();
        }

        @Override
        public Stat stat() throws IOException {
            return inner.stat();
        }

        @Override
        public void syncFileSystem() throws IOException {
            inner.syncFileSystem();
        }

        @Override
        public long usableBytes() throws IOException {
            return inner.usableBytes();
        }

        @Override
        public long fileSystemId() throws IOException {
            return inner.fileSystemId();
        }
    }
}
