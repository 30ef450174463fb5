package dev.dsync.differential;

/** Something a case would be pointless without. */
sealed interface About {

    /** A flag: left out of the command line. */
    record Flag(String word) implements About {}

    /** The slash at the end of a location. */
    record Slash(String location) implements About {}

    /** A whole location. */
    record Location(String location) implements About {}

    /** An entry of one of the trees, with all beneath it. */
    record Entry(String path) implements About {}

    /** A property of an entry: leaving it out is writing the entry like this instead. */
    record Change(String line) implements About {}
}
