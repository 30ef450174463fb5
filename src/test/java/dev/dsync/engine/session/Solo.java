package dev.dsync.engine.session;

import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.wire.FrameWriter;
import dev.dsync.io.wire.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One session, and a test in the place of its peer. */
final class Solo implements AutoCloseable {
    private final VirtualClock clock;
    private final VirtualEnd end;
    private final List<Message> heard = new ArrayList<>();

    Solo(Session session, VirtualClock clock) throws IOException {
        this.clock = clock;
        this.end =
                new VirtualEnd(
                        "session",
                        session,
                        clock,
                        () -> 0,
                        new VirtualEnd.Outlet() {
                            @Override
                            public void send(Message message, byte[] frame) {
                                heard.add(message);
                            }

                            @Override
                            public void end() {}
                        });
        end.start();
        settle();
    }

    /** Says something, and lets the session do what it does then; the answer is what it says. */
    List<Message> say(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FrameWriter writer = new FrameWriter(bytes, new CompressionPolicy.None())) {
            writer.write(message);
            writer.flush();
        }
        return say(bytes.toByteArray());
    }

    List<Message> say(byte[] frame) throws IOException {
        if (!end.hasEnded()) {
            end.deliver(frame);
        }
        settle();
        return heard();
    }

    private void settle() throws IOException {
        for (List<VirtualEnd.Step> steps = end.steps(); !steps.isEmpty(); steps = end.steps()) {
            steps.getFirst().action().run();
        }
    }

    /** Lets time pass, a timer at a time. */
    List<Message> waitSeconds(long seconds) throws IOException {
        long until = clock.nanos() + seconds * 1_000_000_000L;
        while (end.nextNanos() <= until) {
            clock.advanceTo(end.nextNanos());
            settle();
        }
        clock.advanceTo(until);
        return heard();
    }

    /** What the session has said since this was last asked. */
    List<Message> heard() {
        List<Message> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    Ending ending() {
        Ending ending = end.ending();
        if (ending == null) {
            throw new IllegalStateException("the session goes on");
        }
        return ending;
    }

    boolean hasEnded() {
        return end.hasEnded();
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
