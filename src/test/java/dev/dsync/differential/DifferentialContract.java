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

    /** Those that this way of running the program is good for. */
    protected abstract List<DifferentialCase> cases();

    /** The program under test. */
    protected abstract SyncUnderTest subject(DifferentialCase one) throws IOException;

    @BeforeEach
    void letEverybodyThrough() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @TestFactory
    Stream<DynamicTest> builtCase_givesWhatRsyncGives() throws IOException {
        CaseRunner runner = new CaseRunner(directory.resolve("w"));
        List<DifferentialCase> cases = cases();
        assertFalse(cases.isEmpty(), "nothing is built");
        return cases.stream()
                .map(
                        one ->
                                DynamicTest.dynamicTest(
                                        one.name(),
                                        () -> {
                                            List<String> findings =
                                                    runner.findings(one, subject(one));
                                            assertEquals(
                                                    List.of(),
                                                    findings,
                                                    () -> one.invocation().toString());
                                        }));
    }
}
