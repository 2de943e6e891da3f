// SPDX-License-Identifier: Apache-2.0
// browser — Debian's Chromium at the pages of an office, listening for everything that goes wrong behind them.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import { PASSWORD, root } from './harness.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => fs.existsSync(p));
export const DESKTOP = { width: 1440, height: 900 }, PHONE = { width: 390, height: 844 };

export function open_browser() {
    return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--force-color-profile=srgb'] });
}

// A person at a browser of their own. `troubles` gathers errors of scripts, refused contents and answers of the 500s.
export async function person(browser, office, { javascript = true, viewport = DESKTOP, dark = false, ...more } = {}) {
    const context = await browser.newContext({ baseURL: office.url, javaScriptEnabled: javascript, viewport, colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce', locale: 'en-GB', ...more });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    const troubles = [];
    // A browser reports each answer of 400 and over as an error of the console; those are the scenes' business.
    page.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource: the server responded with a status of 4/.test(m.text())) troubles.push(m.text()); });
    page.on('pageerror', (e) => troubles.push(String(e)));
    page.on('response', (r) => { if (r.status() >= 500) troubles.push(`${r.status()} ${r.url()}`); });
    page.on('requestfailed', (r) => { if (!/ERR_ABORTED/.test(r.failure()?.errorText ?? '')) troubles.push(`${r.url()}: ${r.failure()?.errorText}`); });
    return Object.assign(page, { troubles, done: () => context.close() });
}

export async function use_link(page, link) {
    const url = new URL(link);
    await page.goto(url.pathname);
    await page.fill('main input[name=password]', PASSWORD);
    await Promise.all([page.waitForURL((u) => u.pathname !== url.pathname), page.click('main form button:not([tabindex="-1"])')]);
}

export async function sign_in(browser, office, role, options) {
    const account = await office.account(role, options);
    const page = await person(browser, office, options);
    await use_link(page, account.link);
    return Object.assign(page, { account });
}

// What axe finds, in words. Asked with JavaScript on: axe is a script, let in past the page's policy by the browser itself.
export async function accessibility(page) {
    await page.evaluate(fs.readFileSync(axe, 'utf8'));
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    return violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary?.split('\n').slice(1, 3).join(' ') ?? ''}`).join(' | ')}`);
}

// Into docs/screenshots when UPDATE_SCREENSHOTS=1; at most 256 colours where pngquant is installed.
export async function screenshot(page, name) {
    if (process.env.UPDATE_SCREENSHOTS !== '1') return;
    const folder = path.join(root, 'docs/screenshots'), file = path.join(folder, `${name}.png`);
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: file, caret: 'initial' }); // hiding the caret would put a style into the page
    spawnSync('pngquant', ['--force', '--strip', '--speed', '1', '--output', file, '256', file]);
}
