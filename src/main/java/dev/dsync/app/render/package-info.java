/** What happens in a run as a line, a bar or a JSON object. */
@NullMarked
package dev.dsync.app.render;

import org.jspecify.annotations.NullMarked;
