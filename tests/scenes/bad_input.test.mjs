// SPDX-License-Identifier: Apache-2.0
// What people and programs should not send: each thing gets its clear answer, and nothing is lost.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { connection, status_of } from '../http.mjs';
import { open_office, a_partnership, sleep } from '../harness.mjs';

const LIST = '/api/v1/partnerships';
let office, anyone, editor, person, reviewer;
before(async () => {
    office = await open_office({ args: ['--timeout', '3'] });
    anyone = await office.api();
    editor = await office.api('editor');
    person = await office.as('editor');
    reviewer = await office.api('reviewer');
});
after(async () => {
    // Whatever was thrown at it: it is still there, and the sanitizers (when built in) found nothing.
    assert.equal((await anyone.get('/healthz')).status, 200);
    const { code } = await office.stop();
    assert.equal(code, 0);
    assert.ok(!/ERROR: AddressSanitizer|runtime error:|LeakSanitizer/.test(office.log), office.log.slice(-3000));
    await office.close();
});

// The office sees every draft.
const count = async () => (await reviewer.get(`${LIST}?count=exact`)).json().total;
const head = (first, ...more) => [first, `Host: 127.0.0.1:${office.port}`, 'Connection: close', ...more, '', ''].join('\r\n');
const auth = () => `Authorization: Bearer ${editor.token}`;

test('a body that is too large is refused, whether announced or in chunks', async () => {
    const before = await count();
    assert.equal(await status_of(office.port, head(`POST ${LIST} HTTP/1.1`, auth(), 'Content-Type: application/json', 'Content-Length: 99999999999')), 413);
    const large = JSON.stringify(a_partnership({ description: 'x'.repeat(3 << 20) }));
    const answer = await editor.send('POST', LIST, { raw: large }).catch((e) => ({ status: e.code }));
    assert.ok([413, 'EPIPE', 'ECONNRESET'].includes(answer.status), `${answer.status}`);
    const line = await connection(office.port);
    line.write(head(`POST ${LIST} HTTP/1.1`, auth(), 'Content-Type: application/json', 'Transfer-Encoding: chunked'));
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let i = 0; i < 64 && !line.ended(); i++) { line.write(chunk); await sleep(2); }
    line.write('0\r\n\r\n');
    const text = await line.until((t, ended) => t.includes('\r\n\r\n') || ended, 5000);
    line.close();
    assert.ok(/^HTTP\/1\.1 413/.test(text) || text === '', text.slice(0, 80));
    assert.equal(await count(), before);
});

test('requests that are none are refused', async () => {
    const cases = {
        'GET\r\n\r\n': [400, 0], 'GET / HTTP/9.9\r\n\r\n': [400, 505, 0], '\0\0\0\0\r\n\r\n': [400, 0, 501],
        [head('GET / HTTP/1.1', 'Content-Length: abc')]: [400], [head('POST /sign-in HTTP/1.1', 'Content-Length: -1')]: [400],
        [head('POST /sign-in HTTP/1.1', 'Content-Length: 5', 'Content-Length: 6')]: [400],
        [head('GET / HTTP/1.1', 'Broken header')]: [400, 200, 303],
    };
    for (const [bytes, expected] of Object.entries(cases)) {
        const status = await status_of(office.port, bytes, 6000);
        assert.ok(expected.includes(status), `${JSON.stringify(bytes.slice(0, 60))}: ${status}`);
    }
});

test('ten thousand headers, a header without end and an address without end are refused', async () => {
    const many = Array.from({ length: 10000 }, (_, i) => `X-${i}: ${i}`);
    assert.ok([431, 400, 413, 0].includes(await status_of(office.port, head('GET / HTTP/1.1', ...many))));
    assert.ok([431, 400, 413, 0].includes(await status_of(office.port, head('GET / HTTP/1.1', `X-Long: ${'x'.repeat(200000)}`))));
    assert.ok([414, 400, 431, 0].includes(await status_of(office.port, head(`GET /${'a'.repeat(100000)} HTTP/1.1`))));
    assert.ok([414, 400].includes(await status_of(office.port, head(`GET /partnerships?q=${'a'.repeat(5000)} HTTP/1.1`))));
    assert.ok([400, 414].includes(await status_of(office.port, head(`GET /partnerships?${'a=&'.repeat(1100)} HTTP/1.1`))));
});

test('a path cannot climb out of its folder', async () => {
    for (const path of ['/static/../../etc/passwd', '/static/%2e%2e/%2e%2e/etc/passwd', '/static/..%2f..%2fetc/passwd', '/static/..\\..\\x',
        '/static/%5c..%5cx', '//etc/passwd', '/static//style.css', '/./partnerships', '/partnerships/../me', '/static/%00', '/%c0%ae%c0%ae/x', '/static/style.css%00.png']) {
        const status = await status_of(office.port, head(`GET ${path} HTTP/1.1`));
        assert.ok([400, 404].includes(status), `${path}: ${status}`);
    }
});

test('broken UTF-8, NUL and control characters are refused wherever they stand', async () => {
    const before = await count();
    for (const path of ['/partnerships?q=%ff%fe', '/partnerships?q=%00', '/partnerships?q=%ed%a0%80', '/%ff', '/partnerships?%ff=1', '/partnerships?q=%', '/partnerships?q=%zz'])
        assert.ok([400, 404, 422].includes(await status_of(office.port, head(`GET ${path} HTTP/1.1`))), path);
    for (const raw of [Buffer.from('{"title":"\xff\xfe"}', 'latin1'), Buffer.from('{"title":"a\0b"}'), Buffer.from('{"title":"a\\u0000b"}'), Buffer.from('{"\\u0000":1}')]) {
        const answer = await editor.send('POST', LIST, { raw });
        assert.ok([400, 422].includes(answer.status), `${raw}: ${answer.status}`);
    }
    for (const body of ['title=%ff', 'title=%00', 'title=a%0', '%ff=a']) {
        const page = await person.post('/partnerships', body);
        assert.ok([400, 403, 422].includes(page.status), `${body}: ${page.status}`);
    }
    assert.equal(await count(), before);
});

test('nesting, numbers and members without measure are refused', async () => {
    const deep = '['.repeat(5000) + ']'.repeat(5000);
    const cases = [`{"title":${deep}}`, deep, '{"a":'.repeat(2000) + '1' + '}'.repeat(2000), `{"title":"a","starts":${'9'.repeat(5000)}}`,
        `{${Array.from({ length: 60000 }, (_, i) => `"m${i}":1`).join(',')}}`, `{"purposes":[${'"advocacy",'.repeat(60000)}"advocacy"]}`];
    for (const raw of cases) {
        const answer = await editor.send('POST', LIST, { raw });
        assert.ok([400, 413, 422].includes(answer.status), `${raw.slice(0, 30)}: ${answer.status}`);
    }
    const rows = await editor.post(LIST, a_partnership({ partners: Array.from({ length: 201 }, (_, i) => ({ name: `Partner ${i}`, kind: 'ngo' })) }));
    assert.equal(rows.status, 422);
});

test('a form without its token, with a wrong one or from another site changes nothing', async () => {
    const before = await count();
    const form = async () => (await person.get('/partnerships/new')).form('#edit').fill({ title: 'Forged' });
    const sends = [
        (await form()).force('_csrf', undefined).send(),
        (await form()).force('_csrf', 'wrong').send(),
        (await form()).force('_csrf', '').send(),
        (await form()).send({ headers: { Origin: 'http://evil.example' } }),
        (await form()).send({ headers: { Origin: 'null' } }),
        (await form()).send({ headers: { 'Sec-Fetch-Site': 'cross-site' } }),
    ];
    for (const page of await Promise.all(sends)) assert.equal(page.status, 403, page.words());
    const other = await office.as('editor');
    const token = (await other.get('/partnerships/new')).form('#edit').value('_csrf');
    assert.equal((await (await form()).force('_csrf', token).send()).status, 403);
    assert.equal(await count(), before);
    assert.equal((await (await form()).send()).status, 200);
    assert.equal(await count(), before + 1);
});

test('the API with a cookie asks for the token too', async () => {
    const cookie = [...person.cookies].map(([n, v]) => `${n}=${v}`).join('; ');
    const answer = await anyone.post(LIST, a_partnership(), { Cookie: cookie });
    assert.equal(answer.status, 403);
});

test('signing in from another site is refused', async () => {
    const page = await office.visitor().post('/sign-in', 'email=a%40example.org&password=aaaaaaaaaaaa', { headers: { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' } });
    assert.equal(page.status, 403);
});

test('after signing in nobody is sent to another site', async () => {
    for (const next of ['//evil.example', 'http://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
        const visitor = office.visitor();
        const page = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`);
        const form = page.form('main form').fill({ email: person.mail, password: 'a long sentence only I know' }).force('next', next);
        const answer = await form.send({ follow: false });
        assert.ok([200, 303, 400, 422].includes(answer.status), `${answer.status}`);
        if (answer.status === 303) assert.match(answer.headers.location, /^(\/(?![/\\])|http:\/\/127\.0\.0\.1)/);
    }
});

test('the eleventh wrong password is told to wait', async () => {
    const victim = await office.as('editor');
    let last = 0;
    for (let i = 0; i < 11; i++) {
        const page = await office.visitor().get('/sign-in');
        last = (await page.form('main form').fill({ email: victim.mail, password: `wrong password ${i}` }).send()).status;
        if (i < 10) assert.ok([401, 422].includes(last), `attempt ${i}: ${last}`);
    }
    assert.equal(last, 429);
    assert.equal((await victim.get('/me')).status, 200);
});

test('an old form does not overwrite what came after it, and what was typed is not lost', async () => {
    const page = await (await person.get('/partnerships/new')).form('#edit').fill({ title: 'Changed twice' }).send();
    const open = async () => (await person.get(`${page.path}/edit`)).form('#edit');
    const early = (await open()).fill({ place: 'early' }), late = (await open()).fill({ place: 'late' });
    assert.equal((await late.send()).status, 200);
    const refused = await early.send();
    assert.equal(refused.status, 412);
    assert.equal(refused.form('#edit').value('place'), 'early');
    assert.match(refused.words(), /meanwhile/);
    assert.ok(refused.words().includes('late'), 'what the other changed is shown');
    assert.ok((await person.get(page.path)).words().includes('late'));
    const knowingly = await refused.form('#edit').send();
    assert.equal(knowingly.status, 200);
    assert.ok((await person.get(page.path)).words().includes('early'));
});

test('going back to a form, changing it and sending it again loses nothing', async () => {
    const form = (await person.get('/partnerships/new')).form('#edit').fill({ title: 'Before going back' });
    const page = await form.send();
    const edit = (await person.get(`${page.path}/edit`)).form('#edit').fill({ place: 'one' });
    assert.equal((await edit.send()).status, 200);
    const again = await edit.fill({ place: 'two' }).send();
    assert.equal(again.status, 412);
    assert.equal(again.form('#edit').value('place'), 'two');
    const other = await form.fill({ title: 'After going back' }).send();
    assert.equal(other.status, 200);
    assert.equal(other.heading(), 'After going back');
});

test('a form sent twice makes one record', async () => {
    const form = (await person.get('/partnerships/new')).form('#edit').fill({ title: 'Double click' });
    const [one, two] = await Promise.all([form.send(), form.send()]);
    assert.equal(one.status, 200);
    assert.equal(two.path, one.path);
});

test('markup in a record is text on the page', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>';
    const form = (await person.get('/partnerships/new')).form('#edit').fill({ title: evil, summary: evil, description: `${evil}\n\n[x](javascript:alert(3)) <b onclick=alert(4)>` });
    const page = await form.send();
    assert.equal(page.status, 200);
    assert.ok(!page.text.includes('<script>alert') && !/<img[^>]+onerror/i.test(page.text) && !/href="javascript:/i.test(page.text) && !/<b onclick/i.test(page.text));
    assert.ok(page.words().includes('<script>alert(1)</script>'));
    assert.ok((await person.get('/partnerships?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E')).text.includes('<script>alert') === false);
});

test('a client that stops in the middle of a request, or stops reading, holds up nobody', async () => {
    const stalled = await Promise.all(Array.from({ length: 50 }, () => connection(office.port)));
    stalled.forEach((line, i) => line.write(i % 2 ? `POST ${LIST} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{` : 'GET /partnerships HTTP/1.1\r\nHo'));
    const deaf = await Promise.all(Array.from({ length: 20 }, () => connection(office.port)));
    for (const line of deaf) {
        line.pause();
        for (let i = 0; i < 200; i++) line.write(`GET /static/style.css HTTP/1.1\r\nHost: 127.0.0.1:${office.port}\r\n\r\n`);
    }
    const began = Date.now();
    for (let i = 0; i < 20; i++) assert.equal((await anyone.get(LIST)).status, 200);
    assert.ok(Date.now() - began < 3000, 'others wait');
    await sleep(4500);
    assert.ok(stalled.filter((line) => line.ended()).length >= 45, 'stalled connections are let go');
    for (const line of [...stalled, ...deaf]) line.close();
});

test('a thousand clients that vanish leave nothing behind', async () => {
    const before = fs.readdirSync(`/proc/${office.child.pid}/fd`).length;
    for (let round = 0; round < 10; round++) {
        const lines = await Promise.all(Array.from({ length: 100 }, () => connection(office.port)));
        lines.forEach((line, i) => { line.write(head(i % 2 ? 'GET /partnerships HTTP/1.1' : `GET ${LIST}?format=csv HTTP/1.1`)); line.socket.resetAndDestroy?.() ?? line.close(); });
    }
    await sleep(1500);
    assert.ok(fs.readdirSync(`/proc/${office.child.pid}/fd`).length <= before + 20);
    assert.equal((await anyone.get(LIST)).status, 200);
});
