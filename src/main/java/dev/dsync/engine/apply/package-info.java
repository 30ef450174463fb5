/** A plan goes to disk: re-check, commit, record what happened. */
@NullMarked
package dev.dsync.engine.apply;

import org.jspecify.annotations.NullMarked;
