package dev.dsync.io.wire;

import dev.dsync.core.merkle.PageRequest;
import dev.dsync.io.codec.CompressionPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames in arrays. */
final class Frames {
    private Frames() {}

    static byte[] write(CompressionPolicy policy, Message... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FrameWriter writer = new FrameWriter(out, policy)) {
            for (Message message : messages) {
                writer.write(message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A frame made by hand. */
    static byte[] frame(int type, byte... payload) {
        byte[] frame = new byte[5 + payload.length];
        frame[0] = (byte) (payload.length >>> 24);
        frame[1] = (byte) (payload.length >>> 16);
        frame[2] = (byte) (payload.length >>> 8);
        frame[3] = (byte) payload.length;
        frame[4] = (byte) type;
        System.arraycopy(payload, 0, frame, 5, payload.length);
        return frame;
    }

    /** The only message of a stream; a Hello is read from a peer not known yet. */
    static @Nullable Message read(byte[] frame) throws IOException {
        try (FrameReader reader = reader(frame)) {
            return reader.read();
        }
    }

    static FrameReader reader(byte[] frames) {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(frames));
        if (frames.length < 5 || frames[4] != FrameType.HELLO.id()) {
            reader.acceptHello();
        }
        return reader;
    }

    /** The message as something that has equality: page requests are compared by their bytes. */
    static Object comparable(Message message) {
        if (message instanceof Message.PageRequests requests) {
            List<Object> all = new ArrayList<>(List.of(requests.kind()));
            for (PageRequest request : requests.requests()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte b : request.encode()) {
                    bytes.add(b);
                }
                all.add(bytes);
            }
            return all;
        }
        return message;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
