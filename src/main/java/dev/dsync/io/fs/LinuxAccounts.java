package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Users and groups as the C library knows them, from wherever the machine is set up to look. Its
 * answers stand in memory of its own until the next question, so questions come one at a time.
 */
final class LinuxAccounts implements FileSystem.Accounts {
    private static final MethodHandle GETPWUID = CLibrary.function("getpwuid", 1);
    private static final MethodHandle GETGRGID = CLibrary.function("getgrgid", 1);
    private static final MethodHandle GETPWNAM = CLibrary.function("getpwnam", 1);
    private static final MethodHandle GETGRNAM = CLibrary.function("getgrnam", 1);
    private static final MethodHandle GETEGID = CLibrary.function("getegid", 0);
    private static final MethodHandle GETGROUPS = CLibrary.function("getgroups", 2);

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
            if ((int) (long) GETEGID.invokeExact(state) == group) {
                return true;
            }
            MemorySegment groups = arena.allocate(JAVA_INT, GROUPS_MAX);
            int count =
                    (int) (long) GETGROUPS.invokeExact(state, (long) GROUPS_MAX, groups.address());
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
                long found = (long) function.invokeExact(state, (long) id);
                if (found == 0) {
                    return Optional.empty();
                }
                MemorySegment name =
                        MemorySegment.ofAddress(found).reinterpret(RECORD_BYTES).get(ADDRESS, 0);
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
                long found = (long) function.invokeExact(state, wanted.address());
                return found == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                MemorySegment.ofAddress(found)
                                        .reinterpret(RECORD_BYTES)
                                        .get(JAVA_INT, ID_OFFSET));
            }
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
