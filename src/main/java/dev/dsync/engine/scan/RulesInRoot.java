package dev.dsync.engine.scan;

import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The files of rules in a root, read through the gate. */
record RulesInRoot(Root root) implements MergeFiles {
    @Override
    public Optional<byte[]> read(RelPath directory, Name name) throws IOException {
        try (Directory opened = root.open(directory);
                ReadableFile file = opened.openFile(name)) {
            byte[] bytes =
                    new byte[(int) Math.min(file.stat().size(), RuleParser.Files.BYTES_MAX + 1)];
            int length = file.read(0, bytes, 0, bytes.length);
            return Optional.of(Arrays.copyOf(bytes, length));
        } catch (FsException e) {
            if (e.reason() == FsException.Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
