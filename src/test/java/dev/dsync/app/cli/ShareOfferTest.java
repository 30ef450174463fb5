package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.app.cli.ShareOffer.MalformedException.Part;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.Grant.Verb;
import dev.dsync.io.trust.ShareName;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareOfferTest {
    @ParameterizedTest
    @CsvSource({
        "m=/srv/m, m, /srv/m, rw",
        "m=/srv/m:ro, m, /srv/m, ro",
        "m=/srv/m:rw, m, /srv/m, rw",
        "m=/srv/a=b, m, /srv/a=b, rw",
        "m=/srv/a:b/c, m, /srv/a:b/c, rw",
        "m=/srv/a:b:rw, m, /srv/a:b, rw",
        "m=., m, ., rw",
        "m=/, m, /, rw",
        "my photos=rel:ro, my photos, rel, ro"
    })
    void offer_isRead(String text, String name, String path, String verbs) throws Exception {
        assertEquals(
                new ShareOffer(new ShareName(name), path, Grant.parse(verbs).orElseThrow()),
                ShareOffer.parse(text));
    }

    @Test
    void extraVerbs_areAddedToWriting() throws Exception {
        Grant grant = ShareOffer.parse("m=/srv/m:rw,owner,devices,setuid,xattr").grant();
        assertEquals(EnumSet.allOf(Verb.class), grant.verbs());
        assertEquals(
                EnumSet.of(Verb.READ, Verb.WRITE, Verb.DELETE, Verb.OWNER),
                Grant.parse("rw,owner").orElseThrow().verbs());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r",
                "RO",
                "RW",
                "ro,owner",
                "rw,",
                "rw,,owner",
                "rw,owner,owner",
                "rw,read",
                "owner",
                "rw ,owner",
                "rw, owner",
                "rw,Owner",
                ",rw",
                "ro,rw",
                "rw,ro",
                "write"
            })
    void otherVerbs_grantNothing(String text) {
        assertEquals(Optional.empty(), Grant.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "m, FORM",
        "'', FORM",
        "=/srv, NAME",
        "a/b=/srv, NAME",
        ".m=/srv, NAME",
        "m=, PATH",
        "m=:ro, PATH",
        "m=/srv/m:r0, VERBS",
        "m=/srv/m:, VERBS",
        "m=/srv/a:b, VERBS",
        "m=/srv/m:rw:, VERBS",
        "m=/srv/m:rw;owner, VERBS"
    })
    void otherText_isRefused(String text, Part part) {
        ShareOffer.MalformedException failure =
                assertThrows(ShareOffer.MalformedException.class, () -> ShareOffer.parse(text));
        assertEquals(part, failure.part());
        assertEquals(text, failure.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                ".a",
                "-a",
                "a/b",
                "a\\b",
                "a:b",
                "a=b",
                "a\0b",
                "a\nb",
                "a\u202eb",
                "a\u2028b",
                "\ud800"
            })
    void unsafeName_isNone(String text) {
        assertEquals(Optional.empty(), ShareName.parse(text));
        assertThrows(IllegalArgumentException.class, () -> new ShareName(text));
    }

    @Test
    void longName_isNone() {
        assertEquals(Optional.empty(), ShareName.parse("ü".repeat(65)));
        assertEquals(128, "ü".repeat(64).length() * 2);
        assertEquals("ü".repeat(64), ShareName.parse("ü".repeat(64)).orElseThrow().text());
    }

    @Test
    void narrowed_neverGrantsMore() {
        Grant all = new Grant(EnumSet.allOf(Verb.class));
        assertEquals(Grant.READ_ONLY, all.narrowedTo(Grant.READ_ONLY));
        assertEquals(Grant.READ_ONLY, Grant.READ_ONLY.narrowedTo(all));
        assertEquals(new Grant(Set.of()), new Grant(Set.of()).narrowedTo(all));
    }
}
