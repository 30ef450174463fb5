package dev.dsync.engine.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AclWriterTest {
    private static final RelPath PATH = RelPath.literal("f");
    private static final Acls LIST =
            new Acls(
                    new Acls.Access(
                            4, new Acls.Members(new TreeMap<>(Map.of(9L, 7)), new TreeMap<>())),
                    null);

    /** Extended attributes that are kept, or that a file system does not know. */
    private static final class Attributes implements Xattrs {
        private final Map<Key, byte[]> values = new TreeMap<>();
        private final List<Key> set = new ArrayList<>();
        private boolean unknown;

        @Override
        public List<Key> keys() {
            return List.copyOf(values.keySet());
        }

        @Override
        public Optional<byte[]> get(Key key) throws IOException {
            require();
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public void set(Key key, byte[] value) throws IOException {
            require();
            set.add(key);
            values.put(key, value);
        }

        @Override
        public void remove(Key key) throws IOException {
            require();
            values.remove(key);
        }

        private void require() throws FsException {
            if (unknown) {
                throw new FsException(Reason.UNSUPPORTED);
            }
        }
    }

    private final List<Item> failed = new ArrayList<>();
    private final AclWriter writer = new AclWriter(failed::add);
    private final Attributes there = new Attributes();

    @Test
    void listThatIsThere_isNotSetAgain() throws IOException {
        assertEquals(0674, writer.set(PATH, there, Kind.FILE, 0674, LIST));
        assertEquals(0674, writer.set(PATH, there, Kind.FILE, 0674, LIST));
        assertEquals(1, there.set.size());
        assertEquals(LIST, there.acls(Kind.FILE));
        assertEquals(List.of(), failed);
    }

    @Test
    void listThatGoes_isReplacedByTheModeAndNotRemovedBeforeIt() throws IOException {
        writer.set(PATH, there, Kind.FILE, 0674, LIST);
        assertEquals(0640, writer.set(PATH, there, Kind.FILE, 0640, Acls.NONE));
        assertEquals(2, there.set.size());
        assertEquals(Acls.NONE, there.acls(Kind.FILE));
    }

    @Test
    void listThatCannotBeSet_isToldAndGivesTheGroupNoMore() throws IOException {
        there.unknown = true;
        assertEquals(0644, writer.set(PATH, there, Kind.FILE, 0674, LIST));
        assertEquals(1, failed.size());
    }

    @Test
    void fileSystemWithoutLists_isNoProblemWhereNoneIsWanted() throws IOException {
        there.unknown = true;
        assertEquals(0674, writer.set(PATH, there, Kind.FILE, 0674, Acls.NONE));
        assertEquals(List.of(), failed);
    }
}
