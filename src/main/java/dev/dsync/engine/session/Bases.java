package dev.dsync.engine.session;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.exchange.ListingExchange;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.index.BaseKey;
import dev.dsync.io.wire.Message;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What names the listings two sides agree on, and when one is worth remembering. */
final class Bases {
    private Bases() {}

    /**
     * The listings agreed on under these terms; null where nothing is to be remembered of the peer.
     *
     * @param root whose index remembers them, once one is asked for
     */
    static @Nullable AgreedListings of(Indexing indexing, Terms terms, Supplier<Root> root)
            throws IOException {
        Digest peer = indexing.peer();
        return peer == null
                ? null
                : new AgreedListings(
                        () -> indexing.open(root.get()),
                        key(peer, terms),
                        new LateMarks(indexing, root));
    }

    /** Marks of a root that may not be there yet. */
    private record LateMarks(Indexing indexing, Supplier<Root> root)
            implements AgreedListings.Marks {
        @Override
        public Optional<Digest> find(Digest key) throws IOException {
            return indexing.marks(root.get()).find(key);
        }

        @Override
        public void put(Digest key, Digest listing) throws IOException {
            indexing.marks(root.get()).put(key, listing);
        }
    }

    /** Who it is with, of what, and what was to be listed how: in bytes of one form. */
    static BaseKey key(Digest peer, Terms terms) throws IOException {
        return new BaseKey(
                peer,
                digest(out -> paths(terms.request().paths(), out)),
                digest(out -> profile(terms.profile(), out)),
                digest(out -> selection(terms, out)));
    }

    /** Writes what is to be told apart. */
    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    private static Digest digest(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fields.write(new DataOutputStream(bytes));
        return Sha256.of(bytes.toByteArray());
    }

    private static void paths(List<TypedPath> paths, DataOutputStream out) throws IOException {
        out.writeInt(paths.size());
        for (TypedPath path : paths) {
            run(path.bytes(), out);
        }
    }

    private static void run(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void profile(Profile profile, DataOutputStream out) throws IOException {
        out.writeBoolean(profile.permissions());
        out.writeBoolean(profile.executability());
        out.writeBoolean(profile.modified());
        out.writeBoolean(profile.directoryModified());
        out.writeBoolean(profile.linkModified());
        out.writeBoolean(profile.owner());
        out.writeBoolean(profile.group());
        out.writeBoolean(profile.links());
        out.writeBoolean(profile.devices());
        out.writeBoolean(profile.specials());
        out.writeBoolean(profile.hardLinks());
        out.writeByte(
                switch (profile.xattrs()) {
                            case NONE -> 0;
                            case ALL -> 1;
                            case USER -> 2;
                        }
                        | (profile.acls() ? 4 : 0));
        out.writeBoolean(profile.content());
        out.writeBoolean(profile.setId());
        out.writeBoolean(profile.versions());
    }

    private static void selection(Terms terms, DataOutputStream out) throws IOException {
        var scope = terms.request().scope();
        out.writeBoolean(scope.recursive());
        out.writeBoolean(scope.directories());
        out.writeBoolean(scope.oneFileSystem());
        out.writeBoolean(scope.relative());
        out.writeBoolean(scope.top());
        out.writeBoolean(scope.withoutEmpty());
        out.writeBoolean(scope.withoutImplied());
        out.writeInt(scope.rules().size());
        for (String rule : scope.rules()) {
            run(rule.getBytes(StandardCharsets.UTF_8), out);
        }
        out.writeInt(terms.tops().size());
        for (RelPath top : terms.tops()) {
            run(top.bytes(), out);
        }
        Name rename = terms.rename();
        run(rename == null ? new byte[0] : rename.bytes(), out);
        modes(terms.request().attributes().modes(), out);
        if (scope.links().any()) {
            out.writeBoolean(scope.links().all());
            out.writeBoolean(scope.links().directories());
            out.writeBoolean(scope.links().unsafe());
        }
        if (scope.ignores().any()) {
            out.writeBoolean(scope.ignores().own());
            out.writeBoolean(scope.ignores().git());
        }
    }

    private static void modes(ModeChanges modes, DataOutputStream out) throws IOException {
        for (ModeChanges.Change change : modes.changes()) {
            run(change.reach().name().getBytes(StandardCharsets.UTF_8), out);
            out.writeInt(change.cleared());
            out.writeInt(change.set());
            out.writeBoolean(change.whereExecutable());
            ModeChanges.Copy copy = change.copy();
            out.writeBoolean(copy != null);
            if (copy != null) {
                run(copy.from().name().getBytes(StandardCharsets.UTF_8), out);
                out.writeInt(copy.bits());
                out.writeBoolean(copy.cleared());
            }
        }
    }

    /**
     * Takes down the listing both sides know when a run has ended. For one that was equal from the
     * start the index is opened only if nothing says that it is remembered already.
     *
     * @param learned whether the target did not know it before
     */
    static void remember(
            @Nullable AgreedListings agreed,
            Terms terms,
            Message.@Nullable ListingRoot announced,
            boolean learned,
            @Nullable Ending ending,
            PageStore pages)
            throws IOException {
        if (agreed != null
                && announced != null
                && ending instanceof Ending.Done
                && !terms.request().dryRun()
                && ListingExchange.isWorthwhile(announced.root())
                && (learned || !agreed.isMarked(announced.root()))) {
            agreed.remember(announced.root(), pages);
        }
    }
}
