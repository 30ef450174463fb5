@NullMarked
package dev.dsync.io.discover;

import org.jspecify.annotations.NullMarked;
