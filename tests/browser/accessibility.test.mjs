// SPDX-License-Identifier: Apache-2.0
// No findings of axe, light and dark, wide and narrow.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { open_office } from '../harness.mjs';
import { accessibility, DESKTOP, open_browser, person, PHONE, sign_in } from '../browser.mjs';

let office, browser, record;
before(async () => {
    office = await open_office({ demonstration: true });
    browser = await open_browser();
    record = (await (await office.api()).get('/api/v1/partnerships?q=Ita%C3%BA')).json().data[0].id;
});
after(async () => {
    await browser?.close();
    await office?.close();
});

const LOOKS = [['light', { viewport: DESKTOP }], ['dark', { viewport: DESKTOP, dark: true }], ['narrow', { viewport: PHONE }]];
const OPEN = { home: '/', list: '/partnerships', 'a list of nothing': '/partnerships?q=qqqqqq', record: () => `/partnerships/${record}`, history: () => `/partnerships/${record}/history`,
    organisation: '/organisations/1', 'sign-in': '/sign-in', about: '/about', error: '/partnerships/999999' };
const path_of = (path) => (typeof path === 'function' ? path() : path);

for (const [look, options] of LOOKS) {
    for (const [name, path] of Object.entries(OPEN)) {
        test(`${name}, ${look}`, { timeout: 60000 }, async () => {
            const page = await person(browser, office, { ...options, bypassCSP: true });
            await page.goto(path_of(path));
            assert.deepEqual(await accessibility(page), []);
            await page.done();
        });
    }
    test(`form, form with faults, account and office, ${look}`, { timeout: 90000 }, async () => {
        const page = await sign_in(browser, office, 'administrator', { ...options, bypassCSP: true });
        for (const path of ['/partnerships/new', '/organisations/new', '/accounts', '/accounts/new', '/office', '/me', `/partnerships/${record}`]) {
            await page.goto(path);
            assert.deepEqual(await accessibility(page), [], path);
        }
        await page.goto('/partnerships/new');
        await page.fill('main [name=starts]', 'someday');
        await Promise.all([page.waitForEvent('load'), page.locator('main .save button').first().click()]);
        assert.ok(await page.locator('main .errors, main [role=alert]').count());
        assert.deepEqual(await accessibility(page), [], 'with faults');
        await page.done();
    });
}
