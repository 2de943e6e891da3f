// SPDX-License-Identifier: Apache-2.0
// A record type with a child, given to the program by nothing but its tables (test_house.c): here is all that comes of them.
#include "app/test_house.h"

#include "db/test_pool.h"
#include "journal/history.h"
#include "record/store.h"
#include "view/json.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define JSON "Content-Type: application/json\r\n"

// The program with its people, and a shelf of lamps that everyone can see.
struct house {
    struct ctx *c;
    struct server *server;
    const char *editor, *reviewer; // Cookie and token, as headers
    str editor_csrf, reviewer_csrf;
};

static bool has(str text, const char *part)
{
    return str_find(text, str_of(part)) >= 0;
}

static int64_t times(str text, const char *part)
{
    int64_t n = 0;
    for (ptrdiff_t at; (at = str_find(text, str_of(part))) >= 0; n++)
        text = str_skip(text, at + 1);
    return n;
}

static const char *sign_in(struct ctx *c, const char *role, str *csrf)
{
    const char *cookie = test_server_sign_in(c, role, csrf);
    return str_z(c->mem, str_fmt(c->mem, "%sX-CSRF-Token: %.*s\r\n", cookie, STR_ARG(*csrf)));
}

static struct house open_house(struct ctx *c)
{
    struct house h = { .c = c };
    test_house_boot(c);
    h.server = test_house_serve(c);
    h.editor = sign_in(c, "editor", &h.editor_csrf);
    h.reviewer = sign_in(c, "reviewer", &h.reviewer_csrf);
    return h;
}

static struct test_reply get(const struct house *h, const char *headers, const char *target)
{
    return test_server_ask(h->c, h->server, "GET", target, headers, STR_NONE);
}

static struct test_reply send(const struct house *h, const char *headers, const char *method, const char *target, const char *body)
{
    return test_server_ask(h->c, h->server, method, target, str_z(h->c->mem, str_fmt(h->c->mem, "%s" JSON, headers)), str_of(body));
}

static struct test_reply fill_in(const struct house *h, const char *target, const char *fields)
{
    str body = str_fmt(h->c->mem, "_csrf=%.*s&%s", STR_ARG(h->editor_csrf), fields);
    return test_server_ask(h->c, h->server, "POST", target, str_z(h->c->mem, str_fmt(h->c->mem, "%s" FORM, h->editor)), body);
}

static const struct value *read(const struct house *h, struct test_reply reply)
{
    struct ctx *c = h->c;
    struct value *v = NULL;
    CHECK_OK(json_read(c, reply.body, &v));
    return v;
}

// What stands at a path such as "data.bulbs.0.socket".
static const struct value *at(const struct value *v, const char *path)
{
    for (str rest = str_of(path); v && rest.len > 0;) {
        int64_t place = 0;
        str step = str_cut(&rest, '.');
        v = v->kind == V_LIST && str_to_int(step, &place) ? value_at(v, (ptrdiff_t)place) : value_get(v, step);
    }
    return v;
}

static str text_at(struct ctx *c, const struct value *v, const char *path)
{
    const struct value *found = at(v, path);
    if (found && found->kind == V_INT)
        return str_fmt(c->mem, "%lld", (long long)found->number);
    return found ? value_as_text(found) : STR_NONE;
}

static void publish(const struct house *h, const char *path)
{
    const char *submit = str_z(h->c->mem, str_fmt(h->c->mem, "%s/moves/submit", path));
    const char *publish = str_z(h->c->mem, str_fmt(h->c->mem, "%s/moves/publish", path));
    CHECK_INT(send(h, h->editor, "POST", submit, "{}").status, 200);
    CHECK_INT(send(h, h->reviewer, "POST", publish, "{}").status, 200);
}

static void put_lamp(const struct house *h, const char *body)
{
    struct test_reply made = send(h, h->editor, "POST", "/api/v1/lamps", body);
    CHECK_INT(made.status, 201);
    publish(h, str_z(h->c->mem, test_server_header(&made, "Location")));
}

static struct house house_with_lamps(struct ctx *c)
{
    struct house h = open_house(c);
    put_lamp(&h, "{\"title\":\"Attic lamp\",\"summary\":\"Hangs from a beam\",\"colour\":\"warm\",\"countries\":[\"NO\",\"KE\"],"
                 "\"watts\":40,\"made\":\"2001-05\",\"price\":{\"amount\":\"12.50\",\"currency\":\"USD\"},"
                 "\"bulbs\":[{\"socket\":\"screw\",\"fitted\":\"2003-05-31\"},{\"socket\":\"bayonet\"}]}");
    put_lamp(&h, "{\"title\":\"Bedside lamp\",\"colour\":\"warm\",\"countries\":[\"KE\"],\"watts\":15,\"made\":\"2002\"}");
    put_lamp(&h, "{\"title\":\"Cellar lamp\",\"colour\":\"cold\",\"watts\":60}");
    return h;
}

// ---- reading

TEST(a_type_of_tables_alone_has_a_list_with_its_facets_counted)
{
    struct house h = house_with_lamps(c);
    str page = get(&h, "", "/lamps").body;
    CHECK(has(page, "<h2 id=\"n\">3 records</h2>"));
    CHECK(has(page, "Attic lamp") && has(page, "Bedside lamp") && has(page, "Cellar lamp"));
    CHECK(has(page, "Watts") && has(page, "40") && has(page, "12.50"));
    const struct value *facets = read(&h, get(&h, "", "/api/v1/lamps/facets"));
    CHECK_STR(text_at(c, facets, "data.0.name"), "colour");
    CHECK_STR(text_at(c, facets, "data.0.options.0.label"), "Warm");
    CHECK_STR(text_at(c, facets, "data.0.options.0.count"), "2");
    CHECK_STR(text_at(c, facets, "data.1.name"), "countries");
    CHECK_STR(text_at(c, facets, "data.1.options.0.label"), "Kenya");
    CHECK(has(page, "id=\"colour-warm\"") && has(page, "id=\"countries-KE\"") && has(page, "id=\"made-2001\""));
    CHECK(has(get(&h, "", "/").body, "href=\"/lamps\"")); // and its place in the menu
}

TEST(its_list_is_filtered_searched_and_sorted)
{
    struct house h = house_with_lamps(c);
    static const struct {
        const char *parameters, *first, *total;
    } rows[] = {
        { "", "Attic lamp", "3" },
        { "?colour=cold", "Cellar lamp", "1" },
        { "?countries=KE", "Attic lamp", "2" },
        { "?countries=NO&colour=warm", "Attic lamp", "1" },
        { "?made=2002", "Bedside lamp", "1" },
        { "?q=beam", "Attic lamp", "1" },
        { "?sort=watts", "Bedside lamp", "3" },
        { "?sort=-watts", "Cellar lamp", "3" },
        { "?sort=-title", "Cellar lamp", "3" },
        { "?q=lamp&colour=warm&sort=-watts", "Attic lamp", "2" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        const char *target = str_z(mem, str_fmt(mem, "/api/v1/lamps%s", rows[i].parameters));
        const struct value *list = read(&h, get(&h, "", target));
        CHECK_STR(text_at(c, list, "data.0.title"), rows[i].first);
        CHECK_STR(text_at(c, list, "total"), rows[i].total);
        str page = get(&h, "", target + sizeof "/api/v1" - 1).body;
        CHECK(has(page, rows[i].first));
    }
    CHECK_INT(get(&h, "", "/lamps?colour=green").status, 422);
}

TEST(its_list_goes_on_page_by_page)
{
    struct house h = house_with_lamps(c);
    const char *target = "/api/v1/lamps?limit=1&sort=-watts";
    static const char *const titles[] = { "Cellar lamp", "Attic lamp", "Bedside lamp" };
    for (ptrdiff_t i = 0; i < COUNT(titles); i++) {
        const struct value *list = read(&h, get(&h, "", target));
        CHECK_STR(text_at(c, list, "data.0.title"), titles[i]);
        CHECK_INT(value_count(at(list, "data")), 1);
        target = str_z(mem, text_at(c, list, "next"));
    }
    CHECK_STR(str_of(target), "");
    str page = get(&h, "", "/lamps?limit=2").body;
    CHECK(has(page, "rel=\"next\"") && !has(page, "Cellar lamp"));
}

TEST(its_page_shows_the_record_with_its_children)
{
    struct house h = house_with_lamps(c);
    struct test_reply page = get(&h, "", "/lamps/1");
    CHECK_INT(page.status, 200);
    static const char *const parts[] = { "Attic lamp", "Hangs from a beam", "Warm", "Kenya", "Norway", "40", "May 2001", "12.50",
                                         "Bulbs", "Screw", "Bayonet", "31 May 2003", "/api/v1/lamps/1", "/lamps/1/history" };
    for (ptrdiff_t i = 0; i < COUNT(parts); i++)
        if (!has(page.body, parts[i]))
            CHECK_FAIL("the page has no %s", parts[i]);
}

TEST(its_record_comes_as_json_whole)
{
    struct house h = house_with_lamps(c);
    struct test_reply reply = get(&h, "", "/api/v1/lamps/1");
    CHECK_STR(test_server_header(&reply, "Content-Type"), "application/json");
    CHECK(test_server_header(&reply, "ETag").len > 0);
    static const char *const rows[][2] = {
        { "data.title", "Attic lamp" }, { "data.countries.1", "KE" }, { "data.watts", "40" }, { "data.made", "2001-05" },
        { "data.price.amount", "12.50" }, { "data.price.currency", "USD" }, { "data.bulbs.0.socket", "screw" },
        { "data.bulbs.0.fitted", "2003-05-31" }, { "data.bulbs.1.socket", "bayonet" }, { "data.state", "published" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(text_at(c, read(&h, reply), rows[i][0]), rows[i][1]);
    CHECK_INT(get(&h, "", "/api/v1/lamps/99").status, 404);
}

TEST(its_list_comes_as_csv_and_ndjson)
{
    struct house h = house_with_lamps(c);
    str csv = get(&h, "", "/lamps?format=csv&sort=watts").body, line = str_cut(&csv, '\n');
    CHECK(has(line, "title") && has(line, "watts") && has(line, "price_currency") && !has(line, "cellar_note"));
    CHECK(has(str_cut(&csv, '\n'), "Bedside lamp"));
    CHECK_INT(times(csv, "\n"), 2);
    str lines = get(&h, "", "/api/v1/lamps?format=ndjson&sort=watts").body;
    for (int i = 0; i < 3; i++) {
        struct value *v = NULL;
        CHECK_OK(json_read(c, str_cut(&lines, '\n'), &v));
        CHECK_STR(text_at(c, v, "colour"), i < 2 ? "warm" : "cold");
    }
    CHECK_INT(lines.len, 0);
}

// ---- writing

TEST(its_form_asks_for_every_field_and_for_children)
{
    struct house h = open_house(c);
    struct test_reply page = get(&h, h.editor, "/lamps/new");
    CHECK_INT(page.status, 200);
    CHECK(has(page.body, "Add a lamp"));
    static const char *const names[] = { "title", "summary", "colour", "countries", "maker", "watts", "made", "price.amount",
                                         "price.currency" };
    for (ptrdiff_t i = 0; i < COUNT(names); i++)
        if (!has(page.body, str_z(mem, str_fmt(mem, "name=\"%s\"", names[i]))))
            CHECK_FAIL("the form does not ask for %s", names[i]);
    CHECK(!has(page.body, "cellar_note") && !has(page.body, "remark")); // the office's
    CHECK_INT(get(&h, h.reviewer, "/lamps/new").status, 403);
    CHECK_INT(get(&h, "", "/lamps/new").status, 303); // to sign in
    CHECK(has(page.body, "name=\"_add\" value=\"bulbs\""));
    struct test_reply more = fill_in(&h, "/lamps", "title=Lamp&bulbs.0.socket=screw&_add=bulbs");
    CHECK(has(more.body, "name=\"bulbs.1.socket\"") && has(more.body, "name=\"bulbs.1.fitted\""));
}

TEST(its_form_says_all_that_is_wrong_and_then_saves)
{
    struct house h = open_house(c);
    struct test_reply wrong = fill_in(&h, "/lamps",
                                      "title=&colour=green&watts=-1&made=2001-13&price.amount=many&price.currency=USD"
                                      "&bulbs.0.socket=&bulbs.0.fitted=soon");
    CHECK_INT(wrong.status, 422);
    static const char *const anchors[] = { "title", "colour", "watts", "made", "price", "bulbs-0-socket", "bulbs-0-fitted" };
    str rest = wrong.body;
    for (ptrdiff_t i = 0; i < COUNT(anchors); i++) {
        ptrdiff_t found = str_find(rest, str_fmt(mem, "<li class=\"cap\"><a href=\"#f-%s\">", anchors[i]));
        if (found < 0)
            CHECK_FAIL("nothing is said of %s, or not in its place", anchors[i]);
        rest = str_skip(rest, found);
    }
    CHECK_INT(times(wrong.body, "<li class=\"cap\"><a href=\"#"), COUNT(anchors));
    CHECK(has(wrong.body, "value=\"soon\"")); // what was typed is still there
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM lamp")), 0);

    struct test_reply right = fill_in(&h, "/lamps",
                                      "title=Hall+lamp&colour=cold&countries=NO&countries=KE&watts=25&made=2001-05-02"
                                      "&price.amount=1,234.50&price.currency=USD&bulbs.0.socket=screw&bulbs.0.fitted=2001");
    CHECK_INT(right.status, 303);
    CHECK_STR(test_server_header(&right, "Location"), "/lamps/1");
    const struct value *saved = read(&h, get(&h, h.editor, "/api/v1/lamps/1"));
    CHECK_STR(text_at(c, saved, "data.title"), "Hall lamp");
    CHECK_STR(text_at(c, saved, "data.price.amount"), "1234.50");
    CHECK_STR(text_at(c, saved, "data.bulbs.0.fitted"), "2001");
    CHECK_STR(text_at(c, saved, "data.state"), "draft");
}

TEST(its_api_says_all_that_is_wrong_each_with_its_field)
{
    struct house h = open_house(c);
    struct test_reply reply = send(&h, h.editor, "POST", "/api/v1/lamps",
                                   "{\"title\":7,\"colour\":\"green\",\"bulbs\":[{\"socket\":\"screw\",\"volts\":1}],\"nonsense\":true}");
    CHECK_INT(reply.status, 422);
    CHECK_STR(test_server_header(&reply, "Content-Type"), "application/problem+json");
    const struct value *problem = read(&h, reply);
    str said = reply.body;
    CHECK_INT(value_count(at(problem, "errors")), 4);
    CHECK(has(said, "\"field\":\"title\"") && has(said, "\"field\":\"colour\""));
    CHECK(has(said, "\"field\":\"bulbs.0.volts\"") && has(said, "\"field\":\"nonsense\""));
}

TEST(its_changes_say_which_version_they_saw)
{
    struct house h = open_house(c);
    struct test_reply made = send(&h, h.editor, "POST", "/api/v1/lamps", "{\"title\":\"Hall lamp\"}");
    str etag = test_server_header(&made, "ETag");
    const char *seen = str_z(mem, str_fmt(mem, "%sIf-Match: %.*s\r\n", h.editor, STR_ARG(etag)));
    CHECK_INT(send(&h, h.editor, "PATCH", "/api/v1/lamps/1", "{\"watts\":5}").status, 428);
    struct test_reply changed = send(&h, seen, "PATCH", "/api/v1/lamps/1", "{\"watts\":5}");
    CHECK_INT(changed.status, 200);
    CHECK_STR(text_at(c, read(&h, changed), "data.title"), "Hall lamp");
    CHECK(!str_eq(test_server_header(&changed, "ETag"), etag));
    CHECK_INT(send(&h, seen, "PATCH", "/api/v1/lamps/1", "{\"watts\":6}").status, 412);
    CHECK(has(get(&h, h.editor, "/lamps/1/edit").body, "name=\"_version\" value=\"2\""));
    struct test_reply stale = fill_in(&h, "/lamps/1", "_version=1&title=Hall+lamp&watts=7");
    CHECK_INT(stale.status, 412);
    CHECK(has(stale.body, "What others changed meanwhile") && has(stale.body, "value=\"7\""));
    CHECK_STR(text_at(c, read(&h, get(&h, h.editor, "/api/v1/lamps/1")), "data.watts"), "5");
}

TEST(its_history_tells_every_version)
{
    struct house h = house_with_lamps(c);
    const struct value *history = read(&h, get(&h, h.editor, "/api/v1/lamps/1/history"));
    ptrdiff_t n = value_count(at(history, "data"));
    CHECK_INT(n, 3); // made, submitted, published
    CHECK_STR(text_at(c, history, "data.0.version"), "3");
    CHECK_STR(text_at(c, history, "data.0.label"), "Publish");
    CHECK_STR(text_at(c, history, "data.2.version"), "1");
    str first = get(&h, h.editor, "/lamps/1/history").body;
    CHECK(has(first, "Attic lamp") && has(first, "bulb Screw"));
    struct lamp *then = record_new(mem, &lamp_type);
    CHECK_OK(history_version(c, &lamp_type, 1, 1, then));
    CHECK_STR(then->record.state, "draft");
    CHECK_INT(then->bulbs.n, 2);
    CHECK_INT(then->price.minor, 1250);
}

TEST(a_change_over_its_published_record_waits_as_a_readable_difference)
{
    struct house h = house_with_lamps(c);
    struct test_reply before = get(&h, h.editor, "/api/v1/lamps/1");
    const struct value *record = read(&h, before);
    const char *seen = str_z(mem, str_fmt(mem, "%sIf-Match: %.*s\r\n", h.editor, STR_ARG(test_server_header(&before, "ETag"))));
    str body = str_fmt(mem, "{\"watts\":75,\"bulbs\":[{\"id\":%.*s,\"socket\":\"bayonet\",\"fitted\":\"2003-05-30\"},"
                            "{\"socket\":\"screw\",\"fitted\":\"2003-05-31\"}]}",
                       STR_ARG(text_at(c, record, "data.bulbs.0.id")));
    struct test_reply waits = send(&h, seen, "PATCH", "/api/v1/lamps/1", str_z(mem, body));
    CHECK_INT(waits.status, 202);
    str draft = str_skip(test_server_header(&waits, "Content-Location"), sizeof "/api/v1" - 1);
    CHECK_STR(text_at(c, read(&h, get(&h, "", "/api/v1/lamps/1")), "data.watts"), "40"); // the public sees what was published

    str page = get(&h, h.editor, str_z(mem, draft)).body;
    CHECK(has(page, "Watts</th><td><del class=\"text\">40") && has(page, "75"));
    CHECK(has(page, "bulb Bayonet: Socket") && has(page, "Screw") && has(page, "removed"));
    CHECK(has(page, "bulb Screw: Fitted") && has(page, "31 May 2003</ins>")); // all of a row that comes
    CHECK_INT(get(&h, "", str_z(mem, draft)).status, 303);

    publish(&h, str_z(mem, str_fmt(mem, "/api/v1%.*s", STR_ARG(draft))));
    const struct value *now = read(&h, get(&h, "", "/api/v1/lamps/1"));
    CHECK_STR(text_at(c, now, "data.watts"), "75");
    CHECK_INT(value_count(at(now, "data.bulbs")), 2);
    CHECK_STR(text_at(c, now, "data.bulbs.0.id"), str_z(mem, text_at(c, record, "data.bulbs.0.id")));
    CHECK_STR(text_at(c, now, "data.bulbs.0.socket"), "bayonet");
}

// ---- who sees what

TEST(its_unpublished_records_are_for_their_owner_and_the_office)
{
    struct house h = open_house(c);
    str csrf;
    const char *other = sign_in(c, "editor", &csrf);
    CHECK_INT(send(&h, h.editor, "POST", "/api/v1/lamps", "{\"title\":\"Hidden lamp\"}").status, 201);
    static const char *const targets[] = { "/lamps/1", "/api/v1/lamps/1", "/lamps/1/history" };
    for (ptrdiff_t i = 0; i < COUNT(targets); i++) {
        CHECK_INT(get(&h, "", targets[i]).status, 404);
        CHECK_INT(get(&h, other, targets[i]).status, 404);
        CHECK_INT(get(&h, h.editor, targets[i]).status, 200);
        CHECK_INT(get(&h, h.reviewer, targets[i]).status, 200);
    }
    CHECK(!has(get(&h, "", "/lamps").body, "Hidden lamp"));
    CHECK(!has(get(&h, other, "/lamps?q=hidden").body, "Hidden lamp"));
    CHECK(has(get(&h, h.editor, "/lamps").body, "Hidden lamp"));
}

TEST(its_guarded_fields_are_neither_shown_nor_found_out)
{
    struct house h = house_with_lamps(c);
    struct lamp *lamp = record_new(mem, &lamp_type);
    struct faults faults = { 0 };
    struct write_result result;
    CHECK_OK(store_load(c, &lamp_type, 3, lamp));
    lamp->cellar_note = S("behind the barrels");
    lamp->bulbs.at = NEW(mem, struct bulb, 1);
    lamp->bulbs.at[0] = (struct bulb){ .socket = S("screw"), .remark = S("flickers") };
    lamp->bulbs.n = 1;
    CHECK_OK(write_save(c, &lamp_type, lamp, &(struct write_options){ 0 }, &faults, &result));

    static const char *const targets[] = { "/lamps/3", "/api/v1/lamps/3", "/api/v1/lamps/3/history",
                                           "/api/v1/lamps?format=ndjson" };
    for (ptrdiff_t i = 0; i < COUNT(targets); i++) {
        str public = get(&h, "", targets[i]).body, office = get(&h, h.reviewer, targets[i]).body;
        if (has(public, "barrels") || has(public, "flickers"))
            CHECK_FAIL("%s tells everyone", targets[i]);
        if (!has(office, "barrels") || !has(office, "flickers"))
            CHECK_FAIL("%s does not tell the office", targets[i]);
    }
    CHECK(!has(get(&h, "", "/lamps/3/history").body, "barrels") && has(get(&h, h.reviewer, "/lamps/3/history").body, "barrels"));
    CHECK_INT(get(&h, "", "/api/v1/lamps?sort=cellar_note").status, 422);
    CHECK_INT(get(&h, "", "/api/v1/lamps?cellar_note=behind").status, 422);
    CHECK_STR(text_at(c, read(&h, get(&h, "", "/api/v1/lamps?q=barrels")), "total"), "0");
    CHECK_STR(text_at(c, read(&h, get(&h, h.reviewer, "/api/v1/lamps?q=barrels")), "total"), "1");
    CHECK_INT(send(&h, h.editor, "POST", "/api/v1/lamps", "{\"title\":\"Lamp\",\"cellar_note\":\"mine\"}").status, 422);
    CHECK(!has(get(&h, "", "/api/openapi.json").body, "cellar_note"));
}

// ---- what is said of it, and where it is kept

TEST(its_api_is_described)
{
    struct house h = open_house(c);
    const struct value *api = read(&h, get(&h, "", "/api/openapi.json"));
    const struct value *paths = at(api, "paths"), *schemas = at(api, "components.schemas");
    static const char *const known[] = { "/api/v1/lamps", "/api/v1/lamps/{id}", "/api/v1/lamps/facets", "/api/v1/lamps/{id}/history",
                                         "/api/v1/lamps/{id}/moves/{move}", "/api/v1/lamps/{id}/drafts/{draft}" };
    for (ptrdiff_t i = 0; i < COUNT(known); i++)
        CHECK(value_get(paths, str_of(known[i])) != NULL);
    CHECK(at(schemas, "lamp.properties.title") && at(schemas, "one_lamp") && at(schemas, "list_of_lamps"));
    CHECK_STR(text_at(c, schemas, "new_lamp.required.0"), "title");
    CHECK_STR(text_at(c, schemas, "lamp.properties.colour.enum.0"), "warm");
    CHECK(at(schemas, "lamp.properties.bulbs") && at(schemas, "bulb.properties.socket"));
    CHECK(!at(schemas, "bulb.properties.remark"));
    CHECK(has(get(&h, "", "/api").body, "lamps"));
}

TEST(its_tables_are_made_for_both_stores)
{
    ptrdiff_t n = 0;
    test_house_boot(c);
    const struct table *const *tables = store_tables_of(mem, &lamp_type, &n);
    struct buf made[2];
    for (int i = 0; i < 2; i++) {
        buf_init(&made[i], mem, 64 << 10);
        for (ptrdiff_t k = 0; k < n; k++)
            buf_add(&made[i], table_create(mem, dialect_find(i ? S("postgres") : S("sqlite")), tables[k]));
    }
    static const char *const both[] = { "CREATE TABLE \"lamp\" (", "CREATE TABLE \"bulb\" (", "CREATE TABLE \"lamp_facet\" (",
                                        "\"price_minor\"", "\"price_currency\"", "\"parent_id\"", "\"lamp_by_watts_id\"" };
    for (ptrdiff_t k = 0; k < COUNT(both); k++)
        for (int i = 0; i < 2; i++)
            if (!has(buf_str(&made[i]), both[k]))
                CHECK_FAIL("%s: no %s", i ? "postgres" : "sqlite", both[k]);
    CHECK(has(buf_str(&made[0]), "USING fts5") && !has(buf_str(&made[1]), "fts5"));
    CHECK(has(buf_str(&made[1]), "BIGINT GENERATED BY DEFAULT AS IDENTITY") && has(buf_str(&made[1]), "TSVECTOR"));
}

TEST(a_filled_database_grows_with_its_tables_and_keeps_what_was_renamed)
{
    const char *path = test_pool_path(c);
    struct faults faults = { 0 };
    struct write_result made;
    test_house_boot_earlier(c, path);
    for (int i = 0; i < 3; i++) {
        struct glow glow = { .foot = S("bayonet") };
        const str kenya = S("KE");
        struct light light = { .title = str_fmt(mem, "Old lamp %d", i), .tint = S("warm"), .places = { &kenya, 1 }, .power = 10 * i,
                               .bulbs = { &glow, 1 } };
        CHECK_OK(write_save(c, &light_type, &light, &(struct write_options){ 0 }, &faults, &made));
    }
    test_house_leave(c);

    struct house h = { .c = c };
    test_house_boot_at(c, path);
    h.server = test_house_serve(c);
    h.reviewer = sign_in(c, "reviewer", &h.reviewer_csrf);
    const struct value *list = read(&h, get(&h, h.reviewer, "/api/v1/lamps?sort=-watts"));
    CHECK_STR(text_at(c, list, "total"), "3");
    CHECK_STR(text_at(c, list, "data.0.title"), "Old lamp 2");
    CHECK_STR(text_at(c, list, "data.0.watts"), "20");
    CHECK_STR(text_at(c, list, "data.0.colour"), "warm");
    CHECK_STR(text_at(c, list, "data.0.countries.0"), "KE");
    CHECK_STR(text_at(c, list, "data.0.bulbs.0.socket"), "bayonet");
    CHECK_STR(text_at(c, read(&h, get(&h, h.reviewer, "/api/v1/lamps?q=old&colour=warm&countries=KE")), "total"), "3");
    CHECK_INT(value_count(at(read(&h, get(&h, h.reviewer, "/api/v1/lamps/3/history")), "data")), 1);
    struct lamp *lamp = record_new(mem, &lamp_type);
    CHECK_OK(store_load(c, &lamp_type, 3, lamp));
    lamp->price = money_of(500, "USD");
    CHECK_OK(write_save(c, &lamp_type, lamp, &(struct write_options){ 0 }, &faults, &made));
    CHECK_INT(made.version, 2);
    struct lamp *then = record_new(mem, &lamp_type);
    CHECK_OK(history_version(c, &lamp_type, 3, 1, then));
    CHECK_INT(then->watts, 20);
    CHECK_STR(then->colour, "warm");
    CHECK_INT(then->countries.n, 1);
    CHECK_INT(then->bulbs.n, 1);
    CHECK_STR(then->bulbs.at[0].socket, "bayonet");
}
