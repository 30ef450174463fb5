/** Kill a process at every call that touches a tree, and see what it leaves. */
@NullMarked
package dev.dsync.crash;

import org.jspecify.annotations.NullMarked;
