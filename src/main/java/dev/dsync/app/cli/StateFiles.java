package dev.dsync.app.cli;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.KeyFileException;
import dev.dsync.io.trust.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A state directory as the place where keys are kept. */
final class StateFiles implements PrivateFiles {
    private final StateDirectory directory;

    StateFiles(StateDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(String name, int bytesMax) throws IOException {
        try {
            return directory.read(RelPath.literal(name), bytesMax);
        } catch (StateDirectory.UnsafeException e) {
            throw new KeyFileException(
                    e.location(),
                    switch (e.fault()) {
                        case NOT_REGULAR -> KeyFileException.Reason.NOT_REGULAR;
                        case FOREIGN_OWNER -> KeyFileException.Reason.FOREIGN_OWNER;
                        case OPEN_TO_OTHERS -> KeyFileException.Reason.OPEN_TO_OTHERS;
                        case TOO_LONG -> KeyFileException.Reason.MALFORMED;
                    });
        }
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        return directory.create(RelPath.literal(name), content);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return directory.names(RelPath.literal(folder)).stream()
                .map(name -> new String(name.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public String location(String name) {
        return directory.location(RelPath.literal(name));
    }
}
