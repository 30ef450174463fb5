package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Policy.Timing;
import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order the actions of one plan are carried out. */
final class PlanReaderTest {
    private static final Attributes ATTRIBUTES = new Attributes(0755, new Timestamp(1, 1), 0, 0);
    private static final Wanted WANTED =
            new Wanted(
                    0,
                    0,
                    null,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    null,
                    Namespaces.NONE,
                    null);

    private static FileEntry file(String path) {
        return new FileEntry(RelPath.literal(path), ATTRIBUTES, 1, null, null, null);
    }

    private static DirectoryEntry directory(String path) {
        return new DirectoryEntry(RelPath.literal(path), ATTRIBUTES, Listed.ALL, null);
    }

    /** A directory gives way to a file, beside a new file, a link to it and a deleted file. */
    private static List<Action> plan() {
        Action.CreateFile instead = new Action.CreateFile(file("dir"), WANTED, Change.NONE);
        return List.of(
                new Action.Delete(file("dir/below")),
                new Action.Replace(directory("dir"), instead),
                new Action.Delete(file("gone")),
                new Action.CreateLink(
                        file("link"), RelPath.literal("new"), WANTED, Change.NONE, false),
                new Action.CreateFile(file("new"), WANTED, Change.NONE),
                new Action.FinishDirectory(directory("top"), WANTED));
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE, dir/below gone | dir new | link | top",
        "DURING, dir/below dir gone new | link | top",
        "DELAY, new | dir/below dir gone | link | top",
        "AFTER, new | dir/below dir gone | link | top"
    })
    void eachTiming_keepsTheOrderWithinItsPasses(Timing timing, String expected)
            throws IOException {
        PlanReader reader =
                new PlanReader(
                        () -> {
                            Deque<Action> left = new ArrayDeque<>(plan());
                            return left::poll;
                        },
                        timing);
        List<String> passes = new ArrayList<>();
        while (reader.hasNextPass()) {
            List<String> paths = new ArrayList<>();
            for (List<Action> batch = reader.next(); !batch.isEmpty(); batch = reader.next()) {
                batch.forEach(action -> paths.add(action.path().toString()));
            }
            passes.add(String.join(" ", paths));
            reader.nextPass();
        }
        assertEquals(expected, String.join(" | ", passes));
    }
}
