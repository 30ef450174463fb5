package dev.dsync.io.fs;

/** The root that lets {@code openat2} walk. */
final class KernelRootTest extends LinuxRootContractTest {
    @Override
    FileSystem openSystem() {
        return new LinuxFileSystem(new DirectoryOpener.ByKernel());
    }
}
