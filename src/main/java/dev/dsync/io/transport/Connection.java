package dev.dsync.io.transport;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * A byte stream between two devices, both ways.
 *
 * <p>One thread may read while another writes. What fails is told by a {@link TransportException}.
 */
public interface Connection extends Closeable {
    /**
     * Reads at least one byte, waiting for it.
     *
     * @return how many bytes were read, or -1 after the peer ended its side on purpose; a stream
     *     that was cut throws instead, as far as the transport can tell
     */
    int read(byte[] bytes, int offset, int length) throws IOException;

    /** Writes all bytes, waiting while the peer does not take them; they may stay in a buffer. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Hands what is buffered to the socket or pipe. */
    void flush() throws IOException;

    /** Flushes and tells the peer that nothing more will come; reading goes on. */
    void closeOutput() throws IOException;

    /**
     * Ends both ways in good order: what was written arrives, as far as the peer still reads. Not
     * to be called while another thread writes; {@link #abort} may be.
     */
    @Override
    void close() throws IOException;

    /** Ends both ways at once, from any thread; calls that wait fail. */
    void abort();

    /** Bytes handed to the socket or pipe so far, with all the transport adds. */
    long sent();

    /** Bytes taken from the socket or pipe so far, with all the transport adds. */
    long received();

    /** The other end, for messages: a host, an address. */
    String peer();

    /** What TLS knows of the peer; nothing for a pipe or ssh, whose ends were trusted before. */
    Optional<SecureChannel> secureChannel();
}
