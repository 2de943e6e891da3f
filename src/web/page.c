// SPDX-License-Identifier: Apache-2.0
#include "web/page.h"

#include "record/actor.h"
#include "text/lang.h"
#include "view/asset.h"
#include "web/address.h"
#include "web/office.h"

static struct templates *the_templates;

static struct menu {
    const struct menu_item **at;
    ptrdiff_t n;
} the_menu;

static bool find_template(void *arg, str name, str *source)
{
    (void)arg;
    return asset_template(name, source);
}

static void close_templates(void *mem)
{
    the_templates = NULL;
    arena_close(mem);
}

enum err page_open(struct ctx *c, struct arena *boot)
{
    // Memory of their own: phrases are compiled by whichever thread first needs them, while `boot` is another's.
    struct arena *mem = arena_open("templates", ARENA_BOOT);
    arena_defer(boot, close_templates, mem);
    struct templates *templates = templates_open(mem, find_template, NULL);
    for (ptrdiff_t i = 0; i < asset_template_count(); i++) {
        enum err e = templates_compile(c, templates, asset_template_name(i));
        if (e != OK)
            return e;
    }
    str missing = templates_missing(c->mem, templates);
    if (missing.len > 0) {
        fail_detail(c, "templates call what nobody has: %.*s", STR_ARG(missing));
        return fail(c, ERR_INTERNAL, N_("the pages cannot be drawn: templates are missing"));
    }
    the_templates = templates;
    return OK;
}

struct templates *page_templates(void)
{
    return the_templates;
}

void page_menu_set(struct arena *boot, const struct module *const *modules, ptrdiff_t n)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        count += modules[i]->menu_count;
    the_menu = (struct menu){ .at = NEW(boot, const struct menu_item *, count > 0 ? count : 1) };
    for (ptrdiff_t i = 0; i < n; i++) {
        for (ptrdiff_t k = 0; k < modules[i]->menu_count; k++)
            the_menu.at[the_menu.n++] = &modules[i]->menu[k];
    }
}

str page_asset(struct arena *mem, str name)
{
    const struct asset *asset = asset_find(name);
    if (!asset)
        return str_fmt(mem, "/static/%.*s", STR_ARG(name));
    return str_fmt(mem, "/static/%.*s?v=%.*s", STR_ARG(name), STR_ARG(asset->version));
}

// ---- the frame

static void put_text(struct request *r, struct value *map, const char *key, str text)
{
    struct arena *mem = r->c.mem;
    value_put(mem, map, str_of(key), text.len > 0 ? value_text(mem, text) : value_null(mem));
}

static struct value *page_value(struct request *r)
{
    struct arena *mem = r->c.mem;
    struct value *page = value_map(mem);
    put_text(r, page, "path", r->path);
    put_text(r, page, "address", r->target);
    put_text(r, page, "csrf", r->session.csrf);
    value_set(mem, page, "fragment", value_bool(mem, r->wants == WANTS_FRAGMENT));
    put_text(r, page, "style", page_asset(mem, S("style.css")));
    put_text(r, page, "script", page_asset(mem, S("script.js")));
    put_text(r, page, "icon", page_asset(mem, S("icon.svg")));
    return page;
}

// This page in another language: the same address with lang=… in its query.
static str address_in(struct request *r, const struct lang *lang)
{
    struct buf b;
    buf_init(&b, r->c.mem, LIMIT_PATH + 2 * LIMIT_QUERY);
    str rest = r->target;
    buf_add(&b, str_cut(&rest, '?'));
    buf_byte(&b, '?');
    while (rest.len > 0) {
        str pair = str_cut(&rest, '&');
        if (pair.len > 0 && !str_starts(pair, S("lang=")))
            buf_fmt(&b, "%.*s&", STR_ARG(pair));
    }
    buf_fmt(&b, "lang=%s", lang_tag(lang));
    return buf_str(&b);
}

static struct value *lang_value(struct request *r)
{
    struct arena *mem = r->c.mem;
    const struct lang *present = r->c.lang ? r->c.lang : lang_english();
    struct value *lang = value_map(mem), *others = value_list(mem);
    for (ptrdiff_t i = 0; i < lang_count(); i++) {
        const struct lang *other = lang_at(i);
        if (other == present)
            continue;
        struct value *row = value_map(mem);
        put_text(r, row, "tag", str_of(lang_tag(other)));
        put_text(r, row, "name", str_of(lang_name(other)));
        put_text(r, row, "address", address_in(r, other));
        value_add(mem, others, row);
    }
    put_text(r, lang, "tag", str_of(lang_tag(present)));
    put_text(r, lang, "dir", lang_is_rtl(present) ? S("rtl") : S("ltr"));
    value_set(mem, lang, "others", others);
    return lang;
}

static bool is_here(str page, str path)
{
    return str_eq(page, path) || (path.len > 1 && str_starts(page, path) && page.len > path.len && page.at[path.len] == '/');
}

static struct value *menu_value(struct request *r)
{
    struct arena *mem = r->c.mem;
    struct value *menu = value_list(mem);
    for (ptrdiff_t i = 0; i < the_menu.n; i++) {
        const struct menu_item *item = the_menu.at[i];
        if (!(item->right & actor_roles(&r->c)))
            continue;
        struct value *row = value_map(mem);
        put_text(r, row, "label", str_of(tr(&r->c, item->label)));
        put_text(r, row, "path", str_of(item->path));
        value_set(mem, row, "here", value_bool(mem, is_here(r->path, str_of(item->path))));
        value_add(mem, menu, row);
    }
    return menu;
}

static struct value *actor_value(struct request *r)
{
    struct arena *mem = r->c.mem;
    if (actor_account(&r->c) == 0)
        return value_null(mem);
    struct value *actor = value_map(mem);
    put_text(r, actor, "name", r->session.actor.name);
    value_set(mem, actor, "office", value_bool(mem, (actor_roles(&r->c) & ROLE_OFFICE) != 0));
    return actor;
}

static struct value *office_value(struct request *r)
{
    struct arena *mem = r->c.mem;
    struct value *value = value_map(mem);
    put_text(r, value, "name", office()->name);
    put_text(r, value, "version", str_of(office()->version));
    value_set(mem, value, "demonstration", value_bool(mem, office()->demonstration));
    return value;
}

static void put_unless_there(struct request *r, struct value *data, const char *key, struct value *item)
{
    if (!value_get(data, str_of(key)))
        value_put(r->c.mem, data, str_of(key), item);
}

void page_frame(struct request *r, struct answer *a, struct value *data)
{
    struct arena *mem = r->c.mem;
    const char *purpose = r->route ? r->route->purpose : N_("Accord");
    put_unless_there(r, data, "title", value_text(mem, str_of(tr(&r->c, purpose))));
    value_set(mem, data, "page", page_value(r));
    value_set(mem, data, "lang", lang_value(r));
    value_set(mem, data, "menu", menu_value(r));
    value_set(mem, data, "actor", actor_value(r));
    value_set(mem, data, "office", office_value(r));
    bool goes = a->redirect.len > 0;
    put_text(r, data, "notice", goes ? STR_NONE : a->notice.len > 0 ? a->notice : r->notice);
}
