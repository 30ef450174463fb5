package dev.dsync.io.transport;

import java.io.IOException;
import java.io.Reader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What a remote shell says on standard error: handed on line by line, the last of it kept. */
final class RemoteErrors implements Runnable {
    private static final int KEPT_CHARS_MAX = 16 << 10;
    private static final int LINE_CHARS_MAX = 4 << 10;

    private final Reader from;
    private final Consumer<String> lines;
    private final StringBuilder kept = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    RemoteErrors(Reader from, Consumer<String> lines) {
        this.from = from;
        this.lines = lines;
    }

    /** Reads to the end. */
    @Override
    public void run() {
        char[] chars = new char[1024];
        try (from) {
            for (int count = from.read(chars); count >= 0; count = from.read(chars)) {
                take(chars, count);
            }
        } catch (IOException _) {
            // The pipe was closed under us at the end of the connection.
        } finally {
            endLine();
            ended.complete(null);
        }
    }

    /** Hands on what came on another stream but is no part of the connection. */
    void say(String text) {
        text.lines().forEach(lines);
    }

    /** The last that was said, once all was or the wait for it was too long. */
    String text(long waitMillis) {
        try {
            ended.get(waitMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // A child of the shell may hold the pipe open for ever: what came must do.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (kept) {
            return kept.toString();
        }
    }

    private void take(char[] chars, int count) {
        synchronized (kept) {
            kept.append(chars, 0, count);
            kept.delete(0, Math.max(0, kept.length() - KEPT_CHARS_MAX));
        }
        for (int i = 0; i < count; i++) {
            if (chars[i] == '\n') {
                endLine();
            } else {
                line.append(chars[i]);
                if (line.length() >= LINE_CHARS_MAX) {
                    endLine();
                }
            }
        }
    }

    private void endLine() {
        if (!line.isEmpty()) {
            lines.accept(line.toString());
            line.setLength(0);
        }
    }
}
