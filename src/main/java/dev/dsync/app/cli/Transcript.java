package dev.dsync.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines of output, in UTF-8; when the reader has gone, the run ends. */
final class Transcript {
    private final OutputStream out;
    private final Runnable whenClosed;
    private boolean closed;

    Transcript(OutputStream out, Runnable whenClosed) {
        this.out = new BufferedOutputStream(out);
        this.whenClosed = whenClosed;
    }

    void line(String line) {
        text(line + "\n");
    }

    void text(String text) {
        if (closed) {
            return;
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            close();
        }
    }

    void flush() {
        if (closed) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            close();
        }
    }

    /** Whether something could not be written. */
    boolean isClosed() {
        return closed;
    }

    private void close() {
        closed = true;
        whenClosed.run();
    }
}
