// SPDX-License-Identifier: Apache-2.0
#include "web/static_file.h"

#include "view/asset.h"

#define ROBOTS "User-agent: *\nDisallow: /sign-in\nDisallow: /office\nDisallow: /me\n"

bool static_file_is_one(str path)
{
    return str_starts(path, S("/static/")) || str_eq(path, S("/favicon.ico")) || str_eq(path, S("/favicon.svg")) ||
           str_eq(path, S("/robots.txt"));
}

static bool put(struct reply *reply, str body, str content_type, str caching)
{
    *reply = (struct reply){ .status = 200, .body = body };
    reply_header(reply, "Content-Type", content_type);
    reply_header(reply, "Cache-Control", caching);
    reply_header(reply, "X-Content-Type-Options", S("nosniff"));
    reply_header(reply, "Vary", S("Accept-Encoding"));
    return true;
}

bool static_file_reply(const struct request *r, str path, struct reply *reply)
{
    (void)r;
    if (str_eq(path, S("/robots.txt")))
        return put(reply, S(ROBOTS), S("text/plain; charset=utf-8"), S("public, max-age=86400"));
    bool is_icon = !str_starts(path, S("/static/"));
    const struct asset *asset = static_file_is_one(path) ? asset_find(is_icon ? S("icon.svg") : str_skip(path, 8)) : NULL;
    if (!asset)
        return false;
    return put(reply, asset->bytes, asset->content_type,
               is_icon ? S("public, max-age=86400") : S("public, max-age=31536000, immutable"));
}
