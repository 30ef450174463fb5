package dev.dsync.differential;

import dev.dsync.process.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The chosen cases over TLS, with a share that grants everything. */
@Tag("root")
class TlsDifferentialIT extends RemoteContract {

    private static final String KEY = "7".repeat(64) + "\n";

    private @Nullable Served byRoot;
    private @Nullable Served byNobody;

    /** A server of the directory in which the trees stand, and the key to it. */
    private record Served(ServeProcess process, Path key) {}

    TlsDifferentialIT() {
        super(RemoteCases.Transport.TLS);
    }

    @BeforeEach
    void openServers() throws IOException {
        byRoot = serve(List.of(), directory.resolve("home"));
        byNobody = serve(Invocation.AS_NOBODY, Nobody.home(directory));
    }

    private Served serve(List<String> as, Path home) throws IOException {
        Path key = Files.writeString(directory.resolve("key" + as.size()), KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        if (!as.isEmpty()) {
            Nobody.give(key);
        }
        List<String> launched = new ArrayList<>(as);
        launched.add(launcher().toString());
        String share = "m=" + directory + ":rw,owner,devices,setuid,xattr";
        List<String> options = List.of("--key-file", key.toString(), "--share", share);
        return new Served(ServeProcess.open(launched, home, options), key);
    }

    @AfterEach
    void closeServers() {
        if (byRoot != null) {
            byRoot.process.close();
        }
        if (byNobody != null) {
            byNobody.process.close();
        }
    }

    @Override
    protected Reached reached(boolean asNobody) {
        Served served = asNobody ? byNobody : byRoot;
        if (served == null) {
            throw new IllegalStateException("nothing is served");
        }
        String url = "dsync://127.0.0.1:" + served.process.port() + "/m";
        return new Reached(
                List.of("--key-file", served.key.toString()),
                path -> url + path.substring(directory.toString().length()));
    }
}
