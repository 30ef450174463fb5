package dev.dsync.app.cli;

import dev.dsync.app.control.Status;
import dev.dsync.app.control.Watched;
import dev.dsync.core.reconcile.ConflictName;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.engine.mesh.FolderState;
import dev.dsync.engine.mesh.Links;
import dev.dsync.engine.mesh.Loss;
import dev.dsync.engine.mesh.Watcher;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.trust.ShareName;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A running watch, to those who steer it. */
final class WatchDesk implements Watched {
    /** Less than who wants the root waits. */
    private static final Duration LENDING = Duration.ofSeconds(25);

    private final FolderState folder;
    private final Watcher watcher;
    private final Links links;
    private final WatchView view;
    private final ShareName share;
    private final String location;
    private final Runnable ending;
    private final RootLock lock;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean stopped;

    /**
     * That of a watch.
     *
     * @param lock that of the root, which it has
     * @param ending ends it
     */
    WatchDesk(
            FolderState folder,
            Watcher watcher,
            Links links,
            WatchView view,
            ShareName share,
            RootLock lock,
            Runnable ending)
            throws IOException {
        this.folder = folder;
        this.watcher = watcher;
        this.links = links;
        this.view = view;
        this.share = share;
        this.location = Escape.path(folder.root().location());
        this.lock = lock;
        this.ending = ending;
    }

    @Override
    public Status status() {
        Snapshot now = folder.snapshot();
        List<Links.Peer> peers = links.peers();
        String held = held(peers);
        Status.State state =
                !held.isEmpty()
                        ? Status.State.PAUSED
                        : view.isScanned() ? Status.State.WATCHING : Status.State.SCANNING;
        return new Status(
                location,
                share.text(),
                now.counts().files(),
                now.fileBytes(),
                state,
                held,
                peers.stream().map(view::peer).toList());
    }

    /** What is held here, or for a peer that is there; empty if nothing is. */
    private String held(List<Links.Peer> peers) {
        Set<String> linked =
                peers.stream()
                        .filter(Links.Peer::isLinked)
                        .map(Links.Peer::name)
                        .collect(Collectors.toSet());
        return folder.held().stream()
                .filter(loss -> loss.cause() != Loss.Cause.PEER || linked.contains(loss.peer()))
                .map(WatchMessages::words)
                .collect(Collectors.joining("; "));
    }

    @Override
    public long mark() {
        return watcher.mark();
    }

    @Override
    public boolean isPast(long mark) {
        return watcher.isPast(mark);
    }

    @Override
    public void conflicts(Conflicts to) throws IOException {
        Listing.Cursor entries = folder.snapshot().listing().cursor();
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            if (entry instanceof DirectoryEntry) {
                continue;
            }
            Optional<Name> original = ConflictName.original(entry.path().name());
            if (original.isPresent()) {
                try {
                    to.found(
                            entry.path().toString(),
                            entry.path().parent().child(original.get()).toString());
                } catch (IllegalNameException e) {
                    throw new IllegalStateException("a shorter path is a path", e);
                }
            }
        }
    }

    @Override
    public List<String> approve() {
        List<String> approved = folder.approve().stream().map(WatchMessages::words).toList();
        if (!approved.isEmpty()) {
            watcher.rescan();
            links.prompt();
        }
        return approved;
    }

    @Override
    public void stalled(IOException why) {
        view.unheard(why);
    }

    @Override
    public void rescan() {
        watcher.rescan();
    }

    /** Everything was looked at once: only now is what others build in the root safe from it. */
    void begin() {
        begun.countDown();
    }

    @Override
    public Closeable lend() throws IOException {
        try {
            begun.await();
            if (!folder.lend(LENDING)) {
                throw new IOException("it is getting something large");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        try {
            lock.lend();
        } catch (IOException e) {
            folder.takeBack();
            throw e;
        }
        return this::takeBack;
    }

    private void takeBack() throws IOException {
        lock.takeBack();
        folder.takeBack(); // links work only under the lock
    }

    @Override
    public void stop() {
        stopped = true;
        ending.run();
    }

    /** Whether it was stopped by a command, rather than interrupted. */
    boolean isStopped() {
        return stopped;
    }
}
