package dev.dsync.io.wire;

import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Profile;
import java.util.Arrays;

/** Bulk messages as payloads. */
final class BulkEncoder {
    /** Entries of a report tell everything. */
    static final Profile FULL =
            new Profile(
                    true, true, true, true, true, true, true, true, true, true, true, true, true);

    /** What a report is read for can do without them, and they may be much. */
    private static final Profile WITHOUT_XATTRS = FULL.withXattrs(Profile.Namespaces.NONE);

    static final int GONE = 1;
    static final int LISTED = 2;

    static final int CHANGED = 1;
    static final int DELETED = 2;
    static final int UNCHANGED = 3;
    static final int FAILED = 4;

    private BulkEncoder() {}

    static void encode(Message.PageRequests message, PayloadWriter out) {
        out.octet(message.kind().id());
        out.count(message.requests().size());
        for (PageRequest request : message.requests()) {
            out.run(request.encode());
        }
    }

    static void encode(Message.PageAnswers message, PayloadWriter out) {
        out.count(message.answers().size());
        for (Message.PageAnswered answer : message.answers()) {
            out.digest(answer.name());
            out.run(answer.answer());
        }
    }

    static void encode(Message.Pages message, PayloadWriter out) {
        out.octet(message.last() ? 1 : 0);
        out.count(message.pages().size());
        for (Slice page : message.pages()) {
            out.run(page);
        }
    }

    static void encode(Message.ChangesRequest message, PayloadWriter out) {
        root(message.base(), out);
    }

    /** The root of a sequence. */
    static void root(PageRoot root, PayloadWriter out) {
        out.digest(root.name());
        out.number(root.level());
        out.number(root.entries());
        out.number(root.bytes());
    }

    static void encode(Message.Changes message, PayloadWriter out) {
        out.octet(message.known() ? 1 : 0);
        out.octet(message.last() ? 1 : 0);
        out.count(message.changes().size());
        byte[] before = {};
        for (RecordChange change : message.changes()) {
            byte[] path = change.path().bytes();
            int mismatch = Arrays.mismatch(before, path);
            int shared = mismatch < 0 ? before.length : mismatch;
            switch (change) {
                case RecordChange.Gone _ -> {
                    out.octet(GONE);
                    below(shared, path, out);
                }
                case RecordChange.Listed listed -> {
                    out.octet(LISTED);
                    below(shared, path, out);
                    out.number(listed.size());
                    out.run(listed.entry());
                }
            }
            before = path;
        }
    }

    /** A path of which that many bytes are those of the path before. */
    private static void below(int shared, byte[] path, PayloadWriter out) {
        out.number(shared);
        out.run(Arrays.copyOfRange(path, shared, path.length));
    }

    static void encode(Message.Report message, PayloadWriter out) {
        out.count(message.items().size());
        for (Item item : message.items()) {
            switch (item) {
                case Item.Changed(Entry entry, Change change, long literal) -> {
                    out.octet(CHANGED);
                    entry(entry, out);
                    change(change, out);
                    out.number(literal);
                }
                case Item.Deleted(var path, var kind) -> {
                    out.octet(DELETED);
                    out.path(path);
                    out.constant(WireEnum.KIND, kind);
                }
                case Item.Unchanged(Entry entry) -> {
                    out.octet(UNCHANGED);
                    entry(entry, out);
                }
                case Item.Failed(var problem) -> {
                    out.octet(FAILED);
                    out.path(problem.path());
                    out.constant(WireEnum.PROBLEM_KIND, problem.kind());
                    out.text(problem.reason());
                }
            }
        }
    }

    private static void entry(Entry entry, PayloadWriter out) {
        out.path(entry.path());
        out.number(entry instanceof Entry.FileEntry file ? file.size() : 0);
        out.run(
                Listing.encode(
                        entry.xattrs() instanceof Xattrs.Told ? WITHOUT_XATTRS : FULL, entry));
    }

    private static void change(Change change, PayloadWriter out) {
        out.constant(WireEnum.UPDATE, change.update());
        out.constant(WireEnum.TIME, change.time());
        out.octet(
                bit(change.isNew(), 0)
                        | bit(change.content(), 1)
                        | bit(change.size(), 2)
                        | bit(change.permissions(), 3)
                        | bit(change.owner(), 4)
                        | bit(change.group(), 5)
                        | bit(change.xattrs(), 6)
                        | bit(change.acls(), 7));
    }

    private static int bit(boolean flag, int place) {
        return flag ? 1 << place : 0;
    }
}
