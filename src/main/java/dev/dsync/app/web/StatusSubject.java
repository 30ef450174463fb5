package dev.dsync.app.web;

import java.io.IOException;
import java.util.Map;

/** What a status page is of. Any thread may call. */
interface StatusSubject {
    /** The name of the page it has: {@code watch} or {@code serve}. */
    String kind();

    /** What is to be known of it now, each thing as a JSON object in one line. */
    Map<String, String> now() throws IOException;

    /** The same in figures. */
    void measure(Exposition to) throws IOException;

    /** What happens to it. */
    Feed feed();

    /**
     * Does what somebody who looks at it has asked for.
     *
     * @return what to tell him; empty if there is no such thing to do
     * @throws IOException if it cannot be done
     */
    String order(String what, Form details) throws IOException;
}
