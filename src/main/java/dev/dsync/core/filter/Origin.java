package dev.dsync.core.filter;

/** Where a rule was written. */
public sealed interface Origin {
    /** An option of the command line, such as {@code --exclude}. */
    record Argument(String option) implements Origin {
        @Override
        public String toString() {
            return option;
        }
    }

    /** A line of a file; lines count from 1, the file's name is printable. */
    record FileLine(String file, int line) implements Origin {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** A line of the rules a peer sent; lines count from 1. */
    record Wire(int line) implements Origin {
        @Override
        public String toString() {
            return "rules of the peer, line " + line;
        }
    }
}
