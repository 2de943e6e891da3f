// SPDX-License-Identifier: Apache-2.0
#include "web/pages.h"

#include "base/test.h"
#include "record/actor.h"

TEST(what_only_some_roles_see_is_refused_at_the_door_to_all_others)
{
    const struct record_type closed = { .see = ROLE_SECRETARIAT | ROLE_ADMINISTRATOR }, open = { .see = 0 };
    CHECK_INT(pages_right_to_see(&closed), ROLE_SECRETARIAT | ROLE_ADMINISTRATOR);
    CHECK_INT(pages_right_to_see(&open), ROLE_PUBLIC);
}
