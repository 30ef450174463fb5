package dev.dsync.io.trust;

import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The devices this one has been paired with, as {@code peers/ID.peer} in the configuration folder:
 * lines {@code name NAME}, {@code access read-write|read-only|none}, and for each share the access
 * to it and its name.
 *
 * <p>One that is forgotten keeps its file, with no access: it holds the key still, and where it was
 * the only device paired for a share, the key would else be enough again. For the same reason it
 * keeps the shares it is not paired for again, with no access to them.
 */
public final class PairedDevices {
    private static final String FOLDER = "peers";
    private static final String SUFFIX = ".peer";
    private static final int FILE_BYTES_MAX = 64 << 10;
    private static final String NAME = "name ";
    private static final String ACCESS = "access ";

    private final PrivateFiles files;

    /** How a device stands to a share. */
    public enum Standing {
        /** No device is paired for the share: its key is enough. */
        UNASKED,
        /** It is paired for the share. */
        PAIRED,
        /** It is paired for the share, and may only read. */
        READER,
        /** Others are paired for the share, and it is not. */
        STRANGER
    }

    /**
     * A device that is known.
     *
     * @param name as this device calls it; it can be the name of a share
     * @param access at most, whatever key it holds
     * @param shares for which it was paired, and the access to each at most
     */
    public record Device(DeviceId id, String name, Access access, Map<ShareName, Access> shares) {
        /** With the shares in order. */
        public Device {
            shares = Collections.unmodifiableMap(new TreeMap<>(shares));
        }

        /** What it may do at most with a share; nothing if it was not paired for it. */
        public Optional<Access> accessTo(ShareName share) {
            return Optional.ofNullable(shares.get(share))
                    .map(granted -> Collections.max(List.of(granted, access)));
        }

        /** The same with another name. */
        public Device called(String other) {
            return new Device(id, other, access, shares);
        }

        /** The same with another access. */
        public Device limitedTo(Access other) {
            return new Device(id, name, other, shares);
        }
    }

    /** What a device may do at most, the least last. */
    public enum Access {
        READ_WRITE("read-write"),
        READ_ONLY("read-only"),
        /** It is forgotten. */
        NONE("none");

        private final String word;

        Access(String word) {
            this.word = word;
        }

        private static Optional<Access> of(String word) {
            return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
        }
    }

    /** The devices in {@code configuration}, which stays its opener's to close. */
    public PairedDevices(StateDirectory configuration) {
        this(new StoredFiles(configuration));
    }

    PairedDevices(PrivateFiles files) {
        this.files = files;
    }

    /** All that are not forgotten, by name. */
    public List<Device> all() throws IOException {
        return stored().stream().filter(device -> device.access() != Access.NONE).toList();
    }

    private List<Device> stored() throws IOException {
        List<Device> devices = new ArrayList<>();
        for (String file : files.names(FOLDER)) {
            if (file.endsWith(SUFFIX)) {
                read(FOLDER + "/" + file).ifPresent(devices::add);
            }
        }
        devices.sort(Comparator.comparing(Device::name).thenComparing(Device::id));
        return devices;
    }

    /** The one that is called so. */
    public Optional<Device> find(String name) throws IOException {
        return all().stream().filter(device -> device.name().equals(name)).findFirst();
    }

    /** How a device stands to a share. */
    public Standing standing(ShareName share, DeviceId device) throws IOException {
        boolean anybodyPaired = false;
        for (Device known : stored()) {
            Optional<Access> access = known.accessTo(share);
            if (access.isPresent() && known.id().equals(device)) {
                return switch (access.get()) {
                    case READ_WRITE -> Standing.PAIRED;
                    case READ_ONLY -> Standing.READER;
                    case NONE -> Standing.STRANGER;
                };
            }
            anybodyPaired |= access.isPresent();
        }
        return anybodyPaired ? Standing.STRANGER : Standing.UNASKED;
    }

    /**
     * Remembers that a device was paired for a share. One that is known keeps its name and what it
     * was limited to; one that was forgotten remains so for its other shares.
     *
     * @param name what it calls itself; another that is free is made of it if need be
     * @param granted to the share, {@link Access#READ_WRITE} or {@link Access#READ_ONLY}
     */
    public Device add(DeviceId id, String name, ShareName share, Access granted)
            throws IOException {
        Optional<Device> stored = read(file(id));
        Optional<Device> known = stored.filter(device -> device.access() != Access.NONE);
        Map<ShareName, Access> shares = new TreeMap<>();
        stored.ifPresent(device -> shares.putAll(device.shares()));
        if (known.isEmpty()) {
            shares.replaceAll((_, _) -> Access.NONE);
        }
        shares.put(share, granted);
        Access access = known.map(Device::access).orElse(Access.READ_WRITE);
        String called = known.isPresent() ? known.get().name() : free(name, id);
        return write(new Device(id, called, access, shares));
    }

    /** A name nobody has, like {@code wanted} if that can be one. */
    private String free(String wanted, DeviceId id) throws IOException {
        String name = ShareName.parse(wanted).isPresent() ? wanted : id.shortForm();
        for (int number = 2; find(name).isPresent(); number++) {
            name = id.shortForm() + "-" + number;
        }
        return name;
    }

    /**
     * Has the device of this name changed.
     *
     * @return it as it is now; nothing if there is none
     */
    public Optional<Device> change(String name, UnaryOperator<Device> change) throws IOException {
        Optional<Device> known = find(name);
        return known.isEmpty() ? known : Optional.of(write(change.apply(known.get())));
    }

    private Device write(Device device) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(NAME).append(device.name()).append('\n');
        text.append(ACCESS).append(device.access().word).append('\n');
        device.shares()
                .forEach(
                        (share, granted) ->
                                text.append(granted.word)
                                        .append(' ')
                                        .append(share.text())
                                        .append('\n'));
        files.replace(file(device.id()), text.toString().getBytes(StandardCharsets.UTF_8));
        return device;
    }

    /** What cannot be understood must not be passed over: it may keep somebody out. */
    private Optional<Device> read(String file) throws IOException {
        Optional<byte[]> content = files.read(file, FILE_BYTES_MAX);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        String id = file.substring(FOLDER.length() + 1, file.length() - SUFFIX.length());
        List<String> lines = new String(content.get(), StandardCharsets.UTF_8).lines().toList();
        return Optional.of(
                device(DeviceId.parse(id), lines)
                        .orElseThrow(
                                () ->
                                        new KeyFileException(
                                                files.location(file),
                                                KeyFileException.Reason.NO_DEVICE)));
    }

    private static Optional<Device> device(Optional<DeviceId> id, List<String> lines) {
        if (id.isEmpty() || lines.size() < 2) {
            return Optional.empty();
        }
        Optional<ShareName> name = value(lines.get(0), NAME).flatMap(ShareName::parse);
        Optional<Access> access = value(lines.get(1), ACCESS).flatMap(Access::of);
        Map<ShareName, Access> shares = new TreeMap<>();
        for (String line : lines.subList(2, lines.size())) {
            for (Access granted : Access.values()) {
                value(line, granted.word + " ")
                        .flatMap(ShareName::parse)
                        .ifPresent(share -> shares.put(share, granted));
            }
        }
        return name.isEmpty() || access.isEmpty() || shares.size() != lines.size() - 2
                ? Optional.empty()
                : Optional.of(new Device(id.get(), name.get().text(), access.get(), shares));
    }

    private static Optional<String> value(String line, String key) {
        return line.startsWith(key) ? Optional.of(line.substring(key.length())) : Optional.empty();
    }

    private static String file(DeviceId id) {
        return FOLDER + "/" + id + SUFFIX;
    }
}
