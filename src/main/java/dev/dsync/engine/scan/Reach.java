package dev.dsync.engine.scan;

import java.util.function.Function;

/**
 * How far a scan goes.
 *
 * @param recursive into every directory
 * @param directories without {@code recursive}: directories are listed, and the contents of an
 *     origin that means them
 * @param oneFileSystem not into directories on another file system than their origin
 * @param mustExist whether an origin that is not there is a problem; at a target it is not
 * @param choice what takes part at the top of an origin's listing
 */
public record Reach(
        boolean recursive,
        boolean directories,
        boolean oneFileSystem,
        boolean mustExist,
        Function<Origin, Choice> choice) {}
