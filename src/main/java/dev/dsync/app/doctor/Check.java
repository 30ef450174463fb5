package dev.dsync.app.doctor;

import java.io.IOException;
import java.util.List;

/** One thing that is looked at; looking leaves nothing behind. */
public interface Check {
    /** What is looked at, in a word or two. */
    String subject();

    /**
     * What was found, at least one thing.
     *
     * @throws IOException if it cannot be looked at
     */
    List<Finding> look() throws IOException;
}
