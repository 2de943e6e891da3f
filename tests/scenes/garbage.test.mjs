// SPDX-License-Identifier: Apache-2.0
// Nonsense in every field of every form, in every parameter of every list and in every member of the API: always an answer that
// blames the input, never the program, and the program goes on.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { a_partnership, open_office } from '../harness.mjs';

const NONSENSE = ['', ' ', '<script>', '"\'`', '\u202e\u0645\u0631\u062d\u0628\u0627', '\u{1F4A9}\u200d\u{1F468}', '\ufffe', '-1', '0', '1e309', '9'.repeat(400), '0x10', 'null', 'undefined',
    'x'.repeat(30000), '%00', '%s%n', '../../etc/passwd', '{{title}}', '2024-02-30', '31 February 2024', 'NaN', '1,2,3', '\r\nSet-Cookie: a=b', '00000000000000000001', '\\', ';--', 'a\u0301'.repeat(500)];
let office, anyone, administrator, api;
before(async () => {
    office = await open_office({ demonstration: true });
    anyone = office.visitor();
    administrator = await office.as('administrator');
    api = await office.api('administrator');
});
after(async () => {
    assert.equal((await office.stop()).code, 0);
    assert.ok(!/ERROR: AddressSanitizer|runtime error:|level=error/.test(office.log), office.log.match(/.*(ERROR|runtime error|level=error).*/)?.[0]);
    await office.close();
});

const fine = (answer, what) => assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 300)}`);

for (const path of ['/partnerships/new', '/organisations/new', '/accounts/new', '/partnerships/5/edit']) {
    test(`in the form ${path}`, { timeout: 120000 }, async () => {
        const page = await administrator.get(path);
        assert.equal(page.status, 200);
        const names = [...page.form('#edit').names()].filter((n) => n !== '_csrf');
        assert.ok(names.length > 4);
        for (const [i, name] of names.entries())
            for (const nonsense of NONSENSE.filter((_, n) => (n + i) % 4 === 0)) {
                const form = page.form('#edit').force('_key', `${i}-${nonsense.length}-${Math.random()}`);
                fine(await form.force(name, nonsense).send({ follow: false }), `${name} = ${nonsense.slice(0, 40)}`);
            }
        for (const name of ['partners.999999999999.role', 'partners.-1.role', 'partners..role', 'partners', 'partners.0', '.', 'title.title', 'a'.repeat(300), 'partners.0.id', '_add', '_move', '__proto__'])
            fine(await page.form('#edit').force(name, 'x').send({ follow: false }), `${name} = x`);
    });
}

test('in the parameters of the lists', { timeout: 120000 }, async () => {
    const names = ['q', 'sort', 'after', 'limit', 'count', 'format', 'lang', 'state', 'sector', 'countries', 'partner', 'partner_kind', 'region', 'starts', 'mine', 'nonsense'];
    for (const path of ['/partnerships', '/organisations', '/api/v1/partnerships', '/api/v1/organisations', '/api/v1/partnerships/facets', '/accounts'])
        for (const name of names)
            for (const nonsense of NONSENSE.filter((n) => n.length < 2000)) {
                const query = `${path}?${name}=${encodeURIComponent(nonsense)}`;
                fine(await (path === '/accounts' ? administrator : anyone).get(query), query.slice(0, 200));
            }
});

test('in the members of the API', { timeout: 120000 }, async () => {
    const whole = (await api.get('/api/v1/partnerships/5')).json().data;
    const odd = [null, true, 0, -1, 1e300, 0.1, [], {}, [[]], [null], [{}], { a: 1 }, [{ id: 999999 }], [{ id: 'x' }], ...NONSENSE.slice(2, 14)];
    for (const [i, name] of Object.keys(whole).entries())
        for (const value of odd.filter((_, n) => (n + i) % 2 === 0)) {
            const answer = await api.post('/api/v1/partnerships', a_partnership({ [name]: value }));
            fine(answer, `${name} = ${JSON.stringify(value)}`);
            if (answer.status === 201) fine(await api.get(answer.headers.location), `reading ${name} = ${JSON.stringify(value)}`);
        }
    for (const rows of ['partners', 'contributions', 'commitments', 'results', 'reports', 'lineage'])
        for (const value of odd) fine(await api.post('/api/v1/partnerships', a_partnership({ [rows]: [{ what: value, organisation: value, amount: value, kind: value, number: value, day: value, id: value, progress: value }] })),
            `${rows}: ${JSON.stringify(value)}`);
});

test('in addresses, methods and headers', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT-NOT'])
        for (const path of ['/', '/partnerships', '/partnerships/5', '/partnerships/99999999999999999999', '/partnerships/-1', '/partnerships/0', '/partnerships/5/drafts/1', '/partnerships/5/moves/nonsense',
            '/api/v1/partnerships/5', '/api/v1/partnerships/5/history', '/sign-in/nonsense', `/${'a/'.repeat(200)}`, '/api/v1/%E2%80%AE', '/static/', '/static/nonsense.css']) {
            const answer = await api.send(method, path, { raw: ['GET', 'OPTIONS', 'TRACE'].includes(method) ? undefined : '{}' });
            assert.ok(answer.status < 500 || answer.status === 501, `${method} ${path}: ${answer.status}`);
        }
    for (const name of ['If-Match', 'If-None-Match', 'Accept', 'Accept-Language', 'Accept-Encoding', 'Cookie', 'Authorization', 'Idempotency-Key', 'Content-Type', 'Origin', 'HX-Request', 'X-Forwarded-For', 'Range'])
        for (const nonsense of NONSENSE.map((n) => n.replace(/[^\x20-\x7e]/g, '').slice(0, 500))) {
            fine(await api.get('/api/v1/partnerships/5', { [name]: nonsense }), `${name}: ${nonsense}`);
            fine(await api.post('/api/v1/partnerships', { title: 'a' }, { [name]: nonsense }), `POST ${name}: ${nonsense}`);
        }
});

test('no link on the pages of the office leads nowhere', { timeout: 120000 }, async () => {
    const seen = new Set(), waiting = ['/', '/office', '/accounts', '/me', '/partnerships/5', '/organisations/3'];
    while (waiting.length && seen.size < 250) {
        const path = waiting.shift();
        if (seen.has(path)) continue;
        seen.add(path);
        const page = await administrator.get(path);
        assert.equal(page.status, 200, path);
        if (!/html/.test(page.headers['content-type'] ?? '')) continue;
        for (const { href } of page.links()) {
            const url = new URL(href, new URL(path, office.url));
            if (url.origin === office.url && [...url.searchParams].length <= 1) waiting.push(url.pathname + url.search);
        }
    }
    assert.ok(seen.size > 60);
});
