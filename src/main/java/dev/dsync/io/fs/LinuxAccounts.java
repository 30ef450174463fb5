package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Users and groups as the C library knows them, from wherever the machine is set up to look. Its
 * answers stand in memory of its own until the next question, so questions come one at a time.
 */
final class LinuxAccounts implements FileSystem.Accounts {
    private static final MethodHandle GETPWUID =
            CLibrary.function("getpwuid", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle GETGRGID =
            CLibrary.function("getgrgid", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle GETPWNAM =
            CLibrary.function("getpwnam", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle GETGRNAM =
            CLibrary.function("getgrnam", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle GETEGID =
            CLibrary.function("getegid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle GETGROUPS =
            CLibrary.function("getgroups", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    /** Both records begin with the name, the password, and the id. */
    private static final long ID_OFFSET = 2 * ADDRESS.byteSize();

    private static final long RECORD_BYTES = ID_OFFSET + JAVA_INT.byteSize();
    private static final int NAME_BYTES_MAX = 256;
    private static final int GROUPS_MAX = 1 << 16;
    private static final Object LIBRARY = new Object();

    @Override
    public Optional<String> userName(int id) {
        return name(GETPWUID, id);
    }

    @Override
    public Optional<String> groupName(int id) {
        return name(GETGRGID, id);
    }

    @Override
    public OptionalInt userId(String name) {
        return id(GETPWNAM, name);
    }

    @Override
    public OptionalInt groupId(String name) {
        return id(GETGRNAM, name);
    }

    @Override
    public boolean isMember(int group) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CLibrary.STATE);
            if ((int) GETEGID.invokeExact(state) == group) {
                return true;
            }
            MemorySegment groups = arena.allocate(JAVA_INT, GROUPS_MAX);
            int count = (int) GETGROUPS.invokeExact(state, GROUPS_MAX, groups);
            for (int i = 0; i < count; i++) {
                if (groups.getAtIndex(JAVA_INT, i) == group) {
                    return true;
                }
            }
            return false;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    private static Optional<String> name(MethodHandle function, int id) {
        try (Arena arena = Arena.ofConfined()) {
            synchronized (LIBRARY) {
                MemorySegment state = arena.allocate(CLibrary.STATE);
                MemorySegment found = (MemorySegment) function.invokeExact(state, id);
                if (found.address() == 0) {
                    return Optional.empty();
                }
                MemorySegment name = found.reinterpret(RECORD_BYTES).get(ADDRESS, 0);
                return Optional.of(name.reinterpret(NAME_BYTES_MAX).getString(0));
            }
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // longer than any name may be
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    private static OptionalInt id(MethodHandle function, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocateFrom(name);
            synchronized (LIBRARY) {
                MemorySegment state = arena.allocate(CLibrary.STATE);
                MemorySegment found = (MemorySegment) function.invokeExact(state, wanted);
                return found.address() == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(found.reinterpret(RECORD_BYTES).get(JAVA_INT, ID_OFFSET));
            }
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
