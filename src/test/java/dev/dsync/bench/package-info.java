/** Programs that print figures; nothing here is a test. */
@NullMarked
package dev.dsync.bench;

import org.jspecify.annotations.NullMarked;
