package dev.dsync.engine.apply;

import dev.dsync.core.tree.Name;

/**
 * A file that was built, attributes and all, and is to take its place.
 *
 * @param staged the name it was built under, in its final directory
 * @param durable whether its content is on disk
 * @param literal content bytes that came from the source
 */
public record Commit(Awaited awaited, Name staged, boolean durable, long literal) {}
