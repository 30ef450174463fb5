/** A running watch and those who ask it things: a socket that only its user can open. */
@NullMarked
package dev.dsync.app.control;

import org.jspecify.annotations.NullMarked;
