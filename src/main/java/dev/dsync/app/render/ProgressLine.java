package dev.dsync.app.render;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line that shows how far a run has come: a bar, the rate, the bytes on the wire, the rest. */
public final class ProgressLine {
    /** Takes away what stands on the terminal's last line. */
    public static final String ERASE = "\r\u001b[K";

    /** A terminal narrower than it says cuts the line off instead of going on below it. */
    private static final String CUT_OFF = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private static final long REDRAW_NANOS = 100_000_000;
    private static final double NANOS = 1e9;

    /** Seconds over which the rate is averaged, so that the time left does not jump. */
    private static final double MEMORY_SECONDS = 5;

    private static final int BAR_MIN = 10;
    private static final int BAR_MAX = 40;
    private static final int PERCENT = 100;

    private final int columns;
    private long drawnAt;
    private boolean drawn;
    private boolean visible;
    private @Nullable Pace pace;
    private double rate;

    /** A line no wider than this. */
    public ProgressLine(int columns) {
        this.columns = columns;
    }

    /** Whether enough time has passed since the line was last drawn. */
    public boolean isDue(Tally tally, long now) {
        return tally.isPlanned() && (!drawn || now - drawnAt >= REDRAW_NANOS);
    }

    /**
     * What is to be written to the terminal: the line, over what stood there before.
     *
     * @param wireBytes sent and received so far
     */
    public String draw(Tally tally, long wireBytes, long now) {
        long done = tally.doneBytes();
        if (pace == null) {
            pace = new Pace(now - tally.elapsed(now));
        }
        rate = pace.at(done, now);
        drawn = true;
        visible = true;
        drawnAt = now;
        String line = fitted(line(done, tally.plannedBytes(), wireBytes));
        return over(line);
    }

    /** What writes a line over what stood on the terminal's last. */
    public static String over(String line) {
        return ERASE + CUT_OFF + line + WRAP;
    }

    /** What takes the line away again; nothing if there is none. */
    public String erase() {
        if (!visible) {
            return "";
        }
        visible = false;
        return ERASE;
    }

    private String line(long done, long all, long wireBytes) {
        int percent = all == 0 ? PERCENT : (int) (done * (double) PERCENT / all);
        String figures =
                String.format(
                        Locale.ROOT,
                        " %3d%% %s/%s %s/s, %s on the wire, %s left",
                        percent,
                        Figures.THOUSANDS.bytes(done),
                        Figures.THOUSANDS.bytes(all),
                        Figures.THOUSANDS.bytes((long) rate),
                        Figures.THOUSANDS.bytes(wireBytes),
                        left(all - done));
        int room = Math.min(BAR_MAX, columns - 1 - figures.length() - 2);
        return room < BAR_MIN ? figures.strip() : bar(percent, room) + figures;
    }

    private static String bar(int percent, int width) {
        int full = width * percent / PERCENT;
        return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }

    private String left(long bytes) {
        if (bytes == 0) {
            return "0:00";
        }
        if (rate < 1) {
            return "-:--";
        }
        long seconds = (long) Math.ceil(bytes / rate);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
    }

    private String fitted(String line) {
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }

    /** How fast it goes, averaged over some seconds. */
    public static final class Pace {
        private long at;
        private long bytes;
        private double rate;
        private boolean begun;

        /** Nothing is done yet; {@code start} is read from a monotonic clock, in nanoseconds. */
        public Pace(long start) {
            this.at = start;
        }

        /** Bytes a second, now that so much is done. */
        public double at(long done, long now) {
            double seconds = (now - at) / NANOS;
            if (seconds > 0) {
                double weight = begun ? 1 - Math.exp(-seconds / MEMORY_SECONDS) : 1;
                rate += weight * ((done - bytes) / seconds - rate);
                begun = true;
                at = now;
                bytes = done;
            }
            return rate;
        }
    }
}
