/** What a state machine of the engine is told and what it asks for. */
@NullMarked
package dev.dsync.engine.machine;

import org.jspecify.annotations.NullMarked;
