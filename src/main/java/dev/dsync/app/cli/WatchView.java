package dev.dsync.app.cli;

import dev.dsync.app.control.Status;
import dev.dsync.app.render.Printable;
import dev.dsync.app.render.ProgressLine;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.SwarmLink;
import dev.dsync.engine.mesh.Links;
import dev.dsync.engine.mesh.Loss;
import dev.dsync.engine.mesh.Watcher;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.io.fs.ChangeHints;
import dev.dsync.io.trust.ShareName;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a watch tells its user, a line for each thing that matters. Any thread may call. */
final class WatchView implements Watcher.Told, Links.Told {
    /** Paths named one by one of what comes at once; of more only the number is told. */
    private static final int NAMED_MAX = 20;

    /** Problems that are not told twice; after so many, all are new again. */
    private static final int PROBLEMS_MAX = 10_000;

    private final Transcript out;
    private final Transcript err;

    /** What was said last of a peer that is not there, so that it is said once. */
    private final Map<String, String> absent = new HashMap<>();

    /** Why links to a peer end again and again, until one has done what it is for. */
    private final Map<String, Refused> refused = new HashMap<>();

    private final Set<String> problems = new HashSet<>();
    private String shown = "";
    private Runnable scanned = () -> {};
    private boolean isScanned;

    /**
     * Why a link could not go on.
     *
     * @param byPeer whether it was the peer who could not
     */
    private record Refused(String words, boolean byPeer) {}

    WatchView(Console console) {
        this.out = new Transcript(console.out(), console.cancellation()::cancel);
        this.err = new Transcript(console.err(), () -> {});
    }

    /** Runs this when all of the folder has been looked at for the first time. */
    synchronized void onScanned(Runnable action) {
        scanned = action;
    }

    /** Tells something. */
    synchronized void say(String line) {
        live("");
        out.line(line);
        out.flush();
    }

    /** Tells what to see to. */
    synchronized void warn(String line) {
        live("");
        err.line("dsync: " + line);
        err.flush();
    }

    /** Shows this on the last line of the terminal, instead of what stood there; "" for nothing. */
    synchronized void live(String line) {
        if (!line.equals(shown)) {
            err.text(line.isEmpty() ? ProgressLine.ERASE : ProgressLine.over(line));
            err.flush();
            shown = line;
        }
    }

    /** All is looked at, and what is there is known. */
    void watching(byte[] path, ShareName share, Snapshot now) {
        say(
                "watching "
                        + Escape.path(path)
                        + " as "
                        + Printable.of(share.text())
                        + ": "
                        + counted(now.counts().files(), "file")
                        + ", "
                        + now.fileBytes()
                        + " bytes");
    }

    void listening(InetSocketAddress address) {
        say("listening on " + ListenAddress.text(address));
    }

    private static String counted(long count, String what) {
        return count + " " + (count == 1 ? what : what + "s");
    }

    @Override
    public void limited(ChangeHints.Limit limit) {
        warn(
                "cannot watch every directory: "
                        + limit.setting()
                        + " is "
                        + limit.value()
                        + "; raise it with "
                        + limit.command()
                        + " and start again; until then everything is looked at now and then");
    }

    @Override
    public void blinded(IOException why) {
        once("cannot look at the directory: " + Messages.of(why).what());
    }

    @Override
    public void unruled(IOException why) {
        once(IgnoreRules.FILE + ": " + Printable.of(Problem.reason(why)));
    }

    @Override
    public void looked(boolean everything, List<Problem> found) {
        Runnable first = null;
        synchronized (this) {
            if (everything && !isScanned) {
                isScanned = true;
                first = scanned;
            }
        }
        found.forEach(this::problem);
        if (first != null) {
            first.run();
        }
    }

    private void problem(Problem problem) {
        once(Escape.path(problem.path().bytes()) + ": " + Printable.of(problem.reason()));
    }

    private void once(String line) {
        boolean isNew;
        synchronized (this) {
            if (problems.size() >= PROBLEMS_MAX) {
                problems.clear();
            }
            isNew = problems.add(line);
        }
        if (isNew) {
            warn(line);
        }
    }

    @Override
    public void linked(String peer) {
        synchronized (this) {
            absent.remove(peer);
            if (refused.containsKey(peer)) {
                return; // it is said when something comes of it
            }
        }
        say(Printable.of(peer) + ": linked");
    }

    @Override
    public void lost(String peer, Ending ending) {
        switch (ending) {
            case Ending.Cancelled _ -> {}
            case Ending.Refused one when one.reason() == Message.Reason.TOO_BUSY -> {}
            case Ending.Refused one
                    when one.reason() == Message.Reason.SILENT
                            || one.reason() == Message.Reason.CANCELLED ->
                    absent(peer, words(ending));
            case Ending.Refused one -> refused(peer, words(ending), one.byPeer());
            case Ending.Broken _, Ending.Failed _ -> refused(peer, words(ending), false);
            case Ending.Lost _, Ending.Done _ -> absent(peer, words(ending));
        }
    }

    private void refused(String peer, String words, boolean byPeer) {
        Refused now = new Refused(words, byPeer);
        boolean isNew;
        synchronized (this) {
            absent.put(peer, words);
            isNew = !now.equals(refused.put(peer, now));
        }
        if (isNew) {
            warn(Printable.of(peer) + ": " + words);
        }
    }

    /** Something came of a link: what ended those before is over. */
    private void stood(String peer, SyncEvent.Stood stood) {
        synchronized (this) {
            Refused why = refused.get(peer);
            if (why == null || !(why.byPeer ? stood.given() != null : stood.taken())) {
                return;
            }
            refused.remove(peer);
        }
        say(Printable.of(peer) + ": linked");
    }

    private static String words(Ending ending) {
        return switch (ending) {
            case Ending.Refused(Message.Reason reason, _, _)
                    when reason == Message.Reason.CANCELLED ->
                    "stopped";
            case Ending.Refused refused ->
                    Messages.refused(refused.reason(), Printable.of(refused.detail()), true).what();
            case Ending.Lost lost -> "connection lost: " + Printable.of(lost.reason());
            case Ending.Broken broken -> "not understood: " + Printable.of(broken.what());
            case Ending.Failed failed -> "failed: " + Printable.of(failed.what());
            case Ending.Done _, Ending.Cancelled _ -> "stopped";
        };
    }

    @Override
    public void unreachable(String peer, IOException why) {
        absent(peer, Messages.of(why).what());
    }

    private void absent(String peer, String words) {
        boolean isNew;
        synchronized (this) {
            isNew = !words.equals(absent.put(peer, words));
        }
        if (isNew) {
            warn(Printable.of(peer) + ": " + words);
        }
    }

    @Override
    public void happened(String peer, SyncEvent event) {
        if (event instanceof SyncEvent.Settled(List<Item> items)) {
            settled(peer, items);
        } else if (event instanceof SyncEvent.Dropped(RelPath path, SwarmLink.Why why)) {
            String what = why == SwarmLink.Why.WRONG ? "sent wrong bytes of " : "is slow with ";
            warn(
                    Printable.of(peer)
                            + ": "
                            + what
                            + Escape.path(path.bytes())
                            + "; others are asked for it");
        }
        if (event instanceof SyncEvent.Stood stood) {
            stood(peer, stood);
        }
    }

    private void settled(String peer, List<Item> items) {
        String from = Printable.of(peer) + ": ";
        if (items.size() > NAMED_MAX) {
            long changed = items.stream().filter(Item.Changed.class::isInstance).count();
            long deleted = items.stream().filter(Item.Deleted.class::isInstance).count();
            say(from + "got " + changed + ", removed " + deleted);
        }
        for (Item item : items) {
            switch (item) {
                case Item.Failed failed -> problem(failed.problem());
                case Item.Changed changed when items.size() <= NAMED_MAX ->
                        say(from + "got " + Escape.path(changed.path().bytes()));
                case Item.Deleted deleted when items.size() <= NAMED_MAX ->
                        say(from + "removed " + Escape.path(deleted.path().bytes()));
                case Item.Changed _, Item.Deleted _, Item.Unchanged _ -> {}
            }
        }
    }

    /** The folder's state was put back, and goes on as another replica. */
    void setBack() {
        warn(
                "peers know of changes made here that are no longer known: this folder or its state"
                        + " was put back to an older one; everything is compared anew, and what"
                        + " differs is kept as conflict copies");
    }

    /** Nothing is deleted until somebody says that it may be. */
    void halted(Loss loss, byte[] path) {
        warn(WatchMessages.held(loss, Escape.path(path)).message());
    }

    /** Whether all was looked at once. */
    synchronized boolean isScanned() {
        return isScanned;
    }

    /** How a peer is. */
    synchronized Status.Peer peer(Links.Peer peer) {
        Status.Reach reach =
                peer.isLinked()
                        ? Status.Reach.CONNECTED
                        : absent.containsKey(peer.name())
                                ? Status.Reach.UNREACHABLE
                                : Status.Reach.CONNECTING;
        Refused why = refused.get(peer.name());
        String error =
                why != null
                        ? why.words
                        : peer.isLinked() ? "" : absent.getOrDefault(peer.name(), "");
        return new Status.Peer(
                Printable.of(peer.name()),
                peer.isNamed(),
                reach,
                peer.isEqual(),
                peer.work(),
                error);
    }

    void cannotBeSteered(IOException why) {
        warn(WatchMessages.unsteered(why).message());
    }

    void stalled(IOException why) {
        warn(TransportMessages.stalled(why));
    }

    void unheard(IOException why) {
        warn(WatchMessages.unheard(why));
    }

    void failed(IOException why) {
        warn(Messages.of(why).what());
    }
}
