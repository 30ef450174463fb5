package dev.dsync.engine.session;

import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.Want;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A source played by a test, of one file, against an honest target. */
final class PlayedSource implements AutoCloseable {
    static final String PATH = "f";

    private static final int ANSWER_BYTES = 256 << 10;

    private final Solo solo;
    private final byte[] content;
    private final MemoryPageStore pages = new MemoryPageStore();
    private final Manifest manifest;
    private final List<Message> unheard = new ArrayList<>();
    private final List<Wish> wishes = new ArrayList<>();

    /** Announces the file with this content. */
    PlayedSource(Scenario scenario, byte[] content) throws IOException {
        this(scenario, content, runs(content));
    }

    /** Announces a file of this length, and tells that it consists of these chunks. */
    PlayedSource(Scenario scenario, byte[] content, List<ChunkRun> runs) throws IOException {
        this.content = content;
        Manifest.Writer chunks = new Manifest.Writer(pages);
        for (ChunkRun run : runs) {
            chunks.add(run);
        }
        Manifest made = chunks.finish();
        manifest = made.isInline() ? ChunkComparison.kept(made, pages) : made;
        OperatorPremises premises = new OperatorPremises(scenario.to);
        solo = new Solo(Session.listen(new TrustedGreeting(), premises, _ -> {}), scenario.clock);
        solo.say(new TrustedGreeting().opening());
        Placement contents = new Placement(List.of(RelPath.ROOT), List.of(), false, false, null);
        solo.say(scenario.request(Role.SOURCE, "b/", contents));
        MemoryPageStore listing = new MemoryPageStore();
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE, listing);
        writer.add(HostileSourceTest.root());
        writer.add(HostileSourceTest.file(PATH, content.length));
        unheard.addAll(HostileSourceTest.list(solo, listing, writer.finish().root()));
    }

    /** The chunks of some content. */
    static List<ChunkRun> runs(byte[] content) throws IOException {
        List<ChunkRun> runs = new ArrayList<>();
        ManifestStream stream =
                new ManifestStream(PageStore.forgetting(), (run, _, _) -> runs.add(run));
        stream.write(content, 0, content.length);
        stream.finish();
        return runs;
    }

    PageRoot root() {
        return manifest.root();
    }

    byte[] content() {
        return content;
    }

    /** Says something; what the target says to it waits to be heard. */
    PlayedSource say(Message message) throws IOException {
        unheard.addAll(solo.say(message));
        return this;
    }

    PlayedSource say(Segment... segments) throws IOException {
        return say(new Message.Data(List.of(segments)));
    }

    /** What the target said that is of this kind and was not heard yet. */
    <M extends Message> List<M> hear(Class<M> kind) {
        List<M> heard = unheard.stream().filter(kind::isInstance).map(kind::cast).toList();
        unheard.removeAll(heard);
        return heard;
    }

    /** Answers as an honest source until something of the file is wanted; what is wanted. */
    List<Wish> wished() throws IOException {
        List<Message> next = List.copyOf(unheard);
        while (!next.isEmpty()) {
            unheard.clear();
            for (Message message : next) {
                switch (message) {
                    case Message.ManifestRequest asked -> told(asked);
                    case Message.PageRequests asked -> answer(asked);
                    case Message.Fetch fetch -> wishes.addAll(fetch.wishes());
                    case Message _ -> {}
                }
            }
            next = List.copyOf(unheard);
        }
        List<Wish> taken = List.copyOf(wishes);
        wishes.clear();
        return taken;
    }

    private void told(Message.ManifestRequest asked) throws IOException {
        for (ManifestQuery _ : asked.queries()) {
            say(told(manifest.root()));
        }
    }

    /** That the file has this manifest. */
    static Message told(PageRoot root) {
        return new Message.Manifests(
                List.of(new ManifestAnswer.Told(List.of(new FileManifest(root)))));
    }

    private void answer(Message.PageRequests asked) throws IOException {
        List<Message.PageAnswered> answers = new ArrayList<>();
        for (PageRequest request : asked.requests()) {
            byte[] answer = request.answer(PageKind.MANIFEST, pages, ANSWER_BYTES);
            answers.add(new Message.PageAnswered(request.name(), new Slice(answer)));
        }
        say(new Message.PageAnswers(answers));
    }

    /** The ranges wanted; fails if all of the file is. */
    static List<Range> ranges(List<Wish> wishes) {
        return wishes.stream()
                .flatMap(wish -> ((Want.Ranges) wish.want()).ranges().stream())
                .toList();
    }

    /** Bytes of the file as it is. */
    Segment bytes(long offset, long length) {
        int from = Math.toIntExact(offset);
        return bytes(Arrays.copyOfRange(content, from, from + Math.toIntExact(length)));
    }

    static Segment bytes(byte[] bytes) {
        return new Segment.Bytes(0, new Slice(bytes));
    }

    Segment end() {
        return new Segment.End(0, manifest.root().name());
    }

    /** What an honest source says to these wishes, patches aside. */
    List<Segment> answers(List<Wish> all) {
        List<Segment> segments = new ArrayList<>();
        for (Wish wish : all) {
            switch (wish.want()) {
                case Want.Whole _ -> {
                    segments.add(bytes(content));
                    segments.add(end());
                }
                case Want.Ranges(var ranges, boolean last) -> {
                    ranges.forEach(range -> segments.add(bytes(range.offset(), range.length())));
                    if (last) {
                        segments.add(end());
                    }
                }
            }
        }
        return segments;
    }

    PlayedSource answer(List<Wish> all) throws IOException {
        return say(answers(all).toArray(Segment[]::new));
    }

    boolean hasEnded() {
        return solo.hasEnded();
    }

    /** How the target's session ended. */
    Ending ending() {
        return solo.ending();
    }

    @Override
    public void close() throws IOException {
        solo.close();
    }
}
