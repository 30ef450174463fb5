package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * How an index is opened.
 *
 * @param boot what names this start of the machine
 * @param random for identities
 * @param onClose told before the store is closed
 */
record Opening(Digest boot, RandomGenerator random, Consumer<StoredIndex> onClose) {}
