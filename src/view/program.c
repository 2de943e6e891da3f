// SPDX-License-Identifier: Apache-2.0
#include "view/program.h"

#include "base/buf.h"
#include "text/lang.h"
#include "text/plural.h"
#include "view/lambda.h"

#include <string.h>

enum { DELIMITER_MAX = 16, NODES_FIRST = 16 };

struct compiler {
    struct ctx *c;
    struct arena *mem;
    str source;
    ptrdiff_t at; // what is before it is compiled
    const struct delimiters *delimiters;
    struct program *program;
    ptrdiff_t room;
    ptrdiff_t open[PROGRAM_DEPTH]; // the sections that are not closed yet, by their nodes
    int depth;
};

struct tag {
    char sigil;         // one of # ^ / > & { ! = or 0: a variable
    str body;           // trimmed
    ptrdiff_t from, to; // in the source; a tag alone on its line takes the line
    str indent;         // the white space before a tag alone on its line
};

static int line_of(const struct compiler *k, ptrdiff_t at)
{
    int line = 1;
    for (ptrdiff_t i = 0; i < at; i++)
        line += k->source.at[i] == '\n';
    return line;
}

static enum err fail_at(struct compiler *k, ptrdiff_t at, const char *reason)
{
    return fail(k->c, ERR_INTERNAL, N_("the template %.*s has a fault in line %d: %s"), STR_ARG(k->program->name), line_of(k, at),
                reason);
}

static bool is_space(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

static struct node *node_add(struct compiler *k, struct node node)
{
    struct program *p = k->program;
    if (p->n == k->room) {
        ptrdiff_t room = k->room > 0 ? 2 * k->room : NODES_FIRST, size = (ptrdiff_t)sizeof *p->nodes;
        p->nodes = arena_grow(k->mem, p->nodes, k->room * size, room * size, _Alignof(struct node));
        k->room = room;
    }
    struct node *to = &p->nodes[p->n++];
    memcpy(to, &node, sizeof node);
    return to;
}

// The tag that opens at `from`; false when it is never closed.
static bool tag_read(struct compiler *k, ptrdiff_t from, struct tag *tag)
{
    str rest = str_skip(k->source, from + k->delimiters->open.len);
    *tag = (struct tag){ .from = from };
    if (rest.len > 0 && strchr("#^/>&{!=", rest.at[0]) && rest.at[0])
        tag->sigil = rest.at[0];
    rest = str_skip(rest, tag->sigil != 0);
    char closing[DELIMITER_MAX + 2] = { tag->sigil == '{' ? '}' : tag->sigil };
    bool is_doubled = tag->sigil == '{' || tag->sigil == '=';
    ptrdiff_t len = k->delimiters->close.len;
    memcpy(closing + is_doubled, k->delimiters->close.at, (size_t)len);
    len += is_doubled;
    ptrdiff_t end = str_find(rest, (str){ closing, len });
    if (end < 0)
        return false;
    tag->body = str_trim(str_slice(rest, 0, end));
    tag->to = rest.at + end + len - k->source.at;
    return true;
}

// Does the tag stand alone on its line? Then the line is its own: white space before it, line end after it.
static void tag_take_line(const struct compiler *k, struct tag *tag)
{
    if (!tag->sigil || tag->sigil == '&' || tag->sigil == '{')
        return;
    str s = k->source;
    ptrdiff_t from = tag->from, to = tag->to;
    while (from > 0 && (s.at[from - 1] == ' ' || s.at[from - 1] == '\t'))
        from--;
    while (to < s.len && (s.at[to] == ' ' || s.at[to] == '\t'))
        to++;
    if (from > 0 && s.at[from - 1] != '\n')
        return;
    if (to + 1 < s.len && s.at[to] == '\r' && s.at[to + 1] == '\n')
        to += 2;
    else if (to < s.len && s.at[to] == '\n')
        to += 1;
    else if (to < s.len)
        return;
    *tag = (struct tag){ tag->sigil, tag->body, from, to, str_slice(s, from, tag->from) };
}

static bool is_name(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (is_space(s.at[i]))
            return false;
    }
    return s.len > 0;
}

// "a.b.c" in its steps; "." has none. False when a step is empty.
static bool path_read(struct arena *mem, str name, struct path *out)
{
    *out = (struct path){ 0 };
    if (str_eq(name, S(".")))
        return true;
    if (!is_name(name))
        return false;
    ptrdiff_t n = 1;
    for (ptrdiff_t i = 0; i < name.len; i++)
        n += name.at[i] == '.';
    str *step = NEW(mem, str, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        step[i] = str_cut(&name, '.');
        if (step[i].len == 0)
            return false;
    }
    *out = (struct path){ step, n };
    return true;
}

// As a message of the catalogues: trimmed, every run of white space one blank.
static const char *folded(struct arena *mem, str s)
{
    s = str_trim(s);
    struct buf b;
    buf_init(&b, mem, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (!is_space(s.at[i]))
            buf_byte(&b, s.at[i]);
        else if (!is_space(s.at[i - 1]))
            buf_byte(&b, ' ');
    }
    return buf_z(&b);
}

// The name within {{#number}}total{{/number}}; {{#number}}{{total}}{{/number}} will do too.
static str argument_of(const struct compiler *k, str inner)
{
    inner = str_trim(inner);
    str open = k->delimiters->open, close = k->delimiters->close;
    if (str_starts(inner, open) && str_ends(inner, close) && inner.len > open.len + close.len)
        inner = str_trim(str_slice(inner, open.len, inner.len - close.len));
    return inner;
}

// What the section means when no data has its name. False when the text of a plural is not "n|one|many".
static bool call_read(struct compiler *k, struct node *section)
{
    const struct lambda *lambda = section->path.n == 1 ? lambda_find(section->path.step[0]) : NULL;
    if (!lambda)
        return true;
    struct call call = { .lambda = lambda, .delimiters = k->delimiters };
    str inner = section->text;
    if (lambda->kind == LAMBDA_VALUE) {
        str name = argument_of(k, inner);
        if (str_find(name, k->delimiters->open) >= 0 || !path_read(k->mem, name, &call.argument))
            return true; // a section of data that happens to have this name
    } else if (lambda->kind == LAMBDA_PLURAL) {
        str name = str_cut(&inner, '|'), one = str_cut(&inner, '|');
        if (!path_read(k->mem, str_trim(name), &call.argument) || inner.len == 0 || str_find_byte(inner, '|') >= 0)
            return false;
        call.one = folded(k->mem, one);
        call.many = folded(k->mem, inner);
    } else {
        call.one = folded(k->mem, inner);
    }
    if (call.one)
        call.forms = NEW(k->mem, _Atomic(struct program *), LANG_MAX *(call.many ? PLURAL_FORMS : 1));
    section->call = NEW(k->mem, struct call, 1);
    memcpy(section->call, &call, sizeof call);
    return true;
}

static enum err section_open(struct compiler *k, const struct tag *tag, enum node_kind kind)
{
    struct node *node = node_add(k, (struct node){ .kind = kind, .line = line_of(k, tag->from), .text = { k->source.at + tag->to, 0 } });
    if (!path_read(k->mem, tag->body, &node->path))
        return fail_at(k, tag->from, "a section needs a name without spaces");
    if (k->depth == PROGRAM_DEPTH)
        return fail_at(k, tag->from, "sections are nested too deeply");
    k->open[k->depth++] = node - k->program->nodes;
    return OK;
}

static bool path_is(struct path path, struct path other)
{
    for (ptrdiff_t i = 0; i < path.n && path.n == other.n; i++) {
        if (!str_eq(path.step[i], other.step[i]))
            return false;
    }
    return path.n == other.n;
}

static enum err section_close(struct compiler *k, const struct tag *tag)
{
    struct path path;
    if (k->depth == 0)
        return fail_at(k, tag->from, "a section is closed that is not open");
    struct node *node = &k->program->nodes[k->open[--k->depth]];
    if (!path_read(k->mem, tag->body, &path) || !path_is(path, node->path))
        return fail_at(k, tag->from, "another section is open than the one that is closed");
    node->end = k->program->n;
    node->text.len = k->source.at + tag->from - node->text.at;
    if (node->text.len < 0)
        node->text.len = 0; // both tags alone on the same line end
    if (node->kind == NODE_SECTION && !call_read(k, node))
        return fail_at(k, tag->from, "a plural is written number|one|many");
    return OK;
}

static bool is_delimiter(str s)
{
    return is_name(s) && s.len <= DELIMITER_MAX && str_find_byte(s, '=') < 0;
}

static enum err delimiters_set(struct compiler *k, const struct tag *tag)
{
    ptrdiff_t blank = 0;
    while (blank < tag->body.len && !is_space(tag->body.at[blank]))
        blank++;
    struct delimiters *d = NEW(k->mem, struct delimiters, 1);
    d->open = str_slice(tag->body, 0, blank);
    d->close = str_trim(str_skip(tag->body, blank));
    if (!is_delimiter(d->open) || !is_delimiter(d->close))
        return fail_at(k, tag->from, "delimiters are set as {{=<% %>=}}");
    k->delimiters = d;
    return OK;
}

static enum err partial_add(struct compiler *k, const struct tag *tag)
{
    if (!is_name(tag->body))
        return fail_at(k, tag->from, "a partial needs a name without spaces");
    node_add(k, (struct node){ .kind = NODE_PARTIAL, .line = line_of(k, tag->from), .text = tag->body, .indent = tag->indent });
    return OK;
}

static enum err variable_add(struct compiler *k, const struct tag *tag, enum node_kind kind)
{
    struct node *node = node_add(k, (struct node){ .kind = kind, .line = line_of(k, tag->from) });
    return path_read(k->mem, tag->body, &node->path) ? OK : fail_at(k, tag->from, "a variable needs a name without spaces");
}

static enum err tag_compile(struct compiler *k, const struct tag *tag)
{
    switch (tag->sigil) {
    case '#': return section_open(k, tag, NODE_SECTION);
    case '^': return section_open(k, tag, NODE_INVERTED);
    case '/': return section_close(k, tag);
    case '>': return partial_add(k, tag);
    case '=': return delimiters_set(k, tag);
    case '!': return OK;
    case '&':
    case '{': return variable_add(k, tag, NODE_RAW);
    default: return variable_add(k, tag, NODE_VARIABLE);
    }
}

static void literal_add(struct compiler *k, ptrdiff_t from, ptrdiff_t to)
{
    if (to > from)
        node_add(k, (struct node){ .kind = NODE_TEXT, .text = str_slice(k->source, from, to) });
}

static enum err compile_all(struct compiler *k)
{
    for (;;) {
        ptrdiff_t found = str_find(str_skip(k->source, k->at), k->delimiters->open);
        literal_add(k, k->at, found < 0 ? k->source.len : k->at);
        if (found < 0)
            break;
        struct tag tag;
        if (!tag_read(k, k->at + found, &tag))
            return fail_at(k, k->at + found, "a tag is not closed");
        tag_take_line(k, &tag);
        literal_add(k, k->at, tag.from);
        k->at = tag.to;
        enum err e = tag_compile(k, &tag);
        if (e)
            return e;
    }
    if (k->depth > 0)
        return fail_at(k, k->program->nodes[k->open[k->depth - 1]].text.at - k->source.at, "a section is not closed");
    return OK;
}

enum err program_compile(struct ctx *c, struct arena *mem, str name, str source, const struct delimiters *first, struct program **out)
{
    static const struct delimiters usual = { S_INIT("{{"), S_INIT("}}") };
    struct compiler k = { .c = c, .mem = mem, .source = source, .delimiters = first ? first : &usual };
    k.program = NEW(mem, struct program, 1);
    k.program->name = name;
    enum err e = compile_all(&k);
    *out = e ? NULL : k.program;
    return e;
}

str program_indent(struct arena *mem, str source, str indent)
{
    ptrdiff_t lines = 1;
    for (ptrdiff_t i = 0; i < source.len; i++)
        lines += source.at[i] == '\n';
    struct buf b;
    buf_init(&b, mem, source.len + lines * indent.len + 1);
    while (source.len > 0) {
        ptrdiff_t end = str_find_byte(source, '\n');
        str line = str_slice(source, 0, end < 0 ? source.len : end + 1);
        if (line.at[0] != '\n' && line.at[0] != '\r')
            buf_add(&b, indent);
        buf_add(&b, line);
        source = str_skip(source, line.len);
    }
    return buf_str(&b);
}
