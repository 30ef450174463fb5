package dev.dsync.house;

import java.io.IOException;
import java.nio.file.Path;

/** Where the project's own files lie; tests run in the directory of the pom. */
final class Project {
    static final Path ROOT = Path.of("").toAbsolutePath();
    static final Path MAIN_SOURCES = ROOT.resolve("src/main/java");
    static final Path TEST_SOURCES = ROOT.resolve("src/test/java");

    private Project() {}

    static ImportTable importTable() throws IOException {
        return ImportTable.read(ROOT.resolve("src/docs/architecture.md"));
    }
}
