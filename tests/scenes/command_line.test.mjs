// SPDX-License-Identifier: Apache-2.0
// The program at a terminal: each command, its help, its exit code, and what it leaves behind.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { a_partnership, eventually, open_office, run, temporary_folder } from '../harness.mjs';

const COMMANDS = ['serve', 'init', 'demo', 'user', 'export', 'backup', 'restore', 'schema', 'routes', 'rights', 'where', 'settings', 'openapi', 'job', 'version'];
const LIST = '/api/v1/partnerships';
let office, folder;
before(async () => {
    office = await open_office({ demonstration: true });
    folder = temporary_folder();
});
after(async () => {
    await office?.close();
    fs.rmSync(folder, { recursive: true, force: true });
});

test('without a command it says what there is, and that this was no use', async () => {
    const bare = await run([]);
    assert.equal(bare.code, 2);
    assert.match(bare.err, /usage: accord/);
    const help = await run(['--help']);
    assert.equal(help.code, 0);
    const listed = [...help.out.matchAll(/^ {2}(\w+) +\S/gm)].map((m) => m[1]);
    assert.deepEqual(listed, COMMANDS);
});

for (const command of COMMANDS) {
    test(`accord ${command} --help explains itself`, async () => {
        const help = await run([command, '--help']);
        assert.equal(help.code, 0);
        assert.match(help.out, new RegExp(`^usage: accord ${command}`));
        assert.match(help.out, /--db FILE/);
        assert.equal(help.err, '');
    });
}

test('wrong usage is told and ends with 2', async () => {
    for (const args of [['nonsense'], ['serve', '--nonsense'], ['schema', 'a', 'b'], ['export'], ['serve', '--db'], ['backup'], ['where']]) {
        const done = await run(args);
        assert.equal(done.code, 2, args.join(' '));
        assert.match(done.err, /^accord: /);
    }
});

test('wrong data ends with 1 and says what to do', async () => {
    const missing = path.join(folder, 'missing.db');
    for (const args of [['export', 'nonsense', '--db', office.db], ['schema', 'nonsense'], ['where', '/nonsense'], ['export', 'partnerships', '--db', missing],
        ['user', 'link', 'nobody@example.org', '--db', office.db], ['user', 'add', 'not an address', '--db', office.db],
        ['user', 'add', 'a@example.org', '--roles', 'king', '--db', office.db], ['user', 'dance', '--db', office.db],
        ['export', 'partnerships', '--format', 'xml', '--db', office.db], ['serve', '--log', 'loud', '--db', missing], ['schema', '--sql=oracle'],
        ['serve', '--settings', missing]]) {
        const done = await run(args, { ms: 5000 });
        assert.equal(done.code, 1, `${args.join(' ')}: ${done.code} ${done.err}`);
        assert.match(done.err, /accord: /);
    }
    assert.ok(!fs.existsSync(missing), 'a database was made by asking for one');
});

test('init sets up an empty office, once', async () => {
    const db = path.join(folder, 'new.db');
    const done = await run(['init', '--db', db, '--name', 'Office of the Lakes', '--zone', 'Africa/Nairobi']);
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /http:\/\/\S+\/sign-in\/\S+/);
    const again = await run(['init', '--db', db]);
    assert.equal(again.code, 1);
    const served = await open_office({ db });
    const page = await served.visitor().get('/');
    assert.ok(page.has('Office of the Lakes'));
    assert.equal((await (await served.api()).get(LIST)).json().total, 0);
    await served.close();
});

test('accounts are made, listed, linked anew, closed and given tokens', async () => {
    const made = await office.run(['user', 'add', 'clerk@example.org', '--name', 'A Clerk', '--roles', 'editor,broker']);
    assert.equal(made.code, 0, made.err);
    assert.equal((await office.run(['user', 'add', 'CLERK@example.org'])).code, 1, 'one account for an address');
    const list = await office.run(['user', 'list']);
    assert.match(list.out, /clerk@example\.org\tA Clerk\t\w+\teditor,broker/);
    const first = made.out.trim(), second = (await office.run(['user', 'link', 'clerk@example.org'])).out.trim();
    assert.notEqual(first, second);
    assert.ok([404, 410].includes((await office.visitor().get(new URL(first).pathname)).status), 'the earlier link stopped working');
    const visitor = office.visitor();
    await office.use_link(visitor, second);
    assert.equal((await visitor.get('/me')).status, 200);
    const token = (await office.run(['user', 'token', 'clerk@example.org'])).out.trim();
    const anyone = await office.api();
    const with_token = () => anyone.get(LIST, { Authorization: `Bearer ${token}` });
    assert.equal((await with_token()).status, 200);
    assert.equal((await office.run(['user', 'close', 'clerk@example.org'])).code, 0);
    assert.ok([401, 403].includes((await with_token()).status));
    assert.notEqual((await visitor.get('/me')).heading(), 'A Clerk');
    assert.ok([410, 404, 403].includes((await office.visitor().get(new URL(second).pathname)).status));
});

test('export writes all records as CSV, JSON and NDJSON, and only public fields when asked', async () => {
    const editor = await office.api('editor');
    await editor.data('POST', LIST, { body: a_partnership({ title: 'Draft for export', contact_name: 'Xantippe Quorn' }) });
    const json = JSON.parse((await office.run(['export', 'partnerships', '--format', 'json'])).out);
    assert.equal(json.length, 20);
    assert.ok(json.some((r) => r.contact_name === 'Xantippe Quorn'));
    const lines = (await office.run(['export', 'partnerships', '--format', 'ndjson'])).out.trim().split('\n').map((l) => JSON.parse(l));
    assert.deepEqual(lines.map((r) => r.id).sort(), json.map((r) => r.id).sort());
    const csv = (await office.run(['export', 'partnerships'])).out;
    assert.match(csv, /^[^\r\n]*title[^\r\n]*\r\n/);
    assert.ok(csv.includes('Draft for export'));
    const open = (await office.run(['export', 'partnerships', '--public', '--format', 'json'])).out;
    assert.ok(!open.includes('Xantippe') && !open.includes('Draft for export') && JSON.parse(open).length === 19);
    assert.equal(JSON.parse((await office.run(['export', 'organisations', '--format', 'json'])).out).length, 43);
});

test('a backup made while sixteen write is whole, and restores to what was confirmed before it', async () => {
    const editor = await office.api('editor');
    let stop = false;
    const confirmed = [];
    const writers = Array.from({ length: 16 }, async (_, n) => {
        for (let i = 0; !stop; i++) confirmed.push((await editor.data('POST', LIST, { body: a_partnership({ title: `Written ${n}-${i}` }) })).id);
    });
    await eventually(() => confirmed.length > 20, 20000);
    const before_backup = [...confirmed];
    const copy = path.join(folder, 'copy.db');
    const done = await office.run(['backup', copy]);
    stop = true;
    await Promise.all(writers);
    assert.equal(done.code, 0, done.err);
    assert.ok(before_backup.length > 20);
    assert.equal((await office.run(['backup', copy])).code, 1, 'no backup over a backup');
    assert.equal(spawnSync('sqlite3', [copy, 'PRAGMA integrity_check'], { encoding: 'utf8' }).stdout.trim(), 'ok');
    const restored = path.join(folder, 'restored.db');
    const back = await run(['restore', copy, '--db', restored]);
    assert.equal(back.code, 0, back.err);
    assert.equal((await run(['restore', copy, '--db', restored])).code, 1, 'nothing is restored over a database');
    const ids = new Set(JSON.parse((await run(['export', 'partnerships', '--format', 'json', '--db', restored])).out).map((r) => r.id));
    for (const id of before_backup) assert.ok(ids.has(id), `record ${id}`);
});

test('what is no backup is not restored', async () => {
    const letter = path.join(folder, 'letter.txt');
    fs.writeFileSync(letter, 'Dear Sir or Madam'.repeat(500));
    const target = path.join(folder, 'from-letter.db');
    const done = await run(['restore', letter, '--db', target]);
    assert.equal(done.code > 0, true);
    assert.ok(!fs.existsSync(target), 'a database was left behind');
});

test('schema prints types, fields, moves and the tables for both stores', async () => {
    const all = await run(['schema']);
    assert.equal(all.code, 0, all.err);
    assert.match(all.out, /^partnership \(partnerships\)/m);
    assert.match(all.out, /move publish +submitted → published/);
    const sqlite = (await run(['schema', 'partnership', '--sql=sqlite'])).out, postgres = (await run(['schema', 'partnership', '--sql=postgres'])).out;
    for (const sql of [sqlite, postgres]) for (const table of ['partnership', 'partner', 'contribution', 'commitment', 'progress', 'result', 'report', 'lineage'])
        assert.match(sql, new RegExp(`CREATE TABLE (IF NOT EXISTS )?"?${table}"? ?\\(`), table);
    assert.match(postgres, /bigint|GENERATED/i);
    assert.ok(!/AUTOINCREMENT|WITHOUT ROWID/i.test(postgres));
    const empty = path.join(folder, 'schema.db');
    const made = spawnSync('sqlite3', [empty], { input: sqlite, encoding: 'utf8' });
    assert.equal(made.stderr, '');
});

test('routes, where, rights, settings and openapi print the tables they run on', async () => {
    const routes = (await run(['routes'])).out;
    assert.match(routes, /^GET +\/partnerships\/\{id\} +everyone +\S/m);
    assert.match((await run(['where', '/partnerships/7'])).out, /\{id\} is 7/);
    assert.match((await run(['where', '/partnerships/7'])).out, /ui\/templates\/\S+\.mustache/);
    for (const [, file] of (await run(['where', '/partnerships'])).out.matchAll(/page: (\S+)/g)) assert.ok(fs.existsSync(new URL(`../../${file}`, import.meta.url)), file);
    const rights = (await run(['rights', 'partnership'])).out;
    assert.match(rights, /partnership\.contact_email +read: (?!everyone)/);
    assert.match(rights, /partnership\.title +read: everyone/);
    const settings = (await run(['settings', '--listen=127.0.0.1:1'], { env: { ACCORD_ZONE: 'Africa/Cairo', ACCORD_MAIL_PASSWORD: 'hush hush' } })).out;
    assert.match(settings, /^listen +127\.0\.0\.1:1 +flag/m);
    assert.match(settings, /^zone +Africa\/Cairo +environment/m);
    assert.ok(!settings.includes('hush'));
    assert.match(JSON.parse((await run(['openapi'])).out).openapi, /^3\.1/);
    assert.match((await run(['version'])).out, /^accord \d+\.\d+\.\d+/);
});

test('a settings file is read, a flag wins over it, a mistake in it is named with its line', async () => {
    const file = path.join(folder, 'settings');
    fs.writeFileSync(file, '# an office\nzone = Africa/Nairobi\nlisten = 127.0.0.1:2\n');
    const out = (await run(['settings', '--settings', file, '--listen', '127.0.0.1:3'])).out;
    assert.match(out, /^zone +Africa\/Nairobi +file/m);
    assert.match(out, /^listen +127\.0\.0\.1:3 +flag/m);
    fs.writeFileSync(file, 'zone = Africa/Nairobi\nzoom = 3\n');
    const wrong = await run(['settings', '--settings', file]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /line 2.*zoom/);
});

test('what is due in the outbox is done', async () => {
    const done = await office.run(['job', 'run']);
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /^\d+ done/);
});

test('output that nobody takes ends without a crash', async () => {
    const done = spawnSync('bash', ['-c', `"$0" export partnerships --format json --db "$1" | head -c 10; echo " \${PIPESTATUS[0]}"`, process.env.ACCORD_BIN ?? 'build/accord', office.db],
        { encoding: 'utf8', cwd: new URL('../..', import.meta.url) });
    assert.match(done.stdout, / (0|1|5|141)\n$/);
});
