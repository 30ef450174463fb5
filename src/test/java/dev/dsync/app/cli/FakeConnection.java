package dev.dsync.app.cli;

import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import java.util.Optional;

/**
 * A connection that only counts.
 *
 * @param aborted what is done when it is aborted
 */
record FakeConnection(long sent, long received, Runnable aborted) implements Connection {
    FakeConnection(long sent, long received) {
        this(sent, received, () -> {});
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
    public void abort() {
        aborted.run();
    }

    @Override
    public String peer() {
        return "nobody";
    }

    @Override
    public Optional<SecureChannel> secureChannel() {
        return Optional.empty();
    }
}
