/*
 * Sets the clock of a program by OFFSET_SECONDS, for LD_PRELOAD. The coarse clock, by which the kernel dates files, stays: as on any machine, a
 * file that was written just now is not from the future.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (real == NULL) {
        real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
    }
    int result = real(clock, time);
    const char *offset = getenv("OFFSET_SECONDS");
    if (result == 0 && clock == CLOCK_REALTIME && offset != NULL) {
        time->tv_sec += atol(offset);
    }
    return result;
}
