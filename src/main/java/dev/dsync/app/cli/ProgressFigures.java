package dev.dsync.app.cli;

import dev.dsync.app.render.Figures;
import dev.dsync.app.render.ProgressLine;
import dev.dsync.app.render.Tally;
import java.util.Locale;

/**
 * Figures about progress on standard output, in rsync's columns: bytes, percentage, rate, time, and
 * how many files were sent and are still to come.
 */
final class ProgressFigures {
    private static final long REDRAW_NANOS = 1_000_000_000;
    private static final double NANOS = 1e9;
    private static final int UNIT = 1024;
    private static final int PERCENT = 100;
    private static final long HOURS_MAX = 9_999;
    private static final String UNKNOWN = "  ??:??:??";

    private final Figures figures;
    private final boolean ofRun;
    private final ProgressLine.Pace pace;
    private final long start;
    private long files;
    private long drawnAt;
    private boolean open;

    /**
     * Nothing was sent yet.
     *
     * @param ofRun whether there is one line for the run, not one for each file
     */
    ProgressFigures(Figures figures, boolean ofRun, long start) {
        this.figures = figures;
        this.ofRun = ofRun;
        this.pace = new ProgressLine.Pace(start);
        this.start = start;
        this.drawnAt = start;
    }

    /** What follows the line of a file that was sent; the line's end is in it. */
    String sent(long size, Tally tally, long now) {
        files++;
        if (ofRun) {
            return "";
        }
        double rate = pace.at(tally.doneBytes(), now);
        String line = line(size, PERCENT, rate, seconds(now - drawnAt)) + counts(tally) + "\n";
        drawnAt = now;
        return line;
    }

    /** Whether there is something to draw, and it is time for it. */
    boolean isDue(Tally tally, long now) {
        return ofRun && tally.isPlanned() && now - drawnAt >= REDRAW_NANOS;
    }

    /** The line of the run, over the one before. */
    String draw(Tally tally, long now) {
        long done = tally.doneBytes();
        double rate = pace.at(done, now);
        drawnAt = now;
        open = true;
        return line(done, percent(tally), rate, left(tally.plannedBytes() - done, rate))
                + counts(tally);
    }

    /** The last line of the run, with the time it took and the rate of all of it. */
    String last(Tally tally, long now) {
        if (!ofRun) {
            return "";
        }
        open = false;
        double seconds = Math.max(1, now - start) / NANOS;
        long done = tally.doneBytes();
        return line(done, percent(tally), done / seconds, seconds(now - start))
                + counts(tally)
                + "\n";
    }

    /** What has to come before other lines. */
    String close() {
        if (!open) {
            return "";
        }
        open = false;
        return "\n";
    }

    private String counts(Tally tally) {
        long left = Math.max(0, tally.plannedFiles() - files);
        return String.format(Locale.ROOT, " (xfr#%d, to-chk=%d/%d)", files, left, tally.entries());
    }

    private String line(long bytes, int percent, double rate, String time) {
        return String.format(
                Locale.ROOT, "\r%15s %3d%% %s %s", figures.bytes(bytes), percent, rate(rate), time);
    }

    private static int percent(Tally tally) {
        long all = tally.plannedBytes();
        return all == 0 ? PERCENT : (int) (tally.doneBytes() * (double) PERCENT / all);
    }

    private static String rate(double bytes) {
        double rate = bytes / UNIT;
        String unit = "kB/s";
        if (rate > (double) UNIT * UNIT) {
            rate /= (double) UNIT * UNIT;
            unit = "GB/s";
        } else if (rate > UNIT) {
            rate /= UNIT;
            unit = "MB/s";
        }
        return String.format(Locale.ROOT, "%7.2f%s", rate, unit);
    }

    private static String left(long bytes, double rate) {
        if (bytes == 0) {
            return time(0);
        }
        return rate < 1 ? UNKNOWN : time((long) Math.ceil(bytes / rate));
    }

    private static String seconds(long nanos) {
        return time(Math.round(nanos / NANOS));
    }

    private static String time(long seconds) {
        long hours = seconds / 3600;
        return hours > HOURS_MAX
                ? UNKNOWN
                : String.format(
                        Locale.ROOT, "%4d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60);
    }
}
