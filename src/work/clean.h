// SPDX-License-Identifier: Apache-2.0
// clean — the job that takes out what has served its time: answers to repeated requests, old links, sessions and sign-in failures.
#ifndef ACCORD_WORK_CLEAN_H
#define ACCORD_WORK_CLEAN_H

#include "work/outbox.h"

extern const struct subscriber clean_subscriber; // topic "job.clean": cleans and puts itself in again an hour later
enum err clean_start(struct ctx *) MUST_CHECK;   // at boot: puts the first one in; calls db_write

#endif
