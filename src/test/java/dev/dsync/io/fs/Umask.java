package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** The umask of this process. */
final class Umask {
    private static final MethodHandle UMASK =
            CLibrary.function("umask", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Scratch scratch = new Scratch();

    void set(int mask) {
        try {
            int _ = (int) UMASK.invokeExact(scratch.state(), mask);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
