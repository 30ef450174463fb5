/*
 * Builds a directory tree from a list on standard input, or prints one as text.
 *
 *   tree make ROOT   empties ROOT (made if missing) and builds the list in it
 *   tree add ROOT    builds the list in ROOT as it is
 *   tree look ROOT   one line an entry: path, then key=value fields, by tabs
 *   tree rm ROOT     removes ROOT and all beneath it
 *
 * It shares no code with the program under test, names are bytes to it, and it has what Java lacks: nanoseconds on
 * symlinks, special files, holes. A line of the list: KIND PATH MODE UID GID SEC NSEC DATA XATTRS, "-" for what is not
 * given, strings as hex digits.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#define BLOCK 65536

static void die(const char *what, const char *name) {
    fprintf(stderr, "tree: %s %s: %s\n", what, name, strerror(errno));
    exit(1);
}

/* ---- names as text ---- */

static char *from_hex(const char *hex) {
    size_t length = strlen(hex) / 2;
    char *bytes = malloc(length + 1);
    for (size_t i = 0; i < length; i++) {
        unsigned value;
        if (sscanf(hex + 2 * i, "%2x", &value) != 1) {
            errno = EINVAL;
            die("not hex:", hex);
        }
        bytes[i] = (char) value;
    }
    bytes[length] = 0;
    return bytes;
}

static void print_escaped(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char) bytes[i];
        if (c > 32 && c < 127 && c != '\\' && c != '"') {
            putchar(c);
        } else {
            printf("\\x%02x", c);
        }
    }
}

/* ---- content ---- */

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void write_all(int fd, const void *bytes, size_t length, const char *name) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = write(fd, at, length);
        if (n < 0) {
            die("write", name);
        }
        at += n;
        length -= (size_t) n;
    }
}

/* Segments: r:SEED:LENGTH (noise), z:LENGTH (zeros), h:LENGTH (hole), l:HEX (literal), joined by commas. */
static void write_content(int fd, char *segments, const char *name) {
    static uint64_t buffer[BLOCK / 8];
    char *rest = segments;
    for (char *s; (s = strsep(&rest, ",")) != NULL;) {
        if (s[0] == 'l') {
            char *bytes = from_hex(s + 2);
            write_all(fd, bytes, strlen(s + 2) / 2, name);
            free(bytes);
            continue;
        }
        if (s[0] == 'h') {
            off_t end = lseek(fd, strtoll(s + 2, NULL, 10), SEEK_CUR);
            if (end < 0 || ftruncate(fd, end) != 0) {
                die("make a hole in", name);
            }
            continue;
        }
        char *colon = s[0] == 'r' ? strchr(s + 2, ':') : s + 1;
        uint64_t state = s[0] == 'r' ? strtoull(s + 2, NULL, 10) : 0;
        uint64_t left = strtoull(colon + 1, NULL, 10);
        memset(buffer, 0, sizeof buffer);
        while (left > 0) {
            for (size_t i = 0; s[0] == 'r' && i < BLOCK / 8; i++) {
                buffer[i] = splitmix(&state);
            }
            size_t piece = left < BLOCK ? left : BLOCK;
            write_all(fd, buffer, piece, name);
            left -= piece;
        }
    }
}

/* ---- make ---- */

struct line {
    char kind, *path, *mode, *uid, *gid, *seconds, *nanos, *data, *xattrs;
};

static mode_t special_type(char kind) {
    switch (kind) {
        case 'p':
            return S_IFIFO;
        case 's':
            return S_IFSOCK;
        case 'c':
            return S_IFCHR;
        case 'b':
            return S_IFBLK;
        default:
            errno = EINVAL;
            die("kind", &kind);
            return 0;
    }
}

static void create(const struct line *l) {
    unsigned major_number = 0, minor_number = 0;
    char *decoded;
    int fd;
    switch (l->kind) {
        case 'd':
            if (mkdir(l->path, 0755) != 0 && errno != EEXIST) {
                die("mkdir", l->path);
            }
            break;
        case 'f':
            fd = open(l->path, O_CREAT | O_EXCL | O_WRONLY, 0600);
            if (fd < 0) {
                die("create", l->path);
            }
            if (l->data[0] != '-') {
                write_content(fd, l->data, l->path);
            }
            close(fd);
            break;
        case 'l':
        case 'h':
            decoded = from_hex(l->data);
            if ((l->kind == 'l' ? symlink(decoded, l->path) : link(decoded, l->path)) != 0) {
                die("link", l->path);
            }
            free(decoded);
            break;
        default:
            if (l->data[0] != '-') {
                sscanf(l->data, "%u:%u", &major_number, &minor_number);
            }
            if (mknod(l->path, special_type(l->kind) | 0600, makedev(major_number, minor_number)) != 0) {
                die("mknod", l->path);
            }
    }
}

static void dress(const struct line *l) {
    if (l->xattrs[0] != '-') {
        char *rest = l->xattrs;
        for (char *pair; (pair = strsep(&rest, ",")) != NULL;) {
            char *value = strchr(pair, '=');
            *value++ = 0;
            char *name = from_hex(pair), *bytes = from_hex(value);
            if (lsetxattr(l->path, name, bytes, strlen(value) / 2, 0) != 0) {
                die("setxattr", l->path);
            }
            free(name);
            free(bytes);
        }
    }
    if (l->uid[0] != '-' || l->gid[0] != '-') {
        uid_t uid = l->uid[0] == '-' ? (uid_t) -1 : (uid_t) strtoul(l->uid, NULL, 10);
        gid_t gid = l->gid[0] == '-' ? (gid_t) -1 : (gid_t) strtoul(l->gid, NULL, 10);
        if (lchown(l->path, uid, gid) != 0) {
            die("chown", l->path);
        }
    }
    if (l->kind != 'l' && l->mode[0] != '-' && chmod(l->path, (mode_t) strtoul(l->mode, NULL, 8)) != 0) {
        die("chmod", l->path);
    }
    if (strcmp(l->seconds, "-") != 0) {
        struct timespec times[2];
        times[0].tv_sec = times[1].tv_sec = strtoll(l->seconds, NULL, 10);
        times[0].tv_nsec = times[1].tv_nsec = strtol(l->nanos, NULL, 10);
        if (utimensat(AT_FDCWD, l->path, times, AT_SYMLINK_NOFOLLOW) != 0) {
            die("utimensat", l->path);
        }
    }
}

static char *word(char **rest) {
    char *found = strsep(rest, " \n");
    if (found == NULL || *found == 0) {
        errno = EINVAL;
        die("short line", "");
    }
    return found;
}

static void make(void) {
    struct line *lines = NULL;
    size_t count = 0, room = 0, capacity = 0;
    char *text = NULL;
    while (getline(&text, &capacity, stdin) > 0) {
        if (count == room) {
            room = room ? room * 2 : 64;
            lines = realloc(lines, room * sizeof *lines);
        }
        struct line *l = &lines[count++];
        char *rest = strdup(text);
        l->kind = word(&rest)[0];
        l->path = from_hex(word(&rest));
        l->mode = word(&rest);
        l->uid = word(&rest);
        l->gid = word(&rest);
        l->seconds = word(&rest);
        l->nanos = word(&rest);
        l->data = word(&rest);
        l->xattrs = word(&rest);
        create(l);
        if (l->kind != 'd' && l->kind != 'h') {
            dress(l);
        }
    }
    /* A directory is dressed after all it holds: children would touch its time, and its mode may shut them out. */
    while (count-- > 0) {
        if (lines[count].kind == 'd') {
            dress(&lines[count]);
        }
    }
}

/* ---- look ---- */

static void look_content(int dir, const char *name, const struct stat *st) {
    static uint64_t buffer[BLOCK / 8];
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW);
    if (fd < 0) {
        printf("\tcontent=?%d", errno);
        return;
    }
    uint64_t hash = 0x243f6a8885a308d3u;
    off_t at = 0;
    for (ssize_t n; (n = pread(fd, buffer, BLOCK, at)) > 0; at += n) {
        memset((char *) buffer + n, 0, (size_t) (BLOCK - n));
        for (ssize_t i = 0; i < (n + 7) / 8; i++) {
            hash = (hash ^ buffer[i]) * 0x9fb21c651e98df25u;
            hash ^= hash >> 29;
        }
    }
    hash = (hash ^ (uint64_t) at) * 0x9fb21c651e98df25u;
    printf("\tcontent=%016" PRIx64, hash ^ (hash >> 32));
    if (at > 0 && at <= 48) {
        putchar(':');
        print_escaped((char *) buffer, (size_t) at);
    }
    off_t holes = 0;
    for (off_t position = 0; position < st->st_size;) {
        off_t data = lseek(fd, position, SEEK_DATA);
        if (data < 0) {
            holes += st->st_size - position;
            break;
        }
        holes += data - position;
        position = lseek(fd, data, SEEK_HOLE);
    }
    printf("\tholes=%lld", (long long) holes);
    close(fd);
}

static void look_xattrs(int dir, const char *name) {
    static char path[4200], list[65536], value[65536];
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", dir, name);
    ssize_t length = llistxattr(path, list, sizeof list);
    for (char *at = list; length > 0 && at < list + length; at += strlen(at) + 1) {
        ssize_t n = lgetxattr(path, at, value, sizeof value);
        printf("\txattr.");
        print_escaped(at, strlen(at));
        putchar('=');
        print_escaped(value, n > 0 ? (size_t) n : 0);
    }
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *) a, *(char *const *) b);
}

static char path_buffer[1 << 20];

static void look_directory(int fd, size_t prefix);

static void look_entry(int dir, const char *name, size_t prefix) {
    struct stat st;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        die("stat", name);
    }
    size_t length = prefix + strlen(name);
    memcpy(path_buffer + prefix, name, strlen(name));
    print_escaped(path_buffer, length);
    char kind = S_ISREG(st.st_mode)    ? 'f'
                : S_ISDIR(st.st_mode)  ? 'd'
                : S_ISLNK(st.st_mode)  ? 'l'
                : S_ISFIFO(st.st_mode) ? 'p'
                : S_ISSOCK(st.st_mode) ? 's'
                : S_ISCHR(st.st_mode)  ? 'c'
                                       : 'b';
    printf("\tkind=%c\tmode=%04o\towner=%u:%u\tmtime=%lld.%09ld", kind, st.st_mode & 07777, st.st_uid, st.st_gid,
           (long long) st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    if (kind != 'd' && st.st_nlink > 1) {
        printf("\tinode=%llu", (unsigned long long) st.st_ino);
    }
    if (kind == 'f') {
        printf("\tsize=%lld", (long long) st.st_size);
        look_content(dir, name, &st);
    } else if (kind == 'l') {
        static char target[4097];
        ssize_t n = readlinkat(dir, name, target, sizeof target);
        printf("\ttarget=");
        print_escaped(target, n > 0 ? (size_t) n : 0);
    } else if (kind == 'c' || kind == 'b') {
        printf("\tdevice=%u:%u", major(st.st_rdev), minor(st.st_rdev));
    }
    look_xattrs(dir, name);
    putchar('\n');
    if (kind == 'd') {
        int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        if (fd >= 0) {
            if (strcmp(name, ".") == 0) {
                look_directory(fd, 0);
            } else {
                path_buffer[length] = '/';
                look_directory(fd, length + 1);
            }
        }
    }
}

static void look_directory(int fd, size_t prefix) {
    char **names = NULL;
    size_t count = 0, room = 0;
    DIR *stream = fdopendir(fd);
    for (struct dirent *e; (e = readdir(stream)) != NULL;) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            if (count == room) {
                room = room ? room * 2 : 16;
                names = realloc(names, room * sizeof *names);
            }
            names[count++] = strdup(e->d_name);
        }
    }
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        look_entry(fd, names[i], prefix);
        free(names[i]);
    }
    free(names);
    closedir(stream);
}

/* ---- remove ---- */

static void remove_at(int dir, const char *name) {
    if (unlinkat(dir, name, 0) == 0 || errno == ENOENT) {
        return;
    }
    fchmodat(dir, name, 0700, 0);
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (stream == NULL) {
        die("open", name);
    }
    for (struct dirent *e; (e = readdir(stream)) != NULL;) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            remove_at(fd, e->d_name);
        }
    }
    closedir(stream);
    if (unlinkat(dir, name, AT_REMOVEDIR) != 0) {
        die("rmdir", name);
    }
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: tree make|add|look|rm ROOT\n");
        return 2;
    }
    umask(022);
    if (strcmp(argv[1], "make") == 0 || strcmp(argv[1], "rm") == 0) {
        remove_at(AT_FDCWD, argv[2]);
        if (argv[1][0] == 'r') {
            return 0;
        }
        if (mkdir(argv[2], 0755) != 0) {
            die("mkdir", argv[2]);
        }
    }
    if (chdir(argv[2]) != 0) {
        die("chdir", argv[2]);
    }
    if (strcmp(argv[1], "look") == 0) {
        look_entry(AT_FDCWD, ".", 0);
    } else {
        make();
    }
    return fflush(stdout) != 0;
}
