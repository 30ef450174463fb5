import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import java.nio.charset.StandardCharsets;

/// Writes a file and lets the file system gate make a clone and a copy of it.
void main(String[] arguments) throws Exception {
    byte[] bytes = "ten bytes.".repeat(100).getBytes(StandardCharsets.US_ASCII);
    try (Root root = FileSystem.ofThisMachine().openRoot(arguments[0].getBytes(StandardCharsets.UTF_8));
            Directory top = root.open(RelPath.ROOT);
            WritableFile donor = top.createFile(Name.literal("donor"));
            WritableFile clone = top.createFile(Name.literal("clone"));
            WritableFile copy = top.createFile(Name.literal("copy"))) {
        donor.write(0, bytes, 0, bytes.length);
        boolean cloned = clone.cloneFrom(donor);
        if (cloned != (clone.stat().size() == bytes.length)) {
            throw new IllegalStateException("cloned " + cloned);
        }
        copy.copyFrom(0, donor, 0, bytes.length);
    }
}
