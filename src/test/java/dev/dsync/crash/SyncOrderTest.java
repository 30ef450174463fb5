package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever puts bytes into a file has to be synced before the file gets its name. */
class SyncOrderTest {
    @ParameterizedTest
    @ValueSource(strings = {"write", "pwrite", "copy_file_range", "ficlone", "ftruncate"})
    void bytesNotSyncedBeforeTheName_areFound(String function) {
        String rename = "2 renameat2 /t/f";
        assertEquals(
                List.of(rename + " before a sync of /t/.dsync-1", "never synced: /t/.dsync-1"),
                SyncOrder.findings(
                        List.of("1 " + function + " /t/.dsync-1", rename, "3 fsync /t")));
    }

    @Test
    void bytesSyncedBeforeTheName_areFine() {
        assertEquals(
                List.of(),
                SyncOrder.findings(
                        List.of(
                                "1 copy_file_range /t/.dsync-1",
                                "2 fdatasync /t/.dsync-1",
                                "3 renameat2 /t/f",
                                "4 fsync /t")));
    }
}
