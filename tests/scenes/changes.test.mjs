// SPDX-License-Identifier: Apache-2.0
// Who may change what, and how a change to a published record comes to the public: over the API, with several people at once.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { a_partnership, move, open_office, published } from '../harness.mjs';

const LIST = '/api/v1/partnerships';
let office, anyone, editor, colleague, stranger, reviewer;
before(async () => {
    office = await open_office({ demonstration: true });
    anyone = await office.api();
    editor = await office.api('editor', { organisation: 'Example organisation 4' });
    colleague = await office.api('editor', { organisation: 'Example organisation 4' });
    stranger = await office.api('editor', { organisation: 'Example organisation 3' });
    reviewer = await office.api('reviewer');
});
after(() => office?.close());

const organisation = async (name) => (await anyone.get(`/api/v1/organisations?q=${encodeURIComponent(name)}`)).json().data.find((o) => o.name === name).id;
const shared = async () => a_partnership({ partners: [{ organisation: await organisation('Example organisation 4'), role: 'Leads' }, { name: 'governments', kind: 'state' }] });

test('who speaks for a partner owns the record with those who wrote it', async () => {
    const made = await editor.data('POST', LIST, { body: await shared() });
    for (const [who, status] of [[editor, 200], [colleague, 200], [stranger, 404], [anyone, 404], [reviewer, 200]])
        assert.equal((await who.get(`${LIST}/${made.id}`)).status, status);
    const { etag } = (await colleague.get(`${LIST}/${made.id}`)).headers;
    assert.equal((await colleague.patch(`${LIST}/${made.id}`, { place: 'By the colleague' }, { 'If-Match': etag })).status, 200);
    assert.equal((await stranger.patch(`${LIST}/${made.id}`, { place: 'By the stranger' }, { 'If-Match': etag })).status, 404);
    await move(colleague, made.id, 'submit');
    assert.equal((await stranger.post(`${LIST}/${made.id}/moves/take-back`, {}, { 'If-Match': etag })).status, 404);
    await move(reviewer, made.id, 'publish');
    assert.ok([403, 404].includes((await stranger.patch(`${LIST}/${made.id}`, { place: 'X' }, { 'If-Match': (await stranger.get(`${LIST}/${made.id}`)).headers.etag })).status));
});

test('of twenty changes to one version made at once, one is taken and the others hear why not', async () => {
    const made = await editor.data('POST', LIST, { body: a_partnership() });
    const { etag } = (await editor.get(`${LIST}/${made.id}`)).headers;
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => editor.patch(`${LIST}/${made.id}`, { place: `Place ${i}` }, { 'If-Match': etag })));
    assert.deepEqual(answers.map((a) => a.status).sort(), [200, ...Array(19).fill(412)]);
    const won = answers.find((a) => a.status === 200).json().data;
    const now = await editor.data('GET', `${LIST}/${made.id}`);
    assert.equal(now.place, won.place);
    assert.equal(now.version, made.version + 1);
});

test('two people add rows and none is lost or doubled', async () => {
    const made = await editor.data('POST', LIST, { body: a_partnership() });
    const add = async (who, name) => {
        for (;;) {
            const now = await who.get(`${LIST}/${made.id}`);
            const partners = [...now.json().data.partners, { name, kind: 'ngo' }];
            const answer = await who.patch(`${LIST}/${made.id}`, { partners }, { 'If-Match': now.headers.etag });
            if (answer.status === 200) return;
            assert.equal(answer.status, 412, answer.text);
        }
    };
    await Promise.all([...Array(8).keys()].map((i) => add(i % 2 ? editor : reviewer, `Partner ${i}`)));
    const { partners } = await editor.data('GET', `${LIST}/${made.id}`);
    assert.equal(partners.length, 10);
    assert.equal(new Set(partners.map((p) => p.id)).size, 10);
    assert.deepEqual(partners.slice(0, 2).map((p) => p.id), made.partners.map((p) => p.id), 'rows keep their numbers');
});

test('a change to a published record waits beside it, and its reader sees the difference when it is published', async () => {
    const record = await published(office, editor, reviewer, { title: 'Published once' });
    const before = await anyone.get(`${LIST}/${record.id}`);
    const changed = await editor.patch(`${LIST}/${record.id}`, { title: 'Published twice' }, { 'If-Match': before.headers.etag });
    assert.equal(changed.status, 202, 'accepted, not done');
    const { draft } = changed.json();
    assert.equal(changed.headers['content-location'], `${LIST}/${record.id}/drafts/${draft}`);
    assert.equal((await anyone.get(`${LIST}/${record.id}`)).json().data.title, 'Published once');
    assert.equal((await anyone.get(`${LIST}?q=%22Published%20twice%22`)).json().data.length, 0, 'the search does not know it yet');
    const path = `${LIST}/${record.id}/drafts/${draft}`;
    for (const [who, status] of [[editor, 200], [reviewer, 200], [stranger, 404], [anyone, 401]]) {
        const answer = await who.get(path);
        assert.ok(answer.status === status || (who === anyone && answer.status === 404), `${answer.status} instead of ${status}`);
    }
    const { etag } = (await editor.get(path)).headers;
    const submitted = await editor.post(`${path}/moves/submit`, {}, { 'If-Match': etag });
    assert.equal(submitted.status, 200, submitted.text);
    const again = (await editor.get(path)).headers.etag;
    assert.equal((await editor.post(`${path}/moves/publish`, {}, { 'If-Match': again })).status, 403);
    const done = await reviewer.post(`${path}/moves/publish`, {}, { 'If-Match': again });
    assert.equal(done.status, 200, done.text);
    const after = await anyone.get(`${LIST}/${record.id}`);
    assert.equal(after.json().data.title, 'Published twice');
    assert.notEqual(after.headers.etag, before.headers.etag);
    assert.equal((await editor.get(path)).status, 404, 'the change is no longer beside it');
    const history = (await anyone.get(`${LIST}/${record.id}/history`)).json().data;
    const titles = history.flatMap((h) => h.changes).filter((c) => c.path === 'title').map((c) => [c.before, c.after]);
    assert.deepEqual(titles[0], ['Published once', 'Published twice']);
    assert.ok(history.every((h) => !h.actor), 'nobody is named to the public');
});

test('a change that is thrown away leaves the published version as it was', async () => {
    const record = await published(office, editor, reviewer, { title: 'Stays as it is' });
    const { etag } = (await editor.get(`${LIST}/${record.id}`)).headers;
    const { draft } = (await editor.patch(`${LIST}/${record.id}`, { title: 'A whim' }, { 'If-Match': etag })).json();
    const gone = await editor.delete(`${LIST}/${record.id}/drafts/${draft}`, { 'If-Match': (await editor.get(`${LIST}/${record.id}/drafts/${draft}`)).headers.etag });
    assert.ok([200, 204].includes(gone.status), gone.text);
    assert.equal((await anyone.get(`${LIST}/${record.id}`)).json().data.title, 'Stays as it is');
    assert.ok([400, 403, 404, 405, 409].includes((await editor.delete(`${LIST}/${record.id}`, { 'If-Match': etag })).status), 'what is public is not deleted');
});

test('a record that others name cannot be taken from under them', async () => {
    const made = (await editor.post('/api/v1/organisations', { name: 'Named by others', kind: 'ngo' })).json().data;
    await editor.data('POST', LIST, { body: a_partnership({ partners: [{ organisation: made.id }] }) });
    const answer = await editor.delete(`/api/v1/organisations/${made.id}`, { 'If-Match': '"1"' });
    assert.ok([403, 404, 405, 409].includes(answer.status), `${answer.status} ${answer.text}`);
    assert.equal((await anyone.get(`/api/v1/organisations/${made.id}`)).status, 200);
});

test('money, dates, numbers and codes come back as they were sent', async () => {
    const sent = {
        starts: '2024-02', ends: '2025', languages: ['en', 'sw'], seeking_partners: true, website: 'https://example.org/a?b=c&d=%20e',
        contributions: [
            { what: 'Pumps', kind: 'in-kind', stage: 'pledged', quantity: '12.5', unit: 'pumps', day: '2024-02-29' },
            { what: 'Money', kind: 'money', stage: 'received', amount: { amount: '0.01', currency: 'USD' } },
            { what: 'Yen', kind: 'money', stage: 'received', amount: { amount: '1000000000000', currency: 'JPY' } },
            { what: 'Dinar', kind: 'money', stage: 'planned', amount: { amount: '1.234', currency: 'BHD' } },
        ],
    };
    const made = await editor.data('POST', LIST, { body: a_partnership(sent) });
    for (const name of ['starts', 'ends', 'languages', 'seeking_partners', 'website']) assert.deepEqual(made[name], sent[name], name);
    sent.contributions.forEach((row, i) => { for (const [name, value] of Object.entries(row)) assert.deepEqual(made.contributions[i][name]?.code ?? made.contributions[i][name], value, `${i} ${name}`); });
    const wrong = await editor.post(LIST, a_partnership({ contributions: [
        { what: 'a', kind: 'money', stage: 'received', amount: { amount: '1.5', currency: 'JPY' } }, { what: 'b', kind: 'money', stage: 'received', amount: { amount: '-1', currency: 'USD' } },
        { what: 'c', kind: 'money', stage: 'received', amount: { amount: '99999999999999999999', currency: 'USD' } }, { what: 'd', kind: 'money', stage: 'received', amount: { amount: 1.1, currency: 'USD' } },
        { what: 'e', kind: 'money', stage: 'received', amount: { amount: '1', currency: 'ZZZ' } }, { what: 'f', kind: 'in-kind', stage: 'received', day: '2023-02-29' }] }));
    assert.equal(wrong.status, 422);
    for (let i = 0; i < 6; i++) assert.ok(wrong.json().errors.some((e) => e.field.startsWith(`contributions.${i}`)), `row ${i}: ${wrong.text}`);
});
