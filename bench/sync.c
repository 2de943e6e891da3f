// SPDX-License-Identifier: Apache-2.0
// sync — what one durable write after another costs here: 4 KiB appended and fdatasync, again and again.
// usage: sync FILE SECONDS        prints writes a second
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    static char page[4096];
    int file = argc == 3 ? open(argv[1], O_CREAT | O_TRUNC | O_WRONLY, 0600) : -1;
    if (file < 0) {
        perror("usage: sync FILE SECONDS");
        return 1;
    }
    long writes = 0;
    double began = now_s(), end = began + strtod(argv[2], NULL);
    for (; now_s() < end; writes++) {
        if (write(file, page, sizeof page) != (ssize_t)sizeof page || fdatasync(file)) {
            perror(argv[1]);
            return 1;
        }
    }
    printf("%.1f\n", (double)writes / (now_s() - began));
    unlink(argv[1]);
    return close(file);
}
