package dev.dsync.io.wire;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.proto.WireProto;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is listed out of protobuf: a scope, and ignore files. */
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
                scope.getWithoutImplied(),
                scope.getRulesList(),
                scope.getTop(),
                scope.getWithoutEmpty(),
                missing(scope),
                scope.getSafeLinks(),
                new Scope.Links(
                        scope.getCopyLinks(),
                        scope.getCopyDirectoryLinks(),
                        scope.getCopyUnsafeLinks(),
                        scope.getKeepDirectoryLinks()),
                new Scope.Ignores(scope.getDsyncIgnore(), scope.getGitIgnore()));
    }

    /** What the ignore files of a source say that has listed by them. */
    static List<IgnoreRules.Texts> ignoring(List<WireProto.ListingRoot.IgnoreFiles> roots)
            throws MalformedFrameException {
        String field = "ListingRoot.ignoring";
        ControlDecoder.limit(roots.size(), field);
        List<IgnoreRules.Texts> ignoring = new ArrayList<>();
        long bytes = 0;
        for (WireProto.ListingRoot.IgnoreFiles root : roots) {
            SortedMap<RelPath, String> contents = new TreeMap<>();
            for (WireProto.ListingRoot.IgnoreFile file : root.getFilesList()) {
                RelPath path = ControlDecoder.path(file.getPath(), field + ".path");
                bytes += path.bytes().length + file.getContent().size();
                ControlDecoder.require(
                        bytes <= Limits.IGNORE_FILES_MAX,
                        field,
                        "over " + Limits.IGNORE_FILES_MAX + " bytes");
                ControlDecoder.require(
                        contents.isEmpty() || contents.lastKey().compareTo(path) < 0,
                        field,
                        "not in order");
                contents.put(path, file.getContent().toString(StandardCharsets.ISO_8859_1));
            }
            ControlDecoder.require(!contents.isEmpty(), field, "none");
            ignoring.add(new IgnoreRules.Texts(contents));
        }
        return ignoring;
    }

    private static Scope.Missing missing(WireProto.Scope scope) {
        if (scope.getDeleteMissing()) {
            return Scope.Missing.DELETES;
        }
        return scope.getWithoutMissing() ? Scope.Missing.PASSES : Scope.Missing.FAILS;
    }
}
