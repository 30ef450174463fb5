package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class KnowledgeTest {
    private static final ReplicaId ME = new ReplicaId(7);
    private static final ReplicaId OTHER = new ReplicaId(8);

    private static Knowledge nothing() throws IOException {
        return new Knowledge(ME, Snapshots.empty(new MemoryPageStore()), 0);
    }

    private static Revision made(ReplicaId by, long counter) {
        return Revision.value(VersionVector.EMPTY.advance(by, counter), by, null);
    }

    @Test
    void version_hasTheLastChangeOfEach() throws IOException {
        Knowledge knowledge = nothing();
        knowledge.add(made(ME, 20));
        knowledge.add(made(OTHER, 30));
        knowledge.add(made(ME, 10));
        assertEquals(20, knowledge.version().counter(ME));
        assertEquals(30, knowledge.version().counter(OTHER));
    }

    @Test
    void versionOfTooMany_hasThoseThatChangedSomethingLast() throws IOException {
        Knowledge knowledge = nothing();
        for (long i = 1; i <= VersionVector.MEMBERS_MAX + 5; i++) {
            knowledge.add(made(new ReplicaId(i), i));
        }
        VersionVector version = knowledge.version();
        assertEquals(VersionVector.MEMBERS_MAX, version.size());
        assertEquals(0, version.counter(new ReplicaId(5)));
        assertEquals(6, version.counter(new ReplicaId(6)));
    }

    @Test
    void changesOfMineThatISawNot_sayThatIWasSetBack() throws IOException {
        Knowledge knowledge = nothing();
        assertFalse(knowledge.isSetBack(0), "nobody saw one");
        assertTrue(knowledge.isSetBack(5), "one that is not known");
        knowledge.add(made(ME, 10));
        assertTrue(knowledge.isSetBack(5), "one before those made since");
        assertFalse(knowledge.isSetBack(10));
        knowledge.add(made(ME, 20));
        assertFalse(knowledge.isSetBack(15), "one between those made since");
        assertFalse(knowledge.isSetBack(20));
        assertTrue(knowledge.isSetBack(21));
    }
}
