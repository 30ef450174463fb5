package dev.dsync.app.control;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a running watch or share. Used by one thread. */
public final class ControlClient implements AutoCloseable {
    /** No line of an answer is longer. */
    static final int ANSWER_MAX = 1 << 20;

    private static final int BUFFER = 8192;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private Duration patience;

    private ControlClient(SocketChannel channel, Selector selector, Duration patience) {
        this.channel = channel;
        this.selector = selector;
        this.patience = patience;
    }

    /** Nobody watches there. */
    public static final class NobodyException extends IOException {
        NobodyException(Throwable cause) {
            super("nobody answers", cause);
        }

        NobodyException() {
            super("nobody answers");
        }
    }

    /** A watch did not answer in time. */
    public static final class SilentException extends IOException {
        SilentException() {
            super("it does not answer");
        }
    }

    /**
     * Calls the watch or share at a place.
     *
     * @param patience how long it may be silent where it has to answer
     * @throws NobodyException if there is none
     */
    public static ControlClient open(ControlPlace place, Duration patience) throws IOException {
        Path path = place.path();
        if (!Files.exists(path)) {
            throw new NobodyException();
        }
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            throw new NobodyException(e);
        }
        try {
            if (!SameUser.isAt(channel, path)) {
                throw new IOException("another user answers");
            }
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new ControlClient(channel, selector, patience);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** How it is. */
    public Status status() throws IOException {
        return Status.of(ask(request("status"), (copy, original) -> {}));
    }

    /** How a share is. */
    public Shared.Status shared() throws IOException {
        return Shared.Status.of(ask(request("status"), (copy, original) -> {}));
    }

    /** Marks this moment, for {@link #isSynced}. */
    public long mark() throws IOException {
        return ask(request("mark"), (copy, original) -> {}).number("mark");
    }

    /** Whether all that changed before that mark is the same here and at the peers. */
    public boolean isSynced(long mark) throws IOException {
        Map<String, Object> request = request("synced");
        request.put("mark", mark);
        return ask(request, (copy, original) -> {}).isTrue("synced");
    }

    /** Names all conflict copies. */
    public void conflicts(Watched.Conflicts to) throws IOException {
        ask(request("conflicts"), to);
    }

    /** Lets it delete what it has paused for, which is what is returned, printable. */
    public List<String> approve() throws IOException {
        return ask(request("approve"), (copy, original) -> {}).texts("approved");
    }

    /** Has it look at everything. */
    public void rescan() throws IOException {
        ask(request("rescan"), (copy, original) -> {});
    }

    /**
     * Has it let go of its root, until this client is closed or the process ends.
     *
     * @throws IOException if it does not in time
     */
    public void borrow() throws IOException {
        ask(request("lend"), (copy, original) -> {});
    }

    /**
     * Ends it, and waits until it has ended.
     *
     * @throws IOException if it has hung up before it answered: then it may still be there
     */
    public void stop() throws IOException {
        ask(request("stop"), (copy, original) -> {});
        try {
            while (true) {
                line();
            }
        } catch (EOFException e) {
            // That was to be.
        }
    }

    private static Map<String, Object> request(String what) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("v", 1);
        request.put("do", what);
        return request;
    }

    private Fields ask(Map<String, Object> request, Watched.Conflicts to) throws IOException {
        String line = JSON.std.asString(request) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes); // far less than the system takes at once
        }
        while (true) {
            Fields answer = Fields.of(line());
            if (answer.isTrue("ok")) {
                return answer;
            }
            String path = answer.text("path");
            if (path.isEmpty()) {
                throw new IOException(answer.text("error"));
            }
            to.found(path, answer.text("of"));
        }
    }

    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return line.toByteArray();
                }
                line.write(next);
                if (line.size() > ANSWER_MAX) {
                    throw new IOException("an answer is too long");
                }
            }
            fill();
        }
    }

    private void fill() throws IOException {
        int read = channel.read(buffer.clear());
        while (read == 0) {
            selector.selectedKeys().clear();
            if (selector.select(Math.max(1, patience.toMillis())) == 0) {
                buffer.flip();
                throw new SilentException();
            }
            read = channel.read(buffer);
        }
        buffer.flip();
        if (read < 0) {
            throw new EOFException("it has hung up");
        }
    }

    /** How long it may be silent from now on. */
    public void setPatience(Duration longest) {
        patience = longest;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
