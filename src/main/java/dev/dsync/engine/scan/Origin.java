package dev.dsync.engine.scan;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Root;

/**
 * One place a listing is made from.
 *
 * @param root the opened tree it lies in
 * @param at where in the root it lies
 * @param as where in the listing it stands; the empty path means that what is in the directory
 *     stands at the top
 */
public record Origin(Root root, RelPath at, RelPath as) {}
