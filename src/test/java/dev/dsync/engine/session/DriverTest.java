package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Want;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that end at awkward moments. */
@Timeout(60)
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
        Placement anywhere = new Placement(List.of(), List.of(), false, true, null);
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

    @Test
    void peerThatPingsAndTakesNothing_isGivenUp() throws Exception {
        Scenario scenario = new Scenario(1);
        scenario.source.file("big", ones(4 << 20), 0644, new Timestamp(1, 0));
        Duration time = Duration.ofSeconds(2); // in which the peer below is not to stand still
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(scenario.from), _ -> {})
                        .with(new Patience(Duration.ofSeconds(10), time.dividedBy(4), time));
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.say(new TrustedGreeting().opening());
            Placement anywhere = new Placement(List.of(), List.of(), false, true, null);
            peer.say(scenario.request(Role.TARGET, "a/", anywhere));
            peer.hear(Message.ListingRoot.class);
            peer.say(new Message.Fetch(List.of(new Message.Wish(0, 1, new Want.Whole(null)))));
            while (peer.ping(1)) {
                Thread.onSpinWait();
            }
            Ending.Refused refused = assertInstanceOf(Ending.Refused.class, peer.ending());
            assertEquals(Message.Reason.SILENT, refused.reason());
        }
        assertEquals(0, scenario.from.openHandles());
    }

    private static byte[] ones(int length) {
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 1);
        return ones;
    }

    @Test
    void listenerThatTricklesItsGreeting_isGivenUp() throws Exception {
        Scenario scenario = new Scenario(1);
        Placement anywhere = new Placement(List.of(), List.of(), false, true, null);
        Patience patience =
                new Patience(Duration.ofMillis(200), Duration.ofMillis(20), Duration.ofMillis(50));
        Session session =
                Session.pull(
                                new TrustedGreeting(),
                                scenario.request(Role.TARGET, "a/", anywhere),
                                _ -> {
                                    throw new IOException("nothing was agreed");
                                },
                                _ -> {})
                        .with(patience);
        try (HostilePeer peer = HostilePeer.against(session)) {
            byte[] greeting = new byte[3000];
            greeting[2] = (byte) (greeting.length >> 8);
            greeting[Integer.BYTES] = 1;
            int said = 0;
            while (said < greeting.length && peer.trickle(greeting[said])) {
                said++;
                Thread.sleep(5);
            }
            assertTrue(said < 1500, "after " + said + " bytes");
            Ending.Refused refused = assertInstanceOf(Ending.Refused.class, peer.ending());
            assertEquals(Message.Reason.SILENT, refused.reason());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.Part.class,
            names = {"MEMORY", "PROGRAM"})
    void whatAJobThrows_isNoFaultOfTheDisk(Ending.Part part) throws Exception {
        Scenario scenario = new Scenario(1);
        Premises premises =
                new Premises() {
                    @Override
                    public Profile profile() {
                        return Scenario.ARCHIVE;
                    }

                    @Override
                    public int compressionLevelMax() {
                        return 0;
                    }

                    @Override
                    public SourceFiles source(Message.Request request) {
                        if (part == Ending.Part.MEMORY) {
                            throw new OutOfMemoryError("as if");
                        }
                        throw new IllegalStateException("as if");
                    }

                    @Override
                    public TargetPlace target(Message.Request request) {
                        throw new IllegalStateException("nobody asks");
                    }
                };
        Session session = Session.listen(new TrustedGreeting(), premises, _ -> {});
        try (HostilePeer peer = HostilePeer.against(session)) {
            peer.say(new TrustedGreeting().opening());
            Placement anywhere = new Placement(List.of(), List.of(), false, true, null);
            peer.say(scenario.request(Role.TARGET, "a/", anywhere));
            assertEquals(Message.Reason.INTERNAL, peer.hear(Message.Refuse.class).reason());
            assertEquals(part, assertInstanceOf(Ending.Failed.class, peer.ending()).part());
        }
    }
}
