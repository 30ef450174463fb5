/** Learn what the other side has, by descent through its pages. */
@NullMarked
package dev.dsync.engine.exchange;

import org.jspecify.annotations.NullMarked;
