// SPDX-License-Identifier: Apache-2.0
// What pages say beside the record itself: what leads to it, whether anybody follows it, and how a draft is thrown away.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { open_office } from '../harness.mjs';

let office, anyone;
before(async () => {
    office = await open_office({ demonstration: true });
    anyone = office.visitor();
});
after(() => office?.close());

const rows = (page) => [...page.document.querySelectorAll('.row')].map((r) => r.textContent.replace(/\s+/g, ' ').trim());

test('an organisation\'s page lists its partnerships, and leads to all of them', async () => {
    const organisation = await (await anyone.get('/organisations?q=UNDP')).follow('United Nations Development Programme');
    assert.equal(organisation.status, 200);
    assert.equal(rows(organisation).length, 5, 'the first five');
    const all = await organisation.follow('in a list');
    assert.equal(all.status, 200);
    assert.ok(rows(all).length > 5);
    for (const row of rows(all)) assert.match(row, /UNDP/);
});

test('an organisation in no partnership has no empty list of them', async () => {
    const editor = await office.as('editor');
    const made = await (await editor.get('/organisations/new')).form('#edit').fill({ name: 'Nobody\'s partner', kind: 'ngo' }).send();
    assert.equal(made.status, 200, made.words());
    assert.equal(rows(made).length, 0);
    assert.ok(!made.links().some((l) => l.text.includes('in a list')));
});

test('no standing is put on a partnership of the report', async () => {
    const list = await anyone.get('/partnerships?limit=100');
    const real = rows(list).filter((row) => !/Example partnership/.test(row));
    assert.ok(real.length >= 16, `${real.length}`);
    for (const row of real) {
        assert.match(row, /Recorded from the report of 2003; not followed since/i);
        assert.doesNotMatch(row, /On track|Overdue|Published/);
    }
});

test('what is only planned is not shown as a result', async () => {
    const [statoil] = rows(await anyone.get('/partnerships?q=Statoil%20Commissioner'));
    assert.match(statoil, /No figure given/);
    const page = await (await anyone.get('/partnerships?q=Statoil%20Commissioner')).follow('Statoil');
    assert.match(page.words('#results'), /10,000 schools \(planned\)/);
});

test('an editor throws a draft away after being asked once more', async () => {
    const editor = await office.as('editor');
    const made = await (await editor.get('/partnerships/new')).form('#edit').fill({ title: 'A thought too early' }).send();
    assert.equal(made.heading(), 'A thought too early');
    const gone = await made.form_with('Throw away').send();
    assert.equal(gone.status, 200, gone.words());
    assert.equal((await editor.get(made.path)).status, 404);
});

test('what is public cannot be thrown away, and says no button', async () => {
    const [first] = (await anyone.get('/partnerships?q=Statoil')).links().filter((l) => /^\/partnerships\/\d+$/.test(l.href));
    const secretary = await office.as('secretariat');
    const page = await secretary.get(first.href);
    assert.equal(page.status, 200);
    assert.ok(!page.buttons().includes('Throw away'));
    assert.ok(page.buttons().includes('Withdraw'), `${page.buttons()}`);
});

test('a search made from the list is shown by match, unless another order is chosen', async () => {
    const list = await anyone.get('/partnerships');
    const found = await list.form('/partnerships').fill({ q: 'Statoil' }).send();
    assert.match(rows(found)[0], /^Statoil/);
    assert.equal(found.document.querySelector('#sort option[selected]').textContent.trim(), 'Best match');
    const named = await found.form('/partnerships').fill({ sort: 'title' }).send();
    assert.match(rows(named)[0], /^Human rights in Venezuela/);
});
