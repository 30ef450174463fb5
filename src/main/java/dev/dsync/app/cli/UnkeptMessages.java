package dev.dsync.app.cli;

import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Profile.Namespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What users are told at the end of what could not be kept: once a kind, with a count. */
final class UnkeptMessages {
    private UnkeptMessages() {}

    /**
     * One kind of loss.
     *
     * @param what a word for it
     * @param entries how many lost it
     * @param message what the user is told
     */
    record Loss(String what, long entries, String message) {}

    /** How far away what is copied, or where it goes, is: whoever is far away has a say. */
    private enum Reach {
        HERE,
        SHELL,
        SHARE
    }

    /** What was asked for in a run and is lost. */
    static List<Loss> of(Unkept unkept, RunOptions run) {
        Profile asked = run.profile();
        Reach reach = reach(run);
        List<Loss> losses = new ArrayList<>();
        if (asked.owner() && unkept.owners() > 0) {
            losses.add(loss("owners", "owners of ", unkept.owners(), " not kept", owners(reach)));
        }
        if (asked.group() && unkept.groups() > 0) {
            losses.add(loss("groups", "groups of ", unkept.groups(), " not kept", groups(reach)));
        }
        if (asked.devices() && unkept.devices() > 0) {
            losses.add(loss("devices", "devices: ", unkept.devices(), " not made", devices(reach)));
        }
        if (asked.permissions() && unkept.setIds() > 0) {
            losses.add(
                    loss(
                            "set-ids",
                            "set-user-id and set-group-id bits of ",
                            unkept.setIds(),
                            " not kept",
                            "the share does not grant setuid"));
        }
        if (asked.xattrs() != Namespaces.NONE && unkept.xattrs() > 0) {
            losses.add(
                    loss(
                            "xattrs",
                            "extended attributes of ",
                            unkept.xattrs(),
                            " not all kept",
                            xattrs(reach)));
        }
        return losses;
    }

    private static Loss loss(String what, String before, long entries, String after, String why) {
        String counted = entries == 1 ? "1 entry" : entries + " entries";
        return new Loss(what, entries, before + counted + after + ": " + why);
    }

    private static Reach reach(RunOptions run) {
        return Stream.concat(run.sources().stream(), Stream.of(run.destination()))
                .map(
                        one ->
                                switch (one) {
                                    case Location.LocalLocation _ -> Reach.HERE;
                                    case Location.SshLocation _ -> Reach.SHELL;
                                    case Location.ShareLocation _ -> Reach.SHARE;
                                })
                .max(Reach::compareTo)
                .orElse(Reach.HERE);
    }

    private static String owners(Reach reach) {
        return switch (reach) {
            case HERE -> "only root may give files away";
            case SHELL -> "dsync has to run as root at both ends";
            case SHARE -> "the share has to grant owner, and dsync to run as root at both ends";
        };
    }

    private static String groups(Reach reach) {
        return switch (reach) {
            case HERE, SHELL -> "whoever writes is no member of them";
            case SHARE -> "the share has to grant owner, and whoever writes to be a member of them";
        };
    }

    private static String devices(Reach reach) {
        return switch (reach) {
            case HERE -> "only root may make them";
            case SHELL -> "dsync has to run as root at both ends";
            case SHARE -> "the share has to grant devices, and dsync to run as root at both ends";
        };
    }

    private static String xattrs(Reach reach) {
        return reach == Reach.SHARE
                ? "a share keeps those alone that begin with user."
                : "only root at both ends keeps others than those that begin with user.";
    }
}
