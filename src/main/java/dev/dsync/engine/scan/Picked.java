package dev.dsync.engine.scan;

import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory on the way down to the places of one or more origins of one root. Origins by the
 * thousand are one layer, so that a name is looked up once, not once for each.
 */
final class Picked implements Layer {
    private final Origin origin;
    private final Choice choice;
    private final Opener opener;
    private final Picks picks;
    private @Nullable Directory directory;

    /** Opens a directory; only done where a name of it is asked for. */
    @FunctionalInterface
    private interface Opener {
        Directory open() throws IOException;
    }

    /** What was picked of a directory. */
    private static final class Picks {
        final Map<Name, Picks> below = new TreeMap<>();
        final Name real;

        /** It was named itself. */
        boolean itself;

        /** It was named, and is not there. */
        boolean absent;

        /** What is in it was meant. */
        boolean contents;

        Picks(Name real) {
            this.real = real;
        }

        /**
         * Whether all that is on the way to something in it is listed, though that is not there.
         */
        boolean leadsToAbsent() {
            return absent || below.values().stream().anyMatch(Picks::leadsToAbsent);
        }

        /** Whether something of it is said to be there. */
        boolean asksFor() {
            return itself || below.values().stream().anyMatch(Picks::asksFor);
        }

        void add(Origin origin) {
            Picks at = this;
            List<Name> names = origin.as().names();
            for (int i = 0; i < names.size(); i++) {
                Name real = i == names.size() - 1 ? origin.at().name() : names.get(i);
                at = at.below.computeIfAbsent(names.get(i), _ -> new Picks(real));
            }
            at.itself |= !origin.absent();
            at.absent |= origin.absent();
            at.contents |= origin.contents();
        }
    }

    private Picked(Origin origin, Choice choice, Opener opener, Picks picks) {
        this.origin = origin;
        this.choice = choice;
        this.opener = opener;
        this.picks = picks;
    }

    /** The layer of the top directory, in which an origin that is not the top itself lies. */
    static Picked of(Origin first, Choice choice) {
        RelPath start = start(first);
        Origin shared =
                first.at().equals(first.as())
                        ? new Origin(first.root(), RelPath.ROOT, RelPath.ROOT)
                        : first;
        Picks picks = new Picks(first.as().name());
        picks.add(first);
        return new Picked(shared, choice, () -> first.root().open(start), picks);
    }

    /** Takes in one more origin, if it stands where it lies in the same root, as all here do. */
    boolean takes(Origin more) {
        boolean alike = more.root().equals(origin.root()) && more.at().equals(more.as());
        if (alike && origin.as().isRoot()) {
            picks.add(more);
            return true;
        }
        return false;
    }

    /** Where in the root the top of the listing is. */
    private static RelPath start(Origin origin) {
        return origin.at().equals(origin.as()) ? RelPath.ROOT : origin.at().parent();
    }

    private Directory directory() throws IOException {
        Directory opened = directory;
        if (opened == null) {
            opened = opener.open();
            directory = opened;
        }
        return opened;
    }

    private Picks picked(Name name) throws IOException {
        Picks picked = picks.below.get(name);
        if (picked == null) {
            throw new IOException("not picked: " + name);
        }
        return picked;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public boolean includes(Name name, boolean directory) {
        return leadsOn(name) || choice.includes(name, directory);
    }

    @Override
    public boolean mayHave(Name name) {
        Picks picked = picks.below.get(name);
        return picked != null && (picked.itself || !picked.below.isEmpty());
    }

    @Override
    public boolean leadsOn(Name name) {
        Picks picked = picks.below.get(name);
        return picked != null && !picked.below.isEmpty();
    }

    @Override
    public boolean passes(Name name, Reach reach) {
        Picks picked = picks.below.get(name);
        return picked == null || !(isEntered(picked, name, reach) || picked.leadsToAbsent());
    }

    /** Whether a directory takes part for itself. */
    private boolean isEntered(Picks picked, Name name, Reach reach) {
        return picked.itself
                && (reach.recursive() || reach.directories())
                && choice.includes(name, true);
    }

    @Override
    public List<Name> names() {
        return picks.below.keySet().stream().filter(this::mayHave).toList();
    }

    @Override
    public boolean means(Name name) {
        Picks picked = picks.below.get(name);
        return picked != null && picked.itself;
    }

    @Override
    public boolean asksFor(Name name) {
        Picks picked = picks.below.get(name);
        return picked != null && picked.asksFor();
    }

    @Override
    public boolean holdsMore() {
        return false;
    }

    @Override
    public Stat stat(Name name) throws IOException {
        return directory().stat(picked(name).real);
    }

    @Override
    public List<Layer> enter(Name name, Stat stat, @Nullable Origin followed, Reach reach)
            throws IOException {
        Picks picked = picked(name);
        List<Layer> layers = new ArrayList<>();
        if (isEntered(picked, name, reach)) {
            boolean whole = reach.recursive() || picked.contents;
            layers.add(
                    followed == null
                            ? Layer.Opened.in(
                                    directory(),
                                    picked.real,
                                    stat,
                                    origin,
                                    () -> choice.enter(name),
                                    stat.device(),
                                    whole,
                                    reach)
                            : Layer.Opened.of(followed, choice.enter(name), stat.device(), whole));
        }
        if (!picked.below.isEmpty()) {
            Opener next =
                    followed == null
                            ? () -> directory().openDirectory(picked.real)
                            : () -> followed.root().open(followed.at());
            Origin from = followed == null ? origin : followed;
            layers.add(new Picked(from, choice.pass(name), next, picked));
        }
        return layers;
    }

    @Override
    public ReadableFile openFile(Name name) throws IOException {
        return directory().openFile(picked(name).real);
    }

    @Override
    public LinkTarget readLink(Name name) throws IOException {
        return directory().readLink(picked(name).real);
    }

    @Override
    public Xattrs xattrs(Name name) throws IOException {
        return directory().xattrs(picked(name).real);
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
