/** Missing bytes become staged bytes: requests, windows, verification. */
@NullMarked
package dev.dsync.engine.fetch;

import org.jspecify.annotations.NullMarked;
