package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.session.Premises;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What one peer has and another cannot, or does not want to, have. */
class EdgesTest {
    private static final Duration LONG = Duration.ofHours(2);
    private static final int LARGE_BYTES = 3 << 20;
    private static final long SMALL_DISK_BYTES = 6 << 20;
    private static final long LARGE_DISK_BYTES = 64 << 20;
    private static final Ignoring NOTHING = new Ignoring(Set.of());

    private static void write(MeshPeer peer, String path, String text) throws IOException {
        peer.act(
                RelPath.literal(path),
                tree ->
                        tree.write(
                                RelPath.literal(path),
                                text.getBytes(StandardCharsets.UTF_8),
                                true));
    }

    private static void makeDirectory(MeshPeer peer, String path) throws IOException {
        peer.act(RelPath.literal(path), tree -> tree.makeDirectory(RelPath.literal(path)));
    }

    private static void rename(MeshPeer peer, String from, String to) throws IOException {
        peer.act(
                RelPath.literal(from),
                tree -> tree.rename(RelPath.literal(from), RelPath.literal(to)));
        peer.suspect(RelPath.literal(to), FolderScan.Depth.TREE, 0);
    }

    /** What is there, each file as {@code path=text}. */
    private static String tree(MeshPeer peer) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<RelPath, UserTree.Seen> one : peer.tree().entrySet()) {
            String name = new String(one.getKey().bytes(), StandardCharsets.UTF_8);
            text.append(text.isEmpty() ? "" : " ").append(name);
            text.append(one.getValue().isValue() ? "=" + one.getValue().value() : "/");
        }
        return text.toString();
    }

    private static Ignoring ignoring(String name) {
        return new Ignoring(Set.of(Name.literal(name)));
    }

    /** Nothing more is asked for, or told, however long it takes. */
    private static void assertCalm(Mesh mesh) throws IOException {
        mesh.rest();
        List<Map<String, Integer>> before =
                mesh.links().stream().map(link -> Map.copyOf(link.messages())).toList();
        int told = problems(mesh);
        mesh.pass(LONG);
        for (int i = 0; i < before.size(); i++) {
            for (String kind : List.of("ListingRequest", "ListingRoot", "Fetch", "Data", "Piece")) {
                assertEquals(
                        before.get(i).get(kind), mesh.links().get(i).messages().get(kind), kind);
            }
        }
        assertEquals(told, problems(mesh), "nothing is tried again");
    }

    private static int problems(Mesh mesh) {
        return (int) mesh.trace().stream().filter(line -> line.contains("Failed[")).count();
    }

    private static void assertTold(Mesh mesh, String what) {
        assertTrue(mesh.trace().stream().anyMatch(line -> line.contains(what)), what);
    }

    @Test
    void ignoredHere_isNeitherTakenNorAskedForAgain() throws IOException {
        Mesh mesh = new Mesh(false, false);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        b.ignore(ignoring("x"));
        write(b, "x", "of b");
        mesh.rest();
        write(a, "x", "of a");
        write(a, "y", "1");
        makeDirectory(a, "d");
        makeDirectory(a, "d/x");
        write(a, "d/x/z", "below");
        write(a, "d/z", "beside");
        assertCalm(mesh);
        assertEquals("d/ d/z=beside x=of b y=1", tree(b));
        assertEquals(0, problems(mesh), "it is no problem");
    }

    @Test
    void whatIsIgnoredNoMore_isTaken() throws IOException {
        Mesh mesh = new Mesh(false, false);
        MeshPeer b = mesh.peers().getLast();
        b.ignore(ignoring("x"));
        mesh.rest();
        write(mesh.peers().getFirst(), "x", "1");
        mesh.rest();
        assertEquals("", tree(b));
        b.ignore(NOTHING);
        mesh.rest();
        assertEquals("x=1", tree(b));
    }

    @Test
    void directoryInWhichSomethingIsIgnored_outlivesAFileOfItsName() throws IOException {
        Mesh mesh = new Mesh(false, false);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        b.ignore(ignoring("x"));
        makeDirectory(a, "d");
        mesh.rest();
        write(b, "d/x", "of b");
        a.act(RelPath.literal("d"), tree -> tree.remove(RelPath.literal("d")));
        write(a, "d", "file");
        assertCalm(mesh);
        assertTrue(tree(b).matches("d/ d/x=of b d\\.sync-conflict-[^ ]*=file"), tree(b));
        assertTrue(tree(a).matches("d/ d\\.sync-conflict-[^ ]*=file"), tree(a));
    }

    @Test
    void directoryInWhichAnEditWasLeft_isNotDeletedWithIt() throws IOException {
        Mesh mesh = new Mesh(false, false);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        makeDirectory(a, "d");
        mesh.rest();
        write(b, "d/.dsync-swap-0123456789abcdef-0123456789abcdef-f", "edited");
        a.act(RelPath.literal("d"), tree -> tree.remove(RelPath.literal("d")));
        mesh.rest();
        b.suspect(RelPath.ROOT, FolderScan.Depth.TREE, 0);
        mesh.rest();
        assertTrue(tree(b).matches("d/ d/f\\.sync-conflict-[^ ]*=edited"), tree(b));
        assertEquals(tree(b), tree(a));
    }

    @Test
    void nameThatIsAnothers_isNotTaken_andTold() throws IOException {
        Mesh mesh = new Mesh(false, true);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        write(b, "name", "of b");
        mesh.rest();
        write(a, "NAME", "of a");
        write(a, "other", "1");
        assertCalm(mesh);
        assertEquals("name=of b other=1", tree(b));
        assertEquals("NAME=of a name=of b other=1", tree(a));
        assertTold(mesh, "takes it for the same name as name, so one of them must be renamed");
        write(a, "NAME", "of a again");
        assertCalm(mesh);
        assertEquals("name=of b other=1", tree(b));
        rename(a, "NAME", "another");
        mesh.rest();
        assertEquals("another=of a again name=of b other=1", tree(b));
    }

    @Test
    void twinThatGivesWayHere_letsTheOtherIn() throws IOException {
        Mesh mesh = new Mesh(false, true);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        write(a, "name", "1");
        write(a, "NAME", "2");
        assertCalm(mesh);
        assertEquals("NAME=2", tree(b));
        rename(b, "NAME", "free");
        mesh.rest();
        assertEquals("free=2 name=1", tree(b));
        assertEquals("free=2 name=1", tree(a));
    }

    @Test
    void twinThatGivesWayHere_letsTheOtherIn_whoeverHearsOfIt() throws IOException {
        Mesh mesh = new Mesh(false, true);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        a.folder().limit(Premises.Folder.Role.SEND_ONLY);
        write(a, "name", "1");
        write(a, "NAME", "2");
        mesh.rest();
        rename(b, "NAME", "free");
        mesh.rest();
        assertEquals("free=2 name=1", tree(b));
    }

    /** Who has the other value waits for this side to be told; and is not told that it is gone. */
    @Test
    void valueThatGaveWayToOneHere_isTaken_whenThatIsGone() throws IOException {
        Mesh mesh = new Mesh(false, true);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        RelPath path = RelPath.literal("c");
        a.folder().limit(Premises.Folder.Role.SEND_ONLY);
        write(a, "c", "of a");
        b.act(
                path,
                tree -> {
                    tree.write(path, "of b".getBytes(StandardCharsets.UTF_8), true);
                    tree.setModified(path, new Timestamp(4_000_000_000L, 0));
                });
        mesh.rest();
        assertEquals("c=of b", tree(b));
        b.act(path, tree -> tree.remove(path));
        mesh.rest();
        assertEquals("c=of a", tree(b));
    }

    @Test
    void directoryThatIsAnothers_isNotTaken_norWhatIsInIt() throws IOException {
        Mesh mesh = new Mesh(false, true);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        makeDirectory(a, "D");
        makeDirectory(a, "d");
        write(a, "D/in", "upper");
        write(a, "d/in", "lower");
        write(a, "d/more", "lower");
        assertCalm(mesh);
        assertEquals("D/ D/in=upper", tree(b));
        assertEquals("D/ D/in=upper d/ d/in=lower d/more=lower", tree(a));
        write(a, "d/later", "lower");
        assertCalm(mesh);
        assertEquals("D/ D/in=upper", tree(b));
        rename(a, "d", "e");
        mesh.rest();
        assertEquals("D/ D/in=upper e/ e/in=lower e/later=lower e/more=lower", tree(b));
    }

    @Test
    void composedOtherwise_isTheSameName() throws IOException {
        Mesh mesh = new Mesh(false, true);
        MeshPeer a = mesh.peers().getFirst();
        write(a, "\u00e9", "composed");
        mesh.rest();
        write(a, "e\u0301", "of two");
        assertCalm(mesh);
        assertEquals("\u00e9=composed", tree(mesh.peers().getLast()));
    }

    @Test
    void renameThatChangesTheCase_endsSo() throws IOException {
        Mesh mesh = new Mesh(false, true);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        makeDirectory(a, "d");
        write(a, "d/in", "1");
        write(a, "name", "2");
        mesh.rest();
        MeshLink link = mesh.links().getFirst();
        Integer sent = link.messages().get("Data");
        rename(a, "name", "NAME");
        mesh.rest();
        assertEquals("NAME=2 d/ d/in=1", tree(b));
        assertEquals(sent, link.messages().get("Data"), "nothing is sent for it");
        assertEquals(0, problems(mesh));
        rename(a, "d", "D");
        assertCalm(mesh);
        assertEquals("D/ D/in=1 NAME=2", tree(a));
        assertEquals("D/ D/in=1 NAME=2", tree(b));
        rename(a, "NAME", "name");
        assertCalm(mesh);
        assertEquals("D/ D/in=1 name=2", tree(b));
        assertEquals("D/ D/in=1 name=2", tree(a));
    }

    @Test
    void fileWithoutRoom_isNotFetched_untilThereIs() throws IOException {
        Mesh mesh = new Mesh(false, false);
        MeshPeer a = mesh.peers().getFirst();
        MeshPeer b = mesh.peers().getLast();
        mesh.rest();
        b.system().setCapacityBytes(SMALL_DISK_BYTES);
        byte[] large = new byte[LARGE_BYTES];
        new SplittableRandom(1).nextBytes(large);
        RelPath path = RelPath.literal("large");
        a.act(path, tree -> tree.write(path, large, true));
        write(a, "small", "1");
        mesh.pass(LONG);
        assertEquals("small=1", tree(b));
        MeshLink link = mesh.links().getFirst();
        assertEquals(null, link.messages().get("Piece"));
        assertTold(
                mesh, "path=large, kind=WRITE, reason=No space left on device: it takes 3145728");
        int asked = link.messages().getOrDefault("ListingRequest", 0);
        assertTrue(asked < 8, "it is not asked for again and again, but " + asked + " times");
        b.system().setCapacityBytes(LARGE_DISK_BYTES);
        mesh.pass(Duration.ofMinutes(1));
        assertEquals(2, b.tree().size());
    }

    @Test
    void fileThatIsAheadOfTheClock_comesToRest() throws IOException {
        Mesh mesh = new Mesh(false, false);
        MeshPeer a = mesh.peers().getFirst();
        write(a, "ahead", "1");
        a.act(
                RelPath.literal("ahead"),
                tree ->
                        tree.setModified(
                                RelPath.literal("ahead"), new Timestamp(4_000_000_000L, 7)));
        a.putBack = Duration.ofDays(1);
        mesh.rest();
        assertEquals("ahead=1", tree(mesh.peers().getLast()));
    }
}
