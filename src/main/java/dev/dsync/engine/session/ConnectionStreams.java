package dev.dsync.engine.session;

import dev.dsync.io.transport.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection as two streams, which do not close it. */
final class ConnectionStreams {
    private ConnectionStreams() {}

    static InputStream input(Connection connection) {
        return new Incoming(connection);
    }

    static OutputStream output(Connection connection) {
        return new Outflow(connection);
    }

    /** A connection as a stream to read from. */
    private static final class Incoming extends InputStream {
        private final Connection connection;

        Incoming(Connection connection) {
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return length == 0 ? 0 : connection.read(bytes, offset, length);
        }
    }

    /** A connection as a stream to write to. */
    private static final class Outflow extends OutputStream {
        private final Connection connection;

        Outflow(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            connection.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            connection.flush();
        }
    }
}
