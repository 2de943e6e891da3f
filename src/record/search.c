// SPDX-License-Identifier: Apache-2.0
#include "record/search.h"

#include "base/buf.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum { EXPRESSION_MAX = 1 << 20 };

enum character { CHAR_SPACE, CHAR_QUOTE, CHAR_WORD, CHAR_OTHER };

// ICU's macro narrows integers in ways that are right and that it does not say.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
static UChar32 point_next(str typed, ptrdiff_t *at)
{
    UChar32 c;
    ptrdiff_t i = *at;
    U8_NEXT(typed.at, i, typed.len, c);
    *at = i;
    return c; // below zero where the bytes are no UTF-8
}
#pragma GCC diagnostic pop

// The next character's nature; *at moves past it.
static enum character character_next(str typed, ptrdiff_t *at)
{
    UChar32 c = point_next(typed, at);
    if (c <= 0 || u_isUWhiteSpace(c) || u_iscntrl(c))
        return CHAR_SPACE;
    switch (c) {
    case '"':
    case 0xAB: // « »
    case 0xBB:
    case 0x201C: // “ ” „
    case 0x201D:
    case 0x201E:
    case 0xFF02: // full width, as Chinese keyboards have it
        return CHAR_QUOTE;
    default:
        return u_isalnum(c) || u_charType(c) == U_PRIVATE_USE_CHAR ? CHAR_WORD : CHAR_OTHER;
    }
}

struct term {
    str words;      // as typed, without its operators
    bool without, prefix;
};

static bool has_word(str text)
{
    for (ptrdiff_t at = 0; at < text.len;)
        if (character_next(text, &at) == CHAR_WORD)
            return true;
    return false;
}

// From `from` up to the closing mark (or the end); *at stands behind the mark.
static str phrase_read(str typed, ptrdiff_t *at)
{
    ptrdiff_t from = *at;
    while (*at < typed.len) {
        ptrdiff_t here = *at;
        if (character_next(typed, at) == CHAR_QUOTE)
            return str_slice(typed, from, here);
    }
    return str_slice(typed, from, typed.len);
}

// Up to white space or a quotation mark, which is left to be read next.
static str word_read(str typed, ptrdiff_t *at)
{
    ptrdiff_t from = *at;
    while (*at < typed.len) {
        ptrdiff_t next = *at;
        enum character what = character_next(typed, &next);
        if (what == CHAR_SPACE || what == CHAR_QUOTE)
            break;
        *at = next;
    }
    return str_slice(typed, from, *at);
}

static bool term_read(str typed, ptrdiff_t *at, struct term *out)
{
    *out = (struct term){ 0 };
    while (*at < typed.len) {
        ptrdiff_t next = *at;
        enum character what = character_next(typed, &next);
        if (what == CHAR_SPACE) {
            *at = next;
            out->without = false; // "- word" is a dash, not an operator
            continue;
        }
        if (what == CHAR_OTHER && typed.at[*at] == '-' && !out->without) {
            *at = next;
            out->without = true;
            continue;
        }
        if (what == CHAR_QUOTE) {
            *at = next;
            out->words = phrase_read(typed, at);
        } else {
            out->words = word_read(typed, at);
        }
        out->prefix = str_ends(out->words, S("*")) || (what == CHAR_QUOTE && *at < typed.len && typed.at[*at] == '*');
        return true;
    }
    return false;
}

// A quoted string of FTS5: nothing inside it is an operator, and every quotation mark is left out. Broken bytes and NULs
// become spaces: an expression is always well-formed UTF-8.
static void term_write(struct buf *out, const struct term *term)
{
    buf_byte(out, '"');
    for (ptrdiff_t at = 0; at < term->words.len;) {
        ptrdiff_t from = at;
        enum character what = character_next(term->words, &at);
        if (what == CHAR_WORD || what == CHAR_OTHER)
            buf_add(out, str_slice(term->words, from, at));
        else
            buf_byte(out, ' ');
    }
    buf_byte(out, '"');
    if (term->prefix)
        buf_lit(out, " *");
}

static ptrdiff_t terms_write(struct buf *out, const struct term *terms, ptrdiff_t n, bool without, str between)
{
    ptrdiff_t written = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (terms[i].without != without)
            continue;
        if (written++ > 0)
            buf_add(out, between);
        term_write(out, &terms[i]);
    }
    return written;
}

// Asked for again it would find the same, and cost as much once more.
static bool is_among(const struct term *terms, ptrdiff_t n, const struct term *term)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (terms[i].without == term->without && terms[i].prefix == term->prefix && str_eq_nocase(terms[i].words, term->words))
            return true;
    }
    return false;
}

str search_expression(struct arena *mem, str typed)
{
    struct term terms[SEARCH_TERMS_MAX], term;
    ptrdiff_t n = 0;
    for (ptrdiff_t at = 0; n < SEARCH_TERMS_MAX && term_read(typed, &at, &term);)
        if (has_word(term.words) && !is_among(terms, n, &term))
            terms[n++] = term;

    struct buf wanted, unwanted, out;
    buf_init(&wanted, mem, EXPRESSION_MAX);
    buf_init(&unwanted, mem, EXPRESSION_MAX);
    if (terms_write(&wanted, terms, n, false, S(" AND ")) == 0)
        return STR_NONE;
    if (terms_write(&unwanted, terms, n, true, S(" OR ")) == 0)
        return buf_str(&wanted);
    buf_init(&out, mem, EXPRESSION_MAX);
    buf_fmt(&out, "(%.*s) NOT (%.*s)", STR_ARG(buf_str(&wanted)), STR_ARG(buf_str(&unwanted)));
    return buf_str(&out);
}
