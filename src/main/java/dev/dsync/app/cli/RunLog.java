package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
                append(file),
                InstantSource.system(),
                ZoneId.systemDefault(),
                ProcessHandle.current().pid());
    }

    private static OutputStream append(String file) throws ToldException {
        try {
            return new FileOutputStream(file, true);
        } catch (IOException e) {
            throw new ToldException(
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot write --log-file "
                                    + Printable.of(file)
                                    + ": "
                                    + Printable.of(SystemWords.of(e)),
                            "name a file in a directory that is there and may be written"),
                    e);
        }
    }

    /** A moment as lines of the log begin. */
    static String time(Instant moment, ZoneId zone) {
        return TIME.format(ZonedDateTime.ofInstant(moment, zone));
    }

    void line(String line) {
        String whole = time(clock.instant(), zone) + " [" + process + "] " + line + "\n";
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
