package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives whose members have all been stamped anew, and stand in another order. */
final class ShuffledContentTest {
    private static final int MEMBERS = 2500;
    private static final int STAMP_BYTES = 12;

    private final Scenario scenario = new Scenario(1);
    private final SplittableRandom random = new SplittableRandom(7);

    ShuffledContentTest() throws IOException {}

    /** Members one behind the other, before each the time at which it was put there. */
    private byte[] archive(List<byte[]> members, int stampedFrom, byte time) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (byte[] member : members) {
            byte[] stamp = new byte[STAMP_BYTES];
            // a member's bytes tell which it is
            stamp[0] = (member[0] & 0xff) >= stampedFrom ? time : 1;
            archive.writeBytes(stamp);
            archive.writeBytes(member);
        }
        return archive.toByteArray();
    }

    /**
     * With few members left as they were there are no chunks in common, with many there are some,
     * in another order.
     */
    @ParameterizedTest
    @CsvSource({"0, 40", "0, 1", "125, 40"})
    void membersAreFound(int stampedFrom, int runs) throws IOException {
        List<byte[]> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            byte[] member = Edit.noise(200 + random.nextInt(5000), random);
            member[0] = (byte) (i / 256 * 25);
            members.add(member);
        }
        List<List<byte[]>> cut = new ArrayList<>();
        int perRun = MEMBERS / runs;
        for (int at = 0; at < MEMBERS; at += perRun) {
            cut.add(members.subList(at, Math.min(MEMBERS, at + perRun)));
        }
        Collections.shuffle(cut, new Random(11));
        List<byte[]> shuffled = cut.stream().flatMap(List::stream).toList();
        byte[] old = archive(members, 0, (byte) 1);
        byte[] fresh = archive(shuffled, stampedFrom, (byte) 2);
        scenario.target.file("a.zip", old, 0644, new Timestamp(1, 1));
        scenario.source.file("a.zip", fresh, 0644, new Timestamp(2, 1));
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
            assertEquals(scenario.source.look(), scenario.target.look());
            long bytes = run.bytesToListener() + run.bytesToDialler();
            assertTrue(bytes < fresh.length / 5, bytes + " of " + fresh.length + " bytes");
        }
    }
}
