// SPDX-License-Identifier: Apache-2.0
#include "base/test.h"

TEST(a_split_leaves_the_rest)
{
    str s = S("a,b");
    CHECK_STR(str_cut(&s, ','), "a");
    CHECK_STR(str_cut(&s, ','), "b");
    CHECK_INT(s.len, 0);
}
