package dev.dsync.io.discover;

import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a machine says of itself on the local network. Anybody may say anything.
 *
 * @param name what it calls itself; it can be the name of a share
 * @param version of dsync
 * @param marks of the shares it has keys of
 * @param channel where it shows a code for pairing, and does nothing else
 */
public record Announcement(
        String name, DeviceId device, String version, ShareMarks marks, OptionalInt channel) {
    private static final String FORM = "v";
    private static final String FORM_1 = "1";
    private static final String NAME = "name";
    private static final String DEVICE = "id";
    private static final String VERSION = "dsync";
    private static final String CHANNEL = "pair";
    private static final int VERSION_CHARS_MAX = 32;

    /** As pairs of a DNS-SD text record. */
    Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put(FORM, FORM_1);
        pairs.put(NAME, name);
        pairs.put(DEVICE, device.toString());
        pairs.put(VERSION, version);
        channel.ifPresent(number -> pairs.put(CHANNEL, Integer.toString(number)));
        pairs.putAll(marks.pairs());
        return pairs;
    }

    /** Reads such pairs; whatever is not as it should be makes it nothing. */
    static Optional<Announcement> of(Map<String, byte[]> pairs) {
        Map<String, String> texts = new LinkedHashMap<>();
        pairs.forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
        Optional<ShareName> name = ShareName.parse(texts.getOrDefault(NAME, ""));
        Optional<DeviceId> device = DeviceId.parse(texts.getOrDefault(DEVICE, ""));
        String version = texts.getOrDefault(VERSION, "");
        String channel = texts.getOrDefault(CHANNEL, "");
        Optional<ShareMarks> marks = ShareMarks.of(texts);
        if (!FORM_1.equals(texts.get(FORM))
                || name.isEmpty()
                || device.isEmpty()
                || marks.isEmpty()
                || version.length() > VERSION_CHARS_MAX
                || !channel.matches("[0-9]{0,6}")) {
            return Optional.empty();
        }
        return Optional.of(
                new Announcement(
                        name.get().text(),
                        device.get(),
                        version,
                        marks.get(),
                        channel.isEmpty()
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(channel))));
    }
}
