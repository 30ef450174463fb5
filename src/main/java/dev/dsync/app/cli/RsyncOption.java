package dev.dsync.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The options of rsync that push and pull have not, and what to do in place of each. */
enum RsyncOption {
    EIGHT_BIT_OUTPUT("-8 --8-bit-output", "leave it out, names are shown as UTF-8"),
    ADDRESS_FAMILY("-4 -6 --ipv4 --ipv6", "name an address of that kind, or use -e 'ssh -4'"),
    ADDRESS("--address --sockopts", "leave it out, routes of the system hold"),
    SECLUDED_ARGS("-s --secluded-args --protect-args", "leave it out, no shell sees the paths"),
    OLD_ARGS("--old-args", "name each source, no shell over there sees the paths"),
    TRUST_SENDER("--trust-sender", "leave it out, what a source lists is always checked"),
    LINKS(
            "--insecure-links --confine-root",
            "leave it out, links are followed where -L and -K say"),
    ATIMES("-U --atimes", "leave it out, times of access are not kept"),
    OPEN_NOATIME("--open-noatime", "leave it out, or mount the source with noatime"),
    CRTIMES("-N --crtimes", "leave it out, times of creation are not kept"),
    SUPER("--super --fake-super", "run it as root at both ends to keep owners and devices"),
    COPY_AS("--copy-as", "run it as that user"),
    DROP_NODES("--drop-D", "write --no-D"),
    DEVICES("--copy-devices --write-devices", "copy what is on a device with dd"),
    OLD_DIRS("--old-dirs --old-d", "write --dirs"),
    IGNORE_NON_EXISTING("--ignore-non-existing", "write --existing"),
    MODIFY_WINDOW("-@", "write --modify-window"),
    TIME_LIMIT("--time-limit", "write --stop-after"),
    INC_RECURSIVE(
            "--inc-recursive --i-r", "leave it out, the plan is made before anything is done"),
    PREALLOCATE("--preallocate", "leave it out, room is taken as it is needed"),
    FSYNC("--fsync", "leave it out, what has arrived is always made durable"),
    BLOCK_SIZE("-B --block-size", "leave it out, blocks have the size that fits the file"),
    CHECKSUM_CHOICE("--cc --checksum-choice --checksum-seed", "leave it out, or write --paranoid"),
    COMPRESS_CHOICE(
            "--zc --compress-choice --zt --compress-threads --new-compress --old-compress",
            "leave it out, it is zstd, whose level --zl sets"),
    SKIP_COMPRESS("--skip-compress", "leave it out, what does not get smaller is sent as it is"),
    ICONV("--iconv", "leave it out, names stay the bytes they are"),
    RSYNC_PATH("--rsync-path", "write --dsync-path"),
    REMOTE_OPTION("-M --remote-option", "leave it out, options hold for both ends"),
    BLOCKING_IO("--blocking-io --protocol", "leave it out, it is about rsync's own protocol"),
    PASSWORD_FILE("--password-file --early-input", "write --key-file, shares have keys"),
    DAEMON("--motd --daemon --config --dparam", "see dsync help serve for shares"),
    STDERR("--stderr --msgs2stderr --outbuf", "leave it out, or redirect what is printed"),
    BATCH(
            "--write-batch --only-write-batch --read-batch",
            "push to a directory on a disk that travels, and from there"),
    MAX_ALLOC("--max-alloc", "give it more memory with DSYNC_JAVA_OPTS=-Xmx512m");

    /** Parted by spaces. */
    private final String names;

    private final String instead;

    RsyncOption(String names, String instead) {
        this.names = names;
        this.instead = instead;
    }

    /** What to say of an option of this name, if rsync has it. */
    static Optional<String> explained(String name) {
        String positive = name.replaceFirst("^--no-", "--");
        return Arrays.stream(values())
                .filter(option -> List.of(option.names.split(" ", -1)).contains(positive))
                .findFirst()
                .map(
                        option ->
                                "rsync has "
                                        + name
                                        + ", dsync has not; "
                                        + (name.equals(positive)
                                                ? option.instead
                                                : "leave it out"));
    }
}
