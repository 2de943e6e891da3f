// SPDX-License-Identifier: Apache-2.0
// Every figure of the report is in the register, with the paragraph it stands in: over the API and on the page.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { a_partnership, eventually, open_office } from '../harness.mjs';

let office, anyone, records;
before(async () => {
    office = await open_office({ demonstration: true });
    anyone = await office.api();
    const list = (await anyone.get('/api/v1/partnerships?limit=100')).json().data;
    records = await Promise.all(list.map((p) => anyone.data('GET', `/api/v1/partnerships/${p.id}`)));
});
after(() => office?.close());

const BRAZIL = 'Improving primary education in Brazil', CARPET = 'Keeping children in school in the carpet belt';
const YOUTH = 'Speak your mind', ACADEMIES = 'Networking academies', PLOCK = 'Sustainable development in Płock';
const PAPERLESS = 'Paperless committee', STATOIL = 'Statoil', FUND = 'United Nations Fund for International Partnerships';

// Title, paragraph, stage, amount, currency, and for which country or when.
const MONEY = [
    [BRAZIL, 49, 'sought', '2500000.00', 'USD'],
    [BRAZIL, 49, 'received', '264000.00', 'USD'],
    [CARPET, 50, 'targeted', '450000.00', 'USD'],
    [YOUTH, 51, 'received', '270000.00', 'USD'],
    [STATOIL, 60, 'received', '1000000.00', 'NOK', '2001'],
    [STATOIL, 61, 'received', '1000000.00', 'NOK', '2002'],
    [STATOIL, 61, 'received', '1000000.00', 'NOK', '2003'],
    [STATOIL, 61, 'received', '50000.00', 'USD', 'AZ'],
    [STATOIL, 61, 'received', '180000.00', 'USD', 'AO'],
    [STATOIL, 61, 'planned', '1000000.00', 'NOK'],
    [FUND, 44, 'programmed', '513000000.00', 'USD', '2003-05-31'],
];
// Title, paragraph, extent, number, a word of the unit, reached or planned.
const COUNTS = [
    [BRAZIL, 49, 'exactly', '28000', 'schools', 'reached'], [BRAZIL, 49, 'more-than', '1500', 'NGOs', 'reached'],
    [BRAZIL, 49, 'more-than', '30', 'organisations', 'reached'],
    [CARPET, 50, 'exactly', '24000', 'pupils', 'reached'], [CARPET, 50, 'more-than', '6000', 'women', 'reached'],
    [CARPET, 50, 'exactly', '300', 'villages', 'planned'], [CARPET, 50, 'exactly', '500', 'villages', 'planned'],
    [ACADEMIES, 52, 'exactly', '3370', 'students', 'reached'], [ACADEMIES, 52, 'exactly', '278', 'teachers', 'reached'],
    [ACADEMIES, 52, 'exactly', '83', 'academies', 'reached'], [ACADEMIES, 52, 'exactly', '33', 'least developed', 'reached'],
    [PLOCK, 57, 'more-than', '80', 'municipalities', 'reached'],
    [PAPERLESS, 58, 'exactly', '25', 'laptops', 'reached'], [PAPERLESS, 58, 'about', '160', 'files', 'planned'],
    [PAPERLESS, 58, 'nearly', '40000', 'pages', 'planned'],
    [STATOIL, 61, 'exactly', '10000', 'schools', 'planned'], [STATOIL, 61, 'exactly', '500000', 'pupils', 'planned'],
    [FUND, 44, 'exactly', '253', 'projects', 'reached'],
];

const code = (value) => value?.code ?? value;
const named = (title) => records.find((r) => r.title.startsWith(title));
const grouped = (number) => Number(number).toLocaleString('en-GB');
async function page_of(record) {
    const page = await office.visitor().get(`/partnerships/${record.id}`);
    assert.equal(page.status, 200);
    return page.words();
}

test('the twelve field projects, the compact, the fund, the task force and the committee are there', () => {
    assert.ok(records.filter((r) => !r.example).length >= 16, `${records.length}`);
    for (const title of [BRAZIL, CARPET, YOUTH, ACADEMIES, 'Diversified Growth Strategy for Papua', 'West–East pipeline', 'Angola Enterprise Programme',
        'Human rights in Venezuela', PLOCK, PAPERLESS, STATOIL, 'Eco-efficiency in Moroccan textile dyeing', 'Global Compact', FUND,
        'Information and Communication Technologies Task Force']) assert.ok(named(title), title);
});

for (const [title, paragraph, stage, amount, currency, more] of MONEY) {
    test(`${title}: ${amount} ${currency} ${stage}${more ? ` (${more})` : ''}, paragraph ${paragraph}`, async () => {
        const record = named(title);
        const found = record.contributions.find((c) => c.amount?.amount === amount && c.amount.currency === currency && code(c.stage) === stage &&
            (!more || code(c.country) === more || String(c.day ?? '').startsWith(more)));
        assert.ok(found, JSON.stringify(record.contributions));
        assert.match(found.source, new RegExp(`^A/58/227 §${paragraph}$`));
        if (currency === 'NOK') assert.deepEqual(found.equivalent, { amount: '137000.00', currency: 'USD' });
        else assert.equal(found.equivalent ?? null, null);
        const words = await page_of(record);
        assert.ok(words.includes(grouped(amount)), `${grouped(amount)} on the page`);
        assert.ok(words.includes(`§${paragraph}`), 'the paragraph on the page');
    });
}

for (const [title, paragraph, extent, number, unit, reached] of COUNTS) {
    test(`${title}: ${extent} ${number} ${unit} ${reached}, paragraph ${paragraph}`, async () => {
        const record = named(title);
        const found = record.results.find((r) => String(r.number) === number && r.unit.includes(unit));
        assert.ok(found, JSON.stringify(record.results));
        assert.equal(code(found.extent), extent);
        assert.equal(code(found.reached), reached);
        assert.match(found.source, new RegExp(`^A/58/227 §${paragraph}$`));
        const words = await page_of(record);
        assert.ok(words.includes(grouped(number)), `${grouped(number)} on the page`);
        assert.ok(words.includes(`§${paragraph}`), 'the paragraph on the page');
    });
}

test('the fund has one total and no split', () => {
    assert.equal(named(FUND).contributions.length, 1);
    assert.equal(String(named(FUND).contributions[0].quantity), '253');
});

test('no page converts a currency or adds up two', async () => {
    const words = await page_of(named(STATOIL));
    assert.ok(words.includes('137,000'));
    for (const sum of ['411,000', '548,000', '641,000', '230,000 kroner']) assert.ok(!words.includes(sum), sum);
});

test('no standing is put on what the report tells, and the page says so', async () => {
    for (const record of records.filter((r) => !r.example)) {
        assert.equal(record.standing.code, 'recorded', record.title);
        assert.match(record.standing.sentence, /not followed since/);
    }
    assert.match(await page_of(named(BRAZIL)), /not followed since/i);
});

test('what is made up is marked as an example everywhere', async () => {
    const examples = records.filter((r) => r.example);
    assert.ok(examples.length >= 2);
    for (const record of examples) {
        assert.equal(record.example, true);
        assert.match(record.title, /^Example partnership \d/);
        assert.match(await page_of(record), /example/i);
        for (const partner of record.partners) if (partner.organisation) assert.match(partner.organisation.name, /^Example organisation \d/);
    }
    const rows = (await anyone.get('/api/v1/partnerships?limit=100')).json().data;
    assert.deepEqual(rows.filter((r) => r.example).map((r) => r.id).sort(), examples.map((r) => r.id).sort());
    assert.ok(records.filter((r) => !r.example).every((r) => !/example/i.test(r.title)));
});

test('what the report does not say stays empty, and its page is whole', async () => {
    for (const record of records) {
        const page = await office.visitor().get(`/partnerships/${record.id}`);
        assert.equal(page.heading(), record.title);
        assert.ok(!/undefined|\{\{|null\b|NaN/.test(page.words()), record.title);
    }
});

test('loading it again adds nothing', async () => {
    const again = await office.run(['demo']);
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /\b0 records added/);
    assert.equal((await anyone.get('/api/v1/partnerships')).json().total, 19);
});

// What another program has written is seen within a tenth of a second.
const shows = (total) => eventually(async () => (await anyone.get('/api/v1/partnerships')).json().total === total, 2000);

test('taking it out leaves the rest', async () => {
    const editor = await office.api('editor');
    const itau = (await anyone.get('/api/v1/organisations?q=Ita%C3%BA')).json().data[0].id;
    const mine = await editor.data('POST', '/api/v1/partnerships', { body: a_partnership({ partners: [{ organisation: itau }] }) });
    const removed = await office.run(['demo', '--remove']);
    assert.equal(removed.code, 0, removed.err);
    assert.ok(await shows(0));
    const kept = await editor.data('GET', `/api/v1/partnerships/${mine.id}`);
    assert.equal(kept.partners[0].organisation.name, 'Banco Itaú');
    assert.deepEqual((await anyone.get('/api/v1/organisations')).json().data.map((o) => o.name), ['Banco Itaú']);
    assert.equal((await office.run(['demo'])).code, 0);
    assert.ok(await shows(19));
});
