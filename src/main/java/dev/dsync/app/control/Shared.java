package dev.dsync.app.control;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A running share, as those who steer it see it. Any thread may call. */
public interface Shared {
    /** How it is. */
    Status status();

    /** Ends it, in good order; returns before it has ended. */
    void stop();

    /** For now nobody who would steer it can be let in; said once, until somebody is. */
    void stalled(IOException why);

    /**
     * How a share is.
     *
     * @param id by which people name it
     * @param paths what is shared, printable
     * @param url the link
     * @param downloads how many were begun
     * @param active how many are under way
     */
    record Status(String id, List<String> paths, String url, long downloads, long active) {
        private static final int VERSION = 1;

        public Status {
            paths = List.copyOf(paths);
        }

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("v", VERSION);
            fields.put("id", id);
            fields.put("paths", paths);
            fields.put("url", url);
            fields.put("downloads", downloads);
            fields.put("active", active);
            return fields;
        }

        static Status of(Fields fields) {
            return new Status(
                    fields.text("id"),
                    fields.texts("paths"),
                    fields.text("url"),
                    fields.number("downloads"),
                    fields.number("active"));
        }

        /** As a JSON object. */
        public String json() throws IOException {
            return JSON.std.asString(fields());
        }
    }
}
