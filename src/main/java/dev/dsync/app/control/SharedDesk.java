package dev.dsync.app.control;

import java.io.IOException;
import java.util.Map;

/** What can be asked of a running share. */
final class SharedDesk implements ControlServer.Desk {
    private final Shared shared;

    SharedDesk(Shared shared) {
        this.shared = shared;
    }

    @Override
    public void stalled(IOException why) {
        shared.stalled(why);
    }

    @Override
    public ControlServer.Next answer(
            String request, Fields fields, Map<String, Object> last, ControlServer.Guest guest)
            throws IOException {
        switch (request) {
            case "status" -> last.putAll(shared.status().fields());
            case "stop" -> {
                guest.await();
                shared.stop();
            }
            default -> {
                return ControlServer.Next.UNKNOWN;
            }
        }
        return ControlServer.Next.MORE;
    }
}
