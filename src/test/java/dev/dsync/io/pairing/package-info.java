@NullMarked
package dev.dsync.io.pairing;

import org.jspecify.annotations.NullMarked;
