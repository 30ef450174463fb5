/** Programs that print figures; no tests. */
@NullMarked
package dev.dsync.bench;

import org.jspecify.annotations.NullMarked;
