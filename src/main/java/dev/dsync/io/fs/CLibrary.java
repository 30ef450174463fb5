package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Where the C functions of the file system gate come from. */
final class CLibrary {
    /** What a call leaves behind of {@code errno}. */
    static final StructLayout STATE = Linker.Option.captureStateLayout();

    static final long ERRNO_OFFSET =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle DLSYM =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("dlsym"),
                    FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));

    /** {@code RTLD_DEFAULT} of Linux: the first symbol of this name in the order of loading. */
    private static final MemorySegment FIRST_LOADED = MemorySegment.NULL;

    private CLibrary() {}

    /**
     * A handle on a C function that takes the place for {@code errno} before its arguments.
     *
     * <p>All arguments and the result are {@code long}, which on Linux is what registers carry
     * whatever C calls it: of an {@code int} nobody looks at the upper half, which of a result is
     * to be cut off. So all functions of as many arguments are linked once, where one of a shape of
     * its own would cost every start some milliseconds. An address must be of memory that outlives
     * the call, as what shares an arena with the place for {@code errno} does.
     *
     * <p>The symbol is looked up as the program's own calls would be, so that a library put in
     * front of the C library is seen; the linker's default lookup would pass it by.
     *
     * @throws UnsupportedOperationException if there is no such function
     */
    static MethodHandle function(String name, int arguments, Linker.Option... options) {
        MemoryLayout[] registers = new MemoryLayout[arguments];
        Arrays.fill(registers, JAVA_LONG);
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(
                symbol(name), FunctionDescriptor.of(JAVA_LONG, registers), all);
    }

    private static MemorySegment symbol(String name) {
        MemorySegment found;
        try (Arena arena = Arena.ofConfined()) {
            found = (MemorySegment) DLSYM.invokeExact(FIRST_LOADED, arena.allocateFrom(name));
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (found.address() == 0) {
            throw new UnsupportedOperationException("the C library has no function " + name);
        }
        return found;
    }

    /** A call into C that did not get there: a bug, or the machine's end. */
    static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
    }
}
