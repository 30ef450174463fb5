package dev.dsync.app.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each kind of line there is stands in the page, and nothing else does. */
class JsonSchemaTest {
    private static final Attributes PLAIN = new Attributes(0644, new Timestamp(0, 0), 0, 0);
    private static final KindCounts NONE = KindCounts.NONE;

    private final JsonLines json = new JsonLines(Direction.SENT);

    private static Item changed(Entry entry) {
        return new Item.Changed(entry, Change.created(Update.LOCAL), 7);
    }

    private List<String> everyKind() throws Exception {
        RelPath path = RelPath.literal("a\nb");
        Problem problem = new Problem(path, Problem.Kind.READ_CONTENT, "Permission denied");
        LinkTarget target = LinkTarget.of("to".getBytes(StandardCharsets.UTF_8));
        Duration second = Duration.ofSeconds(1);
        Statistics figures =
                new Statistics(
                        NONE, NONE, NONE, 1, 2, 3, 4, 5, 6, second, second, 7, 8, second, false);
        List<String> lines = new ArrayList<>();
        lines.add(json.start(List.of("A\u001b"), "B", true));
        lines.add(json.plan(PlanSummary.EMPTY));
        lines.add(json.progress(3_000_000_000_000L));
        lines.add(json.item(changed(new Entry.FileEntry(path, PLAIN, 1, null, null, null))));
        lines.add(json.item(changed(new Entry.FileEntry(path, PLAIN, 1, path, null, null))));
        lines.add(json.item(changed(new Entry.SymlinkEntry(path, PLAIN, target, null))));
        for (Kind kind :
                List.of(Kind.FIFO, Kind.SOCKET, Kind.BLOCK_DEVICE, Kind.CHARACTER_DEVICE)) {
            lines.add(json.item(changed(new Entry.SpecialEntry(path, PLAIN, kind, 0, 0, null))));
        }
        Entry directory = new Entry.DirectoryEntry(path, PLAIN, Entry.Listed.ALL, null);
        lines.add(json.item(new Item.Unchanged(directory)));
        lines.add(json.item(new Item.Deleted(path, Kind.FIFO)));
        lines.add(json.item(new Item.Failed(problem)));
        lines.add(json.problem(problem, "cannot read"));
        lines.add(json.summary(figures, 0, 0, ""));
        lines.add(json.summary(figures, 1, 23, "cannot take everything"));
        lines.add(json.unkept("owners", 12, "owners of 12 entries not kept"));
        lines.add(json.failure(11, "cannot write"));
        return lines;
    }

    @Test
    void everyKindOfLine_isAsThePageSays() throws Exception {
        JsonSchema schema = JsonSchema.ofThePage();
        List<String> findings = new ArrayList<>();
        for (String line : everyKind()) {
            findings.addAll(schema.findings(line));
        }
        assertEquals(List.of(), findings);
        assertEquals(Set.of(), schema.notMet(), "the page has what no line has");
    }

    @Test
    void everyKindOfProblem_isAWord() throws IOException {
        JsonSchema schema = JsonSchema.ofThePage();
        for (Problem.Kind kind : Problem.Kind.values()) {
            String line = json.problem(new Problem(RelPath.literal("p"), kind, "x"), "x");
            assertEquals(List.of(), schema.findings(line));
        }
    }

    @Test
    void lineThatIsNotAsThePageSays_isFound() throws IOException {
        JsonSchema schema = JsonSchema.ofThePage();
        for (String line :
                List.of(
                        "{\"event\":\"progress\",\"contentBytes\":1}",
                        "{\"v\":1,\"event\":\"progres\",\"contentBytes\":1}",
                        "{\"v\":1,\"event\":\"progress\"}",
                        "{\"v\":1,\"event\":\"progress\",\"contentBytes\":\"1\"}",
                        "{\"v\":1,\"event\":\"progress\",\"contentBytes\":-1}",
                        "{\"v\":1,\"event\":\"progress\",\"contentBytes\":1,\"more\":1}",
                        "{\"v\":1,\"event\":\"delete\",\"path\":\"\\u001b\",\"kind\":\"file\"}",
                        "{\"v\":1,\"event\":\"delete\",\"path\":\"a\",\"kind\":\"FILE\"}",
                        "{\"v\":1,\"event\":\"summary\",\"exitCode\":23}")) {
            assertEquals(1, schema.findings(line).size(), line);
        }
    }
}
