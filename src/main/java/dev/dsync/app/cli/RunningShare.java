package dev.dsync.app.cli;

import dev.dsync.app.control.ControlPlace;
import dev.dsync.app.control.ControlServer;
import dev.dsync.app.control.Shared;
import dev.dsync.app.web.Lifetime;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;

/** The share of this process, to those who steer it. */
final class RunningShare implements Shared {
    private final String id;
    private final List<String> paths;
    private final String url;
    private final Lifetime lifetime;
    private final HandoutView view;
    private volatile boolean stopped;

    RunningShare(
            String id, List<String> paths, List<String> urls, Lifetime lifetime, HandoutView view) {
        this.view = view;
        this.id = id;
        this.paths = List.copyOf(paths);
        this.url = urls.getFirst();
        this.lifetime = lifetime;
    }

    /** Lets it be steered. */
    ControlServer open(FileSystem system, Console console, SecureRandom random) throws IOException {
        return ControlServer.open(system, place(console, id), random, this);
    }

    /** Where the share of an id is steered. */
    static ControlPlace place(Console console, String id) throws IOException {
        return ControlPlace.ofShare(Home.of(console.environment()).state(), runtime(console), id);
    }

    /** Where shares are steered that run, or were killed. */
    static List<ControlPlace> places(Console console) throws IOException {
        return ControlPlace.ofShares(Home.of(console.environment()).state(), runtime(console));
    }

    private static String runtime(Console console) {
        return console.environment().getOrDefault("XDG_RUNTIME_DIR", "");
    }

    @Override
    public Status status() {
        return new Status(id, paths, url, lifetime.begun(), lifetime.active());
    }

    @Override
    public void stop() {
        stopped = true;
        lifetime.stop();
    }

    @Override
    public void stalled(IOException why) {
        view.unheard(why);
    }

    /** Whether it was stopped by a command, rather than interrupted. */
    boolean isStopped() {
        return stopped;
    }
}
