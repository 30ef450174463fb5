package dev.dsync.io.trust;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a share lets its peers do.
 *
 * @param verbs nothing that is not in here is allowed
 */
public record Grant(Set<Verb> verbs) {
    /** One thing that may be allowed. */
    public enum Verb {
        READ,
        WRITE,
        DELETE,
        /** Set owner, group and access control lists. */
        OWNER,
        /** Create device nodes. */
        DEVICES,
        /** Set the setuid and setgid bits. */
        SETUID,
        /** Set extended attributes beyond {@code user.*}. */
        XATTR
    }

    /** Read, nothing else. */
    public static final Grant READ_ONLY = new Grant(EnumSet.of(Verb.READ));

    /** Read, write and delete. */
    public static final Grant READ_WRITE =
            new Grant(EnumSet.of(Verb.READ, Verb.WRITE, Verb.DELETE));

    /** A grant of exactly {@code verbs}. */
    public Grant {
        EnumSet<Verb> copy = EnumSet.noneOf(Verb.class);
        copy.addAll(verbs);
        verbs = Collections.unmodifiableSet(copy);
    }

    /** Whether {@code verb} is allowed. */
    public boolean allows(Verb verb) {
        return verbs.contains(verb);
    }

    /** What both grants allow. */
    public Grant narrowedTo(Grant other) {
        EnumSet<Verb> both = EnumSet.noneOf(Verb.class);
        for (Verb verb : verbs) {
            if (other.allows(verb)) {
                both.add(verb);
            }
        }
        return new Grant(both);
    }

    /** Reads {@code ro}, {@code rw} or {@code rw,owner,...}; anything else grants nothing. */
    public static Optional<Grant> parse(String text) {
        String[] words = text.split(",", -1);
        if (words[0].equals("ro")) {
            return words.length == 1 ? Optional.of(READ_ONLY) : Optional.empty();
        }
        if (!words[0].equals("rw")) {
            return Optional.empty();
        }
        EnumSet<Verb> verbs = EnumSet.copyOf(READ_WRITE.verbs);
        for (int i = 1; i < words.length; i++) {
            Optional<Verb> extra = extra(words[i]);
            if (extra.isEmpty() || !verbs.add(extra.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(new Grant(verbs));
    }

    private static Optional<Verb> extra(String word) {
        for (Verb verb : EnumSet.range(Verb.OWNER, Verb.XATTR)) {
            if (verb.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
