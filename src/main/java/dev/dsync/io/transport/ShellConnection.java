package dev.dsync.io.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The dialling end of a remote shell: a process of this machine and its pipes. */
final class ShellConnection extends StreamConnection {
    private static final int NOT_FOUND = 127;
    private static final int SSH_ITSELF = 255;
    private static final long ORDERLY_EXIT_MILLIS = 5_000;
    private static final long FORCED_EXIT_MILLIS = 500;
    private static final long STDERR_MILLIS = 500;

    private final Process process;
    private final RemoteErrors errors;
    private final InputStream in;

    ShellConnection(Process process, RemoteErrors errors, String host) {
        super(process.getInputStream(), process.getOutputStream(), host);
        this.process = process;
        this.errors = errors;
        this.in = process.getInputStream();
    }

    /** Waits until dsync speaks at the other end. */
    void awaitGreeting() throws IOException {
        Greeting.Heard heard;
        try {
            heard = Greeting.await(in);
        } catch (IOException e) {
            throw failure(e);
        }
        byte[] noise = heard.noise().bytes();
        if (heard.found()) {
            count(0, noise.length + Greeting.line().length);
            errors.say(new String(noise, StandardCharsets.UTF_8));
            return;
        }
        OptionalInt exit = heard.ended() ? exit(ORDERLY_EXIT_MILLIS) : OptionalInt.empty();
        int status = exit.orElse(0);
        boolean ownWords = status == NOT_FOUND || status == SSH_ITSELF;
        if (status != 0 && (ownWords || noise.length == 0)) {
            throw failed(status);
        }
        throw new TransportException.NotDsync(peer(), noise);
    }

    @Override
    void checkEnd() throws IOException {
        OptionalInt exit = exit(ORDERLY_EXIT_MILLIS);
        if (exit.isPresent() && exit.getAsInt() != 0) {
            throw failed(exit.getAsInt());
        }
    }

    @Override
    TransportException failure(IOException e) {
        OptionalInt exit = exit(FORCED_EXIT_MILLIS);
        return exit.isPresent() && exit.getAsInt() != 0
                ? failed(exit.getAsInt())
                : new TransportException.LostConnection(peer(), String.valueOf(e.getMessage()), e);
    }

    @Override
    void release(boolean orderly) {
        if (orderly && exit(ORDERLY_EXIT_MILLIS).isPresent()) {
            errors.text(STDERR_MILLIS);
            return;
        }
        // Only the signal: closing the pipes first would wait for whoever is blocked in a write.
        process.toHandle().destroy();
        if (exit(FORCED_EXIT_MILLIS).isEmpty()) {
            process.destroyForcibly();
            exit(FORCED_EXIT_MILLIS);
        }
    }

    private TransportException failed(int exit) {
        String said = lastLine(errors.text(STDERR_MILLIS));
        return exit == NOT_FOUND
                ? new TransportException.DsyncNotFound(peer(), said)
                : new TransportException.SshFailed(peer(), exit, said);
    }

    /** Where ssh says what was wrong, behind its warnings. */
    private static String lastLine(String said) {
        return said.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (before, line) -> line);
    }

    private OptionalInt exit(long waitMillis) {
        try {
            if (process.waitFor(waitMillis, TimeUnit.MILLISECONDS)) {
                return OptionalInt.of(process.exitValue());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return OptionalInt.empty();
    }
}
