package dev.dsync.differential;

import dev.dsync.differential.RemoteCases.Chosen;
import dev.dsync.differential.RemoteCases.Transport;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** Cases as processes, one of the two ends behind a transport, which a subclass sets up. */
abstract class RemoteContract extends DifferentialContract {

    private final Set<String> pushing;
    private final Transport transport;
    private Path launcher = Path.of("");

    RemoteContract(Transport transport) {
        this.transport = transport;
        this.pushing =
                RemoteCases.over(transport).stream()
                        .filter(one -> one.pushes(transport))
                        .map(one -> one.one().name())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * How the other end is reached.
     *
     * @param options what has to be on the command line
     * @param far how a path beneath {@link #directory} is written
     */
    record Reached(List<String> options, UnaryOperator<String> far) {}

    /** By root, where both ends run as root, or by nobody, where both run as nobody. */
    protected abstract Reached reached(boolean asNobody) throws IOException;

    protected final Path launcher() {
        return launcher;
    }

    @BeforeEach
    void findTheImage() throws IOException {
        launcher = Image.programForEverybody(directory);
    }

    @Override
    protected final List<DifferentialCase> cases() {
        return RemoteCases.over(transport).stream().map(Chosen::one).toList();
    }

    @Override
    protected final SyncUnderTest subject(DifferentialCase one) throws IOException {
        boolean asNobody = one.needsAnotherUser();
        Reached reached = reached(asNobody);
        return new DsyncProcess(
                launcher,
                asNobody ? Nobody.home(directory) : directory.resolve("home"),
                pushing.contains(one.name()),
                reached.options,
                reached.far);
    }
}
