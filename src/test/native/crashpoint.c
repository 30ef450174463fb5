/*
 * LD_PRELOAD library: counts the calls that change what lies beneath a directory, and kills the process at one of them.
 *
 *   CRASHPOINT_ROOT     the directory (an absolute path without links); other calls pass uncounted
 *   CRASHPOINT_COUNTS   file of 8-byte counters: all calls, killed (0 or 1), then one per function in the order of NAMES
 *   CRASHPOINT_AT       the call to die at, from 1; 0 or unset counts only
 *   CRASHPOINT_WHEN     before (the call is not made), after (it is), half (half its bytes are written; else as before)
 *   CRASHPOINT_WORD     only processes with this word as a whole argument take part
 *   CRASHPOINT_TRACE    file to which each counted call adds a line
 *
 * Counters are shared memory, so that both sides of a run on one machine count together and a kill loses none.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum function {
    FSYNC,
    FDATASYNC,
    SYNCFS,
    RENAMEAT2,
    UNLINKAT,
    MKDIRAT,
    SYMLINKAT,
    LINKAT,
    WRITE,
    PWRITE,
    COPY_FILE_RANGE,
    FICLONE_IOCTL,
    RENAMEAT,
    RENAME,
    MKNODAT,
    FTRUNCATE,
    FUNCTIONS
};

/* In the order of CrashPoints.FUNCTIONS on the Java side. */
static const char *const NAMES[FUNCTIONS] = {"fsync",   "fdatasync", "syncfs", "renameat2", "unlinkat",        "mkdirat",
                                             "symlinkat", "linkat",  "write",  "pwrite",    "copy_file_range", "ficlone",
                                             "renameat", "rename",   "mknodat", "ftruncate"};

enum when { BEFORE, AFTER, HALF };

static _Atomic uint64_t *counters;
static const char *root;
static size_t root_length;
static uint64_t crash_at;
static enum when crash_when;
static int trace = -1;

static int has_word(const char *word) {
    char text[65536];
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0) {
        close(fd);
    }
    for (ssize_t at = 0; at < length; at += (ssize_t) strlen(text + at) + 1) {
        text[length] = 0;
        if (strcmp(text + at, word) == 0) {
            return 1;
        }
    }
    return 0;
}

__attribute__((constructor)) static void prepare(void) {
    const char *counts = getenv("CRASHPOINT_COUNTS");
    const char *at = getenv("CRASHPOINT_AT");
    const char *when = getenv("CRASHPOINT_WHEN");
    const char *word = getenv("CRASHPOINT_WORD");
    const char *trace_file = getenv("CRASHPOINT_TRACE");
    const char *wanted = getenv("CRASHPOINT_ROOT");
    if (counts == NULL || wanted == NULL || (word != NULL && !has_word(word))) {
        return;
    }
    int fd = open(counts, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || ftruncate(fd, (2 + FUNCTIONS) * 8) != 0) {
        abort();
    }
    counters = mmap(NULL, (2 + FUNCTIONS) * 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (counters == MAP_FAILED) {
        abort();
    }
    close(fd);
    if (trace_file != NULL) {
        trace = open(trace_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    }
    crash_at = at == NULL ? 0 : strtoull(at, NULL, 10);
    crash_when = when == NULL || strcmp(when, "before") == 0 ? BEFORE : strcmp(when, "after") == 0 ? AFTER : HALF;
    root = wanted;
    root_length = strlen(wanted);
}

static int beneath(const char *path) {
    return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

static int descriptor_path(int fd, char *path, size_t room) {
    char link[64];
    snprintf(link, sizeof link, fd == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, room - 1);
    path[length < 0 ? 0 : length] = 0;
    return length > 0;
}

static void die(void) {
    atomic_store(&counters[1], 1);
    kill(getpid(), SIGKILL);
    for (;;) {
        pause();
    }
}

/* Counts the call if it is beneath the root; 1 if the process has to die at it. */
static int counted(enum function function, const char *path) {
    if (!beneath(path)) {
        return 0;
    }
    uint64_t number = atomic_fetch_add(&counters[0], 1) + 1;
    atomic_fetch_add(&counters[2 + function], 1);
    if (trace >= 0) {
        char line[8300];
        int length = snprintf(line, sizeof line, "%llu %s %s\n", (unsigned long long) number, NAMES[function], path);
        syscall(SYS_write, trace, line, (size_t) length < sizeof line ? (size_t) length : sizeof line - 1);
    }
    return number == crash_at;
}

static int at_descriptor(enum function function, int fd) {
    char path[4200];
    int kept = errno;
    int dies = counters != NULL && root != NULL && descriptor_path(fd, path, sizeof path) && counted(function, path);
    errno = kept;
    if (dies && crash_when == BEFORE) {
        die();
    }
    return dies;
}

static int at_name(enum function function, int fd, const char *name) {
    char path[8300];
    int kept = errno;
    int dies = 0;
    if (counters != NULL && root != NULL && name != NULL) {
        if (name[0] == '/') {
            dies = counted(function, name);
        } else if (descriptor_path(fd, path, 4200)) {
            size_t length = strlen(path);
            snprintf(path + length, sizeof path - length, "/%s", name);
            dies = counted(function, path);
        }
    }
    errno = kept;
    if (dies && crash_when != AFTER) {
        die();
    }
    return dies;
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (real == NULL) { \
        real = (__typeof__(name) *) dlsym(RTLD_NEXT, #name); \
    }

/* "half" of a call that carries no bytes is "before". */
#define ON_DESCRIPTOR(function, fd, call) \
    do { \
        int dies = at_descriptor(function, fd); \
        if (dies && crash_when == HALF) { \
            die(); \
        } \
        int result = call; \
        if (dies) { \
            die(); \
        } \
        return result; \
    } while (0)

#define ON_NAME(function, fd, name, call) \
    do { \
        int dies = at_name(function, fd, name); \
        int result = call; \
        if (dies) { \
            die(); \
        } \
        return result; \
    } while (0)

#define ON_BYTES(function, fd, length, call) \
    do { \
        int dies = at_descriptor(function, fd); \
        if (dies && crash_when == HALF) { \
            length /= 2; \
        } \
        ssize_t result = call; \
        if (dies) { \
            die(); \
        } \
        return result; \
    } while (0)

int fsync(int fd) {
    REAL(fsync)
    ON_DESCRIPTOR(FSYNC, fd, real(fd));
}

int fdatasync(int fd) {
    REAL(fdatasync)
    ON_DESCRIPTOR(FDATASYNC, fd, real(fd));
}

int syncfs(int fd) {
    REAL(syncfs)
    ON_DESCRIPTOR(SYNCFS, fd, real(fd));
}

int ftruncate(int fd, off_t length) {
    REAL(ftruncate)
    ON_DESCRIPTOR(FTRUNCATE, fd, real(fd, length));
}

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64)
    ON_DESCRIPTOR(FTRUNCATE, fd, real(fd, length));
}

int ioctl(int fd, unsigned long request, ...) {
    static int (*real)(int, unsigned long, ...);
    if (real == NULL) {
        real = (int (*)(int, unsigned long, ...)) dlsym(RTLD_NEXT, "ioctl");
    }
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (request != FICLONE && request != FICLONERANGE) {
        return real(fd, request, argument);
    }
    ON_DESCRIPTOR(FICLONE_IOCTL, fd, real(fd, request, argument));
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    REAL(renameat2)
    ON_NAME(RENAMEAT2, to, new, real(from, old, to, new, flags));
}

int renameat(int from, const char *old, int to, const char *new) {
    REAL(renameat)
    ON_NAME(RENAMEAT, to, new, real(from, old, to, new));
}

int rename(const char *old, const char *new) {
    REAL(rename)
    ON_NAME(RENAME, AT_FDCWD, new, real(old, new));
}

int unlinkat(int fd, const char *name, int flags) {
    REAL(unlinkat)
    ON_NAME(UNLINKAT, fd, name, real(fd, name, flags));
}

int mkdirat(int fd, const char *name, mode_t mode) {
    REAL(mkdirat)
    ON_NAME(MKDIRAT, fd, name, real(fd, name, mode));
}

int mknodat(int fd, const char *name, mode_t mode, dev_t device) {
    REAL(mknodat)
    ON_NAME(MKNODAT, fd, name, real(fd, name, mode, device));
}

int symlinkat(const char *target, int fd, const char *name) {
    REAL(symlinkat)
    ON_NAME(SYMLINKAT, fd, name, real(target, fd, name));
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    REAL(linkat)
    ON_NAME(LINKAT, to, new, real(from, old, to, new, flags));
}

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(write)
    ON_BYTES(WRITE, fd, length, real(fd, bytes, length));
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    REAL(pwrite)
    ON_BYTES(PWRITE, fd, length, real(fd, bytes, length, offset));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    REAL(pwrite64)
    ON_BYTES(PWRITE, fd, length, real(fd, bytes, length, offset));
}

ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *out, size_t length, unsigned flags) {
    REAL(copy_file_range)
    ON_BYTES(COPY_FILE_RANGE, to, length, real(from, in, to, out, length, flags));
}
