// SPDX-License-Identifier: Apache-2.0
#include "work/password.h"

#include "base/time.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PASSES = 2, MEMORY_BYTES = 19 << 20 };

const struct password_gate password_gate_usual = { .at_once = 2, .queue_max = 500, .wait_ms = 10000 };

static struct {
    pthread_once_t once;
    pthread_mutex_t lock;
    pthread_cond_t left; // somebody left the gate
    struct password_gate limits;
    int running, waiting;
    char nobody[crypto_pwhash_STRBYTES]; // hash of a password nobody has
} gate = { .once = PTHREAD_ONCE_INIT, .lock = PTHREAD_MUTEX_INITIALIZER, .limits = { 2, 500, 10000 } };

static void hash_nobody(void)
{
    char random[32];
    randombytes_buf(random, sizeof random);
    if (crypto_pwhash_str(gate.nobody, random, sizeof random, PASSES, MEMORY_BYTES) != 0)
        abort(); // not even one fits into memory
}

static void gate_prepare(void)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&gate.left, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (sodium_init() < 0)
        abort(); // the machine gives no randomness
    hash_nobody();
}

void password_gate_set(const struct password_gate *limits)
{
    pthread_once(&gate.once, gate_prepare);
    pthread_mutex_lock(&gate.lock);
    gate.limits = *limits;
    pthread_mutex_unlock(&gate.lock);
}

// With the lock held. False when it took too long, or too many wait already.
static bool gate_wait(void)
{
    if (gate.waiting >= gate.limits.queue_max)
        return false;
    struct timespec until = clock_after_us(gate.limits.wait_ms * 1000);
    int late = 0;
    gate.waiting++;
    while (gate.running >= gate.limits.at_once && late == 0)
        late = pthread_cond_timedwait(&gate.left, &gate.lock, &until);
    gate.waiting--;
    return gate.running < gate.limits.at_once;
}

static enum err gate_enter(struct ctx *c)
{
    pthread_once(&gate.once, gate_prepare);
    pthread_mutex_lock(&gate.lock);
    bool in = gate.running < gate.limits.at_once || gate_wait();
    gate.running += in;
    pthread_mutex_unlock(&gate.lock);
    return in ? OK : fail(c, ERR_BUSY, N_("too many people are signing in at this moment: try again in a minute"));
}

static void gate_leave(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.running--;
    pthread_cond_signal(&gate.left);
    pthread_mutex_unlock(&gate.lock);
}

void password_check(struct ctx *c, str password, str mail, str name, struct faults *faults)
{
    if (!str_is_utf8(password)) {
        fault_add(c, faults, S("password"), N_("it has characters that cannot be read: type it again"));
        return;
    }
    ptrdiff_t points = str_points(password);
    if (points < PASSWORD_MIN)
        fault_add(c, faults, S("password"), N_("it is too short: take at least %d characters"), PASSWORD_MIN);
    else if (points > PASSWORD_MAX)
        fault_add(c, faults, S("password"), N_("it is too long: take at most %d characters"), PASSWORD_MAX);
    else if (str_eq_nocase(password, mail) || str_eq_nocase(password, name))
        fault_add(c, faults, S("password"), N_("it is the account's own name or address: take another"));
}

enum err password_hash(struct ctx *c, str password, str *out)
{
    char hash[crypto_pwhash_STRBYTES];
    enum err err = gate_enter(c);
    if (err != OK)
        return err;
    int failed = crypto_pwhash_str(hash, password.at, (unsigned long long)password.len, PASSES, MEMORY_BYTES);
    gate_leave();
    if (failed)
        return fail(c, ERR_BUSY, N_("the password could not be kept: there is no memory for it now, try again in a minute"));
    *out = str_copy(c->mem, str_of(hash));
    return OK;
}

enum err password_verify(struct ctx *c, str hash, str password, bool *matches)
{
    *matches = false;
    enum err err = gate_enter(c);
    if (err != OK)
        return err;
    const char *against = hash.len > 0 ? str_z(c->mem, hash) : gate.nobody;
    const char *typed = password.len > 0 ? password.at : "";
    bool same = crypto_pwhash_str_verify(against, typed, (unsigned long long)password.len) == 0;
    gate_leave();
    *matches = same && hash.len > 0;
    return OK;
}
