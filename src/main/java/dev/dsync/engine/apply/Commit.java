package dev.dsync.engine.apply;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;

/**
 * A file that was built and is to take its place.
 *
 * @param staged the name it was built under, in its final directory
 * @param modified its time as the source showed it when it was read
 * @param literal content bytes that came from the source
 */
public record Commit(Awaited awaited, Name staged, Timestamp modified, long literal) {}
