package dev.dsync.io.wire;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.tree.RelPath;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What two sides agree on and what one then announces, drawn at random. */
record AgreementGenerator(MessageGenerator random) {
    Message.Accept accept() {
        return new Message.Accept(
                random.profile(),
                random.list(random::path),
                random.list(random::path),
                random.orNull(random::name),
                (int) (random.number() & 7),
                Set.copyOf(random.list(() -> random.one(Message.Feature.values()))));
    }

    Message.ListingRoot listingRoot() {
        return new Message.ListingRoot(
                random.pageRoot(),
                random.counts(),
                random.number(),
                random.flag(),
                random.list(random::problem),
                random.names(),
                random.names(),
                random.flag() ? random.pageRoot() : null,
                random.list(this::ignoring),
                stakes());
    }

    private Stakes stakes() {
        Map<Integer, Long> users = Map.of((int) random.number(), random.number());
        return new Stakes(users, Map.of(), random.number(), random.number());
    }

    Message.Finished finished() {
        return new Message.Finished(
                random.summary(),
                random.number(),
                random.number(),
                random.number(),
                random.flag(),
                new Unkept(
                        random.number(),
                        random.number(),
                        random.number(),
                        random.number(),
                        random.number()));
    }

    private IgnoreRules.Texts ignoring() {
        SortedMap<RelPath, String> files = new TreeMap<>();
        files.put(random.path(), "/x\n");
        random.list(random::path).forEach(path -> files.put(path, (char) 0xE9 + "*.o\n"));
        return new IgnoreRules.Texts(files);
    }
}
