/** Touch the user's files safely: a confined root, attributes, durable replace. */
@NullMarked
package dev.dsync.io.fs;

import org.jspecify.annotations.NullMarked;
