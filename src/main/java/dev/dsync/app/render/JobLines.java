package dev.dsync.app.render;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch as JSON; between its lines stand those of the runs that its jobs are. */
public final class JobLines {
    private JobLines() {}

    /** A job that begins, or one of a list. */
    public static String job(String name, String way, List<String> sources, String destination) {
        Map<String, Object> object = JsonLines.object("job");
        object.put("job", name);
        object.put("way", way);
        object.put("sources", sources);
        object.put("destination", destination);
        return JsonLines.line(object);
    }

    /**
     * A job that will be tried again.
     *
     * @param attempts how often it was tried
     * @param exitCode of the last attempt
     */
    public static String retry(String name, int attempts, int exitCode, Duration pause) {
        Map<String, Object> object = JsonLines.object("retry");
        object.put("job", name);
        object.put("attempts", attempts);
        object.put("exitCode", exitCode);
        object.put("pauseMillis", pause.toMillis());
        return JsonLines.line(object);
    }

    /**
     * What became of a job.
     *
     * @param message empty where the run has said all
     * @param figures of its last attempt; null if it has none
     */
    public static String result(
            String name,
            String outcome,
            int exitCode,
            String message,
            int attempts,
            Duration elapsed,
            @Nullable Statistics figures) {
        Map<String, Object> object = JsonLines.object("result");
        object.put("job", name);
        object.put("outcome", outcome);
        object.put("exitCode", exitCode);
        if (!message.isEmpty()) {
            object.put("message", message);
        }
        object.put("attempts", attempts);
        object.put("elapsedMillis", elapsed.toMillis());
        if (figures != null) {
            object.put("transferredFiles", figures.transferredFiles());
            object.put("transferredBytes", figures.transferredBytes());
            object.put("deleted", figures.deleted().total());
            object.put("sentBytes", figures.sentBytes());
            object.put("receivedBytes", figures.receivedBytes());
        }
        return JsonLines.line(object);
    }

    /**
     * The last line.
     *
     * @param notRun jobs that were held by somebody else, or whose turn did not come
     */
    public static String batch(
            int jobs, int done, int failed, int notRun, int exitCode, Duration elapsed) {
        Map<String, Object> object = JsonLines.object("batch");
        object.put("jobs", jobs);
        object.put("done", done);
        object.put("failed", failed);
        object.put("notRun", notRun);
        object.put("exitCode", exitCode);
        object.put("elapsedMillis", elapsed.toMillis());
        return JsonLines.line(object);
    }
}
