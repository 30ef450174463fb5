/** One source and one target, end to end. */
@NullMarked
package dev.dsync.engine.session;

import org.jspecify.annotations.NullMarked;
