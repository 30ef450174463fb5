package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that end at awkward moments. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
final class DriverTest {

    /** Cut while something is written that the kernel still takes, and closed in vain after it. */
    private static final class CutConnection implements Connection {
        private final CountDownLatch written = new CountDownLatch(1);
        private final CountDownLatch aborted = new CountDownLatch(1);
        private final Thread driving = Thread.currentThread();

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            await(written);
            return -1;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            written.countDown();
            await(aborted);
            // From here on the driver waits for nothing but the thread that writes.
            while (driving.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void closeOutput() throws IOException {
            throw new IOException("broken pipe");
        }

        @Override
        public void close() {}

        @Override
        public void abort() {
            aborted.countDown();
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
        public String peer() {
            return "peer";
        }

        @Override
        public Optional<SecureChannel> secureChannel() {
            return Optional.empty();
        }
    }

    @Test
    void connectionCutWhileItIsWritten_endsTheRun() throws Exception {
        Placement anywhere = new Placement(List.of(), false, true, null);
        Session session =
                Session.pull(
                        new TrustedGreeting(),
                        new Scenario(1).request(Role.TARGET, "a/", anywhere),
                        _ -> {
                            throw new IOException("nothing was agreed");
                        },
                        _ -> {});
        CutConnection connection = new CutConnection();
        Driver driver =
                new Driver(session, connection, new CompressionPolicy.None(), System::nanoTime);
        assertInstanceOf(Ending.Lost.class, driver.run());
    }
}
