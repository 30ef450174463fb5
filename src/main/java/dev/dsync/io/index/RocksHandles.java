package dev.dsync.io.index;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Filter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/** An open database with all that has to be closed after it, in order. */
final class RocksHandles implements AutoCloseable {
    private static final int OPEN_FILES_MAX = 256;
    private static final long WRITE_BUFFER = 8L << 20;
    private static final long LOG_BYTES = 256L << 10;
    private static final long MANIFEST_BYTES = 1L << 20;
    private static final long WAL_BYTES = 16L << 20;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final double FILTER_BITS = 9.9;

    private final List<AutoCloseable> options = new ArrayList<>();
    private final List<ColumnFamilyHandle> families = new ArrayList<>();
    private final Map<Column, ColumnFamilyHandle> byColumn = new EnumMap<>(Column.class);
    private final RocksDB database;

    private RocksHandles(String path, RocksMemory memory, boolean readOnly)
            throws RocksDBException {
        try {
            DBOptions settings = settings(memory, readOnly);
            List<ColumnFamilyDescriptor> columns = new ArrayList<>();
            Filter filter = keep(new BloomFilter(FILTER_BITS));
            for (Column column : Column.values()) {
                columns.add(
                        new ColumnFamilyDescriptor(
                                column.family(), columnSettings(column, memory, filter)));
            }
            database =
                    readOnly
                            ? RocksDB.openReadOnly(settings, path, columns, families)
                            : RocksDB.open(settings, path, columns, families);
        } catch (RocksDBException | RuntimeException e) {
            closeOptions();
            throw e;
        }
        Iterator<ColumnFamilyHandle> opened = families.iterator();
        for (Column column : Column.values()) {
            byColumn.put(column, opened.next());
        }
    }

    /** Opens for writing, and creates what is not there. */
    static RocksHandles openToWrite(String path, RocksMemory memory) throws RocksDBException {
        return new RocksHandles(path, memory, false);
    }

    /** Opens to read what is there now, whoever writes meanwhile. */
    static RocksHandles openToRead(String path, RocksMemory memory) throws RocksDBException {
        return new RocksHandles(path, memory, true);
    }

    /** Removes a database; fails if it is open somewhere. */
    static void destroy(String path) throws RocksDBException {
        try (Options none = new Options()) {
            RocksDB.destroyDB(path, none);
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        options.add(closeable);
        return closeable;
    }

    private DBOptions settings(RocksMemory memory, boolean readOnly) {
        return keep(new DBOptions())
                .setCreateIfMissing(!readOnly)
                .setCreateMissingColumnFamilies(!readOnly)
                // A reader holds every file open from the start: the writer beside it removes some.
                .setMaxOpenFiles(readOnly ? -1 : OPEN_FILES_MAX)
                // What is not logged is flushed in all columns at once, or rows would miss others.
                .setAtomicFlush(true)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setWriteBufferManager(memory.writeBuffers())
                .setMaxBackgroundJobs(2)
                .setMaxTotalWalSize(WAL_BYTES)
                .setMaxManifestFileSize(MANIFEST_BYTES)
                .setManifestPreallocationSize(64L << 10)
                .setAllowFAllocate(false)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setMaxLogFileSize(LOG_BYTES)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    private ColumnFamilyOptions columnSettings(Column column, RocksMemory memory, Filter filter) {
        BlockBasedTableConfig table =
                new BlockBasedTableConfig()
                        .setBlockCache(memory.cache())
                        .setBlockSize(BLOCK_BYTES)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFormatVersion(5)
                        .setFilterPolicy(filter);
        return keep(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setWriteBufferSize(WRITE_BUFFER)
                .setMaxWriteBufferNumber(2)
                .setCompressionType(
                        column.isCompressed()
                                ? CompressionType.ZSTD_COMPRESSION
                                : CompressionType.NO_COMPRESSION);
    }

    RocksDB database() {
        return database;
    }

    List<ColumnFamilyHandle> families() {
        return families;
    }

    ColumnFamilyHandle family(Column column) {
        ColumnFamilyHandle family = byColumn.get(column);
        if (family == null) {
            throw new IllegalStateException("no " + column);
        }
        return family;
    }

    private void closeOptions() {
        for (AutoCloseable closeable : options.reversed()) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Columns before the database, the database before what it was opened with.
     *
     * @throws RocksDBException if what was written last could not be kept; all is closed even so
     */
    @Override
    public void close() throws RocksDBException {
        families.forEach(ColumnFamilyHandle::close);
        try {
            database.closeE();
        } finally {
            database.close();
            closeOptions();
        }
    }
}
