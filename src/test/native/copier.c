/*
 * A small copier of flat directories, to show that the crash rig tells a careful program from a careless one.
 *
 *   copier WAY SOURCE TARGET
 *
 * WAY: careful (temporary file, fsync, rename; leftovers removed), torn (writes in place), litter (never removes a
 * leftover), forgetful (removes the old file before it writes the new one), kernel (as careful, but the kernel copies
 * the bytes), kernel-torn (as torn, likewise).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void check(int holds, const char *what) {
    if (!holds) {
        perror(what);
        exit(11);
    }
}

static void copy_bytes(int from, int to) {
    char buffer[1000];
    for (ssize_t n; (n = read(from, buffer, sizeof buffer)) > 0;) {
        check(write(to, buffer, (size_t) n) == n, "write");
    }
}

static void copy_in_kernel(int from, int to, off64_t length) {
    (void) ioctl(to, FICLONE, from); /* few file systems can */
    off64_t in = 0;
    off64_t out = 0;
    while (in < length) {
        check(copy_file_range(from, &in, to, &out, (size_t) (length - in), 0) > 0, "copy_file_range");
    }
}

static int same(int source, int target, const char *name, struct stat *st) {
    struct stat old;
    check(fstatat(source, name, st, AT_SYMLINK_NOFOLLOW) == 0, "stat");
    return fstatat(target, name, &old, AT_SYMLINK_NOFOLLOW) == 0 && old.st_size == st->st_size
           && old.st_mode == st->st_mode && old.st_mtim.tv_sec == st->st_mtim.tv_sec
           && old.st_mtim.tv_nsec == st->st_mtim.tv_nsec;
}

static void copy(const char *way, int source, int target, const char *name) {
    struct stat st;
    if (same(source, target, name, &st)) {
        return;
    }
    char temporary[300];
    int kernel = strncmp(way, "kernel", 6) == 0;
    int torn = strcmp(way, "torn") == 0 || strcmp(way, "kernel-torn") == 0;
    if (strcmp(way, "litter") == 0) {
        snprintf(temporary, sizeof temporary, ".dsync-%d-%s", getpid(), name);
    } else {
        snprintf(temporary, sizeof temporary, ".dsync-%s", name);
    }
    if (strcmp(way, "forgetful") == 0) {
        unlinkat(target, name, 0);
    }
    const char *place = torn ? name : temporary;
    int from = openat(source, name, O_RDONLY | O_CLOEXEC);
    int to = openat(target, place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    check(from >= 0 && to >= 0, name);
    if (kernel) {
        copy_in_kernel(from, to, st.st_size);
    } else {
        copy_bytes(from, to);
    }
    struct timespec times[2] = {st.st_mtim, st.st_mtim};
    check(fchmod(to, st.st_mode & 07777) == 0 && futimens(to, times) == 0 && fsync(to) == 0, name);
    close(from);
    close(to);
    if (!torn) {
        check(renameat2(target, temporary, target, name, 0) == 0, "rename");
    }
}

static void each(const char *way, int source, int target, int remove) {
    DIR *names = fdopendir(openat(remove ? target : source, ".", O_RDONLY | O_CLOEXEC));
    for (struct dirent *e; (e = readdir(names)) != NULL;) {
        struct stat st;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
            continue;
        }
        if (!remove) {
            copy(way, source, target, e->d_name);
        } else if (fstatat(source, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0
                   && (strcmp(way, "litter") != 0 || strncmp(e->d_name, ".dsync-", 7) != 0)) {
            check(unlinkat(target, e->d_name, 0) == 0, "unlink");
        }
    }
    closedir(names);
}

int main(int argc, char **argv) {
    check(argc == 4, "usage: copier WAY SOURCE TARGET");
    int source = open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int target = open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    check(source >= 0 && target >= 0, "open");
    each(argv[1], source, target, 0);
    each(argv[1], source, target, 1);
    struct stat st;
    check(fstat(source, &st) == 0, "stat");
    struct timespec times[2] = {st.st_mtim, st.st_mtim};
    check(fsync(target) == 0 && futimens(target, times) == 0, "target");
    return 0;
}
