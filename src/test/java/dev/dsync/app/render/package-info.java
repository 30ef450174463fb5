/** Tests of what a run prints. */
@NullMarked
package dev.dsync.app.render;

import org.jspecify.annotations.NullMarked;
