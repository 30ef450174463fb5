package dev.dsync.core.plan;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A cursor over a plan; it holds no more than the directories above where it is. */
public interface Actions {
    /** The next action, or null after the last. */
    @Nullable Action next() throws IOException;
}
