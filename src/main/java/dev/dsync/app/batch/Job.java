package dev.dsync.app.batch;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A named push or pull.
 *
 * @param way which of the two
 * @param sources as they would be typed, at least one
 * @param destination as it would be typed
 * @param settings options in the order in which they hold: what comes later goes before
 * @param retry what is done when it fails
 * @param timeLimit how long it may take with all its attempts; null for ever
 */
public record Job(
        String name,
        Way way,
        List<String> sources,
        String destination,
        List<Setting> settings,
        Retry retry,
        @Nullable Duration timeLimit) {
    public Job {
        sources = List.copyOf(sources);
        settings = List.copyOf(settings);
    }

    /** Which end is on this machine. */
    public enum Way {
        /** The sources are here. */
        PUSH,
        /** The destination is here. */
        PULL;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An option of push and pull.
     *
     * @param option its long name without dashes
     * @param on false for its {@code --no-} form
     * @param value empty if it takes none
     */
    public record Setting(String option, boolean on, String value) {}
}
