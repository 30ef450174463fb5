package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.PairedDevices.Standing;
import dev.dsync.io.trust.ShareName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvictionTest {
    private static final DeviceId BOB = new DeviceId(new Digest(1, 2, 3, 4));

    private volatile Standing standing = Standing.PAIRED;
    private volatile boolean readable = true;
    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final Eviction eviction =
            Eviction.begin(new ShareName("notes"), (share, device) -> standing());

    /** Of which it is noted that it was ended. */
    private record Ending(String name, List<String> ended) implements Connection {
        @Override
        public void abort() {
            ended.add(name);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return -1;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void flush() {}

        @Override
        public void closeOutput() {}

        @Override
        public void close() {}

        @Override
        public String peer() {
            return name;
        }

        @Override
        public long sent() {
            return 0;
        }

        @Override
        public long received() {
            return 0;
        }

        @Override
        public Optional<SecureChannel> secureChannel() {
            return Optional.empty();
        }
    }

    private Standing standing() throws IOException {
        if (!readable) {
            throw new FileNotFoundException("too many open files");
        }
        return standing;
    }

    private void assertEnded(String... names) {
        eviction.lookOnce();
        assertEquals(List.of(names), ended);
    }

    EvictionTest() {
        eviction.add("w", new Ending("writer", ended), BOB, Grant.READ_WRITE);
        eviction.add("r", new Ending("reader", ended), BOB, Grant.READ_ONLY);
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
