package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.delta.SignatureShape;
import dev.dsync.engine.source.Source;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Want;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Targets that ask for more than a source could hold. */
final class GreedyTargetTest {
    private final Scenario scenario = new Scenario(1);

    GreedyTargetTest() throws IOException {
        scenario.source.file("f", "0123456789", 10);
    }

    /** Block hashes of as much as one may tell of. */
    private static Signature longest() throws IOException {
        SignatureShape shape = new SignatureShape(SignatureShape.BLOCK_MIN, 6, 0, 1);
        byte[] old = new byte[GapPiece.BYTES_MAX];
        return Signature.of(shape, ByteSource.of(old), old.length);
    }

    private static Wish wish(@Nullable Signature old) {
        return new Wish(0, 1, new Want.Whole(old));
    }

    @Test
    void wishesWithLongSignatures_areFewerThanWouldFillMemory() throws IOException {
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(scenario.from), _ -> {});
        try (Solo solo = new Solo(session, scenario.clock)) {
            solo.say(new TrustedGreeting().opening());
            Placement anywhere = new Placement(List.of(), List.of(), false, true, null);
            solo.say(scenario.request(Role.TARGET, "a/", anywhere));
            solo.say(new Message.Fetch(List.of(wish(null))));
            assertFalse(solo.hasEnded());
            Wish wish = wish(longest());
            int count = (int) (Source.WISHES_BYTES_MAX / PartSize.of(wish)) + 2;
            solo.say(new Message.Fetch(Collections.nCopies(count, wish)));
            String what = assertInstanceOf(Ending.Broken.class, solo.ending()).what();
            assertTrue(what.contains("beyond what may wait"), what);
        }
        assertEquals(0, scenario.from.openHandles());
    }
}
