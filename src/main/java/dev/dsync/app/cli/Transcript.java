package dev.dsync.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of output, in UTF-8; when they can no longer be written, the run ends. */
final class Transcript {
    private final OutputStream out;
    private final Runnable whenLost;
    private @Nullable IOException lost;

    Transcript(OutputStream out, Runnable whenLost) {
        this.out = new BufferedOutputStream(out);
        this.whenLost = whenLost;
    }

    void line(String line) {
        text(line + "\n");
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as they are, for programs. */
    void bytes(byte[] bytes) {
        if (lost != null) {
            return;
        }
        try {
            out.write(bytes);
        } catch (IOException e) {
            lose(e);
        }
    }

    void flush() {
        if (lost != null) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            lose(e);
        }
    }

    /** Why something could not be written; null while everything could. */
    @Nullable IOException lost() {
        return lost;
    }

    private void lose(IOException e) {
        lost = e;
        whenLost.run();
    }
}
