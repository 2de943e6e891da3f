// SPDX-License-Identifier: Apache-2.0
// flow — the states of a record and the moves between them, as a table. Buttons, permission checks, the state diagram and the
// test "every state is reachable, every move is covered" come from it.
#ifndef ACCORD_WORK_FLOW_H
#define ACCORD_WORK_FLOW_H

#include "record/check.h"

enum move_flags {
    MOVE_COMPLETE = 1,  // the record must be complete (CHECK_COMPLETE)
    MOVE_FOUR_EYES = 2, // not by the account that submitted it
    MOVE_NOTE = 4,      // a note is asked for (what to change, why)
    MOVE_MAIN = 8,      // the main button
    MOVE_GRAVE = 16,    // asks once more
    MOVE_SUBMITS = 32,  // who makes it is remembered as the submitter
};

struct move_case {
    const struct record_type *type;
    const struct move *move;
    void *record;
    str note;
};

struct move {
    const char *name; // "submit": address and API
    const char *from; // states, separated by spaces
    const char *to;   // "" stays
    roles right;      // any of these
    unsigned flags;
    enum err (*guard)(struct ctx *, const struct move_case *);  // may this actor make this move now? NULL: yes
    enum err (*effect)(struct ctx *, const struct move_case *); // inside the transaction, before the rows are written; NULL: none
    const char *event; // outbox topic after commit: "partnership.published"; NULL: none
    const char *label; // N_("Publish"): the button
    const char *done;  // N_("It is public now."): said afterwards
};

struct flow_state {
    const char *code;
    const char *label;    // N_("In review")
    const char *sentence; // N_, what it means for the reader: one sentence
};

struct flow {
    const struct flow_state *states; // the first is where a new record begins
    ptrdiff_t state_count;
    const struct move *moves;
    ptrdiff_t move_count;
    // May the record, still in its first state, be thrown away (write_discard)? `move` is NULL. NULL: by its owners and the office.
    enum err (*may_discard)(struct ctx *, const struct move_case *);
};

const struct flow_state *flow_state(const struct flow *, str code); // NULL when there is none
const struct move *flow_move(const struct flow *, str name, str from); // NULL when it cannot be made from there

// May it be made: right, four eyes, guard. ERR_DENIED or ERR_CONFLICT with the sentence why not.
enum err flow_may(struct ctx *, const struct move_case *, roles viewer) MUST_CHECK;
// The moves the viewer can make now, for buttons: [{"name","label","main","grave","note"}], with those held back by four eyes or a
// guard as {"name","label","held": why}.
struct value *flow_buttons(struct ctx *, const struct record_type *, void *record, roles viewer);

// "every state is reachable, no move without a label, right or known states": NULL, or what is wrong. For tests and boot.
const char *flow_check(struct arena *, const struct flow *);
// The flow as a Mermaid state diagram for docs/.
str flow_diagram(struct arena *, const struct flow *);

#endif
