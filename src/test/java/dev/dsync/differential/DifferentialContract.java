package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every case that is built gives what rsync gives; a subclass says how the program under test is
 * run.
 */
@Tag("rsync")
public abstract class DifferentialContract {

    @TempDir Path directory;

    /**
     * The program under test.
     *
     * @param home a directory for the program's own state
     */
    protected abstract SyncUnderTest subject(Path home) throws IOException;

    /** False if it runs in this JVM, which leaves out the cases that need another user. */
    protected abstract boolean isProcess();

    private Stream<DifferentialCase> cases() {
        return CaseTable.built().stream().filter(one -> isProcess() || !one.needsAnotherUser());
    }

    @BeforeEach
    void letEverybodyThrough() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @TestFactory
    Stream<DynamicTest> builtCase_givesWhatRsyncGives() throws IOException {
        CaseRunner runner = new CaseRunner(directory.resolve("w"));
        SyncUnderTest program = subject(directory.resolve("home"));
        List<DifferentialCase> built = cases().toList();
        assertFalse(built.isEmpty(), "nothing is built");
        return built.stream()
                .map(
                        one ->
                                DynamicTest.dynamicTest(
                                        one.name(),
                                        () -> {
                                            List<String> findings = runner.findings(one, program);
                                            assertEquals(
                                                    List.of(),
                                                    findings,
                                                    () -> one.invocation().toString());
                                        }));
    }
}
