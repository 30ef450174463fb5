package dev.dsync.tree;

/** One field of one path in which two trees are not the same. */
public record TreeDifference(String path, String field, String expected, String actual) {

    @Override
    public String toString() {
        return path + ": " + field + ": expected " + expected + ", was " + actual;
    }
}
