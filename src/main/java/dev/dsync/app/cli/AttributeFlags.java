package dev.dsync.app.cli;

import dev.dsync.app.cli.Flag.Group;

/** The options about what else than its own of the source's attributes the target shall have. */
final class AttributeFlags {
    static final FlagSpec CHMOD =
            FlagSpec.setting(
                    Group.WHAT,
                    "--chmod",
                    "CHANGES",
                    "Change modes on the way, as in Du=rwX,F644; after D of directories, after F of"
                            + " files.",
                    (d, v) -> d.attributes.chmod(v));
    static final FlagSpec CHOWN =
            FlagSpec.setting(
                    Group.WHAT,
                    "--chown",
                    "USER:GROUP",
                    "Give everything to this user and group, or to one of them; implies -o and -g.",
                    (d, v) -> d.attributes.chown(d, v));
    static final FlagSpec USERMAP =
            FlagSpec.setting(
                    Group.WHAT,
                    "--usermap",
                    "FROM:TO,...",
                    "Who owns what is FROM's at the source, a name, pattern, number or range;"
                            + " implies -o.",
                    (d, v) -> d.attributes.usermap(d, v));
    static final FlagSpec GROUPMAP =
            FlagSpec.setting(
                    Group.WHAT,
                    "--groupmap",
                    "FROM:TO,...",
                    "The same for groups; implies -g.",
                    (d, v) -> d.attributes.groupmap(d, v));

    private AttributeFlags() {}
}
