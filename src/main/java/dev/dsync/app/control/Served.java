package dev.dsync.app.control;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares that are served to push and pull, as those who look at them see it. Any thread may call.
 */
@FunctionalInterface
public interface Served {
    /** How it is. */
    Status status();

    /**
     * How serving is.
     *
     * @param shares the names of what is offered
     * @param guests those who have proved a key and are there
     * @param visits how many have proved a key so far
     * @param sent bytes that were sent to all of them, with what the transport adds
     * @param received bytes that came from all of them, with what the transport adds
     */
    record Status(List<String> shares, List<Guest> guests, long visits, long sent, long received) {
        private static final int VERSION = 1;

        public Status {
            shares = List.copyOf(shares);
            guests = List.copyOf(guests);
        }

        /** It as one line for programs. */
        public String json() throws IOException {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("v", VERSION);
            object.put("event", "serving");
            object.put("shares", shares);
            object.put("visits", visits);
            object.put("sent", sent);
            object.put("received", received);
            object.put("guests", guests.stream().map(Guest::fields).toList());
            return JSON.std.asString(object);
        }
    }

    /**
     * Somebody who is there.
     *
     * @param name the address, printable
     * @param share the share's name, printable
     * @param doing {@code push}, {@code pull} or {@code sync}; empty until that is known
     * @param readOnly whether the key was the one that only lets read
     * @param seconds since the key was proved
     * @param sent bytes that went there, with what the transport adds
     * @param received bytes that came from there
     * @param sending bytes that go in a second
     * @param receiving bytes that come in a second
     */
    record Guest(
            String name,
            String share,
            String doing,
            boolean readOnly,
            long seconds,
            long sent,
            long received,
            long sending,
            long receiving) {
        private Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", name);
            fields.put("share", share);
            if (!doing.isEmpty()) {
                fields.put("doing", doing);
            }
            fields.put("readOnly", readOnly);
            fields.put("seconds", seconds);
            fields.put("sent", sent);
            fields.put("received", received);
            fields.put("sending", sending);
            fields.put("receiving", receiving);
            return fields;
        }
    }
}
