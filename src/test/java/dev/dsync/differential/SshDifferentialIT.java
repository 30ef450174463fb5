package dev.dsync.differential;

import dev.dsync.process.Image;
import dev.dsync.process.SshServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The chosen cases over a real ssh. */
@Tag("ssh")
@Tag("root")
class SshDifferentialIT extends RemoteContract {

    private @Nullable SshServer server;
    private String sshOfNobody = "";
    private Path bin = Path.of("");

    SshDifferentialIT() {
        super(RemoteCases.Transport.SSH);
    }

    @BeforeEach
    void openServer() throws IOException {
        bin = Image.startedFrom(directory.resolve("bin"), launcher());
        SshServer opened = SshServer.open(directory.resolve("sshd"), bin + ":/usr/bin:/bin");
        server = opened;
        sshOfNobody = opened.sshCommandOf(Nobody.UID, directory.resolve("ssh-of-nobody"));
    }

    @AfterEach
    void closeServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Reached reached(boolean asNobody) {
        SshServer opened = server;
        if (opened == null) {
            throw new IllegalStateException("no server is open");
        }
        UnaryOperator<String> far = path -> "root@" + opened.host() + ":" + path;
        return asNobody
                ? new Reached(
                        List.of(
                                "-e",
                                sshOfNobody,
                                "--dsync-path",
                                String.join(" ", Invocation.AS_NOBODY)
                                        + " "
                                        + bin.resolve("dsync")),
                        far)
                : new Reached(List.of("-e", opened.sshCommand()), far);
    }
}
