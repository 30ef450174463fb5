package dev.dsync.engine.session;

import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of rules as they were when they were first asked for: the plan is made anew for each pass,
 * and must not see what earlier passes made of them and of their directories.
 */
final class RulesOnce implements MergeFiles {
    private final MergeFiles files;
    private final Map<RelPath, Map<Name, Optional<byte[]>>> known = new ConcurrentHashMap<>();

    RulesOnce(MergeFiles files) {
        this.files = files;
    }

    @Override
    public Optional<byte[]> read(RelPath directory, Name name) throws IOException {
        Map<Name, Optional<byte[]>> here =
                known.computeIfAbsent(directory, _ -> new ConcurrentHashMap<>());
        Optional<byte[]> before = here.get(name);
        if (before != null) {
            return before;
        }
        Optional<byte[]> read = files.read(directory, name);
        here.put(name, read);
        return read;
    }

    /** What is above a root is not the run's to change. */
    @Override
    public Optional<byte[]> readAbove(int levels, Name name) throws IOException {
        return files.readAbove(levels, name);
    }
}
