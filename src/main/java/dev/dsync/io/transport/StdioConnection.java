package dev.dsync.io.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The listening end of a remote shell: the standard streams of a process that serves one peer. */
public final class StdioConnection extends StreamConnection {
    private static final int OUTPUT_BYTES = 32 << 10;

    private final InputStream in;
    private final OutputStream out;

    private StdioConnection(InputStream in, OutputStream out) {
        super(in, new BufferedOutputStream(out, OUTPUT_BYTES), "remote shell");
        this.in = in;
        this.out = out;
    }

    /**
     * Greets the dialler on {@code out}; from now on nobody else may write there.
     *
     * <p>Streams of channels let {@link #abort} end a read or write that waits; others may not.
     */
    public static StdioConnection open(InputStream in, OutputStream out) throws IOException {
        StdioConnection connection = new StdioConnection(in, out);
        byte[] greeting = Greeting.line();
        connection.write(greeting, 0, greeting.length);
        connection.flush();
        return connection;
    }

    @Override
    void checkEnd() {}

    @Override
    TransportException failure(IOException e) {
        return new TransportException.LostConnection(peer(), String.valueOf(e.getMessage()), e);
    }

    @Override
    void release(boolean orderly) throws IOException {
        try (in) {
            out.close();
        }
    }
}
