package dev.dsync.engine.apply;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Action.Create;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import java.io.IOException;
import java.util.Optional;

/** Makes what needs no content from the source. */
final class Creator {
    private final AttributeWriter attributes;
    private final Collisions collisions;
    private final ChangedDirectories unsynced;
    private final Entrance entrance;
    private Alternates alternates;

    Creator(
            AttributeWriter attributes,
            Collisions collisions,
            ChangedDirectories unsynced,
            Entrance entrance) {
        this.attributes = attributes;
        this.collisions = collisions;
        this.unsynced = unsynced;
        this.entrance = entrance;
        this.alternates = new Alternates(_ -> Optional.empty(), attributes);
    }

    /** Looks into directories beside the target, too. */
    void with(Applier.Elsewhere elsewhere) {
        alternates = new Alternates(elsewhere, attributes);
    }

    /** Makes something where nothing is; a file that has to be fetched for it waits. */
    void create(Opened opened, Create create, Outcome outcome) throws IOException {
        RelPath path = create.path();
        if (path.isRoot()) { // made when it was opened
            outcome.tell(new Item.Changed(create.remote(), create.change(), 0));
            return;
        }
        Directory directory = opened.parentOf(path);
        switch (create) {
            case Action.CreateFile _ -> {
                return;
            }
            case Action.CreateDirectory made -> {
                entrance.making(path, made.remote().attributes().mode());
                directory.makeDirectory(path.name(), made.fillMode());
            }
            case Action.CreateSymlink _, Action.CreateSpecial _ ->
                    make(directory, create, path.name());
            case Action.CreateFrom from -> {
                if (!isMade(directory, from, outcome)) {
                    return;
                }
            }
            case Action.CreateLink link -> {
                if (!opened.link(link, path.name())) {
                    outcome.await(Awaited.unlinked(link, null));
                    return;
                }
            }
        }
        unsynced.add(path.parent());
        outcome.tell(new Item.Changed(create.remote(), create.change(), 0));
    }

    /** Whether it is there now; what is not waits for its content. */
    private boolean isMade(Directory directory, Action.CreateFrom from, Outcome outcome)
            throws IOException {
        Name made = alternates.make(from, directory).orElse(null);
        if (made == null && from.otherwise() instanceof Action.CreateFile file) {
            outcome.await(Awaited.of(file).orElseThrow());
            return false;
        }
        if (made == null) {
            make(directory, from.otherwise(), from.path().name());
        } else if (!made.equals(from.path().name())) {
            collisions.create(directory, made, from.path());
        }
        return true;
    }

    /** Makes a link or special under some name, with all its attributes. */
    void make(Directory directory, Create create, Name name) throws IOException {
        switch (create) {
            case Action.CreateSymlink link -> {
                directory.makeSymlink(name, link.remote().target());
                attributes.set(
                        directory, name, create.path(), directory.stat(name), 0777, link.wanted());
            }
            case Action.CreateSpecial special -> {
                var entry = special.remote();
                int mode = special.wanted().mode();
                directory.makeSpecial(
                        name,
                        entry.kind(),
                        special.wanted().firstMode(),
                        entry.deviceMajor(),
                        entry.deviceMinor());
                attributes.set(
                        directory,
                        name,
                        create.path(),
                        directory.stat(name),
                        mode,
                        special.wanted());
            }
            case Action.CreateFile _,
                    Action.CreateDirectory _,
                    Action.CreateLink _,
                    Action.CreateFrom _ ->
                    throw new IllegalStateException("not made in one step: " + create);
        }
    }
}
