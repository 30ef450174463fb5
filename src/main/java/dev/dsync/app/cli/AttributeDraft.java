package dev.dsync.app.cli;

import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import java.util.Optional;

/** The options about attributes other than those of the source, while they are read. */
final class AttributeDraft {
    boolean numericIds;
    boolean xattrs;

    /** A list has bits of the mode in it, so that permissions are kept with it. */
    boolean acls;

    private String chmod = "";
    private IdMap users = IdMap.NONE;
    private IdMap groups = IdMap.NONE;

    /** Changes are made in the order in which they were given. */
    void chmod(byte[] value) throws UsageException {
        String text = Latin.text(value);
        if (ModeChanges.of(text, 0).isEmpty()) {
            throw Values.wrong(
                    "--chmod", text, "it is no list of changes; write such as Dg+s,u=rwX or F644");
        }
        chmod = chmod.isEmpty() ? text : chmod + "," + text;
    }

    /** Whoever is left out stays as it is. */
    void chown(Draft draft, byte[] value) throws UsageException {
        String text = Latin.text(value);
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        if (!user.isEmpty()) {
            users = one(user, text);
            draft.owner = true;
        }
        if (!group.isEmpty()) {
            groups = one(group, text);
            draft.group = true;
        }
    }

    private static IdMap one(String name, String text) throws UsageException {
        return required(
                "--chown",
                text,
                IdMap.everybody(Latin.decoded(name)),
                "no name or number is like that; write USER, USER:GROUP or :GROUP");
    }

    void usermap(Draft draft, byte[] value) throws UsageException {
        users = map("--usermap", value);
        draft.owner = true;
    }

    void groupmap(Draft draft, byte[] value) throws UsageException {
        groups = map("--groupmap", value);
        draft.group = true;
    }

    private static IdMap map(String option, byte[] value) throws UsageException {
        String text = Latin.text(value);
        return required(
                option,
                text,
                IdMap.of(Latin.decoded(text)),
                "it is no list of pairs; write such as alice:bob,1000-1999:2000,*:nobody");
    }

    private static IdMap required(String option, String text, Optional<IdMap> map, String reason)
            throws UsageException {
        return map.orElseThrow(() -> Values.wrong(option, text, reason));
    }

    AttributeOptions options() {
        return new AttributeOptions(numericIds, chmod, users, groups);
    }

    boolean mapsUsers() {
        return !users.isEmpty();
    }

    boolean mapsGroups() {
        return !groups.isEmpty();
    }
}
