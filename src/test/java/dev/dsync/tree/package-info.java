/** Directory trees as test data: written down as text, built on disk, looked at again. */
@NullMarked
package dev.dsync.tree;

import org.jspecify.annotations.NullMarked;
