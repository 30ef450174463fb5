@NullMarked
package dev.dsync.app.batch;

import org.jspecify.annotations.NullMarked;
