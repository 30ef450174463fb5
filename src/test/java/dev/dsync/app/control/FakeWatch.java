package dev.dsync.app.control;

import dev.dsync.engine.mesh.Links;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A watch that does nothing but take down what it was told. */
final class FakeWatch implements Watched {
    private static final Status.Peer PEER =
            new Status.Peer(
                    "nas:22001",
                    true,
                    Status.Reach.CONNECTED,
                    true,
                    new Links.Work(2, 1_500_000, 1000, 10, 0),
                    "");

    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Status status =
            new Status("/srv/a", "a", 3, 1L << 40, Status.State.WATCHING, "", List.of(PEER));
    volatile long passed;
    volatile int copies;

    @Override
    public Status status() {
        return status;
    }

    @Override
    public long mark() {
        return 7;
    }

    @Override
    public boolean isPast(long mark) {
        return passed >= mark;
    }

    @Override
    public void conflicts(Conflicts to) throws IOException {
        for (int i = 0; i < copies; i++) {
            to.found("d/copy" + i, "d/\"name\\#012" + i);
        }
    }

    @Override
    public List<String> approve() {
        told.add("approve");
        return List.of("9 of 10", "\"8\" of 9");
    }

    @Override
    public void stalled(IOException why) {
        told.add("stalled: " + why.getMessage());
    }

    @Override
    public void rescan() {
        told.add("rescan");
    }

    @Override
    public Closeable lend() throws IOException {
        if (told.contains("lend")) {
            throw new IOException("it is lent already");
        }
        told.add("lend");
        return () -> told.add("back");
    }

    @Override
    public void stop() {
        told.add("stop");
    }
}
