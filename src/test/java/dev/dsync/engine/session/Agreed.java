package dev.dsync.engine.session;

import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.Message;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What played listeners agree to, where all that was named is there and keeps its name. */
final class Agreed {
    private Agreed() {}

    /** By one that heeds nothing it may not know of. */
    static Message.Accept to(Profile profile, RelPath... tops) {
        return heeding(Set.of(), profile, tops);
    }

    /** By one that heeds all but this. */
    static Message.Accept without(Message.Feature unknown, Profile profile, RelPath... tops) {
        return heeding(EnumSet.complementOf(EnumSet.of(unknown)), profile, tops);
    }

    private static Message.Accept heeding(
            Set<Message.Feature> heeded, Profile profile, RelPath... tops) {
        return new Message.Accept(profile, List.of(tops), List.of(), null, 0, heeded);
    }
}
