package dev.dsync.engine.scan;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of rules in a root, read through the gate.
 *
 * @param toCome whether it is also asked about directories that are still to take the place of
 *     something else, in which there are none
 * @param ignores whether they are ignore files, of which git's say nothing where git reads none: a
 *     link, or what is no file at all
 * @param links which directories are there by links
 */
record RulesInRoot(Root root, boolean toCome, boolean ignores, Reach.Links links)
        implements MergeFiles {
    @Override
    public Optional<byte[]> read(RelPath directory, Name name) throws IOException {
        Directory opened = open(directory);
        return opened == null ? Optional.empty() : read(opened, name);
    }

    private @Nullable Directory open(RelPath directory) throws IOException {
        try {
            return root.open(directory);
        } catch (FsException e) {
            if (e.reason() == Reason.SYMLINK && links.which().any()) {
                Origin link = new Origin(root, directory, directory);
                Origin to = links.guide().follow(link, directory);
                return to.root().open(to.at());
            }
            boolean other = e.reason() == Reason.NOT_DIRECTORY || e.reason() == Reason.SYMLINK;
            if (e.reason() == Reason.NOT_FOUND || (other && toCome)) {
                return null;
            }
            throw e;
        }
    }

    private Optional<byte[]> read(Directory directory, Name name) throws IOException {
        try (directory;
                ReadableFile file = directory.openFile(name)) {
            byte[] bytes =
                    new byte[(int) Math.min(file.stat().size(), RuleParser.Files.BYTES_MAX + 1)];
            int length = file.read(0, bytes, 0, bytes.length);
            return Optional.of(Arrays.copyOf(bytes, length));
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND || passesOver(name, e.reason())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A link of dsync's own name is meant, but below a root no link is followed: a problem. */
    private boolean passesOver(Name name, Reason reason) {
        boolean noFile =
                reason == Reason.SYMLINK
                        || reason == Reason.IS_DIRECTORY
                        || reason == Reason.UNSUPPORTED;
        return ignores && noFile && name.equals(IgnoreRules.GIT_FILE);
    }
}
