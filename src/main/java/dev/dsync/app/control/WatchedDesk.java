package dev.dsync.app.control;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What can be asked of a watch. */
final class WatchedDesk implements ControlServer.Desk {
    private final Watched watched;

    WatchedDesk(Watched watched) {
        this.watched = watched;
    }

    @Override
    public void stalled(IOException why) {
        watched.stalled(why);
    }

    @Override
    public ControlServer.Next answer(
            String request, Fields fields, Map<String, Object> last, ControlServer.Guest guest)
            throws IOException {
        switch (request) {
            case "status" -> last.putAll(watched.status().fields());
            case "mark" -> last.put("mark", watched.mark());
            case "synced" ->
                    last.put(
                            "synced",
                            watched.isPast(fields.number("mark")) && watched.status().isSynced());
            case "conflicts" -> conflicts(guest);
            case "approve" -> last.put("approved", watched.approve());
            case "rescan" -> watched.rescan();
            case "lend" -> {
                guest.await();
                lend(guest);
                return ControlServer.Next.DONE;
            }
            case "stop" -> {
                guest.await();
                watched.stop();
            }
            default -> {
                return ControlServer.Next.UNKNOWN;
            }
        }
        return ControlServer.Next.MORE;
    }

    /** Lends the root until the guest closes its connection, or ends. */
    private void lend(ControlServer.Guest guest) throws IOException {
        Closeable loan;
        try {
            loan = watched.lend();
        } catch (IOException e) {
            guest.refuse(String.valueOf(e.getMessage()));
            return;
        }
        try (loan) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ok", true);
            guest.write(answer);
            guest.untilGone();
        }
    }

    private void conflicts(ControlServer.Guest guest) throws IOException {
        watched.conflicts(
                (copy, original) -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("path", copy);
                    line.put("of", original);
                    guest.write(line);
                });
    }
}
