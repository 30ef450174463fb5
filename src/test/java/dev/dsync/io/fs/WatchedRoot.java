package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.ChangeHints.Hint;
import dev.dsync.io.fs.Directory.RenameMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A root that is watched, beside an outer directory that is not, and what a test does to it. */
abstract class WatchedRoot {
    Root above;
    Root root;
    Directory top;
    ChangeHints hints;

    /** An empty directory. */
    abstract Root openEmpty() throws IOException;

    /** Hints of which only this many are kept. */
    abstract ChangeHints openHints(Root of, int hintsMax) throws IOException;

    /** What is opened to watch, beside roots and directories, and not closed. */
    abstract int openWatches() throws IOException;

    @BeforeEach
    void watch() throws IOException {
        above = openEmpty();
        try (Directory directory = above.open(RelPath.ROOT)) {
            directory.makeDirectory(Name.literal("root"), 0755);
            directory.makeDirectory(Name.literal("out"), 0755);
        }
        root = above.openRoot(RelPath.literal("root"));
        top = root.open(RelPath.ROOT);
        hints = openHints();
    }

    ChangeHints openHints() throws IOException {
        return root.openHints(name -> name.startsWithIgnoringCase(".dsync"));
    }

    @AfterEach
    void close() throws IOException {
        hints.close();
        assertEquals(0, openWatches());
        top.close();
        root.close();
        above.close();
    }

    static RelPath path(String path) {
        return RelPath.literal(path);
    }

    Directory open(String path) throws IOException {
        return path.isEmpty() ? root.open(RelPath.ROOT) : root.open(path(path));
    }

    void makeDirectories(String... paths) throws IOException {
        for (String path : paths) {
            try (Directory parent = root.open(path(path).parent())) {
                parent.makeDirectory(path(path).name(), 0755);
            }
        }
    }

    void write(String path) throws IOException {
        try (Directory parent = root.open(path(path).parent());
                WritableFile file = parent.createFile(path(path).name())) {
            file.write(0, new byte[] {1}, 0, 1);
        }
    }

    void append(String path) throws IOException {
        try (Directory parent = root.open(path(path).parent());
                WritableFile file = parent.openForWriting(path(path).name())) {
            file.write(file.stat().size(), new byte[] {1}, 0, 1);
        }
    }

    void rename(String from, String to, RenameMode mode) throws IOException {
        try (Directory source = above.open(path(from).parent());
                Directory target = above.open(path(to).parent())) {
            source.rename(path(from).name(), target, path(to).name(), mode);
        }
    }

    void rename(String from, String to) throws IOException {
        rename(from, to, RenameMode.REPLACE);
    }

    /** All hints there are now. */
    List<Hint> now() throws IOException {
        List<Hint> all = new ArrayList<>();
        for (List<Hint> some = hints.await(Duration.ZERO);
                !some.isEmpty();
                some = hints.await(Duration.ZERO)) {
            all.addAll(some);
        }
        return all;
    }

    void assertHints(Hint... expected) throws IOException {
        assertEquals(List.of(expected), now());
    }

    void assertPaths(String... expected) throws IOException {
        List<String> paths = new ArrayList<>();
        for (Hint hint : now()) {
            paths.add(
                    switch (hint) {
                        case Hint.Changed(RelPath path) -> path.toString();
                        case Hint.Written(RelPath path) -> path.toString();
                        case Hint.Closed(RelPath path) -> path.toString();
                        case Hint.Removed(RelPath path) -> "-" + path;
                        case Hint.Moved(RelPath from, RelPath to) -> from + ">" + to;
                        case Hint.Overflow _ -> "overflow";
                        case Hint.RootGone _ -> "gone";
                    });
        }
        assertEquals(List.of(expected), paths);
    }

    static Hint changed(String path) {
        return new Hint.Changed(path(path));
    }

    static Hint closed(String path) {
        return new Hint.Closed(path(path));
    }

    static Hint removed(String path) {
        return new Hint.Removed(path(path));
    }

    static Hint moved(String from, String to) {
        return new Hint.Moved(path(from), path(to));
    }

    void removeAll(String path) throws IOException {
        try (Directory directory = open(path)) {
            RootContractTest.removeContents(directory);
        }
        try (Directory parent = root.open(path(path).parent())) {
            parent.removeDirectory(path(path).name());
        }
    }
}
