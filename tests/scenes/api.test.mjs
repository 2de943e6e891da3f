// SPDX-License-Identifier: Apache-2.0
// What a program may count on: lists, pages, versions, keys, faults, rights.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { open_office, a_partnership, move, published } from '../harness.mjs';

let office, anyone, editor, reviewer, other;
before(async () => {
    office = await open_office({ demonstration: true });
    anyone = await office.api();
    editor = await office.api('editor');
    reviewer = await office.api('reviewer');
    other = await office.api('editor');
});
after(() => office?.close());

const LIST = '/api/v1/partnerships';

test('a list has data, total and next', async () => {
    const answer = await anyone.get(LIST);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^application\/json/);
    const { data, total, next } = answer.json();
    assert.ok(Array.isArray(data) && data.length > 0);
    assert.equal(total, 19);
    assert.equal(next, null);
    assert.deepEqual(Object.keys(answer.json()).sort(), ['data', 'next', 'total']);
});

test('a list gives as many as asked for, from 1 to 100', async () => {
    assert.equal((await anyone.get(`${LIST}?limit=1`)).json().data.length, 1);
    assert.equal((await anyone.get(`${LIST}?limit=100`)).json().data.length, 19);
    for (const wrong of ['0', '101', '-1', 'ten', '1.5', '', '99999999999999999999']) {
        const answer = await anyone.get(`${LIST}?limit=${wrong}`);
        if (wrong === '') continue;
        assert.equal(answer.status, 422, `limit=${wrong}`);
        assert.equal(answer.json().errors[0].field, 'limit');
    }
});

test('following next meets every record once, in the order asked for', async () => {
    const whole = (await anyone.get(`${LIST}?limit=100&sort=title`)).json().data.map((p) => p.id);
    const met = [];
    for (let next = `${LIST}?limit=3&sort=title`; next;) {
        const page = (await anyone.get(next)).json();
        assert.ok(page.data.length <= 3);
        met.push(...page.data.map((p) => p.id));
        next = page.next;
        if (next) assert.match(next, /^\/api\/v1\/partnerships\?/);
    }
    assert.deepEqual(met, whole);
    const back = (await anyone.get(`${LIST}?limit=100&sort=-title`)).json().data.map((p) => p.id);
    assert.deepEqual(back, [...whole].reverse());
});

test('a key that nobody gave is a fault, not a crash', async () => {
    for (const after of ['zzzz', '%00', '../..', '"', 'A'.repeat(3000)]) {
        const answer = await anyone.get(`${LIST}?after=${after}`);
        assert.ok([400, 414, 422].includes(answer.status), `after=${after.slice(0, 10)}: ${answer.status}`);
    }
});

test('the total can be asked for exactly', async () => {
    assert.equal((await anyone.get(`${LIST}?limit=1&count=exact`)).json().total, 19);
    assert.equal((await anyone.get(`${LIST}?count=guess`)).status, 422);
});

test('filters narrow, several codes of one widen, and unknown ones are faults', async () => {
    const titles = async (query) => (await anyone.get(`${LIST}?limit=100&${query}`)).json().data.map((p) => p.title);
    const education = await titles('sector=education');
    const technology = await titles('sector=information-technology');
    assert.ok(education.length && technology.length);
    assert.equal((await titles('sector=education,information-technology')).length, education.length + technology.length);
    assert.equal((await titles('sector=education&sector=information-technology')).length, education.length + technology.length);
    assert.deepEqual(await titles('sector=education&countries=BR'), ['Improving primary education in Brazil']);
    assert.equal((await titles('partner_kind=un-entity')).length > 3, true);
    for (const wrong of ['sector=nonsense', 'nonsense=1', 'sort=nonsense', 'sort=contact_email', 'contact_email=a@b.org'])
        assert.equal((await anyone.get(`${LIST}?${wrong}`)).status, 422, wrong);
});

test('the search box finds words of the record and of its partners', async () => {
    for (const words of ['Ita%C3%BA', 'primary%20education', 'carpet']) {
        const found = (await anyone.get(`${LIST}?q=${words}`)).json();
        assert.ok(found.data.length >= 1, words);
    }
    for (const odd of ['"', '%22a', 'a*', 'AND', 'NEAR(', '-', '*', 'a:b', '(', '%27', 'title:x', '^a'])
        assert.equal((await anyone.get(`${LIST}?q=${odd}`)).status, 200, odd);
    assert.equal((await anyone.get(`${LIST}?q=${'a'.repeat(600)}`)).status, 422);
});

test('one record comes with all that belongs to it, money as amount and currency', async () => {
    const id = (await anyone.get(`${LIST}?q=Ita%C3%BA`)).json().data[0].id;
    const record = (await anyone.get(`${LIST}/${id}`)).json().data;
    for (const rows of ['partners', 'contributions', 'commitments', 'reports', 'results', 'lineage']) assert.ok(Array.isArray(record[rows]), rows);
    assert.deepEqual(record.contributions.map((c) => c.amount).at(-1), { amount: '264000.00', currency: 'USD' });
    assert.equal(typeof record.partners[0].organisation.name, 'string');
    assert.equal(typeof record.partners[0].organisation.id, 'number');
});

test('what is not there is a problem in JSON', async () => {
    for (const [path, status] of [[`${LIST}/999999`, 404], [`${LIST}/abc`, 404], ['/api/v1/nothing', 404], ['/api/v2/partnerships', 404]]) {
        const answer = await anyone.get(path);
        assert.equal(answer.status, status, path);
        assert.match(answer.headers['content-type'], /^application\/problem\+json/, path);
        const problem = answer.json();
        assert.equal(problem.status, status);
        assert.ok(problem.title.length > 3 && problem.detail.length > 3);
    }
});

test('a method that an address does not have is 405 with those it has', async () => {
    const answer = await anyone.delete(LIST);
    assert.equal(answer.status, 405);
    assert.match(answer.headers.allow, /GET/);
    assert.match(answer.headers.allow, /POST/);
    assert.ok([405, 501].includes((await anyone.send('BREW', LIST)).status));
});

test('HEAD gives the headers of GET and no body', async () => {
    const get = await anyone.get(LIST), head = await anyone.send('HEAD', LIST);
    assert.equal(head.status, 200);
    assert.equal(head.bytes.length, 0);
    assert.equal(head.headers['content-length'], get.headers['content-length']);
    assert.equal(head.headers['content-type'], get.headers['content-type']);
});

test('a repeated question with the etag is answered 304 until something changed', async () => {
    const first = await anyone.get(LIST);
    assert.ok(first.headers.etag);
    const again = await anyone.get(LIST, { 'If-None-Match': first.headers.etag });
    assert.equal(again.status, 304);
    assert.equal(again.bytes.length, 0);
    await published(office, editor, reviewer, { title: 'A partnership that changes the etag' });
    const changed = await anyone.get(LIST, { 'If-None-Match': first.headers.etag });
    assert.equal(changed.status, 200);
    assert.equal(changed.json().total, 20);
});

test('answers are packed for those who can unpack', async () => {
    const plain = await anyone.get(LIST);
    const packed = await anyone.get(LIST, { 'Accept-Encoding': 'gzip' });
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.equal(zlib.gunzipSync(packed.bytes).toString(), plain.text);
    assert.match(packed.headers.vary ?? '', /Accept-Encoding/i);
});

test('a record is made, changed whole, changed in part and thrown away', async () => {
    const made = await editor.post(LIST, a_partnership());
    assert.equal(made.status, 201, made.text);
    const record = made.json().data;
    assert.equal(made.headers.location, `/api/v1/partnerships/${record.id}`);
    assert.equal(record.state.code ?? record.state, 'draft');
    const etag = (await editor.get(`${LIST}/${record.id}`)).headers.etag;
    const part = await editor.patch(`${LIST}/${record.id}`, { place: 'Kisumu' }, { 'If-Match': etag });
    assert.equal(part.status, 200, part.text);
    assert.equal(part.json().data.place, 'Kisumu');
    assert.equal(part.json().data.partners.length, 2);
    const whole = await editor.put(`${LIST}/${record.id}`, a_partnership({ title: 'Another title' }), { 'If-Match': part.headers.etag });
    assert.equal(whole.status, 200, whole.text);
    assert.equal(whole.json().data.title, 'Another title');
    assert.ok(!whole.json().data.place);
    const gone = await editor.delete(`${LIST}/${record.id}`, { 'If-Match': whole.headers.etag });
    assert.ok([200, 204].includes(gone.status), gone.text);
    assert.equal((await editor.get(`${LIST}/${record.id}`)).status, 404);
});

test('our own output is accepted as input', async () => {
    const made = await editor.data('POST', LIST, { body: a_partnership() });
    const now = await editor.get(`${LIST}/${made.id}`);
    const saved = await editor.put(`${LIST}/${made.id}`, now.json().data, { 'If-Match': now.headers.etag });
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual(saved.json().data.partners.map((p) => p.id), now.json().data.partners.map((p) => p.id));
});

test('a change without If-Match is 428, with an old one 412', async () => {
    const made = await editor.data('POST', LIST, { body: a_partnership() });
    assert.equal((await editor.patch(`${LIST}/${made.id}`, { place: 'X' })).status, 428);
    const etag = (await editor.get(`${LIST}/${made.id}`)).headers.etag;
    assert.equal((await editor.patch(`${LIST}/${made.id}`, { place: 'X' }, { 'If-Match': etag })).status, 200);
    const stale = await editor.patch(`${LIST}/${made.id}`, { place: 'Y' }, { 'If-Match': etag });
    assert.equal(stale.status, 412);
    assert.equal((await editor.get(`${LIST}/${made.id}`)).json().data.place, 'X');
    for (const odd of ['7', '"x"', '"-1"', '"99999999999999999999"', '*'])
        assert.ok([412, 428, 400].includes((await editor.patch(`${LIST}/${made.id}`, { place: 'Z' }, { 'If-Match': odd })).status), odd);
});

test('the same key gives the same answer, and the record once', async () => {
    const key = { 'Idempotency-Key': 'made-once-1' };
    const first = await editor.post(LIST, a_partnership({ title: 'Made once' }), key);
    const again = await editor.post(LIST, a_partnership({ title: 'Made once' }), key);
    assert.equal(first.status, 201, first.text);
    assert.equal(again.status, 201);
    assert.equal(again.text, first.text);
    assert.equal(again.headers.location, first.headers.location);
    const other_body = await editor.post(LIST, a_partnership({ title: 'Made twice' }), key);
    assert.equal(other_body.status, 409);
    const mine = (await editor.get(`${LIST}?q=Made%20once`)).json().data;
    assert.equal(mine.length, 1);
    assert.equal((await other.post(LIST, a_partnership({ title: 'Of somebody else' }), key)).status, 201);
    assert.ok([400, 422].includes((await editor.post(LIST, a_partnership(), { 'Idempotency-Key': 'k'.repeat(101) })).status));
});

test('the same key sent ten times at once makes one record', async () => {
    const key = { 'Idempotency-Key': 'made-once-2' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => editor.post(LIST, a_partnership({ title: 'Racing keys' }), key)));
    const ids = new Set(answers.filter((a) => a.status === 201).map((a) => a.json().data.id));
    assert.equal(ids.size, 1);
    assert.ok(answers.every((a) => [201, 409, 503].includes(a.status)), answers.map((a) => a.status).join(' '));
    assert.equal((await editor.get(`${LIST}?q=Racing%20keys`)).json().data.length, 1);
});

test('all faults come at once, each with its field and its reason', async () => {
    const answer = await editor.post(LIST, {
        title: 'x'.repeat(300), sector: 'nonsense', purposes: 'advocacy', countries: ['KE', 'XX'], starts: '2024-13', nonsense: 1,
        partners: [{ organisation: 999999 }, { name: 5 }, 'text'], contributions: [{ amount: { amount: '1.234', currency: 'USD' } }],
        ends: 3, website: 'javascript:alert(1)', contact_email: 'not an address',
    });
    assert.equal(answer.status, 422, answer.text);
    assert.match(answer.headers['content-type'], /^application\/problem\+json/);
    const { errors } = answer.json();
    const fields = errors.map((e) => e.field);
    for (const field of ['title', 'sector', 'starts', 'nonsense', 'website', 'contact_email', 'ends'])
        assert.ok(fields.includes(field), `${field} in ${fields}`);
    assert.ok(fields.some((f) => f.startsWith('countries')), `${fields}`);
    assert.ok(fields.some((f) => f.startsWith('partners.1')), `${fields}`);
    assert.ok(fields.some((f) => f.startsWith('partners.2')), `${fields}`);
    assert.ok(fields.some((f) => f.startsWith('contributions.0.amount')), `${fields}`);
    assert.ok(errors.every((e) => e.reason.length > 5 && !/[_]\w+\(/.test(e.reason)));
});

test('an organisation that is not there cannot be a partner', async () => {
    const answer = await editor.post(LIST, a_partnership({ partners: [{ organisation: 999999 }] }));
    assert.equal(answer.status, 422);
    assert.ok(answer.json().errors[0].field.startsWith('partners.0.organisation'), answer.text);
});

test('a wrong kind of body is 415, broken JSON 400', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
        assert.equal((await editor.send('POST', LIST, { raw: 'title=a', headers: { 'Content-Type': type } })).status, 415, type);
    for (const raw of ['{', '', '[]', '"text"', 'null', '{"title":}', '{"title":"a"} x', '{"title":"a","title":"b"}', '{"a":NaN}', '{"title":"\\ud800"}']) {
        const answer = await editor.send('POST', LIST, { raw });
        assert.ok([400, 422].includes(answer.status), `${raw}: ${answer.status}`);
    }
});

test('nobody without an account writes', async () => {
    assert.equal((await anyone.post(LIST, a_partnership())).status, 401);
    assert.equal((await anyone.send('GET', LIST, { headers: { Authorization: 'Bearer nonsense' } })).status, 401);
});

test('a draft is there for its editor and the office, for nobody else', async () => {
    const made = await editor.data('POST', LIST, { body: a_partnership({ title: 'Zanzibar draft' }) });
    for (const [who, status] of [[anyone, 404], [other, 404], [editor, 200], [reviewer, 200]])
        assert.equal((await who.get(`${LIST}/${made.id}`)).status, status);
    for (const [who, count] of [[anyone, 0], [other, 0], [editor, 1], [reviewer, 1]])
        assert.equal((await who.get(`${LIST}?q=Zanzibar`)).json().data.length, count);
    assert.equal((await other.patch(`${LIST}/${made.id}`, { place: 'X' }, { 'If-Match': '"1"' })).status, 404);
    assert.ok([401, 404].includes((await anyone.patch(`${LIST}/${made.id}`, { place: 'X' }, { 'If-Match': '"1"' })).status));
});

test('who submitted may not publish, and an editor may not publish at all', async () => {
    const made = await reviewer.data('POST', LIST, { body: a_partnership() });
    await move(reviewer, made.id, 'submit');
    const etag = (await reviewer.get(`${LIST}/${made.id}`)).headers.etag;
    const own = await reviewer.post(`${LIST}/${made.id}/moves/publish`, {}, { 'If-Match': etag });
    assert.equal(own.status, 403);
    const second = await office.api('reviewer');
    assert.equal((await second.post(`${LIST}/${made.id}/moves/publish`, {}, { 'If-Match': etag })).status, 200);
    const mine = await editor.data('POST', LIST, { body: a_partnership() });
    await move(editor, mine.id, 'submit');
    const tag = (await editor.get(`${LIST}/${mine.id}`)).headers.etag;
    assert.equal((await editor.post(`${LIST}/${mine.id}/moves/publish`, {}, { 'If-Match': tag })).status, 403);
    assert.ok([404, 409, 422].includes((await editor.post(`${LIST}/${mine.id}/moves/nonsense`, {}, { 'If-Match': tag })).status));
});

test('the contact is for the office and the owner: in JSON, CSV, NDJSON, filters, sort, search, facets and history', async () => {
    const secret = { contact_name: 'Xantippe Quorn', contact_email: 'xantippe@example.org' };
    const made = await editor.data('POST', LIST, { body: a_partnership({ title: 'With a contact', ...secret }) });
    await move(editor, made.id, 'submit');
    await move(reviewer, made.id, 'publish');
    for (const who of [anyone, other]) {
        const record = await who.get(`${LIST}/${made.id}`);
        assert.equal(record.status, 200);
        for (const path of [`${LIST}/${made.id}`, `${LIST}?q=contact`, `${LIST}?format=csv`, `${LIST}?format=ndjson`, `/partnerships/${made.id}`,
            `/partnerships/${made.id}/history`, '/partnerships?format=csv', `${LIST}/${made.id}/history`]) {
            const answer = await who.get(path);
            assert.ok(!/xantippe/i.test(answer.text), `${path} shows it`);
        }
        assert.equal((await who.get(`${LIST}?q=Xantippe`)).json().data.length, 0);
        for (const name of ['contact_name=Xantippe%20Quorn', 'sort=contact_name'])
            assert.equal((await who.get(`${LIST}?${name}`)).status, 422, name);
    }
    assert.equal((await editor.get(`${LIST}/${made.id}`)).json().data.contact_name, secret.contact_name);
    assert.equal((await reviewer.get(`${LIST}/${made.id}`)).json().data.contact_email, secret.contact_email);
});

test('what only the office may write is a fault for an editor', async () => {
    const answer = await editor.post(LIST, a_partnership({ source_note: 'mine', follow: 'not-followed' }));
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.json().errors.map((e) => e.field).sort(), ['follow', 'source_note']);
});

test('the same list is CSV, with a row for each record and numbers as numbers', async () => {
    const answer = await anyone.get(`${LIST}?format=csv`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/csv; ?charset=utf-8/i);
    const lines = answer.text.trim().split(/\r\n/);
    const { total } = (await anyone.get(LIST)).json();
    assert.ok(lines.length >= total + 1);
    assert.match(lines[0], /title/);
    assert.ok(answer.text.includes('Improving primary education in Brazil'));
});

test('the same list is NDJSON, an object on each line', async () => {
    const answer = await anyone.get(`${LIST}?format=ndjson`);
    assert.equal(answer.status, 200);
    const lines = answer.text.trim().split('\n').map((l) => JSON.parse(l));
    assert.equal(lines.length, (await anyone.get(LIST)).json().total);
});

test('a page asked for as JSON is JSON, an unknown format is said to be unknown', async () => {
    const answer = await anyone.get('/partnerships?format=json');
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /json/);
    assert.ok([400, 406, 422].includes((await anyone.get('/partnerships?format=nonsense')).status));
});

test('text that would be a formula in a spreadsheet is made harmless in CSV', async () => {
    await published(office, editor, reviewer, { title: '=HYPERLINK("http://example.org")' });
    const answer = await anyone.get(`${LIST}?format=csv`);
    assert.ok(!/(^|[\r\n,])"?=HYPERLINK/.test(answer.text), 'a cell begins with an equals sign');
});
