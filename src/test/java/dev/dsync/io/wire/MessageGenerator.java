package dev.dsync.io.wire;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Messages with random contents, small ones more often. */
final class MessageGenerator {
    private final RandomGenerator random;
    private final ContentGenerator contents;

    MessageGenerator(RandomGenerator random) {
        this.random = random;
        this.contents = new ContentGenerator(random, this);
    }

    /** A message of this type; a type it does not know fails. */
    Message message(Class<?> type) {
        Supplier<? extends Message> supplier = suppliers().get(type);
        if (supplier == null) {
            throw new AssertionError("no generator for " + type);
        }
        return supplier.get();
    }

    private Map<Class<?>, Supplier<? extends Message>> suppliers() {
        Map<Class<?>, Supplier<? extends Message>> suppliers = new HashMap<>();
        suppliers.put(Message.Hello.class, this::hello);
        suppliers.put(Message.Request.class, this::request);
        AgreementGenerator agreed = new AgreementGenerator(this);
        suppliers.put(Message.Accept.class, agreed::accept);
        suppliers.put(
                Message.Refuse.class,
                () -> new Message.Refuse(one(Message.Reason.values()), text()));
        suppliers.put(Message.ListingRoot.class, agreed::listingRoot);
        suppliers.put(
                Message.PageRequests.class,
                () -> new Message.PageRequests(one(PageKind.values()), list(this::pageRequest)));
        suppliers.put(Message.ListingRequest.class, Message.ListingRequest::new);
        suppliers.put(Message.Knowledge.class, () -> new Message.Knowledge(version()));
        suppliers.put(Message.StreamRequest.class, Message.StreamRequest::new);
        suppliers.put(
                Message.PageAnswers.class,
                () ->
                        new Message.PageAnswers(
                                list(() -> new Message.PageAnswered(digest(), slice(3000)))));
        suppliers.put(
                Message.Pages.class, () -> new Message.Pages(list(() -> slice(3000)), flag()));
        suppliers.put(Message.ChangesRequest.class, () -> new Message.ChangesRequest(pageRoot()));
        suppliers.put(Message.Changes.class, this::changes);
        suppliers.put(Message.Planned.class, () -> new Message.Planned(summary()));
        suppliers.put(
                Message.ManifestRequest.class,
                () -> new Message.ManifestRequest(list(contents::query)));
        suppliers.put(Message.Manifests.class, () -> new Message.Manifests(list(contents::answer)));
        suppliers.put(Message.Fetch.class, () -> new Message.Fetch(list(contents::wish)));
        suppliers.put(Message.Data.class, () -> new Message.Data(list(contents::segment)));
        suppliers.put(
                Message.PiecesSought.class,
                () -> new Message.PiecesSought(digest(), orNull(this::path)));
        suppliers.put(Message.PiecesHeld.class, contents::held);
        suppliers.put(Message.PieceRequest.class, contents::asked);
        suppliers.put(
                Message.Piece.class,
                () -> new Message.Piece(digest(), number() >>> 1, slice(3000)));
        suppliers.put(Message.Credit.class, () -> new Message.Credit(number()));
        suppliers.put(Message.Report.class, () -> new Message.Report(list(this::item)));
        suppliers.put(Message.Finished.class, agreed::finished);
        suppliers.put(Message.Ping.class, () -> new Message.Ping(number()));
        suppliers.put(Message.Pong.class, () -> new Message.Pong(number()));
        return suppliers;
    }

    private Message.Hello hello() {
        int min = random.nextInt(1, 100);
        return new Message.Hello(min, random.nextInt(min, 200), label(), orNull(this::digest));
    }

    private Message.Request request() {
        PolicyGenerator policies = new PolicyGenerator(random, this::typedPath);
        return new Message.Request(
                one(Message.Role.values()),
                list(this::typedPath),
                policies.scope(list(this::text)),
                profile(),
                policies.policy(),
                new Message.Placement(
                        list(this::path), list(this::path), flag(), flag(), orNull(this::name)),
                flag(),
                flag(),
                one(Message.ReportLevel.values()),
                flag()
                        ? OptionalInt.empty()
                        : OptionalInt.of(random.nextInt(Limits.COMPRESSION_LEVEL_MAX + 1)),
                new AttributesGenerator(random, this).changes(),
                flag());
    }

    PageRoot pageRoot() {
        return new PageRoot(digest(), random.nextInt(PageRoot.LEVEL_MAX + 1), number(), number());
    }

    private Message.Changes changes() {
        List<RecordChange> changes = new ArrayList<>();
        for (RelPath path : new TreeSet<>(list(this::path))) {
            changes.add(
                    path.isRoot() || flag()
                            ? new RecordChange.Listed(path, number(), slice(100))
                            : new RecordChange.Gone(path));
        }
        return changes.isEmpty()
                ? new Message.Changes(flag(), changes, true)
                : new Message.Changes(true, changes, flag());
    }

    Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            names.put(flag() ? random.nextInt() : random.nextInt(3), label());
        }
        return names;
    }

    private PageRequest pageRequest() {
        int sketchBytes = 3 + random.nextInt(2);
        byte[] bytes = new byte[Digest.BYTES + 3 + 2 * sketchBytes];
        random.nextBytes(bytes);
        bytes[Digest.BYTES] = (byte) (sketchBytes << 4 | random.nextInt(PageRoot.LEVEL_MAX + 1));
        bytes[Digest.BYTES + 1] = 2;
        bytes[bytes.length - 1] = 0;
        try {
            return PageRequest.decode(bytes);
        } catch (MalformedPageException e) {
            throw new AssertionError(e);
        }
    }

    private Item item() {
        return switch (random.nextInt(4)) {
            case 0 -> new Item.Changed(entry(), change(), number());
            case 1 -> new Item.Deleted(path(), one(Kind.values()));
            case 2 -> new Item.Unchanged(entry());
            default -> new Item.Failed(problem());
        };
    }

    private Change change() {
        return new Change(
                one(Change.Update.values()),
                flag(),
                flag(),
                flag(),
                one(Change.Time.values()),
                flag(),
                flag(),
                flag(),
                flag(),
                flag());
    }

    private Entry entry() {
        Kind kind = one(Kind.values());
        // nobody can set the mode of a symbolic link, so none travels
        int mode = kind == Kind.SYMLINK ? 0 : random.nextInt(Attributes.MODE_MASK + 1);
        Attributes attributes = new Attributes(mode, time(), random.nextInt(), random.nextInt());
        Xattrs xattrs = orNull(() -> new Xattrs.Named(digest()));
        return switch (kind) {
            case FILE -> file(attributes, xattrs);
            case DIRECTORY ->
                    new Entry.DirectoryEntry(
                            path(), attributes, one(Entry.Listed.values()), xattrs);
            case SYMLINK -> new Entry.SymlinkEntry(path(), attributes, linkTarget(), xattrs);
            case FIFO, SOCKET -> new Entry.SpecialEntry(path(), attributes, kind, 0, 0, xattrs);
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                    new Entry.SpecialEntry(
                            path(), attributes, kind, random.nextInt(), random.nextInt(), xattrs);
        };
    }

    private Entry.FileEntry file(Attributes attributes, @Nullable Xattrs xattrs) {
        RelPath a = path();
        RelPath b = path();
        boolean leads = a.isRoot() || b.isRoot() || a.equals(b);
        RelPath first = a.compareTo(b) < 0 ? a : b;
        RelPath second = a.compareTo(b) < 0 ? b : a;
        return new Entry.FileEntry(
                second, attributes, number(), leads ? null : first, orNull(this::digest), xattrs);
    }

    Profile profile() {
        return new Profile(
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                one(Profile.Namespaces.values()),
                flag(),
                flag(),
                flag(),
                flag());
    }

    private VersionVector version() {
        Map<ReplicaId, Long> counters = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            counters.put(new ReplicaId(random.nextLong()), random.nextLong(1, Long.MAX_VALUE));
        }
        return VersionVector.of(counters);
    }

    PlanSummary summary() {
        return new PlanSummary(
                number(), counts(), counts(), number(), number(), number(), number());
    }

    KindCounts counts() {
        return new KindCounts(number(), number(), number(), number(), number());
    }

    Problem problem() {
        return new Problem(path(), one(Problem.Kind.values()), text());
    }

    Timestamp time() {
        return new Timestamp(
                flag() ? random.nextLong() : random.nextInt(), random.nextInt(1_000_000_000));
    }

    Digest digest() {
        return new Digest(
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** Any number of 63 bits, each length as often as the others. */
    long number() {
        return random.nextLong() >>> random.nextInt(1, 64);
    }

    int file() {
        return random.nextInt() >>> random.nextInt(1, 32);
    }

    Slice slice(int max) {
        byte[] bytes = new byte[random.nextInt(max + 1)];
        random.nextBytes(bytes);
        int offset = random.nextInt(bytes.length + 1);
        return new Slice(bytes, offset, random.nextInt(bytes.length - offset + 1));
    }

    private byte[] bytes(int min, int max) {
        byte[] bytes = new byte[random.nextInt(min, max + 1)];
        for (int i = 0; i < bytes.length; i++) {
            int value = random.nextInt(1, 256);
            bytes[i] = (byte) (value == '/' || value == '.' ? 'x' : value);
        }
        return bytes;
    }

    Name name() {
        try {
            return Name.of(bytes(1, Name.BYTES_MAX));
        } catch (IllegalNameException e) {
            throw new AssertionError(e);
        }
    }

    RelPath path() {
        RelPath path = RelPath.ROOT;
        try {
            for (int depth = random.nextInt(5); depth > 0; depth--) {
                path = path.child(flag() ? name() : Name.of(bytes(1, 8)));
            }
            return path;
        } catch (IllegalNameException e) {
            throw new AssertionError(e);
        }
    }

    private TypedPath typedPath() {
        try {
            return TypedPath.of(bytes(0, 60));
        } catch (IllegalNameException e) {
            throw new AssertionError(e);
        }
    }

    private LinkTarget linkTarget() {
        try {
            return LinkTarget.of(bytes(1, flag() ? LinkTarget.BYTES_MAX : 20));
        } catch (IllegalNameException e) {
            throw new AssertionError(e);
        }
    }

    String label() {
        String text = text();
        return text.substring(0, Math.min(20, text.length()));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append((char) (flag() ? random.nextInt(1, 0x80) : random.nextInt(0x80, 0xd800)));
        }
        return text.toString();
    }

    boolean flag() {
        return random.nextBoolean();
    }

    <T> @Nullable T orNull(Supplier<T> supplier) {
        return flag() ? null : supplier.get();
    }

    <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    <T> List<T> list(Supplier<T> supplier) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            list.add(supplier.get());
        }
        return list;
    }
}
