package dev.dsync.differential;

import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The cases that need another user against {@code dsync push} between local directories. */
class LocalProcessDifferentialIT extends DifferentialContract {
    private Path launcher = Path.of("");

    @BeforeEach
    void findTheImage() throws IOException {
        launcher = Image.programForEverybody(directory);
    }

    @Override
    protected List<DifferentialCase> cases() {
        return CaseTable.built().stream().filter(DifferentialCase::needsAnotherUser).toList();
    }

    @Override
    protected SyncUnderTest subject(DifferentialCase one) throws IOException {
        return DsyncProcess.local(launcher, Nobody.home(directory));
    }
}
