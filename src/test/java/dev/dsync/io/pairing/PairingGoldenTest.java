package dev.dsync.io.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import dev.dsync.core.hash.Sha256;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.PipeConnection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.trust.ChannelBinding;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What crosses where all that is random is known, byte by byte. */
class PairingGoldenTest {
    private static final DeviceId DIALLER = device("dialler");
    private static final DeviceId LISTENER = device("listener");
    private static final PairingCode CODE =
            new PairingCode(OptionalInt.of(482), List.of("acid", "zoo", "zipper"));

    private static DeviceId device(String seed) {
        return new DeviceId(Sha256.of(seed.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void messages_areAsWritten() throws Exception {
        PipeConnection.Pair pipe = PipeConnection.pair(1 << 16);
        Ends dialler = new Ends(pipe.dialler(), LISTENER);
        Ends listener = new Ends(pipe.listener(), DIALLER);
        ShareKey key = ShareKey.ofDigits("07".repeat(32), true);
        Gift gift = new Gift("anna@desk", new ShareName("notes"), key);
        PairingHost host =
                new PairingHost(
                        LISTENER, CODE, gift, Duration.ofMinutes(10), () -> 0L, new Counted(2));
        FutureTask<PairingHost.Guest> serving =
                new FutureTask<>(() -> host.serve(listener, (device, name) -> {}));
        Thread.ofVirtual().start(serving);
        PairingGuest.Joined joined =
                new PairingGuest(DIALLER, "bob@laptop", new Counted(1))
                        .join(dialler, CODE, (given, giver) -> {});
        serving.get(30, TimeUnit.SECONDS);

        assertEquals(gift, joined.gift());
        Golden.check(
                "pairing/v1/messages.txt",
                "# code acid zoo zipper, share key 07..., exporter value 0b...;"
                        + " device keys' digests SHA-256(dialler), SHA-256(listener)\n"
                        + "# each end's random bytes: SHA-256(n), SHA-256(n + 256), ..., a number"
                        + " as 8 bytes, n = 1 for the dialler, 2 for the listener\n"
                        + told("dialler", dialler)
                        + told("listener", listener));
    }

    private static String told(String who, Ends ends) {
        StringBuilder text = new StringBuilder();
        ByteBuffer said = ByteBuffer.wrap(ends.said.toByteArray());
        while (said.hasRemaining()) {
            byte[] frame = new byte[5 + said.getInt(said.position())];
            said.get(frame);
            text.append(who).append(' ').append(HexFormat.of().formatHex(frame)).append('\n');
        }
        return text.toString();
    }

    /** Bytes that look random and are always the same. */
    private static final class Counted extends SecureRandom {
        private static final long serialVersionUID = 1;
        private long number;

        Counted(long seed) {
            number = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            for (int at = 0; at < bytes.length; at += Digest.BYTES) {
                byte[] block = Sha256.of(ByteBuffer.allocate(8).putLong(number).array()).bytes();
                number += 256;
                System.arraycopy(block, 0, bytes, at, Math.min(block.length, bytes.length - at));
            }
        }
    }

    /** One end of a pipe that knows as much of the other as one over TLS does. */
    private static final class Ends implements Connection {
        private final Connection pipe;
        private final DeviceId peer;
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();

        Ends(Connection pipe, DeviceId peer) {
            this.pipe = pipe;
            this.peer = peer;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return pipe.read(bytes, offset, length);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            said.write(bytes, offset, length);
            pipe.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            pipe.flush();
        }

        @Override
        public void closeOutput() throws IOException {
            pipe.closeOutput();
        }

        @Override
        public void close() throws IOException {
            pipe.closeOutput();
        }

        @Override
        public void abort() {
            pipe.abort();
        }

        @Override
        public long sent() {
            return pipe.sent();
        }

        @Override
        public long received() {
            return pipe.received();
        }

        @Override
        public String peer() {
            return "pipe";
        }

        @Override
        public Optional<SecureChannel> secureChannel() {
            return Optional.of(new Known(peer));
        }
    }

    /** What an end of a session knows. */
    private record Known(DeviceId device) implements SecureChannel {
        @Override
        public DeviceId peer() {
            return device;
        }

        @Override
        public byte[] export(String label, int length) {
            assertEquals("EXPORTER-dsync-pair/1", label);
            byte[] value = new byte[length];
            Arrays.fill(value, (byte) 0x0b);
            return value;
        }

        @Override
        public ChannelBinding binding() {
            throw new UnsupportedOperationException();
        }
    }
}
