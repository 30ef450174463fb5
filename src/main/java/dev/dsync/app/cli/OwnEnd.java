package dev.dsync.app.cli;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Greeting;
import dev.dsync.engine.session.Patience;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.Session;
import dev.dsync.engine.session.SourceFiles;
import dev.dsync.engine.session.TargetPlace;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** The end of a run that is on this machine and dials the other. */
final class OwnEnd {
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final FileSystem system;
    private final RunOptions options;
    private final Runs.Watcher watcher;
    private final LongSupplier nanoTime;
    private Indexing indexing;

    OwnEnd(
            FileSystem system,
            RunOptions options,
            Runs.Watcher watcher,
            LongSupplier nanoTime,
            Indexing indexing) {
        this.system = system;
        this.options = options;
        this.watcher = watcher;
        this.nanoTime = nanoTime;
        this.indexing = indexing;
    }

    /** Remembers what is agreed on with the peer of this name; only before it has begun. */
    OwnEnd meeting(Digest peer) {
        indexing = indexing.meeting(peer);
        return this;
    }

    /**
     * Runs it to the end.
     *
     * @param connection closed in any case
     * @param theirs the paths of the other end
     */
    Ending run(
            Connection connection,
            Greeting greeting,
            List<TypedPath> theirs,
            CompressionPolicy compression)
            throws IOException, InterruptedException {
        try {
            Session session =
                    options.ownRole() == Role.SOURCE
                            ? push(greeting, theirs)
                            : pull(greeting, theirs);
            session.with(patience()).with(indexing);
            Driver driver = new Driver(session, connection, compression, nanoTime);
            watcher.connected(connection);
            watcher.cancellation().onCancel(driver::cancel);
            return driver.run();
        } finally {
            connection.abort();
        }
    }

    private Patience patience() {
        Duration admission = time(options.reach().timeToConnect(), Dialler.TIME_TO_CONNECT);
        Duration loss = time(options.reach().timeout(), Patience.STANDARD.loss());
        return Patience.losingAfter(loss).admittingWithin(admission);
    }

    private static Duration time(OptionalInt seconds, Duration usual) {
        if (seconds.isEmpty()) {
            return usual;
        }
        return seconds.getAsInt() == 0 ? FOR_EVER : Duration.ofSeconds(seconds.getAsInt());
    }

    private Session push(Greeting greeting, List<TypedPath> theirs) throws IOException {
        List<TypedPath> sources = options.sources().stream().map(Location::path).toList();
        SourceFiles files =
                SourceFiles.open(system, sources, options.scope()).unmunging(options.mungesLinks());
        if (options.isLocal() && !ListOnly.is(options)) {
            requireOutside(files);
        }
        Request request = request(Role.SOURCE, theirs, files.placement());
        return Session.push(greeting, request, files, watcher);
    }

    private void requireOutside(SourceFiles files) throws IOException {
        try {
            files.requireOutside(options.destination().path(), options.scope());
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    private Session pull(Greeting greeting, List<TypedPath> theirs) throws IOException {
        TypedPath destination = options.destination().path();
        Request request = request(Role.TARGET, theirs, TargetPlace.placement(system, destination));
        return Session.pull(
                greeting,
                request,
                rename ->
                        TargetPlace.open(
                                        system,
                                        destination,
                                        options.makePath(),
                                        options.dryRun(),
                                        rename)
                                .munging(options.mungesLinks()),
                watcher);
    }

    private Request request(Role role, List<TypedPath> paths, Placement placement)
            throws IOException {
        return new Request(
                role,
                paths,
                options.scope(),
                options.profile().and(Premises.ofOperator(system).profile()),
                options.policy(),
                placement,
                options.dryRun(),
                options.makePath(),
                options.report(),
                options.compressionLevel(),
                options.attributes().changes(system),
                options.wholeFiles());
    }
}
