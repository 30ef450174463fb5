package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.io.wire.Message;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Sides that cannot go on because of their own files. */
final class FailedSideTest {
    private final Scenario scenario = new Scenario(1);

    FailedSideTest() throws IOException {
        scenario.source.file("f", "0123456789", 10);
    }

    @Test
    void destinationThatIsALinkToNowhere_isAFailureOfFilesThatNamesIt() throws IOException {
        scenario.target.link("dangling", "nowhere");
        try (VirtualRun run = scenario.push("a/", "b/dangling").toEnd()) {
            Ending.Refused refused = assertInstanceOf(Ending.Refused.class, run.ending());
            assertEquals(Message.Reason.FILE_IO, refused.reason());
            assertEquals("b/dangling: File exists", refused.detail());
        }
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }
}
