package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies while a file takes the place of one that a user has just edited. */
final class KilledSwapTest {
    private static final RelPath FILE = RelPath.literal("f");
    private static final String EDITED = "edited at the last moment";
    private static final byte[] BYTES = EDITED.getBytes(StandardCharsets.UTF_8);
    private static final String TAKEN = "by A";
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Operations in which a file takes the place of another, and some more. */
    private static final int OPERATIONS_MAX = 12;

    /** How a user changes a file. */
    enum Edit {
        IN_PLACE,
        RENAMED_OVER;

        void make(UserTree tree) throws IOException {
            if (this == IN_PLACE) {
                tree.write(FILE, BYTES, true);
            } else {
                RelPath beside = RelPath.literal("beside");
                tree.write(beside, BYTES, true);
                tree.rename(beside, FILE);
            }
        }
    }

    /** Two peers, of which the second edits the file while it takes the first's, and dies then. */
    private static final class Accident {
        private final SmallMesh mesh = new SmallMesh();
        private final MeshPeer a = mesh.peer("A");
        private final MeshPeer b = mesh.peer("B", this::disturb);
        private final Edit edit;
        private final int last;
        private boolean armed;

        /** Operations of the second peer since its user's edit; none is made yet if negative. */
        private int operations = -1;

        Accident(Edit edit, int last) throws IOException {
            this.edit = edit;
            this.last = last;
        }

        private void disturb(MeshPeer peer, Operation operation) throws IOException {
            if (armed && operations < 0 && operation == Operation.RENAME) {
                peer.act(FILE, edit::make);
                operations = 0;
            } else if (operations >= 0 && ++operations == last) {
                throw peer.die();
            }
        }

        private void happen() throws IOException {
            SmallMesh.write(a, FILE, "first");
            a.open();
            b.open();
            mesh.link(a, b);
            mesh.until(() -> false, LONG);
            assertEquals(List.of("first"), contents(b));
            armed = true;
            SmallMesh.write(a, FILE, TAKEN);
            try {
                mesh.until(() -> false, LONG);
            } catch (KilledError e) {
                mesh.restart(b);
            }
            mesh.until(() -> false, LONG);
        }
    }

    private static List<String> contents(MeshPeer peer) throws IOException {
        return peer.tree().values().stream().map(UserTree.Seen::value).sorted().toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasEditedAtTheLastMoment_isThereAfterTheProcessDied(Edit edit) throws IOException {
        for (int last = 1; last <= OPERATIONS_MAX; last++) {
            Accident accident = new Accident(edit, last);
            accident.happen();
            for (MeshPeer peer : accident.mesh.peers()) {
                String dead = "dead before operation " + last + ": " + peer.name();
                assertEquals(List.of(TAKEN, EDITED), contents(peer), dead);
                assertTrue(
                        peer.tree().keySet().stream()
                                .noneMatch(path -> path.toString().startsWith(".dsync-")),
                        dead);
            }
        }
    }
}
