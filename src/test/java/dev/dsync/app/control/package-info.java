/** Tests of the socket of a running watch. */
@NullMarked
package dev.dsync.app.control;

import org.jspecify.annotations.NullMarked;
