package dev.dsync.core.tree;

/** Bytes offered as a name or path that are none. */
public final class IllegalNameException extends Exception {
    IllegalNameException(String what) {
        super(what);
    }
}
