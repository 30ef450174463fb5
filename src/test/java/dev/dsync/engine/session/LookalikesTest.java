package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory.RenameMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New files beside others of a like name. */
final class LookalikesTest {
    private static final Attributes PLAIN = new Attributes(0644, new Timestamp(1, 0), 0, 0);

    private static final Timestamp TIME = new Timestamp(1, 5);
    private static final Name OTHER = Name.literal("other");

    private final Scenario scenario = new Scenario(3);
    private final SplittableRandom random = new SplittableRandom(5);

    LookalikesTest() throws IOException {}

    private static FileEntry file(String path, long size) {
        return new FileEntry(RelPath.literal(path), PLAIN, size, null, null, null);
    }

    private static Listing listing(Entry... entries) throws IOException {
        TreeMap<RelPath, Entry> sorted = new TreeMap<>();
        for (Entry entry : entries) {
            sorted.put(entry.path(), entry);
        }
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE, new MemoryPageStore());
        for (Entry entry : sorted.values()) {
            writer.add(entry);
        }
        return writer.finish();
    }

    private static DirectoryEntry directory(String path) {
        RelPath at = path.isEmpty() ? RelPath.ROOT : RelPath.literal(path);
        return new DirectoryEntry(at, PLAIN, Listed.ALL, null);
    }

    private static String found(Lookalikes all, String path, long size) throws IOException {
        return all.find(file(path, size)).map(entry -> entry.path().toString()).orElse("none");
    }

    @Test
    void onlyFilesOfTheDirectory_ofALikeSize_areFound() throws IOException {
        String longest = "x".repeat(255);
        Lookalikes all =
                new Lookalikes(
                        listing(
                                directory(""),
                                file("app-1.log", 9000),
                                directory("app-3"),
                                file("app-3/app-4.log", 9000),
                                directory("d"),
                                file("d/app-6.log", 9000),
                                directory("d/" + longest),
                                file("d/" + longest + "/app-7.log", 9000),
                                file("d/zz-1.log", 9000)));
        assertEquals("app-1.log", found(all, "app-5.log", 9000));
        assertEquals("d/app-6.log", found(all, "d/app-9.log", 9000));
        assertEquals("d/zz-1.log", found(all, "d/zz-2.log", 9000));
        assertEquals("none", found(all, "d/b-9.log", 9000));
        assertEquals("none", found(all, "app-3/b-9.log", 9000));
        assertEquals("none", found(all, "missing/app-9.log", 9000));
        assertEquals("none", found(all, "app-5.log", 9000 * 9));
        assertEquals("app-1.log", found(all, "app-5.log", 9000 / 8));
        assertEquals("none", found(all, "app-5.log", 9000 / 9));
        assertEquals("none", found(all, "app-1.log", 9000));
    }

    @Test
    void ofSeveralAsLike_theNearestInOrderIsFound() throws IOException {
        Lookalikes all =
                new Lookalikes(
                        listing(
                                directory(""),
                                file("log-2024-01-01", 9000),
                                file("log-2024-01-30", 9000),
                                file("log-2024-03-01", 9000)));
        assertEquals("log-2024-01-30", found(all, "log-2024-02-15", 9000));
    }

    /** Text that compresses as text does, and a version of it. */
    private byte[] text(int size) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append(random.nextLong()).append(random.nextInt(10) == 0 ? '\n' : ' ');
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), size);
    }

    private static byte[] edited(byte[] old) {
        byte[] fresh = old.clone();
        Arrays.fill(fresh, old.length / 2, old.length / 2 + 10, (byte) '#');
        return fresh;
    }

    private long bytes(VirtualRun run) throws IOException {
        run.toEnd();
        Ending.Done done =
                assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
        assertEquals(0, done.problems(), scenario.problems()::toString);
        run.close();
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
        return run.bytesToListener() + run.bytesToDialler();
    }

    private void put(String old, String fresh, int size) throws IOException {
        byte[] text = text(size);
        scenario.source.file(old, text, 0644, new Timestamp(1, 5));
        scenario.target.file(old, text, 0644, new Timestamp(1, 5));
        scenario.source.file(fresh, edited(text), 0644, new Timestamp(2, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "app-1.2.log, app-1.3.log, 100_000, 3000",
        "db.sqlite, db.sqlite.bak, 1_000_000, 8000",
        "foo-1.0.tar, foo-1.1.tar, 4_000_000, 20_000",
    })
    void newVersionUnderALikeName_costsWhatItDiffersIn(
            String old, String fresh, String size, String most) throws IOException {
        put(old, fresh, Integer.parseInt(size.replace("_", "")));
        for (boolean push : new boolean[] {true, false}) {
            long bytes = bytes(scenario.run(push));
            assertTrue(bytes < Integer.parseInt(most.replace("_", "")), "bytes: " + bytes);
            assertEquals(scenario.source.look(), scenario.target.look());
            scenario.target.remove(fresh);
        }
    }

    @ParameterizedTest
    @EnumSource(Policy.Timing.class)
    void oldVersionThatIsToBeDeleted_servesBefore(Policy.Timing timing) throws IOException {
        scenario.deleting(timing);
        put("app-1.2.log", "app-1.3.log", 100_000);
        scenario.source.remove("app-1.2.log");
        long bytes = bytes(scenario.push());
        assertEquals(timing != Policy.Timing.BEFORE, bytes < 3000, "bytes: " + bytes);
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    /** What the name promised is not there: it costs the signature, and nothing else. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 3_000_000})
    void anotherContentUnderALikeName_costsLittle(int size) throws IOException {
        put("app-1.log", "app-2.log", size);
        scenario.source.file("app-2.log", text(size), 0644, new Timestamp(2, 5));
        long with = bytes(scenario.push());
        assertEquals(scenario.source.look(), scenario.target.look());
        scenario.source.at(
                "app-2.log",
                (directory, name) ->
                        directory.rename(name, directory, OTHER, RenameMode.NO_REPLACE));
        scenario.target.remove("app-2.log");
        long without = bytes(scenario.push());
        assertTrue(with < without * 1.06, with + " bytes, without " + without);
    }

    /** Two versions of what is compressed share nothing: nobody is told of the old one. */
    @ParameterizedTest
    @CsvSource({"100_000, 8", "3_000_000, 1000"})
    void compressedContentUnderALikeName_isNotSigned(String size, int compared) throws IOException {
        byte[] old = Edit.noise(Integer.parseInt(size.replace("_", "")), random);
        scenario.target.file("photo-1.jpg", old, 0644, TIME);
        scenario.source.file("photo-1.jpg", old, 0644, TIME);
        byte[] fresh = Edit.noise(old.length, random);
        scenario.source.file("photo-2.jpg", fresh, 0644, new Timestamp(2, 5));
        VirtualRun alike = scenario.push();
        bytes(alike);
        assertEquals(scenario.source.look(), scenario.target.look());
        scenario.source.remove("photo-2.jpg").file("unlike", fresh, 0644, new Timestamp(2, 5));
        scenario.target.remove("photo-2.jpg");
        VirtualRun other = scenario.push();
        bytes(other);
        long more = alike.bytesToDialler() - other.bytesToDialler();
        assertTrue(more <= compared, "bytes more: " + more);
    }

    /** It is replaced itself, perhaps before it is used: then the new one comes whole. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void oldVersionThatIsReplacedItself_doesNoHarm(long seed) throws IOException {
        Scenario one = new Scenario(seed);
        byte[] text = text(50_000);
        one.target.file("app.log", text, 0644, TIME);
        one.source.file("app.log.1", edited(text), 0644, new Timestamp(2, 5));
        one.source.file("app.log", text(3000), 0644, new Timestamp(3, 5));
        VirtualRun run = one.push().toEnd();
        assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        run.close();
        assertEquals(one.source.look(), one.target.look());
    }

    @Test
    void wholeFiles_areNotCompared() throws IOException {
        scenario.wholeFiles = true;
        put("app-1.2.log", "app-1.3.log", 100_000);
        long bytes = bytes(scenario.push());
        assertTrue(bytes > 30_000, "bytes: " + bytes);
    }
}
