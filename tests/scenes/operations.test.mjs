// SPDX-License-Identifier: Apache-2.0
// For whoever runs it: health, figures, an orderly end, headers that keep people safe, and rights as the table says.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { connection } from '../http.mjs';
import { a_partnership, open_office, sleep } from '../harness.mjs';

let office, anyone;
before(async () => {
    office = await open_office({ demonstration: true });
    anyone = await office.api();
});
after(() => office?.close());

test('it says that it lives, that it is ready, and what it has done', async () => {
    assert.equal((await anyone.get('/healthz')).status, 200);
    assert.equal((await anyone.get('/readyz')).status, 200);
    await anyone.get('/api/v1/partnerships');
    const metrics = await anyone.get('/metrics');
    assert.equal(metrics.status, 200);
    assert.match(metrics.headers['content-type'], /^text\/plain/);
    for (const line of metrics.text.trim().split('\n')) assert.match(line, /^(# (HELP|TYPE) \w+ .+|[a-z_:]+(\{[^}]*\})? [-+0-9.eEinfNa]+)$/, line);
    assert.match(metrics.text, /requests_total\{[^}]*\} [1-9]/);
    assert.ok(!/@|token|127\.0\.0\.1/.test(metrics.text), 'nothing personal in the figures');
});

test('every page carries the headers that keep people safe', async () => {
    for (const path of ['/', '/partnerships', '/partnerships/1', '/sign-in', '/nothing-here', '/about', '/api/v1/partnerships']) {
        const { headers } = await office.visitor().get(path);
        const policy = headers['content-security-policy'] ?? '';
        assert.match(policy, /default-src '(none|self)'/, path);
        assert.ok(!/unsafe-inline|unsafe-eval|\*/.test(policy), `${path}: ${policy}`);
        assert.match(policy, /frame-ancestors 'none'/, path);
        assert.match(policy, /form-action 'self'/, path);
        assert.equal(headers['x-content-type-options'], 'nosniff', path);
        assert.ok(headers['referrer-policy'], path);
    }
});

test('pages have nothing that the policy forbids', async () => {
    for (const path of ['/', '/partnerships', '/partnerships/1', '/sign-in', '/about', '/organisations', '/organisations/1']) {
        const page = await office.visitor().get(path);
        assert.equal(page.status, 200, path);
        assert.ok(!/<script(?![^>]*\bsrc=)[^>]*>/.test(page.text), `${path}: a script in the page`);
        assert.ok(!/ style=| on[a-z]+=/.test(page.text.replace(/>[^<]*</g, '><')), `${path}: a style or handler in the page`);
        for (const tag of page.document.querySelectorAll('script[src],link[href],img[src]')) {
            const address = tag.getAttribute('src') ?? tag.getAttribute('href');
            assert.ok(address.startsWith('/'), `${path} loads ${address}`);
            if (tag.localName === 'script' || tag.getAttribute('rel') === 'stylesheet') {
                const file = await anyone.get(address);
                assert.equal(file.status, 200, address);
                assert.match(file.headers['cache-control'], /immutable/, address);
            }
        }
    }
});

test('no link on the public pages leads nowhere', async () => {
    const visitor = office.visitor();
    const seen = new Set(), waiting = ['/'];
    while (waiting.length && seen.size < 400) {
        const path = waiting.shift();
        if (seen.has(path)) continue;
        seen.add(path);
        const page = await visitor.get(path);
        assert.ok([200, 401].includes(page.status), `${path}: ${page.status}`);
        if (!/html/.test(page.headers['content-type'] ?? '')) continue;
        for (const { href } of page.links()) {
            const url = new URL(href, new URL(path, office.url));
            // Facets may be combined without end: one of them at a time will do.
            if (url.origin === office.url && [...url.searchParams].length <= 1) waiting.push(url.pathname + url.search);
        }
    }
    assert.ok(seen.size > 60, `only ${seen.size} pages`);
});

test('a signed-in page is never kept by anyone', async () => {
    const person = await office.as('editor');
    for (const path of ['/', '/partnerships', '/me', '/partnerships/new']) {
        const page = await person.get(path);
        assert.match(page.headers['cache-control'] ?? '', /no-store|private/, path);
    }
    const cookie = (await office.visitor().post('/sign-in', `email=${encodeURIComponent(person.mail)}&password=${encodeURIComponent('a long sentence only I know')}`, { follow: false }))
        .headers['set-cookie'].find((c) => c.startsWith('accord_session='));
    assert.match(cookie, /HttpOnly/i);
    assert.match(cookie, /SameSite=Lax/i);
    assert.match(cookie, /Path=\//i);
    assert.ok(!/Secure/i.test(cookie), 'over plain http a Secure cookie would not come back');
});

test('signing out ends the session, also for a copy of the cookie', async () => {
    const person = await office.as('editor');
    const copy = new Map(person.cookies);
    const page = await person.get('/');
    await page.form('/sign-out').send();
    assert.ok(![...person.cookies.keys()].includes('accord_session') || (await person.get('/me', { follow: false })).status !== 200);
    const thief = office.visitor();
    thief.cookies = copy;
    assert.notEqual((await thief.get('/me', { follow: false })).status, 200);
});

// The route table says who may; each route is asked as the public and as an editor.
test('every address lets in whom its row lets in', async () => {
    const editor = await office.api('editor');
    const rows = (await office.run(['routes'])).out.trim().split('\n').map((line) => /^(\w+) +(\S+) +((?:[a-z-]+ +)+)[A-Z]/.exec(line));
    assert.ok(rows.length > 30 && rows.every(Boolean));
    for (const [, method, pattern, right] of rows) {
        const path = pattern.replace('{id}', '1').replace(/\{\w+\}/g, 'submit');
        for (const [who, roles] of [[anyone, ['everyone']], [editor, ['everyone', 'editor']]]) {
            if (who === editor && /sign-out/.test(path)) continue;
            const let_in = right.trim().split(' ').some((r) => roles.includes(r)) || right.trim() === 'everyone';
            const headers = { Accept: pattern.startsWith('/api') ? 'application/json' : 'text/html', 'Content-Type': pattern.startsWith('/api') ? 'application/json' : 'application/x-www-form-urlencoded' };
            const answer = await who.send(method, path, { headers, raw: method === 'GET' ? undefined : '' });
            const shut = [401, 403].includes(answer.status) || (answer.status === 303 && /sign-in/.test(answer.headers.location));
            assert.ok(answer.status < 500, `${method} ${pattern}: ${answer.status}`);
            if (!let_in) assert.ok(shut, `${method} ${pattern} (${right}) as ${roles.at(-1)}: ${answer.status}`);
            else if (who === anyone && method === 'GET' && !/sign-in|\{\w+\}/.test(pattern)) assert.ok(!shut, `${method} ${pattern} (${right}): ${answer.status}`);
        }
    }
});

test('told to stop, it answers what it has begun, and ends with 0', async () => {
    const second = await open_office({ demonstration: true });
    const editor = await second.api('editor');
    const body = JSON.stringify(a_partnership({ title: 'Begun before the end' }));
    const lines = await Promise.all(Array.from({ length: 20 }, () => connection(second.port)));
    lines.forEach((line) => line.write(`POST /api/v1/partnerships HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${editor.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`));
    await sleep(5);
    const ended = second.stop();
    const answers = await Promise.all(lines.map((line) => line.until((t, over) => over, 10000)));
    assert.deepEqual(await ended, { code: 0, signal: null });
    const confirmed = answers.filter((a) => /^HTTP\/1\.1 201/.test(a)).map((a) => JSON.parse(a.split('\r\n\r\n')[1]).data.id);
    assert.ok(answers.every((a) => /^HTTP\/1\.1 (201|503)/.test(a) || a === ''), answers.map((a) => a.slice(0, 20)).join('|'));
    await second.start();
    for (const id of confirmed) assert.equal((await editor.get(`/api/v1/partnerships/${id}`)).status, 200);
    await second.close();
});

test('it starts in less than a second and stops at once', async () => {
    const began = Date.now();
    const second = await open_office({ db: office.db });
    assert.ok(Date.now() - began < 1000 * (process.env.ACCORD_SLOW ? 5 : 1), `${Date.now() - began} ms`);
    const stopping = Date.now();
    assert.equal((await second.stop()).code, 0);
    assert.ok(Date.now() - stopping < 2000);
    await second.close();
});

test('a client is told to come back when there is a crowd, and others are answered', async () => {
    const crowd = await Promise.all(Array.from({ length: 300 }, () => anyone.get('/api/v1/partnerships?limit=100&q=a').then((a) => a.status, () => 0)));
    assert.ok(crowd.every((s) => [200, 503].includes(s)), [...new Set(crowd)].join(' '));
    assert.ok(crowd.filter((s) => s === 200).length > 100);
    assert.equal((await anyone.get('/healthz')).status, 200);
});
