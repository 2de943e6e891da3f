// SPDX-License-Identifier: Apache-2.0
// The first line is the Content-Type header, the rest the body: a tree of well-formed texts, or refused with a sentence.
#include "fuzz.h"
#include "web/media.h"
#include "web/multipart.h"

FUZZ(input)
{
    struct value *form = NULL;
    str body = input;
    str content_type = str_trim(str_cut(&body, '\n'));
    (void)media_of(content_type);
    enum err e = multipart_read(c, media_parameter(content_type, S("boundary")), body, &form);
    MUST(e == OK || (e == ERR_MALFORMED && c->said.len > 0));
    MUST(e != OK || form->kind == V_MAP);
}
