package dev.dsync.engine.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Reach;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the ignore files of a root while it is listed, and keeps what they say: it is to be known
 * later as it was then.
 */
final class IgnoreReader implements MergeFiles {
    private final MergeFiles files;
    private final boolean atTop;
    private final SortedMap<RelPath, String> read = new TreeMap<>();

    /**
     * A reader that has read nothing yet.
     *
     * @param atTop whether files in the root itself count; it may be only where something lies that
     *     was named
     */
    IgnoreReader(Root root, Reach.Links links, boolean atTop) {
        this.files = Choice.ignoresIn(root, links);
        this.atTop = atTop;
    }

    @Override
    public Optional<byte[]> read(RelPath directory, Name name) throws IOException {
        if (directory.isRoot() && !atTop) {
            return Optional.empty();
        }
        Optional<byte[]> found = files.read(directory, name);
        try {
            if (found.isPresent() && found.get().length <= RuleParser.Files.BYTES_MAX) {
                read.put(directory.child(name), new String(found.get(), ISO_8859_1));
            }
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
        return found;
    }

    /** What this choice leaves but for what the files say. */
    Choice without(Choice choice, Scope scope, Set<RelPath> named) throws IOException {
        Scope.Ignores ignores = scope.ignores();
        return ignores.any() ? Choice.withoutIgnored(choice, ignores.names(), this, named) : choice;
    }

    /** What was read. */
    IgnoreRules.Texts texts() {
        return new IgnoreRules.Texts(read);
    }
}
