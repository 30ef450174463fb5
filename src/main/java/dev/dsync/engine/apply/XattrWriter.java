package dev.dsync.engine.apply;

import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Entry.Xattrs.Told;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives entries the extended attributes they shall have. What cannot be set is told, the rest is
 * set: no file is left out for an attribute that the file system has no room for.
 */
final class XattrWriter {
    private final Consumer<Item> failed;

    /** One that tells what cannot be set. */
    XattrWriter(Consumer<Item> failed) {
        this.failed = failed;
    }

    /** Lets the owner write, who has to for that. */
    @FunctionalInterface
    interface Opening {
        /** Nothing can be done: what is to be changed is open for writing. */
        Opening NONE = () -> false;

        /** Whether there is more that may be done now. */
        boolean open() throws IOException;
    }

    /** Sets what is wanted of what these are the extended attributes of. */
    void set(RelPath path, Xattrs there, Wanted wanted, Opening opening) throws IOException {
        Told none = Told.NONE;
        var now = wanted.xattrs() == null ? null : there.listed(wanted.counted());
        if (wanted.xattrs() == null
                || wanted.xattrs().equals(Objects.requireNonNullElse(now, none))) {
            return;
        }
        if (!(wanted.xattrs() instanceof Told told)) {
            fail(path, "more than " + Told.BYTES_MAX + " bytes of extended attributes");
            return;
        }
        SortedMap<String, byte[]> values = told.values();
        for (Xattrs.Key key : keys(there)) {
            if (wanted.counted().cover(key.text()) && !values.containsKey(key.text())) {
                change(path, key, opening, () -> there.remove(key));
            }
        }
        for (Map.Entry<String, byte[]> value : values.entrySet()) {
            Xattrs.Key key = Xattrs.Key.of(value.getKey());
            if (!has(there, key, value.getValue())) {
                change(path, key, opening, () -> there.set(key, value.getValue()));
            }
        }
    }

    /** Those there are: none where there can be none. */
    static List<Xattrs.Key> keys(Xattrs there) throws IOException {
        try {
            return there.keys();
        } catch (FsException e) {
            if (e.reason() != Reason.UNSUPPORTED) {
                throw e;
            }
            return List.of(); // setting says so
        }
    }

    private static boolean has(Xattrs there, Xattrs.Key key, byte[] value) {
        try {
            Optional<byte[]> now = there.get(key);
            return now.isPresent() && Arrays.equals(now.get(), value);
        } catch (IOException _) {
            return false; // what cannot be read is set, which tells whether that can be
        }
    }

    /** One step of the change. */
    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private void change(RelPath path, Xattrs.Key key, Opening opening, Step step)
            throws IOException {
        FsException cause = failure(step);
        if (cause != null && cause.reason() == Reason.ACCESS_DENIED && opening.open()) {
            cause = failure(step);
        }
        if (cause != null) {
            fail(path, key + ": " + Problem.reason(cause));
        }
    }

    private static @Nullable FsException failure(Step step) throws IOException {
        try {
            step.take();
            return null;
        } catch (FsException e) {
            return e;
        }
    }

    private void fail(RelPath path, String reason) {
        failed.accept(new Item.Failed(new Problem(path, Problem.Kind.SET_ATTRIBUTES, reason)));
    }
}
