// SPDX-License-Identifier: Apache-2.0
// fault_vfs — a SQLite file system that fails when told to; for tests. Register it, then open a pool with .vfs = "fault".
//
// It passes everything on to the system's own, and keeps beside each database file and its log what of it was synced
// (NAME.synced): that is what a power cut leaves for certain. Of what was written since, any sector of 512 bytes may be there.
#ifndef ACCORD_DB_FAULT_VFS_H
#define ACCORD_DB_FAULT_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
    FAULT_NONE,  // all is well again
    FAULT_FULL,  // writes fail: the disk is full
    FAULT_WRITE, // writes fail: the disk is broken
    FAULT_SYNC,  // syncs fail
    FAULT_POWER, // nothing more reaches the disk
};

void fault_vfs_register(void); // also forgets all files and faults of before
// From the (after + 1)th write or sync on, those of the kind fail.
void fault_vfs_set(enum fault_kind, int64_t after);
// Makes the files what they are after a power cut. All connections must be closed. The seed chooses the sectors.
void fault_vfs_restore(uint64_t seed);

#endif
