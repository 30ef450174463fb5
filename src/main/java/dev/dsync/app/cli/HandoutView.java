package dev.dsync.app.cli;

import dev.dsync.app.render.QrCode;
import dev.dsync.app.render.ShareLines;
import dev.dsync.app.web.ShareListener;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said while something is handed out. */
final class HandoutView implements ShareListener {
    private final Console console;
    private final boolean json;
    private final boolean verbose;

    HandoutView(Console console, boolean json, boolean verbose) {
        this.console = console;
        this.json = json;
        this.verbose = verbose;
    }

    /**
     * How somebody gets it.
     *
     * @param pin empty for none, as are all that follow
     * @param fingerprint of the certificate
     * @param uploads where visitors' files go, printable
     */
    record Entrance(
            String id,
            List<String> paths,
            List<String> urls,
            String pin,
            String fingerprint,
            String uploads,
            String expires) {}

    void begun(Entrance entrance) {
        if (json) {
            Map<String, String> extras = new LinkedHashMap<>();
            extras.put("pin", entrance.pin);
            extras.put("fingerprint", entrance.fingerprint);
            extras.put("uploads", entrance.uploads);
            extras.put("expires", entrance.expires);
            extras.values().removeIf(String::isEmpty);
            out(ShareLines.begun(entrance.id, entrance.paths, entrance.urls, extras));
            return;
        }
        StringBuilder text = new StringBuilder(String.join("\n", entrance.urls));
        if (!entrance.pin.isEmpty()) {
            text.append("\nPIN ").append(entrance.pin);
        }
        if (!entrance.fingerprint.isEmpty()) {
            text.append("\nfingerprint of the certificate, SHA-256: ").append(entrance.fingerprint);
        }
        if (!entrance.uploads.isEmpty()) {
            text.append("\nuploads go to ").append(entrance.uploads);
        }
        if (Terminal.isOutput()) {
            text.append('\n').append(QrCode.of(entrance.urls.getFirst()).stripTrailing());
        }
        out(text.toString());
    }

    void ended(int exitCode, String why, int downloads) {
        if (json) {
            out(ShareLines.summary(exitCode, why, downloads));
        } else if (exitCode == ExitCode.OK) {
            out(why);
        }
    }

    @Override
    public void sent(String visitor, String path, long bytes) {
        if (json) {
            out(ShareLines.sent(visitor, path, bytes));
        } else if (verbose) {
            err(visitor + ": got " + path + ", " + bytes + " bytes");
        }
    }

    @Override
    public void received(String visitor, String path, long bytes) {
        if (json) {
            out(ShareLines.received(visitor, path, bytes));
        } else {
            out("received " + path + ", " + bytes + " bytes, from " + visitor);
        }
    }

    @Override
    public void wrongPin(String visitor, boolean closed) {
        if (json) {
            out(ShareLines.wrongPin(visitor, closed));
        } else if (verbose || closed) {
            err(
                    visitor
                            + ": wrong PIN"
                            + (closed ? "; nobody is let in any more, share again" : ""));
        }
    }

    private synchronized void out(String line) {
        Transcript out = new Transcript(console.out(), console.cancellation()::cancel);
        out.line(line);
        out.flush();
    }

    private synchronized void err(String words) {
        Transcript err = new Transcript(console.err(), () -> {});
        String time = RunLog.time(InstantSource.system().instant(), ZoneId.systemDefault());
        err.line("dsync: " + time + " " + words);
        err.flush();
    }
}
