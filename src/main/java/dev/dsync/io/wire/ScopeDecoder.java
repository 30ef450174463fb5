package dev.dsync.io.wire;

import dev.dsync.core.filter.Scope;
import dev.dsync.io.wire.proto.WireProto;
import java.nio.charset.StandardCharsets;

/** A scope out of protobuf. */
final class ScopeDecoder {
    private ScopeDecoder() {}

    static Scope scope(WireProto.Scope scope) throws MalformedFrameException {
        ControlDecoder.limit(scope.getRulesCount(), "Request.scope.rules");
        long bytes = 0;
        for (String rule : scope.getRulesList()) {
            bytes += rule.getBytes(StandardCharsets.UTF_8).length;
        }
        ControlDecoder.require(
                bytes <= Limits.RULES_MAX,
                "Request.scope.rules",
                "over " + Limits.RULES_MAX + " bytes");
        return new Scope(
                scope.getRecursive(),
                scope.getDirectories(),
                scope.getOneFileSystem(),
                scope.getRelative(),
                scope.getRulesList(),
                scope.getTop(),
                scope.getWithoutEmpty(),
                scope.getWithoutMissing(),
                scope.getSafeLinks(),
                new Scope.Links(
                        scope.getCopyLinks(),
                        scope.getCopyDirectoryLinks(),
                        scope.getCopyUnsafeLinks()));
    }
}
