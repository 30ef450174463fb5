/** Who is on the local network: hints by DNS-SD, which nothing proves. */
@NullMarked
package dev.dsync.io.discover;

import org.jspecify.annotations.NullMarked;
