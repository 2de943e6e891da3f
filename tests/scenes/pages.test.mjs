// SPDX-License-Identifier: Apache-2.0
// The first day of an office, and the way of a partnership from a draft to the public: as people without JavaScript go it.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { open_office, PASSWORD } from '../harness.mjs';

let office, administrator, ama, rosa;
const ADMINISTRATOR = 'administrator@example.org';
before(async () => { office = await open_office({ args: ['--administrator', ADMINISTRATOR] }); });
after(() => office?.close());

test('the first administrator signs in by the link that was printed', async () => {
    assert.ok(office.link(), office.log);
    administrator = office.visitor();
    const page = await administrator.get(new URL(office.link()).pathname);
    assert.equal(page.status, 200);
    const short = await page.form('main form').fill({ password: 'short' }).send();
    assert.equal(short.status, 422);
    assert.match(short.words(), /10/);
    const done = await short.form('main form').fill({ password: PASSWORD }).send();
    assert.equal(done.status, 200, done.words());
    assert.equal((await administrator.get('/me')).status, 200);
    assert.ok([404, 410].includes((await office.visitor().get(new URL(office.link()).pathname)).status), 'the link works once');
});

test('later starts print no link, and the password opens', async () => {
    await office.restart();
    assert.equal(office.log.slice(office.started_at).includes('/sign-in/'), false);
    administrator = office.visitor();
    const page = await administrator.get('/sign-in');
    const wrong = await page.form('main form').fill({ email: ADMINISTRATOR, password: 'not the password' }).send();
    assert.ok([401, 422].includes(wrong.status), `${wrong.status}`);
    const nobody = await page.form('main form').fill({ email: 'nobody@example.org', password: 'not the password' }).send();
    assert.equal(nobody.words().replace('nobody', 'administrator'), wrong.words(), 'the answer does not tell who has an account');
    const done = await wrong.form('main form').fill({ email: ADMINISTRATOR.toUpperCase(), password: PASSWORD }).send();
    assert.equal(done.status, 200, done.words());
    assert.equal((await administrator.get('/me')).status, 200);
});

// Made on the accounts page; the link is said there, to be handed over.
async function account(name, email, role) {
    const blank = await administrator.get('/accounts/new');
    assert.equal(blank.status, 200, blank.words());
    const made = await blank.form('#edit').fill({ name, email, roles: role }).send();
    assert.equal(made.status, 200, made.words());
    const offer = await made.follow('Sign-in link').catch(() => administrator.get(`${made.path}/link`));
    const said = await offer.form('main form').send();
    assert.equal(said.status, 200, said.words());
    const link = /\/sign-in\/[\w-]+/.exec(said.words())?.[0];
    assert.ok(link, 'the link is on the page');
    const visitor = office.visitor();
    await office.use_link(visitor, link);
    return visitor;
}

test('the administrator gives two others accounts', async () => {
    ama = await account('Ama Editor', 'ama@example.org', 'editor');
    rosa = await account('Rosa Reviewer', 'rosa@example.org', 'reviewer');
    assert.equal((await ama.get('/accounts')).status, 403);
    assert.ok([303, 401].includes((await office.visitor().get('/accounts', { follow: false })).status));
    assert.equal((await ama.get('/me')).status, 200);
});

test('an editor adds two organisations', async () => {
    for (const [name, kind] of [['Ministry of Water', 'state'], ['Lake Well Diggers', 'ngo']]) {
        const form = (await ama.get('/organisations/new')).form('#edit').fill({ name, kind });
        const page = await form.send();
        assert.equal(page.status, 200, page.words());
        assert.equal(page.heading(), name);
    }
    const twice = await (await ama.get('/organisations/new')).form('#edit').fill({ name: 'Ministry of Water', kind: 'state' }).send();
    assert.equal(twice.status, 422);
});

let path;
test('what is wrong with a partnership is said all at once, and what was typed stays', async () => {
    const blank = await ama.get('/partnerships/new');
    const form = blank.form('#edit').fill({ title: '', starts: 'soon', website: 'not a link', 'partners.0.organisation': 'Nobody we know', place: 'Kisumu' });
    const again = await form.send();
    assert.equal(again.status, 422);
    const fields = again.faults().map((f) => f.field);
    assert.ok(fields.length >= 4, `${fields}`);
    for (const anchor of fields) assert.ok(again.document.querySelector(anchor), `${anchor} is on the page`);
    assert.equal(again.form('#edit').value('place'), 'Kisumu');
    assert.equal(again.form('#edit').value('starts'), 'soon');
    const fixed = await again.form('#edit').fill({ title: 'Wells around the lake', starts: 'March 2024', website: 'https://example.org/wells', 'partners.0.organisation': 'Ministry of Water' }).send();
    assert.equal(fixed.status, 200, fixed.words());
    assert.equal(fixed.heading(), 'Wells around the lake');
    path = fixed.path;
});

test('it is not complete, so it cannot be sent; then it is', async () => {
    const page = await ama.get(path);
    const refused = await page.form_with('Send to the office').send();
    assert.equal(refused.status, 422, refused.words());
    for (const word of [/summary|sentences/i, /purpose/i, /sector/i]) assert.match(refused.words(), word);
    let edit = await ama.get(`${path}/edit`);
    if (!edit.form('#edit').names().has('partners.1.organisation')) edit = await edit.form('#edit').send({ button: ['_add', 'partners'] });
    assert.equal(edit.status, 200);
    const saved = await edit.form('#edit').fill({ summary: 'Wells at schools around the lake.', purposes: ['operational-delivery', 'advocacy'], sector: 'water',
        'partners.1.organisation': 'Lake Well Diggers' }).send();
    assert.equal(saved.status, 200, saved.words());
    const sent = await saved.form_with('Send to the office').send();
    assert.equal(sent.status, 200, sent.words());
    assert.match(sent.words('body'), /with the office now/);
    assert.match((await ama.get(path)).words(), /In review/);
});

test('the public does not see it yet, and its editor cannot publish it', async () => {
    assert.equal((await office.visitor().get(path)).status, 404);
    assert.ok(!(await office.visitor().get('/partnerships')).has('Wells around the lake'));
    const page = await ama.get(path);
    assert.ok(!page.buttons().includes('Publish'));
    const forged = page.form_with('Take back');
    forged.element.setAttribute('action', `${path}/moves/publish`);
    assert.equal((await forged.send()).status, 403);
});

test('the reviewer finds it waiting and publishes it', async () => {
    const desk = await rosa.get('/office');
    assert.ok(desk.has('Wells around the lake'), desk.words());
    const page = await desk.follow('Wells around the lake');
    const done = await page.form_with('Publish').send();
    assert.equal(done.status, 200, done.words());
    assert.match(done.words('body'), /public now/);
    assert.ok(!(await rosa.get('/office')).has('Wells around the lake'));
});

test('the public finds it by list, search, facet, API and CSV', async () => {
    const anyone = office.visitor();
    assert.equal((await anyone.get(path)).heading(), 'Wells around the lake');
    const list = await anyone.get('/partnerships');
    assert.ok(list.has('Wells around the lake'));
    const found = await list.form('/partnerships').fill({ q: 'diggers' }).send();
    assert.ok(found.has('Wells around the lake'), 'by a partner\'s name');
    for (const query of ['sector=water', 'purposes=advocacy', 'partner_kind=ngo', 'q=wells', 'q=lake&sector=water'])
        assert.ok((await anyone.get(`/partnerships?${query}`)).has('Wells around the lake'), query);
    assert.ok(!(await anyone.get('/partnerships?sector=health')).has('Wells around the lake'));
    const ticked = await list.form('/partnerships').fill({ sector: ['water'], purposes: ['advocacy'] }).send();
    assert.ok(ticked.has('Wells around the lake'), 'by ticking facets');
    const api = await office.api();
    assert.equal((await api.get('/api/v1/partnerships?q=wells')).json().data[0].title, 'Wells around the lake');
    assert.ok((await anyone.get('/partnerships?format=csv')).text.includes('Wells around the lake'));
    assert.ok((await anyone.get('/organisations')).has('Lake Well Diggers'));
    assert.ok((await (await anyone.get('/organisations')).follow('Lake Well Diggers')).has('Wells around the lake'));
});

test('a change to it is a draft over the published version, with a readable difference', async () => {
    const edit = await ama.get(`${path}/edit`);
    assert.match(edit.words(), /sees the present version/i);
    const saved = await edit.form('#edit').fill({ title: 'Wells around the whole lake', 'partners.1.role': 'Dig the wells' }).send();
    assert.equal(saved.status, 200, saved.words());
    assert.equal((await office.visitor().get(path)).heading(), 'Wells around the lake');
    const api = await office.api();
    assert.equal((await api.get('/api/v1' + path)).json().data.title, 'Wells around the lake');
    let page = await ama.get(path);
    let draft = page.links().find((l) => /draft/.test(l.href));
    let shown = draft ? await ama.get(draft.href) : saved;
    assert.ok(shown.has('Wells around the whole lake') && shown.has('Wells around the lake') && shown.has('Dig the wells'), shown.words());
    const sent = await shown.form_with('Send to the office').send();
    assert.equal(sent.status, 200, sent.words());
    const waiting = await (await rosa.get('/office')).follow('Wells around');
    assert.ok(waiting.has('Wells around the whole lake'), 'the reviewer sees the change');
    const done = await waiting.form_with('Publish').send();
    assert.equal(done.status, 200, done.words());
    assert.equal((await office.visitor().get(path)).heading(), 'Wells around the whole lake');
});

test('its history tells what happened, and to the public nobody\'s name', async () => {
    const open = await office.visitor().get(`${path}/history`);
    assert.equal(open.status, 200);
    assert.ok(open.has('Wells around the whole lake') && open.has('Wells around the lake'), open.words());
    assert.ok(!open.has('Ama Editor') && !open.has('Rosa Reviewer'));
    assert.ok((await rosa.get(`${path}/history`)).has('Ama Editor'));
});

test('the office may ask for changes, with a note the editor can read', async () => {
    const page = await (await ama.get('/partnerships/new')).form('#edit').fill({ title: 'Solar lamps for schools', summary: 'Lamps.', sector: 'energy', purposes: ['operational-delivery'],
        'partners.0.organisation': 'Ministry of Water' }).send();
    let edit = await ama.get(`${page.path}/edit`);
    if (!edit.form('#edit').names().has('partners.1.organisation')) edit = await edit.form('#edit').send({ button: ['_add', 'partners'] });
    const saved = await edit.form('#edit').fill({ 'partners.1.organisation': 'Lake Well Diggers' }).send();
    await saved.form_with('Send to the office').send();
    const review = await rosa.get(page.path);
    const silent = await review.form_with('Ask for changes').fill({ note: '' }).send();
    assert.equal(silent.status, 422, 'a note is asked for');
    const asked = await review.form_with('Ask for changes').fill({ note: 'Please say how many lamps.' }).send();
    assert.equal(asked.status, 200, asked.words());
    const back = await ama.get(page.path);
    assert.match(back.words(), /Changes asked/);
    assert.ok((await ama.get(`${page.path}/history`)).has('Please say how many lamps.'));
    assert.equal((await back.form_with('Send to the office').send()).status, 200);
});

test('a published record may be withdrawn, and stays readable', async () => {
    const page = await rosa.get(path);
    const done = await page.form_with('Withdraw').fill({ note: 'The partners asked for it.' }).send();
    assert.equal(done.status, 200, done.words());
    const open = await office.visitor().get(path);
    assert.equal(open.status, 200);
    assert.match(open.words(), /Withdrawn/);
});

test('a page that is not there, is not open, or failed says what to do', async () => {
    const lost = await office.visitor().get('/partnerships/987654');
    assert.equal(lost.status, 404);
    assert.ok(lost.heading().length > 5 && lost.words().length > 40);
    const asked = await office.visitor().get('/partnerships/new', { follow: false });
    assert.equal(asked.status, 303);
    assert.match(asked.headers.location, /^\/sign-in\?next=%2Fpartnerships%2Fnew/);
});

test('after signing in one is where one wanted to be', async () => {
    const visitor = office.visitor();
    const page = await visitor.get('/partnerships/new');
    const done = await page.form('main form').fill({ email: 'ama@example.org', password: PASSWORD }).send();
    assert.equal(done.path, '/partnerships/new');
    assert.equal(done.status, 200);
});
