package dev.dsync.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What somebody prints, kept for a report; of very much only the beginning. */
final class Collected extends OutputStream {
    /** More than anybody reads, less than a mail may have. */
    private static final int BYTES_MAX = 1 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean full;
    private long linesLeft;

    @Override
    public synchronized void write(int b) {
        if (full) {
            linesLeft += b == '\n' ? 1 : 0;
            return;
        }
        kept.write(b);
        full = b == '\n' && kept.size() >= BYTES_MAX;
    }

    /** All of it, or the beginning and how much is left out; lines that end, or nothing. */
    synchronized String text() {
        String text = kept.toString(StandardCharsets.UTF_8);
        return linesLeft == 0 ? text : text + "... and " + linesLeft + " lines more\n";
    }
}
