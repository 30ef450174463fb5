package dev.dsync.app.cli;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The file of {@code --log-file}: lines with time and process, as rsync writes them. */
final class RunLog implements Closeable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);

    private final OutputStream out;
    private final InstantSource clock;
    private final ZoneId zone;
    private final long process;

    RunLog(OutputStream out, InstantSource clock, ZoneId zone, long process) {
        this.out = out;
        this.clock = clock;
        this.zone = zone;
        this.process = process;
    }

    /** Opens the file to append to it. */
    static RunLog open(String file) throws IOException {
        return new RunLog(
                new FileOutputStream(file, true),
                InstantSource.system(),
                ZoneId.systemDefault(),
                ProcessHandle.current().pid());
    }

    void line(String line) {
        String time = TIME.format(ZonedDateTime.ofInstant(clock.instant(), zone));
        String whole = time + " [" + process + "] " + line + "\n";
        try {
            out.write(whole.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A full disk must not end the run that is logged.
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
