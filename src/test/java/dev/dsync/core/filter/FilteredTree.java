package dev.dsync.core.filter;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A tree on disk as the rules see it: what takes part of it, and what a mirror of another tree
 * would delete.
 */
final class FilteredTree implements MergeFiles {
    private final Path root;

    FilteredTree(Path root) {
        this.root = root;
    }

    /** The paths that take part, directories with a slash after them. */
    Set<String> listed(RuleSet rules) throws IOException, InvalidRuleException {
        Set<String> listed = new TreeSet<>();
        list(rules.enter(Side.SOURCE, fromSlash(), this), listed);
        return listed;
    }

    private void list(DirectoryFilter filter, Set<String> listed)
            throws IOException, InvalidRuleException {
        for (RelPath child : children(filter.directory())) {
            boolean isDirectory = isDirectory(child);
            if (filter.verdict(child.name(), isDirectory).included()) {
                listed.add(text(child, isDirectory));
                if (isDirectory) {
                    list(filter.enter(child), listed);
                }
            }
        }
    }

    /**
     * What {@code rsync -n} says it deletes here when it mirrors a tree of which these paths are
     * listed: below the topmost directory it deletes, it names directories even if something
     * protected keeps them in a true run.
     */
    Set<String> deleted(RuleSet rules, Side side, Set<String> listed)
            throws IOException, InvalidRuleException {
        Set<String> deleted = new TreeSet<>();
        mirror(rules.enter(side, fromSlash(), this), listed, deleted);
        return deleted;
    }

    private void mirror(DirectoryFilter filter, Set<String> listed, Set<String> deleted)
            throws IOException, InvalidRuleException {
        for (RelPath child : children(filter.directory())) {
            boolean isDirectory = isDirectory(child);
            if (listed.contains(text(child, isDirectory))) {
                if (isDirectory) {
                    mirror(filter.enter(child), listed, deleted);
                }
            } else if (filter.verdict(child.name(), isDirectory).included()) {
                delete(filter, child, isDirectory, false, deleted);
            }
        }
    }

    private boolean delete(
            DirectoryFilter filter,
            RelPath path,
            boolean isDirectory,
            boolean nested,
            Set<String> deleted)
            throws IOException, InvalidRuleException {
        boolean empty = true;
        if (isDirectory) {
            DirectoryFilter inside = filter.enter(path).whenDeleting();
            for (RelPath child : children(path)) {
                boolean isChildDirectory = isDirectory(child);
                empty &=
                        inside.verdict(child.name(), isChildDirectory).included()
                                && delete(inside, child, isChildDirectory, true, deleted);
            }
        }
        if (empty || nested) {
            deleted.add(text(path, isDirectory));
        }
        return empty;
    }

    private List<RelPath> children(RelPath directory) throws IOException {
        List<RelPath> children = new ArrayList<>();
        try (var stream = Files.newDirectoryStream(onDisk(directory))) {
            for (Path path : stream) {
                children.add(RelPath.literal(root.relativize(path).toString()));
            }
        }
        return children;
    }

    private boolean isDirectory(RelPath path) {
        return Files.isDirectory(onDisk(path));
    }

    private static String text(RelPath path, boolean isDirectory) {
        return new String(path.bytes(), StandardCharsets.UTF_8) + (isDirectory ? "/" : "");
    }

    private Path onDisk(RelPath path) {
        return root.resolve(new String(path.bytes(), StandardCharsets.UTF_8));
    }

    private RelPath fromSlash() {
        return RelPath.literal(root.toString().substring(1));
    }

    @Override
    public Optional<byte[]> read(RelPath directory, Name name) throws IOException {
        return read(onDisk(directory).resolve(name.toString()));
    }

    @Override
    public Optional<byte[]> readAbove(int levels, Name name) throws IOException {
        return read(root.resolve("../".repeat(levels) + name));
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
