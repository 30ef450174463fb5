/** Who a peer is: device key, share keys, proofs, grants. */
@NullMarked
package dev.dsync.io.trust;

import org.jspecify.annotations.NullMarked;
