package dev.dsync.io.wire;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.core.version.VersionVector;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One message of protocol {@code dsync/1}: a fact or a wish, never a command about a path. */
public sealed interface Message {
    /** Which end of a run somebody is. */
    enum Role {
        /** Bytes come from here. */
        SOURCE,
        /** Bytes go here; this side plans. */
        TARGET,
        /** Both at once, for as long as the connection lasts: a folder is kept in sync. */
        PEER
    }

    /** How much of what happens the side with the user wants to be told. */
    enum ReportLevel {
        /** Problems and the summary. */
        PROBLEMS,
        /** Also every change. */
        CHANGES,
        /** Also what needs nothing. */
        ALL
    }

    /** Why a run is refused or ends; each is one message and exit code for the user. */
    enum Reason {
        VERSION,
        NOT_TRUSTED,
        VERB_NOT_GRANTED,
        MALFORMED,
        NO_SUCH_PATH,
        NOT_DIRECTORY,
        UNREADABLE,
        UNWRITABLE,
        NO_SPACE,
        ROOT_BUSY,
        TOO_MANY_DELETES,
        EMPTIED_ROOT,
        UNSUPPORTED,
        CANCELLED,
        SILENT,
        INTERNAL,
        INVALID_RULE,
        FILE_IO,
        TOO_BUSY
    }

    /** What of a request not every listener knows of; the schema names the fields. */
    enum Feature {
        WRITING,
        IGNORES,
        PARANOID,
        KEPT_LINKS,
        WITHOUT_IMPLIED,
        ABSENT,
        LINKS,
        ATOMIC_TREE
    }

    /**
     * The first message each way.
     *
     * @param versionMin lowest protocol version spoken
     * @param versionMax highest protocol version spoken
     * @param share the share meant, where the transport offers shares; else empty
     * @param proof that the share's key is known; none where the transport vouches for the peer
     */
    record Hello(int versionMin, int versionMax, String share, @Nullable Digest proof)
            implements Message {}

    /**
     * What the dialler wants.
     *
     * @param dialler the dialler's own role
     * @param paths the listener's side of the run: sources, or one destination
     * @param scope what of the sources takes part
     * @param profile what the dialler keeps or can tell, and the run asks for
     * @param policy what the target does with what it learns
     * @param placement where single entries go; what the dialler knows of it
     * @param dryRun nothing is touched
     * @param makePath the target makes missing parents of the destination
     * @param report what is told to a dialler who is the source
     * @param compressionLevel zstd level of data frames, 0 for none; empty: the sender chooses
     * @param attributes how attributes are told, and what else than its own the target shall have
     * @param wholeFiles a file that differs is sent whole, whatever there is of it
     */
    record Request(
            Role dialler,
            List<TypedPath> paths,
            Scope scope,
            Profile profile,
            Policy policy,
            Placement placement,
            boolean dryRun,
            boolean makePath,
            ReportLevel report,
            OptionalInt compressionLevel,
            AttributeChanges attributes,
            boolean wholeFiles)
            implements Message {
        public Request {
            paths = List.copyOf(paths);
        }
    }

    /**
     * What a dialler knows about where a source goes.
     *
     * @param tops source: the names below the target's root that will be listed, or the empty path
     * @param absent source: the names of what is not there, under which nothing shall be
     * @param single source: there is one source and it is no directory
     * @param intoDirectory target: the destination is a directory, or was typed with a slash
     * @param rename target: the destination's last name, for a single source that is no directory
     */
    record Placement(
            List<RelPath> tops,
            List<RelPath> absent,
            boolean single,
            boolean intoDirectory,
            @Nullable Name rename) {
        /** Nothing known. */
        public static final Placement NONE =
                new Placement(List.of(), List.of(), false, false, null);

        public Placement {
            tops = List.copyOf(tops);
            absent = List.copyOf(absent);
        }
    }

    /**
     * The listener agrees.
     *
     * @param profile what both keep: the listings count this
     * @param tops what the sources list, by name below the target's root
     * @param absent what they do not have, by name below that root: it goes
     * @param rename the name a single source takes at the target, which is then listed under it
     * @param missing how many directories have to be made for the destination to be there
     * @param heeded what is heeded that a listener may not know of
     */
    record Accept(
            Profile profile,
            List<RelPath> tops,
            List<RelPath> absent,
            @Nullable Name rename,
            int missing,
            Set<Feature> heeded)
            implements Message {
        public Accept {
            tops = List.copyOf(tops);
            absent = List.copyOf(absent);
            heeded = Set.copyOf(heeded);
        }
    }

    /** The listener does not agree, or a side ends early; {@code detail} names what and where. */
    record Refuse(Reason reason, String detail) implements Message {}

    /**
     * What the source has: facts about its listing.
     *
     * @param counts entries by kind
     * @param fileBytes sum of the sizes of all files
     * @param complete whether everything could be listed
     * @param problems what could not, the first of them
     * @param userNames names of the user ids in the listing
     * @param groupNames names of the group ids in the listing
     * @param tombstones what is known to be deleted, as pages; only between peers
     * @param ignoring what its ignore files say, each root for itself, where the run may delete
     * @param stakes what of it the target may be unable to keep
     */
    record ListingRoot(
            PageRoot root,
            KindCounts counts,
            long fileBytes,
            boolean complete,
            List<Problem> problems,
            Map<Integer, String> userNames,
            Map<Integer, String> groupNames,
            @Nullable PageRoot tombstones,
            List<IgnoreRules.Texts> ignoring,
            Stakes stakes)
            implements Message {
        public ListingRoot {
            ignoring = List.copyOf(ignoring);
            problems = List.copyOf(problems);
            userNames = Map.copyOf(userNames);
            groupNames = Map.copyOf(groupNames);
        }
    }

    /** A peer who could not take everything would try once more: announce what there is now. */
    record ListingRequest() implements Message {}

    /** Of which changes a peer knows, before anything is announced. */
    record Knowledge(VersionVector version) implements Message {}

    /** Pages the target lacks: of the listing, or of manifests whose roots were told. */
    record PageRequests(PageKind kind, List<PageRequest> requests) implements Message {
        public PageRequests {
            requests = List.copyOf(requests);
        }
    }

    /** The target holds nothing: all pages, please, parents before children. */
    record StreamRequest() implements Message {}

    /** Answers to page requests. */
    record PageAnswers(List<PageAnswered> answers) implements Message {
        public PageAnswers {
            answers = List.copyOf(answers);
        }
    }

    /** The answer to the request for the page of this name. */
    record PageAnswered(Digest name, Slice answer) {}

    /** Whole pages of a stream, parents before children. */
    record Pages(List<Slice> pages, boolean last) implements Message {
        public Pages {
            pages = List.copyOf(pages);
        }
    }

    /** The target still holds the listing of this root: what is another by now? */
    record ChangesRequest(PageRoot base) implements Message {}

    /**
     * What has changed since the listing asked about, in the order of the announced one.
     *
     * @param known whether the source can tell; else the target asks for pages in any case
     * @param last whether no more will come
     */
    record Changes(boolean known, List<RecordChange> changes, boolean last) implements Message {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /** What the plan comes to, for the side with the user. */
    record Planned(PlanSummary summary) implements Message {}

    /** What content do files have? Asked where the target may have it, or much of it. */
    record ManifestRequest(List<ManifestQuery> queries) implements Message {
        public ManifestRequest {
            queries = List.copyOf(queries);
        }
    }

    /**
     * What content do these files have?
     *
     * @param entries their positions in the announced listing, ascending
     * @param expected what is believed, as {@link #expectation}; null to be told roots and pages
     */
    record ManifestQuery(List<Long> entries, @Nullable Digest expected) {
        public ManifestQuery {
            entries = List.copyOf(entries);
        }

        /** The digest of files that have these manifests, in this order. */
        public static Digest expectation(List<PageRoot> manifests) {
            Sha256 hash = new Sha256();
            byte[] name = new byte[Digest.BYTES];
            for (PageRoot manifest : manifests) {
                manifest.name().write(name, 0);
                hash.update(name, 0, name.length);
            }
            return hash.finish();
        }
    }

    /** Answers to manifest queries, in their order, as far as they go. */
    record Manifests(List<ManifestAnswer> answers) implements Message {
        public Manifests {
            answers = List.copyOf(answers);
        }
    }

    /** What content files have. */
    sealed interface ManifestAnswer {
        /** What the target expects. */
        record AsExpected() implements ManifestAnswer {}

        /** Another, or it was not said what the target expects: that of each file, in order. */
        record Told(List<FileManifest> files) implements ManifestAnswer {
            public Told {
                files = List.copyOf(files);
            }
        }
    }

    /** The root of a file's manifest; null if it is not as it was listed, or cannot be read. */
    record FileManifest(@Nullable PageRoot root) {}

    /** Contents the target wants, in the order it wants them. */
    record Fetch(List<Wish> wishes) implements Message {
        public Fetch {
            wishes = List.copyOf(wishes);
        }
    }

    /**
     * What the target wants of one file.
     *
     * @param file the target's number for it, counted up from 0 in this session
     * @param entry its position in the announced listing
     */
    record Wish(int file, long entry, Want want) {}

    /** Contents, in the order of the wishes. */
    record Data(List<Segment> segments) implements Message {
        public Data {
            segments = List.copyOf(segments);
        }
    }

    /** What of a content does the peer have? So has a file at the path; without, it is dropped. */
    record PiecesSought(Digest content, @Nullable RelPath path) implements Message {}

    /**
     * What there is of a content the peer looks for.
     *
     * @param more whether beside what was told before; else instead of it
     * @param spans in order, none empty, with something between each two
     */
    record PiecesHeld(Digest content, boolean more, List<Want.Range> spans) implements Message {
        public PiecesHeld {
            spans = List.copyOf(spans);
        }
    }

    /** A piece of a content that the peer has said it has: 1 byte to {@link Limits#PIECE_MAX}. */
    record PieceRequest(Digest content, long offset, int length) implements Message {}

    /** The answer: all bytes of the piece, or none if they are not there any more. */
    record Piece(Digest content, long offset, Slice bytes) implements Message {}

    /** Pages were read, and segments taken by the disk, of so many bytes: as many more may come. */
    record Credit(long bytes) implements Message {}

    /** What happened at the target, for the side with the user. */
    record Report(List<Item> items) implements Message {
        public Report {
            items = List.copyOf(items);
        }
    }

    /**
     * The target is done.
     *
     * @param vanished how many of the problems are files gone from the source
     * @param ignoring whether rules of the target, a peer, leave something out
     */
    record Finished(
            PlanSummary done,
            long literalBytes,
            long problems,
            long vanished,
            boolean ignoring,
            Unkept unkept)
            implements Message {}

    /** Answer me, so that I know you live. */
    record Ping(long number) implements Message {}

    /** I live. */
    record Pong(long number) implements Message {}
}
