import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes a directory by a symbol found by `dlsym(RTLD_DEFAULT)`, another by the linker's own lookup, and a file by a channel:
/// the first and the third are seen by an interposed library, the second is not.
void main(String[] arguments) throws Throwable {
    Linker linker = Linker.nativeLinker();
    SymbolLookup own = linker.defaultLookup();
    FunctionDescriptor shape =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
        var dlsym = linker.downcallHandle(
                own.findOrThrow("dlsym"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        var found = (MemorySegment) dlsym.invokeExact(MemorySegment.NULL, arena.allocateFrom("mkdirat"));
        int seen = (int) linker.downcallHandle(found, shape)
                .invokeExact(-100, arena.allocateFrom(arguments[0] + "/seen"), 0755);
        int unseen = (int) linker.downcallHandle(own.findOrThrow("mkdirat"), shape)
                .invokeExact(-100, arena.allocateFrom(arguments[0] + "/unseen"), 0755);
        if (seen != 0 || unseen != 0) {
            throw new IllegalStateException("mkdirat");
        }
    }
    try (FileChannel file = FileChannel.open(
            Path.of(arguments[0], "file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        file.write(java.nio.ByteBuffer.allocate(100));
        file.force(false);
    }
}
