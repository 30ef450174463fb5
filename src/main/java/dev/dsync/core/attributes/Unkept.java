package dev.dsync.core.attributes;

/**
 * How many entries of a source are at the target without something they have.
 *
 * @param owners without their owner
 * @param groups without their group
 * @param devices device nodes that are not made
 * @param setIds without setuid or setgid bit
 * @param xattrs without all of their extended attributes
 */
public record Unkept(long owners, long groups, long devices, long setIds, long xattrs) {
    /** All is kept. */
    public static final Unkept NONE = new Unkept(0, 0, 0, 0, 0);
}
