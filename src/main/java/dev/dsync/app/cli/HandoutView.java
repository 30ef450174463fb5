package dev.dsync.app.cli;

import dev.dsync.app.render.QrCode;
import dev.dsync.app.web.ShareListener;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
     * @param hotspot the network to be reached in; null for those this machine is in anyway
     * @param pin empty for none, as are all that follow
     * @param fingerprint of the certificate
     * @param uploads where visitors' files go, printable
     */
    record Entrance(
            String id,
            List<String> paths,
            List<String> urls,
            @Nullable Hotspot hotspot,
            String pin,
            String fingerprint,
            String uploads,
            String expires) {}

    void begun(Entrance entrance) {
        if (json) {
            Map<String, String> extras = new LinkedHashMap<>();
            if (entrance.hotspot != null) {
                extras.put("network", entrance.hotspot.ssid());
                extras.put("password", entrance.hotspot.password());
            }
            extras.put("pin", entrance.pin);
            extras.put("fingerprint", entrance.fingerprint);
            extras.put("uploads", entrance.uploads);
            extras.put("expires", entrance.expires);
            extras.values().removeIf(String::isEmpty);
            out(ShareLines.begun(entrance.id, entrance.paths, entrance.urls, extras));
            return;
        }
        StringBuilder text = new StringBuilder();
        if (entrance.hotspot != null) {
            text.append("join the network ")
                    .append(entrance.hotspot.ssid())
                    .append(" with the password ")
                    .append(entrance.hotspot.password())
                    .append('\n')
                    .append(picture(entrance.hotspot.joinText()));
        }
        text.append(String.join("\n", entrance.urls));
        if (!entrance.pin.isEmpty()) {
            text.append("\nPIN ").append(entrance.pin);
        }
        if (!entrance.fingerprint.isEmpty()) {
            text.append("\nfingerprint of the certificate, SHA-256: ").append(entrance.fingerprint);
        }
        if (!entrance.uploads.isEmpty()) {
            text.append("\nuploads go to ").append(entrance.uploads);
        }
        text.append('\n').append(picture(entrance.urls.getFirst()));
        out(text.toString().stripTrailing());
    }

    /** The QR code of a text, where somebody can take a picture of it. */
    private static String picture(String text) {
        return Terminal.isOutput() ? QrCode.of(text).stripTrailing() + "\n" : "";
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

    /** Nobody who would steer it can be let in for now. */
    void unheard(IOException why) {
        err(WatchMessages.unheard(why));
    }

    private synchronized void out(String line) {
        Transcript out = new Transcript(console.out(), console.cancellation()::cancel);
        out.line(line);
        out.flush();
    }

    private synchronized void err(String words) {
        String time = RunLog.time(InstantSource.system().instant(), ZoneId.systemDefault());
        console.tell("dsync: " + time + " " + words);
    }
}
