package dev.dsync.io.fs;

import java.lang.invoke.MethodHandle;

/** The umask of this process. */
final class Umask {
    private static final MethodHandle UMASK = CLibrary.function("umask", 1);

    private final Scratch scratch = new Scratch();

    void set(int mask) {
        try {
            int _ = (int) (long) UMASK.invokeExact(scratch.state(), (long) mask);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
