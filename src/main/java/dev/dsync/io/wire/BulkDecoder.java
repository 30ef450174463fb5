package dev.dsync.io.wire;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payloads as bulk messages. */
final class BulkDecoder {
    /** An entry without path and size: its attributes, a link target or leader, two digests. */
    private static final int ENTRY_MAX = 8 << 10;

    /** The same with extended attributes. */
    private static final int RECORD_MAX = 32 << 10;

    private BulkDecoder() {}

    static Message.PageRequests pageRequests(PayloadReader in) throws MalformedFrameException {
        PageKind kind = kind(in);
        int count = in.count(1 + Digest.BYTES, "requests");
        List<PageRequest> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] request = in.run(PageRequest.BYTES_MAX, "requests");
            try {
                requests.add(PageRequest.decode(request));
            } catch (MalformedPageException e) {
                throw in.malformed("requests", "page request: " + e.getMessage() + ", which ends");
            }
        }
        in.finish();
        return new Message.PageRequests(kind, requests);
    }

    private static PageKind kind(PayloadReader in) throws MalformedFrameException {
        int id = in.octet("kind");
        for (PageKind kind : PageKind.values()) {
            if (kind.id() == id) {
                return kind;
            }
        }
        throw in.malformed("kind", "unknown kind of page " + id);
    }

    static Message.PageAnswers pageAnswers(PayloadReader in) throws MalformedFrameException {
        int count = in.count(Digest.BYTES + 1, "answers");
        List<Message.PageAnswered> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Digest name = in.digest("answers.name");
            answers.add(
                    new Message.PageAnswered(name, in.slice(Limits.PAYLOAD_MAX, "answers.answer")));
        }
        in.finish();
        return new Message.PageAnswers(answers);
    }

    static Message.Pages pages(PayloadReader in) throws MalformedFrameException {
        boolean last = in.flag("last");
        int count = in.count(1, "pages");
        List<Slice> pages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pages.add(in.slice(Limits.PAGE_MAX, "pages"));
        }
        in.finish();
        return new Message.Pages(pages, last);
    }

    static Message.ChangesRequest changesRequest(PayloadReader in) throws MalformedFrameException {
        PageRoot base = root(in, "base");
        in.finish();
        return new Message.ChangesRequest(base);
    }

    private static PageRoot root(PayloadReader in, String field) throws MalformedFrameException {
        Digest name = in.digest(field);
        int level = in.number(PageRoot.LEVEL_MAX, field);
        long entries = in.number(Long.MAX_VALUE, field);
        return new PageRoot(name, level, entries, in.number(Long.MAX_VALUE, field));
    }

    static Message.Changes changes(PayloadReader in) throws MalformedFrameException {
        boolean known = in.flag("known");
        boolean last = in.flag("last");
        int count = in.count(3, "changes");
        if (known ? !last && count == 0 : !last || count > 0) {
            throw in.malformed("changes", known ? "none" : "of what is not known");
        }
        List<RecordChange> changes = new ArrayList<>(count);
        RelPath before = null;
        for (int i = 0; i < count; i++) {
            RecordChange change = change(in, before);
            before = change.path();
            changes.add(change);
        }
        in.finish();
        return new Message.Changes(known, changes, last);
    }

    private static RecordChange change(PayloadReader in, @Nullable RelPath before)
            throws MalformedFrameException {
        int tag = in.octet("changes");
        RelPath path = in.pathBelow(before, "changes.path");
        if (before != null && path.compareTo(before) <= 0) {
            throw in.malformed("changes.path", "out of order");
        }
        return switch (tag) {
            case BulkEncoder.GONE -> {
                if (path.isRoot()) {
                    throw in.malformed("changes.path", "the root is gone");
                }
                yield new RecordChange.Gone(path);
            }
            case BulkEncoder.LISTED -> {
                long size = in.number(Long.MAX_VALUE, "changes.size");
                Slice entry = in.slice(RECORD_MAX, "changes.entry");
                yield new RecordChange.Listed(path, size, entry);
            }
            default -> throw in.malformed("changes", "unknown change " + tag);
        };
    }

    static Message.Report report(PayloadReader in) throws MalformedFrameException {
        int count = in.count(3, "items");
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item(in));
        }
        in.finish();
        return new Message.Report(items);
    }

    private static Item item(PayloadReader in) throws MalformedFrameException {
        int tag = in.octet("items");
        return switch (tag) {
            case BulkEncoder.CHANGED -> {
                Entry entry = entry(in);
                Change change = change(in);
                yield new Item.Changed(entry, change, in.number(Long.MAX_VALUE, "items.literal"));
            }
            case BulkEncoder.DELETED -> {
                RelPath path = in.path("items.path");
                yield new Item.Deleted(path, in.constant(WireEnum.KIND, "items.kind"));
            }
            case BulkEncoder.UNCHANGED -> new Item.Unchanged(entry(in));
            case BulkEncoder.FAILED -> {
                RelPath path = in.path("items.path");
                Problem.Kind kind = in.constant(WireEnum.PROBLEM_KIND, "items.kind");
                yield new Item.Failed(new Problem(path, kind, in.text("items.reason")));
            }
            default -> throw in.malformed("items", "unknown item " + tag);
        };
    }

    private static Entry entry(PayloadReader in) throws MalformedFrameException {
        RelPath path = in.path("items.path");
        long size = in.number(Long.MAX_VALUE, "items.size");
        byte[] entry = in.run(ENTRY_MAX, "items.entry");
        try {
            return Listing.decode(BulkEncoder.FULL, path, size, entry);
        } catch (IOException e) {
            throw in.malformed("items.entry", e.getMessage() + " of the entry that ends");
        }
    }

    private static Change change(PayloadReader in) throws MalformedFrameException {
        Change.Update update = in.constant(WireEnum.UPDATE, "items.update");
        Change.Time time = in.constant(WireEnum.TIME, "items.time");
        int bits = in.octet("items.change");
        return new Change(
                update,
                (bits & 1) != 0,
                (bits & 1 << 1) != 0,
                (bits & 1 << 2) != 0,
                time,
                (bits & 1 << 3) != 0,
                (bits & 1 << 4) != 0,
                (bits & 1 << 5) != 0,
                (bits & 1 << 7) != 0,
                (bits & 1 << 6) != 0);
    }
}
