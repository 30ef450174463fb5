package dev.dsync.core.chunk;

/**
 * Bytes a file lacks to become another, and the bytes it has that are most likely like them.
 *
 * @param offset where in the other file they begin
 * @param length how many they are
 * @param oldOffset where in this file the likely ones begin
 * @param oldLength how many they are; 0 where the others were put in between
 * @param isGuess whether they are not between two runs that both files have in this order
 */
public record Gap(long offset, long length, long oldOffset, long oldLength, boolean isGuess)
        implements Stretch {
    public Gap {
        if (offset < 0 || length < 1 || oldOffset < 0 || oldLength < 0) {
            throw new IllegalArgumentException(
                    offset + "+" + length + ", " + oldOffset + "+" + oldLength);
        }
    }
}
