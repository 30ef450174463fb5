package dev.dsync.io.wire;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.tree.Entry.Attributes;
import java.util.random.RandomGenerator;

/** Random changes of attributes. */
final class AttributesGenerator {
    private final RandomGenerator random;
    private final MessageGenerator messages;

    AttributesGenerator(RandomGenerator random, MessageGenerator messages) {
        this.random = random;
        this.messages = messages;
    }

    AttributeChanges changes() {
        return new AttributeChanges(
                messages.flag(),
                new ModeChanges(messages.list(this::modeChange)),
                new IdMap(messages.list(this::rule)),
                new IdMap(messages.list(this::rule)));
    }

    private IdMap.Rule rule() {
        return new IdMap.Rule(
                messages.flag()
                        ? new IdMap.From.Named(messages.label())
                        : new IdMap.From.Ids(id(), id()),
                messages.flag()
                        ? new IdMap.To.Named("x" + random.nextInt())
                        : new IdMap.To.Id(id()));
    }

    private long id() {
        return messages.flag() ? random.nextInt(9) : random.nextLong(IdMap.ID_MAX + 1);
    }

    private ModeChanges.Change modeChange() {
        return new ModeChanges.Change(
                messages.one(ModeChanges.Reach.values()),
                random.nextInt(Attributes.MODE_MASK + 1),
                random.nextInt(Attributes.MODE_MASK + 1),
                messages.flag(),
                messages.orNull(this::copy));
    }

    private ModeChanges.Copy copy() {
        return new ModeChanges.Copy(
                messages.one(ModeChanges.Share.values()),
                random.nextInt(ModeChanges.Copy.BITS_MAX + 1),
                messages.flag());
    }
}
