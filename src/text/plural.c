// SPDX-License-Identifier: Apache-2.0
#include "text/plural.h"

enum op { OP_NUMBER, OP_N, OP_NOT, OP_CHOOSE, OP_OR, OP_AND, OP_EQ, OP_NE, OP_LE, OP_GE, OP_LT, OP_GT, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD };

enum { DEPTH_MAX = 32 };

// Two-character signs before their own beginnings.
static const struct sign {
    str text;
    enum op op;
    int rank; // binds the tighter the higher
} signs[] = {
    { S_INIT("||"), OP_OR, 1 },  { S_INIT("&&"), OP_AND, 2 }, { S_INIT("=="), OP_EQ, 3 },  { S_INIT("!="), OP_NE, 3 },
    { S_INIT("<="), OP_LE, 4 },  { S_INIT(">="), OP_GE, 4 },  { S_INIT("<"), OP_LT, 4 },   { S_INIT(">"), OP_GT, 4 },
    { S_INIT("+"), OP_ADD, 5 },  { S_INIT("-"), OP_SUB, 5 },  { S_INIT("*"), OP_MUL, 6 },  { S_INIT("/"), OP_DIV, 6 },
    { S_INIT("%"), OP_MOD, 6 },
};

struct parser {
    str rest;
    struct plural *to;
    int depth;
    bool bad;
};

static int parse_choice(struct parser *p);

static int node_add(struct parser *p, struct plural_node node)
{
    if (p->to->n == PLURAL_NODES) {
        p->bad = true;
        return 0;
    }
    p->to->node[p->to->n] = node;
    return p->to->n++;
}

static bool take(struct parser *p, str sign)
{
    p->rest = str_trim(p->rest);
    if (!str_starts(p->rest, sign))
        return false;
    p->rest = str_skip(p->rest, sign.len);
    return true;
}

static int parse_number(struct parser *p)
{
    ptrdiff_t len = 0;
    while (len < p->rest.len && p->rest.at[len] >= '0' && p->rest.at[len] <= '9')
        len++;
    int64_t value = 0;
    if (!str_to_int(str_slice(p->rest, 0, len), &value))
        p->bad = true;
    p->rest = str_skip(p->rest, len);
    return node_add(p, (struct plural_node){ .op = OP_NUMBER, .value = (uint64_t)value });
}

static int parse_unary(struct parser *p)
{
    if (p->bad || p->depth >= DEPTH_MAX) {
        p->bad = true;
        return 0;
    }
    p->depth++;
    int made;
    if (take(p, S("!"))) {
        int operand = parse_unary(p);
        made = node_add(p, (struct plural_node){ .op = OP_NOT, .left = operand });
    } else if (take(p, S("("))) {
        made = parse_choice(p);
        p->bad |= !take(p, S(")"));
    } else if (take(p, S("n"))) {
        made = node_add(p, (struct plural_node){ .op = OP_N });
    } else {
        made = parse_number(p);
    }
    p->depth--;
    return made;
}

// The binary sign at the front that binds at least as tight as `rank`; NULL when there is none.
static const struct sign *sign_next(struct parser *p, int rank)
{
    p->rest = str_trim(p->rest);
    for (ptrdiff_t i = 0; i < COUNT(signs); i++) {
        if (str_starts(p->rest, signs[i].text))
            return signs[i].rank >= rank ? &signs[i] : NULL;
    }
    return NULL;
}

static int parse_binary(struct parser *p, int rank)
{
    int left = parse_unary(p);
    const struct sign *sign;
    while (!p->bad && (sign = sign_next(p, rank))) {
        p->rest = str_skip(p->rest, sign->text.len);
        int right = parse_binary(p, sign->rank + 1);
        left = node_add(p, (struct plural_node){ .op = sign->op, .left = left, .right = right });
    }
    return left;
}

static int parse_choice(struct parser *p)
{
    if (p->bad || p->depth >= DEPTH_MAX) {
        p->bad = true;
        return 0;
    }
    p->depth++;
    int made = parse_binary(p, 1);
    if (take(p, S("?"))) {
        int left = parse_choice(p);
        p->bad |= !take(p, S(":"));
        int right = parse_choice(p);
        made = node_add(p, (struct plural_node){ .op = OP_CHOOSE, .other = made, .left = left, .right = right });
    }
    p->depth--;
    return made;
}

bool plural_read(str line, struct plural *out)
{
    *out = (struct plural){ 0 };
    struct parser p = { .rest = line, .to = out };
    if (!take(&p, S("nplurals")) || !take(&p, S("=")))
        return false;
    int64_t forms = 0;
    if (!str_to_int(str_trim(str_cut(&p.rest, ';')), &forms) || forms < 1 || forms > PLURAL_FORMS)
        return false;
    out->forms = (int)forms;
    if (!take(&p, S("plural")) || !take(&p, S("=")))
        return false;
    out->root = parse_choice(&p);
    take(&p, S(";"));
    return !p.bad && str_trim(p.rest).len == 0;
}

static uint64_t compute(enum op op, uint64_t a, uint64_t b)
{
    switch ((int)op) {
    case OP_OR: return a || b;
    case OP_AND: return a && b;
    case OP_EQ: return a == b;
    case OP_NE: return a != b;
    case OP_LE: return a <= b;
    case OP_GE: return a >= b;
    case OP_LT: return a < b;
    case OP_GT: return a > b;
    case OP_ADD: return a + b;
    case OP_SUB: return a - b;
    case OP_MUL: return a * b;
    case OP_DIV: return b ? a / b : 0;
    case OP_MOD: return b ? a % b : 0;
    default: return 0;
    }
}

// Children are added before their parents, so one pass over the nodes computes them all: no recursion, no loop without end.
int plural_form(const struct plural *p, int64_t number)
{
    uint64_t n = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    uint64_t value[PLURAL_NODES];
    for (int i = 0; i < p->n; i++) {
        const struct plural_node *node = &p->node[i];
        switch (node->op) {
        case OP_NUMBER: value[i] = node->value; break;
        case OP_N: value[i] = n; break;
        case OP_NOT: value[i] = !value[node->left]; break;
        case OP_CHOOSE: value[i] = value[node->other] ? value[node->left] : value[node->right]; break;
        default: value[i] = compute((enum op)node->op, value[node->left], value[node->right]); break;
        }
    }
    return p->n > 0 && value[p->root] < (uint64_t)p->forms ? (int)value[p->root] : 0;
}
