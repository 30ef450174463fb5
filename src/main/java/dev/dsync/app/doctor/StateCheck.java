package dev.dsync.app.doctor;

import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Whether what dsync remembers can be written, and how much room is left for it. */
final class StateCheck implements Check {
    private static final long MIB = 1 << 20;
    private static final long TOO_LITTLE = 64 * MIB;
    private static final long LITTLE = 1024 * MIB;
    private static final int OTHERS = 0077;

    private final Probe probe;

    StateCheck(Probe probe) {
        this.probe = probe;
    }

    @Override
    public String subject() {
        return "state";
    }

    @Override
    public List<Finding> look() throws IOException {
        String state = probe.state();
        String shown = Escape.path(state.getBytes(StandardCharsets.UTF_8));
        Probe.Written written;
        try {
            written = probe.write();
        } catch (FsException e) {
            return List.of(
                    Finding.wrong(
                            shown + " cannot be written: " + e.reason().text(),
                            "keep it elsewhere; or make it your own",
                            e.reason() == FsException.Reason.ACCESS_DENIED
                                    ? "sudo chown -R \"$(id -un)\" " + Shell.word(state)
                                    : "export DSYNC_HOME=$HOME/.dsync"));
        }
        if (written.isState() && written.stat().uid() != probe.system().effectiveUser()) {
            return List.of(
                    Finding.wrong(
                            shown + " belongs to another user",
                            "make it your own",
                            "sudo chown -R \"$(id -un)\" " + Shell.word(state)));
        }
        if (written.isState() && (written.stat().mode() & OTHERS) != 0) {
            return List.of(
                    Finding.wrong(
                            shown + " is open to others",
                            "keep it to yourself",
                            "chmod go= " + Shell.word(state)));
        }
        return List.of(room(shown, written));
    }

    private static Finding room(String shown, Probe.Written written) {
        String text =
                shown
                        + ", "
                        + String.format(Locale.ROOT, "%,d", written.usableBytes() / MIB)
                        + " MiB free";
        String folder = Shell.word(written.folder());
        String largest = "du -xh " + folder + " | sort -h | tail";
        if (written.usableBytes() < TOO_LITTLE) {
            return Finding.wrong(text, "make room; the largest here are shown by", largest);
        }
        return written.usableBytes() < LITTLE
                ? Finding.note(text, "make room soon; the largest here are shown by", largest)
                : Finding.ok(text);
    }
}
