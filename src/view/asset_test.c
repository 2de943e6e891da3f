// SPDX-License-Identifier: Apache-2.0
#include "view/asset.h"

#include "base/test.h"
#include "view/json.h"
#include "view/mustache.h"

static bool find(void *arg, str name, str *source)
{
    (void)arg;
    return asset_template(name, source);
}

TEST(every_template_compiles_and_every_partial_is_there)
{
    struct arena *boot = arena_open("templates", ARENA_BOOT);
    struct templates *set = templates_open(boot, find, NULL);
    CHECK(asset_template_count() > 0);
    for (ptrdiff_t i = 0; i < asset_template_count(); i++)
        CHECK_OK(templates_compile(c, set, asset_template_name(i)));
    CHECK_STR(templates_missing(mem, set), "");
    arena_close(boot);
}

TEST(names_stand_in_order_so_that_they_are_found)
{
    for (ptrdiff_t i = 0; i < asset_count(); i++)
        CHECK(asset_find(asset_at(i)->name) == asset_at(i));
    for (ptrdiff_t i = 0; i < asset_template_count(); i++) {
        str source;
        CHECK(asset_template(asset_template_name(i), &source));
        CHECK(source.len > 0);
    }
    CHECK(asset_at(asset_count()) == NULL);
    CHECK(asset_at(-1) == NULL);
    CHECK_INT(asset_template_name(asset_template_count()).len, 0);
}

TEST(what_was_not_put_in_is_not_found)
{
    str source;
    CHECK(asset_find(S("../meson.build")) == NULL);
    CHECK(asset_find(STR_NONE) == NULL);
    CHECK(!asset_template(S("nothing"), &source));
    CHECK(!asset_template(STR_NONE, &source));
}

TEST(the_pages_have_their_style_script_and_icon)
{
    const struct { const char *name, *type; } wanted[] = {
        { "style.css", "text/css; charset=utf-8" }, { "script.js", "text/javascript; charset=utf-8" }, { "icon.svg", "image/svg+xml" },
    };
    for (ptrdiff_t i = 0; i < COUNT(wanted); i++) {
        const struct asset *asset = asset_find(str_of(wanted[i].name));
        CHECK(asset != NULL);
        CHECK_STR(asset->content_type, wanted[i].type);
        CHECK_INT(asset->version.len, 16);
    }
    const struct asset *css = asset_find(S("style.css"));
    CHECK(css->bytes.len > 1000);
    CHECK(css->gzip.len > 20 && css->gzip.len < css->bytes.len);
    CHECK(str_starts(css->gzip, S("\x1F\x8B")));
    CHECK(str_find(css->bytes, S("/*")) < 0);
}

TEST(the_demonstration_is_json)
{
    const struct asset *demonstration = asset_find(S("demonstration.json"));
    struct value *tree;
    CHECK(demonstration != NULL);
    CHECK_OK(json_read(c, demonstration->bytes, &tree));
}

TEST(every_catalogue_can_be_loaded)
{
    ptrdiff_t n;
    const struct lang_source *sources = asset_languages(&n);
    CHECK_OK(lang_load(c, mem, sources, n));
    CHECK_INT(lang_count(), n + 1);
    CHECK_OK(lang_load(c, mem, NULL, 0));
}
