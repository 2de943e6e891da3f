// SPDX-License-Identifier: Apache-2.0
// program — a template compiled: a flat array of nodes, in which a section names the node after its end. Only templates.c
// and mustache.c need it; all others use mustache.h.
#ifndef ACCORD_VIEW_PROGRAM_H
#define ACCORD_VIEW_PROGRAM_H

#include "base/err.h"

#include <stdatomic.h>

struct lambda;

enum node_kind { NODE_TEXT, NODE_VARIABLE, NODE_RAW, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL };

// A dotted name in its steps; no steps: "." itself.
struct path {
    const str *step;
    ptrdiff_t n;
};

struct delimiters {
    str open, close;
};

// What a section is when no data bears its name and a lambda does.
struct call {
    const struct lambda *lambda;
    const struct delimiters *delimiters; // that were in force
    struct path argument;                // the variable it is about
    const char *one, *many;              // its text, white space folded; the plural
    _Atomic(struct program *) *forms;    // translated and compiled, by language and plural form
};

struct node {
    enum node_kind kind;
    int line;
    ptrdiff_t end;     // sections: the first node after the section
    str text;          // literal text; the partial's name; the section's source as written
    union {
        struct path path;  // variables and sections
        str indent;        // partials that stand alone on their line
    };
    struct call *call;                 // sections only; NULL when no lambda has the name
    _Atomic(struct program *) partial; // once looked up
};

struct program {
    str name; // of the template, for messages
    struct node *nodes;
    ptrdiff_t n;
    struct program *next; // in the set
};

enum { PROGRAM_DEPTH = 64 };

// Compiles in the arena. `first` are the delimiters to begin with; NULL for {{ and }}. Names and literals point into the source.
enum err program_compile(struct ctx *, struct arena *, str name, str source, const struct delimiters *first,
                         struct program **out) MUST_CHECK;

// The source of a partial with every line that is not empty moved in.
str program_indent(struct arena *, str source, str indent);

#endif
