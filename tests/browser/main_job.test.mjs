// SPDX-License-Identifier: Apache-2.0
// The main job in a browser: a newcomer adds a partnership, a second person publishes it, the public finds it. With JavaScript, without
// it, on a phone, and by keyboard alone.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { open_office } from '../harness.mjs';
import { DESKTOP, open_browser, person, PHONE, screenshot, sign_in, use_link } from '../browser.mjs';

let office, browser;
before(async () => {
    office = await open_office({ demonstration: true });
    browser = await open_browser();
});
after(async () => {
    await browser?.close();
    await office?.close();
});

const LONG = { timeout: 120000 };

test('reading the register, at every width and in the dark', LONG, async () => {
    for (const [name, options] of [['desktop', { viewport: DESKTOP }], ['phone', { viewport: PHONE }], ['desktop-dark', { viewport: DESKTOP, dark: true }]]) {
        const page = await person(browser, office, options);
        await page.goto('/');
        await screenshot(page, `home-${name}`);
        await page.goto('/partnerships?q=Brazil');
        await page.locator('main').getByRole('link', { name: 'Improving primary education in Brazil' }).first().click();
        await page.waitForURL(/\/partnerships\/\d+$/);
        assert.match(await page.locator('main').innerText(), /264,000/);
        await screenshot(page, `record-${name}`);
        await page.goto('/partnerships');
        await screenshot(page, `list-${name}`);
        for (const path of ['/', '/partnerships', '/organisations', '/sign-in', '/about']) {
            await page.goto(path);
            const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(over <= 0, `${path} is ${over} pixels too wide at ${name}`);
        }
        assert.deepEqual(page.troubles, []);
        await page.done();
    }
});

const main_button = (page, words) => page.locator('main').getByRole('button', { name: words, exact: true });

async function press(page, words) {
    await Promise.all([page.waitForEvent('load').catch(() => {}), main_button(page, words).click()]);
    await page.waitForLoadState();
}

async function field(page, name) {
    return page.locator(`main form#edit [name="${name}"]:not([type=hidden])`);
}

async function add_row(page, rows, number) {
    if (await page.locator(`[name="${rows}.${number}.organisation"]`).count()) return;
    await page.locator(`main button[name=_add][value="${rows}"]`).click();
    await page.locator(`[name="${rows}.${number}.organisation"]`).waitFor({ state: 'attached' });
}

async function the_main_job(title, options) {
    const newcomer = await sign_in(browser, office, 'editor', options);
    await newcomer.goto('/partnerships');
    await newcomer.locator('main').getByRole('link', { name: 'Register a partnership' }).first().click();
    await newcomer.waitForURL('**/partnerships/new');
    await (await field(newcomer, 'title')).fill(title);
    await (await field(newcomer, 'starts')).fill('someday');
    await (await field(newcomer, 'website')).fill('our own page');
    await press(newcomer, 'Save as a draft');
    const summary = newcomer.locator('main .errors, main [role=alert]').first();
    await summary.waitFor();
    assert.match(await summary.innerText(), /Began[\s\S]*Website/);
    if (options.picture) await screenshot(newcomer, `form-faults-${options.picture}`);
    await (await field(newcomer, 'starts')).fill('March 2024');
    await (await field(newcomer, 'website')).fill('https://example.org/wells');
    await (await field(newcomer, 'summary')).fill('Wells and filters at primary schools around the lake.');
    await newcomer.locator('main form#edit input[name=purposes][value=operational-delivery]').check();
    await (await field(newcomer, 'sector')).selectOption('water');
    await add_row(newcomer, 'partners', 0);
    await (await field(newcomer, 'partners.0.organisation')).fill('Example organisation 2');
    await add_row(newcomer, 'partners', 1);
    await (await field(newcomer, 'partners.1.organisation')).fill('Example organisation 4');
    assert.equal(await (await field(newcomer, 'title')).inputValue(), title, 'adding a row loses nothing');
    await press(newcomer, 'Save as a draft');
    await newcomer.waitForURL(/\/partnerships\/\d+$/);
    const path = new URL(newcomer.url()).pathname;
    assert.equal(await newcomer.locator('h1').innerText(), title);
    await press(newcomer, 'Send to the office');
    assert.match(await newcomer.locator('body').innerText(), /with the office now/i);

    const reviewer = await sign_in(browser, office, 'reviewer', options);
    await reviewer.goto('/office');
    if (options.picture) await screenshot(reviewer, `office-${options.picture}`);
    await reviewer.locator('main').getByRole('link', { name: title }).first().click();
    await reviewer.waitForURL(`**${path}*`);
    await press(reviewer, 'Publish');
    assert.match(await reviewer.locator('body').innerText(), /public now/i);

    const anyone = await person(browser, office, options);
    await anyone.goto('/partnerships');
    const box = anyone.locator('main input[name=q]').first();
    await box.fill(title);
    await box.press('Enter');
    await anyone.locator('main').getByRole('link', { name: title }).first().click();
    await anyone.waitForURL(`**${path}`);
    assert.equal(await anyone.locator('h1').innerText(), title);
    for (const page of [newcomer, reviewer, anyone]) {
        assert.deepEqual(page.troubles, []);
        await page.done();
    }
}

test('with JavaScript', LONG, () => the_main_job('Clean water for lake schools', { picture: 'desktop', viewport: DESKTOP }));
test('without JavaScript', LONG, () => the_main_job('Clean water without scripts', { viewport: DESKTOP, javascript: false }));
test('on a phone, in the dark', LONG, () => the_main_job('Clean water by telephone', { picture: 'phone-dark', viewport: PHONE, dark: true }));

// Tab until the wanted thing has the focus; a person sees where they are all the way.
async function tab_to(page, what, most = 300) {
    for (let i = 0; i < most; i++) {
        const here = await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, what);
        if (here) return;
        await page.keyboard.press('Tab');
        const seen = await page.evaluate(() => {
            const e = document.activeElement;
            if (!e || e === document.body) return true;
            const style = getComputedStyle(e), box = e.getBoundingClientRect();
            const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
            return marked && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
        });
        assert.ok(seen, `the focus cannot be seen: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`);
    }
    assert.fail(`no way by Tab to ${what}`);
}

test('by keyboard alone: sign in, register, send', LONG, async () => {
    const account = await office.account('editor');
    const first = await person(browser, office);
    await use_link(first, account.link);
    await first.done();
    const page = await person(browser, office);
    await page.goto('/partnerships/new');
    await tab_to(page, 'input[name=email]');
    await page.keyboard.type(account.mail);
    await tab_to(page, 'input[name=password]');
    await page.keyboard.type('a long sentence only I know');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/partnerships/new');
    await page.keyboard.press('Tab');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to the content/);
    await page.keyboard.press('Enter');
    await tab_to(page, 'main input[name=title]');
    await page.keyboard.type('Keyboards for lake schools');
    await tab_to(page, 'main textarea[name=summary]');
    await page.keyboard.type('Keyboards.');
    await tab_to(page, 'main input[name=purposes]');
    await page.keyboard.press('Space');
    await tab_to(page, 'main select[name=sector]');
    await page.keyboard.type('edu');
    await tab_to(page, 'main [name="partners.0.organisation"]:not([type=hidden]), main button[name=_add][value=partners]');
    if (await page.evaluate(() => document.activeElement.localName === 'button')) {
        await page.keyboard.press('Enter');
        await page.locator('[name="partners.0.organisation"]').waitFor({ state: 'attached' });
        await tab_to(page, 'main [name="partners.0.organisation"]');
    }
    await page.keyboard.type('Example organisation 2');
    if (!await page.locator('[name="partners.1.organisation"]').count()) {
        await tab_to(page, 'main button[name=_add][value=partners]');
        await page.keyboard.press('Enter');
        await page.locator('[name="partners.1.organisation"]').waitFor({ state: 'attached' });
    }
    await tab_to(page, 'main [name="partners.1.organisation"]');
    await page.keyboard.type('Example organisation 4');
    await tab_to(page, 'main .save button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/partnerships\/\d+$/);
    await tab_to(page, 'main form[action$="/submit"] button');
    await page.keyboard.press('Enter');
    await page.getByText(/with the office now/i).first().waitFor();
    assert.deepEqual(page.troubles, []);
    await page.done();
});
