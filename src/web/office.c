// SPDX-License-Identifier: Apache-2.0
#include "web/office.h"

#include <stdatomic.h>

static struct office the_office = { .name = S_INIT("Accord"), .zone = S_INIT("UTC"), .languages = S_INIT("en"), .version = "0" };
static atomic_llong generation;

const struct office *office(void)
{
    return &the_office;
}

void office_set(const struct office *o)
{
    the_office = *o;
    atomic_fetch_add(&generation, 1);
}

int64_t office_generation(void)
{
    return atomic_load_explicit(&generation, memory_order_acquire);
}

date office_today(void)
{
    return instant_date_in(clock_now_ms(), the_office.zone);
}
