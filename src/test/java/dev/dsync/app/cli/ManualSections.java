package dev.dsync.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What manual pages tell beyond what the help does; each table is a term and what it means. */
final class ManualSections {
    private ManualSections() {}

    private static Map<String, String> table(String... cells) {
        Map<String, String> table = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            table.put(cells[i], cells[i + 1]);
        }
        return table;
    }

    /** Codes of single runs, with which a watch cannot end. */
    private static final Set<String> NOT_OF_WATCH = Set.of("3", "24", "25", "40");

    /** How a command ends. */
    static Map<String, String> exitStatus(String command) {
        Map<String, String> all = exitStatus();
        if (command.equals("watch")) {
            all.keySet().removeAll(NOT_OF_WATCH);
        }
        return all;
    }

    private static Map<String, String> exitStatus() {
        return table(
                "0",
                "Done.",
                "1",
                "Usage: an option, a setting, a location or a filter rule is wrong.",
                "2",
                "Not understood: versions differ, or something else than dsync answered.",
                "3",
                "The destination is no directory, or lies in the source.",
                "5",
                "The session could not begin, or something was not granted.",
                "10",
                "The network: no such host, nobody listens, an address in use.",
                "11",
                "Files or the disk.",
                "12",
                "The connection was lost, or one side failed.",
                "20",
                "Interrupted.",
                "22",
                "Out of memory.",
                "23",
                "Some paths failed, or doctor found something wrong; each has its message.",
                "24",
                "Some files vanished from the source, and nothing else failed.",
                "25",
                "Stopped, or some deletes left out, because of --max-delete.",
                "30",
                "The other side no longer answers, or a wait took too long.",
                "35",
                "No connection in time.",
                "40",
                "Conflict copies remain.",
                "42",
                "Another run writes there, has the job, or shares the same.",
                "43",
                "Not trusted: a key is missing, wrong or open to others.",
                "44",
                "No space left, or a quota is exceeded.");
    }

    static Map<String, String> environment() {
        return table(
                "DSYNC_HOME",
                "Where config.toml and keys are; $XDG_CONFIG_HOME/dsync or ~/.config/dsync if not"
                        + " set.",
                "DSYNC_JAVA_HOME",
                "The JDK to run with; else JAVA_HOME and the usual places are looked through.",
                "DSYNC_JAVA_OPTS",
                "Words for the JVM, such as -Xmx512m.",
                "DSYNC_OPTION",
                "A long option in capitals, - as _, as in DSYNC_MAX_DELETE=50%. An option without a"
                        + " value takes true, false, or how often. It goes before config.toml, the"
                        + " command line before it. A name that is no option is an error.");
    }

    static Map<String, String> files() {
        return table(
                "~/.config/dsync/config.toml",
                "Long options for every run of push, pull, serve and watch, as TOML: max-delete ="
                        + " \"50%\". Nobody else may be able to write it.",
                "~/.config/dsync/keys/NAME.key",
                "The key of a share, or its read-only key: one line of 64 hexadecimal digits, the"
                        + " latter behind ro:, for nobody else to read.",
                "~/.config/dsync/device.pem",
                "Who this machine is; made when first needed.",
                "~/.config/dsync/browser.pem",
                "Who it is to browsers, by share --tls; made when first needed.",
                "~/.config/dsync/peers/ID.peer",
                "A paired machine: its name, and what it may do; written by pair and peers.");
    }

    static Map<String, String> filterRules() {
        return table(
                "- PATTERN, + PATTERN",
                "Leave out, take. Of all rules the first that matches decides; what matches none is"
                        + " taken. --exclude and --include are these.",
                "P PATTERN, R PATTERN",
                "Protect at the destination from deletion; take that back.",
                "H PATTERN, S PATTERN",
                "Leave out at the source only; take at the source.",
                ". FILE, : FILE",
                "Read rules from a file; from one of that name in every directory. -F is : with"
                        + " .rsync-filter; :C reads .cvsignore files as CVS does.",
                "!",
                "Forget the rules so far.",
                "patterns",
                "* is any part of a name, ** also slashes, ? one character, [a-z] one of them. A"
                        + " slash at the start binds to the top of what is copied, one at the end"
                        + " means directories alone. A directory that is left out is not entered.");
    }

    static Map<String, String> itemLetters() {
        return table(
                "YXcstpoguax",
                "The shape of a line: what is done, to what, and what differs. A dot is no"
                        + " difference, + all of it is new.",
                "Y",
                "< sent, > received, c created or changed, h a hard link, . only attributes;"
                        + " *deleting stands for itself.",
                "X",
                "f file, d directory, L symbolic link, D device, S socket or FIFO.",
                "c, s, t",
                "Content (or a link's target), size, modification time; T where the time is not"
                        + " kept.",
                "p, o, g",
                "Permissions, owner, group.",
                "x",
                "Extended attributes; u and a are dots, kept for rsync's shape of the line.");
    }
}
