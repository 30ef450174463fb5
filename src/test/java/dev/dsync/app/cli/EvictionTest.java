package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.PairedDevices.Standing;
import dev.dsync.io.trust.ShareName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvictionTest {
    private static final DeviceId LAPTOP = new DeviceId(new Digest(1, 2, 3, 4));

    private volatile Standing standing = Standing.PAIRED;
    private volatile boolean readable = true;
    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final Eviction eviction =
            Eviction.begin(new ShareName("notes"), (share, device) -> standing());

    private Standing standing() throws IOException {
        if (!readable) {
            throw new FileNotFoundException("too many open files");
        }
        return standing;
    }

    /** A connection of which it is noted that it was ended. */
    private FakeConnection noted(String name) {
        return new FakeConnection(0, 0, () -> ended.add(name));
    }

    private void assertEnded(String... names) {
        eviction.lookOnce();
        assertEquals(List.of(names), ended);
    }

    EvictionTest() {
        eviction.add("w", noted("writer"), LAPTOP, Grant.READ_WRITE);
        eviction.add("r", noted("reader"), LAPTOP, Grant.READ_ONLY);
    }

    @AfterEach
    void close() {
        eviction.close();
    }

    @Test
    void limitedToReading_whatWritesEnds_andWhatReadsGoesOn() {
        assertEnded();
        standing = Standing.READER;
        assertEnded("writer");
        assertEnded("writer");
        standing = Standing.STRANGER;
        assertEnded("writer", "reader");
    }

    @Test
    void listThatCannotBeReadJustNow_endsNothing() {
        readable = false;
        assertEnded();
        eviction.remove("w");
        readable = true;
        standing = Standing.STRANGER;
        assertEnded("reader");
    }
}
