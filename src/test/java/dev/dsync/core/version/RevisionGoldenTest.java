package dev.dsync.core.version;

import static dev.dsync.core.version.Vectors.vector;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionGoldenTest {
    private static final ReplicaId AUTHOR = new ReplicaId(0x0123456789abcdefL);
    private static final long TIME = 1_700_000_000;

    private static byte[] bytes(VersionVector version) {
        byte[] bytes = new byte[VersionVector.BYTES_MAX];
        return Arrays.copyOf(bytes, version.write(bytes, 0));
    }

    @Test
    void versionsAndRevisions_asWritten() throws IOException {
        List<VersionVector> versions =
                List.of(
                        VersionVector.EMPTY,
                        vector(1),
                        vector(0, 127, 128),
                        vector(TIME, TIME + 1, Long.MAX_VALUE));
        VersionVector version = versions.getLast();
        List<Revision> revisions =
                List.of(
                        Revision.value(VersionVector.EMPTY, new ReplicaId(0), null),
                        Revision.value(version, AUTHOR, null),
                        Revision.value(version, AUTHOR, new Digest(1, 2, 3, -4)),
                        Revision.delete(version, new ReplicaId(-1), TIME));
        StringBuilder text = new StringBuilder();
        for (VersionVector each : versions) {
            text.append("version [%s] %s\n".formatted(each, HexFormat.of().formatHex(bytes(each))));
        }
        for (Revision each : revisions) {
            text.append(
                    "revision [%s] by %s deleted %d previous %s: %s\n"
                            .formatted(
                                    each.version(),
                                    each.author(),
                                    each.deleted(),
                                    each.previous(),
                                    HexFormat.of().formatHex(each.encode())));
        }
        Golden.check("revisions/v1/revisions.txt", text.toString());
    }
}
