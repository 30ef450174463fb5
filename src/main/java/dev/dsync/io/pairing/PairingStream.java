package dev.dsync.io.pairing;

import dev.dsync.io.pairing.PairingException.Reason;
import dev.dsync.io.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Messages of the pairing protocol over a connection: a length, a type, a payload. */
final class PairingStream {
    static final byte REFUSE = 0;
    static final byte FIRST = 1;
    static final byte SECOND = 2;
    static final byte CONFIRM = 3;
    static final byte INTRODUCTION = 4;
    static final byte GIFT = 5;
    static final byte KEPT = 6;
    static final byte DONE = 7;

    private static final int PAYLOAD_BYTES_MAX = 2048;

    private final Connection connection;

    PairingStream(Connection connection) {
        this.connection = connection;
    }

    void send(byte type, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + 1).putInt(payload.length).put(type);
        connection.write(head.array(), 0, head.capacity());
        connection.write(payload, 0, payload.length);
        connection.flush();
    }

    /** The payload of the next message, which must be of this type. */
    byte[] receive(byte type) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(read(Integer.BYTES + 1));
        int length = head.getInt();
        byte came = head.get();
        if (length < 0 || length > PAYLOAD_BYTES_MAX) {
            throw new PairingException(Reason.MALFORMED, false);
        }
        byte[] payload = read(length);
        if (came == REFUSE && length == 1) {
            throw new PairingException(reason(payload[0]), true);
        }
        if (came != type) {
            throw new PairingException(Reason.MALFORMED, false);
        }
        return payload;
    }

    /** The same, of a length that is known. */
    byte[] receive(byte type, int length) throws IOException {
        byte[] payload = receive(type);
        if (payload.length != length) {
            throw new PairingException(Reason.MALFORMED, false);
        }
        return payload;
    }

    /** Tells the peer why this ends. What is thrown then is what happened here, not that. */
    void refuse(PairingException why) {
        if (why.byPeer()) {
            return;
        }
        try {
            send(REFUSE, new byte[] {(byte) why.reason().number()});
            connection.close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static Reason reason(byte number) {
        Optional<Reason> said =
                Arrays.stream(Reason.values()).filter(one -> one.number() == number).findFirst();
        return said.orElse(Reason.MALFORMED);
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = 0;
        while (count < length) {
            int more = connection.read(bytes, count, length - count);
            if (more < 0) {
                throw new PairingException(Reason.MALFORMED, false);
            }
            count += more;
        }
        return bytes;
    }
}
