/*
 * A wire between two network namespaces that loses frames and takes its time, for kernels without netem too.
 *
 *   wire NAMESPACE DEVICE NAMESPACE DEVICE LOST-PER-MILLE DELAY-MILLIS SEED
 *
 * Makes a TAP device in each, prints "ready", and carries frames both ways until it is killed. What is lost follows from the seed and the
 * order of frames; a full wire loses what comes.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define FRAME_MAX 2048
#define UNDERWAY_MAX 4096

struct frame {
    uint64_t due;
    size_t length;
    char bytes[FRAME_MAX];
};

/* One way: a ring of frames that are underway. */
struct way {
    int from;
    int to;
    size_t first;
    size_t count;
    struct frame frames[UNDERWAY_MAX];
};

static struct way ways[2];

static void check(int holds, const char *what) {
    if (!holds) {
        perror(what);
        exit(1);
    }
}

static int tap(const char *space, const char *name) {
    int entry = open(space, O_RDONLY | O_CLOEXEC);
    check(entry >= 0, space);
    check(setns(entry, CLONE_NEWNET) == 0, "setns");
    close(entry);
    int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    check(device >= 0, "/dev/net/tun");
    struct ifreq request;
    memset(&request, 0, sizeof request);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    check(ioctl(device, TUNSETIFF, &request) == 0, name);
    return device;
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

/* xorshift64 */
static uint64_t next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void accept_frames(struct way *way, uint64_t *random, unsigned lost, uint64_t delay) {
    char bytes[FRAME_MAX];
    for (ssize_t n; (n = read(way->from, bytes, sizeof bytes)) > 0;) {
        if (next(random) % 1000 < lost || way->count == UNDERWAY_MAX) {
            continue;
        }
        struct frame *frame = &way->frames[(way->first + way->count++) % UNDERWAY_MAX];
        frame->due = now() + delay;
        frame->length = (size_t) n;
        memcpy(frame->bytes, bytes, (size_t) n);
    }
}

static void deliver(struct way *way) {
    while (way->count > 0 && way->frames[way->first].due <= now()) {
        struct frame *frame = &way->frames[way->first];
        if (write(way->to, frame->bytes, frame->length) < 0) {
            /* The device is down: the frame is lost, as on a cable that is pulled. */
        }
        way->first = (way->first + 1) % UNDERWAY_MAX;
        way->count--;
    }
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: wire NAMESPACE DEVICE NAMESPACE DEVICE LOST-PER-MILLE DELAY-MILLIS SEED\n");
        return 1;
    }
    ways[0].from = ways[1].to = tap(argv[1], argv[2]);
    ways[1].from = ways[0].to = tap(argv[3], argv[4]);
    unsigned lost = (unsigned) strtoul(argv[5], NULL, 10);
    uint64_t delay = strtoull(argv[6], NULL, 10) * 1000000u;
    uint64_t random = strtoull(argv[7], NULL, 10) * 2 + 1;
    puts("ready");
    fflush(stdout);
    struct pollfd polled[2] = {{ways[0].from, POLLIN, 0}, {ways[1].from, POLLIN, 0}};
    for (;;) {
        int underway = ways[0].count > 0 || ways[1].count > 0;
        poll(polled, 2, underway ? 1 : -1);
        for (int i = 0; i < 2; i++) {
            accept_frames(&ways[i], &random, lost, delay);
            deliver(&ways[i]);
        }
    }
}
