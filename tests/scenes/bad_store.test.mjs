// SPDX-License-Identifier: Apache-2.0
// A full disk, a database that cannot be written, one of a newer version, one that is none.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { a_partnership, open_office, program, run, temporary_folder } from '../harness.mjs';

const LIST = '/api/v1/partnerships';

test('on a full disk reading goes on, writing says why, and nothing acknowledged is lost', async () => {
    // The limit on the size of files stands for the disk: write() fails in the middle of a transaction in the same way.
    const office = await open_office({ demonstration: true });
    try {
        const editor = await office.api('editor');
        const first = await editor.data('POST', LIST, { body: a_partnership() });
        await office.stop();
        const blocks = Math.ceil(fs.statSync(office.db).size / 1024) + 200;
        office.options.wrap = ['bash', '-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, 'limited'];
        await office.start();
        const kept = [first.id];
        let refused;
        for (let i = 0; i < 400 && !refused; i++) {
            const answer = await editor.post(LIST, a_partnership({ description: `${i} `.repeat(5000) }));
            if (answer.status === 201) kept.push(answer.json().data.id);
            else refused = answer;
        }
        assert.ok(refused, 'the disk was never full');
        assert.ok([500, 503, 507].includes(refused.status), refused.text);
        assert.match(refused.headers['content-type'], /problem\+json/);
        assert.equal((await editor.get(`${LIST}/${first.id}`)).status, 200);
        assert.equal((await editor.get('/healthz')).status, 200);
        await office.stop();
        office.options.wrap = [];
        await office.start();
        for (const id of kept) assert.equal((await editor.get(`${LIST}/${id}`)).status, 200, `record ${id}`);
        assert.equal((await editor.post(LIST, a_partnership())).status, 201);
    } finally {
        await office.close();
    }
});

// Root may write anything, so the folder must be unwritable for the program itself: another user, or a read-only mount.
function read_only_copy(folder, db) {
    const mount = path.join(folder, 'read-only');
    fs.mkdirSync(mount);
    if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', mount]).status !== 0) return null;
    fs.copyFileSync(db, path.join(mount, 'accord.db'));
    spawnSync('mount', ['-o', 'remount,ro', mount]);
    return { db: path.join(mount, 'accord.db'), release: () => spawnSync('umount', [mount]) };
}

test('a database that cannot be written is said to be so', async (t) => {
    const office = await open_office({ demonstration: true });
    await office.stop();
    const copy = read_only_copy(office.folder, office.db);
    if (!copy) { await office.close(); return t.skip('cannot mount here'); }
    try {
        const served = await run(['serve', '--db', copy.db, '--listen', '127.0.0.1:0'], { ms: 4000 });
        assert.ok(served.code !== 0 && served.code !== null, 'it does not pretend');
        assert.match(served.err, /read-only|cannot be written|write/i);
        const demo = await run(['demo', '--db', copy.db]);
        assert.ok([1, 3, 4, 5].includes(demo.code));
        assert.match(demo.err, /read-only|cannot be written|write/i);
    } finally {
        copy.release();
        await office.close();
    }
});

test('a database of a newer version is left alone', async () => {
    const office = await open_office({ demonstration: true });
    await office.stop();
    const sql = (text) => spawnSync('sqlite3', [office.db, text], { encoding: 'utf8' });
    const columns = sql('SELECT name FROM pragma_table_info(\'schema_info\')').stdout.trim().split('\n');
    assert.ok(columns.includes('value') || columns.includes('version') || columns.includes('step'), `schema_info has ${columns}`);
    const number = ['version', 'step', 'format', 'value'].find((c) => columns.includes(c));
    assert.equal(sql(`UPDATE schema_info SET ${number} = 9999`).status, 0);
    const before = fs.readFileSync(office.db);
    for (const command of [['serve', '--listen', '127.0.0.1:0'], ['demo'], ['user', 'list'], ['export', 'partnerships']]) {
        const done = await run([...command, '--db', office.db], { ms: 5000 });
        assert.ok(done.code > 0, `${command[0]}: ${done.code} ${done.signal}`);
        assert.match(done.err, /newer/, command[0]);
    }
    assert.ok(before.equals(fs.readFileSync(office.db)), 'the file has changed');
    await office.close();
});

test('a file that is no database is left alone', async () => {
    const folder = temporary_folder();
    const file = path.join(folder, 'letter.db');
    for (const content of ['Dear Sir or Madam, this is a letter.'.repeat(100), '\0'.repeat(5000)]) {
        fs.writeFileSync(file, content);
        const done = await run(['serve', '--db', file, '--listen', '127.0.0.1:0'], { ms: 5000 });
        assert.ok(done.code > 0, `${done.code} ${done.signal} ${done.out}`);
        assert.match(done.err, /database/);
        assert.equal(fs.readFileSync(file, 'utf8'), content);
    }
    fs.rmSync(folder, { recursive: true });
});

test('a database of another program is left alone', async () => {
    const folder = temporary_folder();
    const file = path.join(folder, 'other.db');
    spawnSync('sqlite3', [file, 'CREATE TABLE account (id INTEGER PRIMARY KEY, balance TEXT); INSERT INTO account VALUES (1, \'mine\')']);
    const done = await run(['serve', '--db', file, '--listen', '127.0.0.1:0'], { ms: 5000 });
    assert.ok(done.code > 0, `${done.code} ${done.signal} ${done.out}`);
    assert.equal(spawnSync('sqlite3', [file, 'SELECT balance FROM account'], { encoding: 'utf8' }).stdout.trim(), 'mine');
    fs.rmSync(folder, { recursive: true });
});

test('a damaged database is said to be damaged', async () => {
    const office = await open_office({ demonstration: true });
    await office.stop();
    const file = fs.openSync(office.db, 'r+');
    const size = fs.fstatSync(file).size;
    for (let at = 8192; at + 4096 < size; at += 4096) fs.writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, at);
    fs.closeSync(file);
    const done = await run(['export', 'partnerships', '--db', office.db], { ms: 10000 });
    assert.ok(done.code > 0, `${done.code} ${done.signal}`);
    assert.ok(done.err.length > 10);
    await office.close();
});

test('two programs on one database see each other\'s work', async () => {
    const office = await open_office();
    const second = await open_office({ db: office.db });
    try {
        const editor = await office.api('editor');
        const beside = Object.create(editor, { office: { value: second } });
        for (let i = 0; i < 10; i++) {
            const made = await (i % 2 ? beside : editor).data('POST', LIST, { body: a_partnership() });
            assert.equal((await (i % 2 ? editor : beside).get(`${LIST}/${made.id}`)).status, 200);
        }
    } finally {
        await second.close();
        await office.close();
    }
});

test('a port that is taken is said to be taken', async () => {
    const office = await open_office();
    const done = await run(['serve', '--db', `${office.folder}/other.db`, '--listen', `127.0.0.1:${office.port}`], { ms: 5000 });
    assert.ok(done.code > 0 && done.err.length > 10, `${program} ${done.code}`);
    await office.close();
});
