// SPDX-License-Identifier: Apache-2.0
#include "text/markdown.h"

#include <cmark.h>
#include <string.h>

// cmark's own renderer cannot shift headings or mark links, so this one walks its tree. What is not in the tables below (raw
// HTML, above all) leaves no trace.

enum { HEADING_SHIFT = 2, HEADING_LAST = 6 };

static const struct element {
    cmark_node_type type;
    str open, close;
} elements[] = {
    { CMARK_NODE_BLOCK_QUOTE, S_INIT("<blockquote>\n"), S_INIT("</blockquote>\n") },
    { CMARK_NODE_ITEM, S_INIT("<li>"), S_INIT("</li>\n") },
    { CMARK_NODE_EMPH, S_INIT("<em>"), S_INIT("</em>") },
    { CMARK_NODE_STRONG, S_INIT("<strong>"), S_INIT("</strong>") },
    { CMARK_NODE_THEMATIC_BREAK, S_INIT("<hr>\n"), S_INIT("") },
    { CMARK_NODE_SOFTBREAK, S_INIT("\n"), S_INIT("") },
    { CMARK_NODE_LINEBREAK, S_INIT("<br>\n"), S_INIT("") },
};

static void add_escaped(struct buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '&': buf_lit(b, "&amp;"); break;
        case '<': buf_lit(b, "&lt;"); break;
        case '>': buf_lit(b, "&gt;"); break;
        case '"': buf_lit(b, "&quot;"); break;
        case '\'': buf_lit(b, "&#39;"); break;
        default: buf_byte(b, s.at[i]); break;
        }
    }
}

static void add_code(struct buf *b, cmark_node *node, str open, str close)
{
    buf_add(b, open);
    add_escaped(b, str_of(cmark_node_get_literal(node)));
    buf_add(b, close);
}

// Relative, or of a scheme that does nothing but lead somewhere. What stands before a colon that precedes every / ? # would
// be taken for a scheme, so it has to be a good one, written without tricks.
static bool address_is_safe(str address)
{
    static const str schemes[] = { S_INIT("http:"), S_INIT("https:"), S_INIT("mailto:") };
    for (ptrdiff_t i = 0; i < COUNT(schemes); i++) {
        if (str_eq_nocase(str_slice(address, 0, schemes[i].len), schemes[i]))
            return true;
    }
    for (ptrdiff_t i = 0; i < address.len && !strchr("/?#", address.at[i]); i++) {
        if (address.at[i] == ':')
            return false;
    }
    return address.len > 0;
}

static void add_address(struct buf *b, str address)
{
    for (ptrdiff_t i = 0; i < address.len; i++) {
        unsigned char ch = (unsigned char)address.at[i];
        if (ch <= ' ' || ch >= 0x7F || ch == '\\' || ch == '`')
            buf_fmt(b, "%%%02X", ch);
        else
            add_escaped(b, (str){ address.at + i, 1 });
    }
}

static void add_link(struct buf *b, cmark_node *node, bool entering)
{
    str address = str_of(cmark_node_get_url(node));
    if (!address_is_safe(address))
        return;
    if (!entering) {
        buf_lit(b, "</a>");
        return;
    }
    buf_lit(b, "<a href=\"");
    add_address(b, address);
    buf_lit(b, "\" rel=\"nofollow noopener\">");
}

static void add_heading(struct buf *b, cmark_node *node, bool entering)
{
    int level = cmark_node_get_heading_level(node) + HEADING_SHIFT;
    level = level > HEADING_LAST ? HEADING_LAST : level;
    buf_fmt(b, entering ? "<h%d>" : "</h%d>\n", level);
}

static void add_list(struct buf *b, cmark_node *node, bool entering)
{
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int start = cmark_node_get_list_start(node);
    if (!entering)
        buf_add(b, ordered ? S("</ol>\n") : S("</ul>\n"));
    else if (ordered && start != 1)
        buf_fmt(b, "<ol start=\"%d\">\n", start);
    else
        buf_add(b, ordered ? S("<ol>\n") : S("<ul>\n"));
}

static void add_paragraph(struct buf *b, cmark_node *node, bool entering)
{
    cmark_node *list = cmark_node_parent(cmark_node_parent(node));
    if (list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list))
        return;
    buf_add(b, entering ? S("<p>") : S("</p>\n"));
}

static void add_element(struct buf *b, cmark_node_type type, bool entering)
{
    for (ptrdiff_t i = 0; i < COUNT(elements); i++) {
        if (elements[i].type == type)
            buf_add(b, entering ? elements[i].open : elements[i].close);
    }
}

static void add_node(struct buf *b, cmark_node *node, bool entering)
{
    cmark_node_type type = cmark_node_get_type(node);
    switch ((int)type) {
    case CMARK_NODE_TEXT: add_escaped(b, str_of(cmark_node_get_literal(node))); break;
    case CMARK_NODE_CODE: add_code(b, node, S("<code>"), S("</code>")); break;
    case CMARK_NODE_CODE_BLOCK: add_code(b, node, S("<pre><code>"), S("</code></pre>\n")); break;
    case CMARK_NODE_HEADING: add_heading(b, node, entering); break;
    case CMARK_NODE_LINK: add_link(b, node, entering); break;
    case CMARK_NODE_LIST: add_list(b, node, entering); break;
    case CMARK_NODE_PARAGRAPH: add_paragraph(b, node, entering); break;
    default: add_element(b, type, entering); break;
    }
}

static void walk(str source, struct buf *b, void (*visit)(struct buf *, cmark_node *, bool entering))
{
    cmark_node *document = cmark_parse_document(source.at ? source.at : "", (size_t)source.len, CMARK_OPT_VALIDATE_UTF8);
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && !b->over)
        visit(b, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
    cmark_node_free(document);
}

void markdown_html(struct buf *b, str source)
{
    walk(source, b, add_node);
}

static void add_words(struct buf *b, cmark_node *node, bool entering)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
    case CMARK_NODE_CODE_BLOCK: buf_add(b, str_of(cmark_node_get_literal(node))); break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: buf_byte(b, ' '); break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        if (!entering)
            buf_byte(b, '\n');
        break;
    default: break;
    }
}

str markdown_plain(struct arena *mem, str source)
{
    struct buf b;
    buf_init(&b, mem, 2 * source.len + 64); // a named character can be longer than its name
    walk(source, &b, add_words);
    return str_trim(buf_str(&b));
}
