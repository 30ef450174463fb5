package dev.dsync.core.attributes;

import java.util.Objects;

/**
 * How attributes are told by the source, and what else than its own the target shall have.
 *
 * @param numericIds owners and groups are kept by number, not by name
 * @param modes changes of modes, made where the source is listed
 * @param users who of the source owns what is theirs at the target, where owners are kept
 * @param groups the same of groups
 */
public record AttributeChanges(boolean numericIds, ModeChanges modes, IdMap users, IdMap groups) {
    /** Owners and groups are kept by name, and everything is as the source has it. */
    public static final AttributeChanges NONE =
            new AttributeChanges(false, ModeChanges.NONE, IdMap.NONE, IdMap.NONE);

    public AttributeChanges {
        Objects.requireNonNull(modes);
        Objects.requireNonNull(users);
        Objects.requireNonNull(groups);
    }
}
