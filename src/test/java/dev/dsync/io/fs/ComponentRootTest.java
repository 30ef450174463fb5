package dev.dsync.io.fs;

/** The root that walks one component at a time. */
final class ComponentRootTest extends LinuxRootContractTest {
    @Override
    FileSystem openSystem() {
        return new LinuxFileSystem(new DirectoryOpener.ByComponent());
    }
}
