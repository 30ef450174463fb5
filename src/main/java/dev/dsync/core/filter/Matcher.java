package dev.dsync.core.filter;

/** A pattern as it stands in one directory: what is left of it to compare with the names there. */
sealed interface Matcher permits NameMatcher, LiteralPathMatcher, GlobPathMatcher {
    /** Whether the entry with this name in the directory matches. */
    boolean matches(byte[] name, int offset, int length, boolean directory);

    /** The pattern as it stands in the directory of this name below. */
    Matcher enter(byte[] name);

    /** Whether nothing here or below can match any more. */
    boolean isDead();
}
