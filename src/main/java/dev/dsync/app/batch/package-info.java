/** Named pushes and pulls from a file, one after the other: what they are, their locks, retries. */
@NullMarked
package dev.dsync.app.batch;

import org.jspecify.annotations.NullMarked;
