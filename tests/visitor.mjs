// SPDX-License-Identifier: Apache-2.0
// visitor — a person with a browser that knows no JavaScript: cookies, links, forms filled in by name and sent as they stand.
import { parseHTML } from 'linkedom';
import { request } from './http.mjs';

const FOLLOW_MAX = 5;

function encode(pairs) {
    return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

// A form's controls: those within it, and those elsewhere that name it.
function controls(form) {
    const id = form.getAttribute('id');
    const elsewhere = id ? [...form.ownerDocument.querySelectorAll(`[form="${id}"]`)] : [];
    return [...form.querySelectorAll('input,select,textarea'), ...elsewhere.filter((e) => /^(input|select|textarea)$/.test(e.localName))];
}

// What a browser would send of a form: [name, value] in the order of the page.
function successful(form) {
    const pairs = [];
    for (const control of controls(form)) {
        const name = control.getAttribute('name');
        if (!name || control.hasAttribute('disabled')) continue;
        const kind = (control.getAttribute('type') || 'text').toLowerCase();
        if (control.localName === 'select') {
            const options = [...control.querySelectorAll('option')];
            const chosen = options.filter((o) => o.hasAttribute('selected'));
            const sent = control.hasAttribute('multiple') ? chosen : [chosen.at(-1) ?? options[0]].filter(Boolean);
            for (const option of sent) pairs.push([name, option.getAttribute('value') ?? option.textContent]);
        } else if (control.localName === 'textarea') {
            pairs.push([name, control.textContent.replace(/^\n/, '')]);
        } else if (kind === 'checkbox' || kind === 'radio') {
            if (control.hasAttribute('checked')) pairs.push([name, control.getAttribute('value') ?? 'on']);
        } else if (!['submit', 'button', 'image', 'reset', 'file'].includes(kind)) {
            pairs.push([name, control.getAttribute('value') ?? '']);
        }
    }
    return pairs;
}

class Form {
    constructor(page, element) {
        this.page = page;
        this.element = element;
        this.pairs = successful(element);
    }

    names() {
        return new Set(controls(this.element).map((e) => e.getAttribute('name')).filter(Boolean));
    }

    // Each name must be in the form: a person cannot fill in what is not there. A list ticks several boxes.
    fill(values) {
        const there = this.names();
        for (const [name, value] of Object.entries(values)) {
            if (!there.has(name)) throw new Error(`the form at ${this.page.path} has no field ${name}; it has ${[...there].join(' ')}`);
            this.pairs = this.pairs.filter(([n]) => n !== name);
            for (const one of [value].flat()) this.pairs.push([name, String(one)]);
        }
        return this;
    }

    // Over a field without asking whether it is there: for forged input.
    force(name, value) {
        this.pairs = this.pairs.filter(([n]) => n !== name);
        if (value !== undefined) this.pairs.push([name, value]);
        return this;
    }

    value(name) {
        return this.pairs.find(([n]) => n === name)?.[1];
    }

    // Sent with a button's name and value when it has some; redirections are followed unless `follow` is false.
    async send({ button, headers = {}, follow = true } = {}) {
        const pairs = button ? [...this.pairs, button] : this.pairs;
        const path = this.element.getAttribute('action') || this.page.path;
        if ((this.element.getAttribute('method') || 'get').toLowerCase() === 'get')
            return this.page.visitor.get(`${path.split('?')[0]}?${encode(pairs)}`);
        return this.page.visitor.post(path, encode(pairs), { headers, follow });
    }
}

class Page {
    constructor(visitor, path, answer) {
        this.visitor = visitor;
        this.path = path;
        this.answer = answer;
        this.status = answer.status;
        this.headers = answer.headers;
        this.text = answer.text;
    }

    get document() {
        this.parsed ??= parseHTML(this.text).document;
        return this.parsed;
    }

    heading() {
        return this.document.querySelector('h1')?.textContent.trim() ?? '';
    }

    // The words on the page, white space folded.
    words(selector = 'main') {
        const part = this.document.querySelector(selector) ?? this.document.querySelector('body');
        return (part?.textContent ?? '').replace(/\s+/g, ' ').trim();
    }

    has(words) {
        return this.words('body').includes(words);
    }

    links() {
        return [...this.document.querySelectorAll('a[href]')].map((a) => ({ href: a.getAttribute('href'), text: a.textContent.trim() }));
    }

    async follow(text) {
        const link = this.links().find((l) => l.text === text) ?? this.links().find((l) => l.text.includes(text));
        if (!link) throw new Error(`no link "${text}" at ${this.path}: ${this.links().map((l) => l.text).join(' | ')}`);
        return this.visitor.get(link.href);
    }

    // The form with this action (or that fits the selector).
    form(what) {
        const forms = [...this.document.querySelectorAll('form')];
        const found = forms.find((f) => f.getAttribute('action') === what) ?? forms.find((f) => f.matches(what));
        if (!found) throw new Error(`no form ${what} at ${this.path} (${this.status}): ${forms.map((f) => f.getAttribute('action')).join(' ')}`);
        return new Form(this, found);
    }

    // The form that holds the button with these words.
    form_with(button) {
        const pressed = [...this.document.querySelectorAll('main form button')].find((b) => b.textContent.trim() === button);
        if (!pressed) throw new Error(`no button "${button}" at ${this.path} (${this.status}): ${this.buttons().join(' | ')}`);
        return new Form(this, pressed.closest('form'));
    }

    buttons() {
        return [...this.document.querySelectorAll('main button')].map((b) => b.textContent.trim());
    }

    // [{field, reason}] of the summary of faults.
    faults() {
        return [...this.document.querySelectorAll('.errors a, [role=alert] a')].map((a) => ({
            field: a.getAttribute('href'), text: a.textContent.replace(/\s+/g, ' ').trim() }));
    }
}

export class Visitor {
    constructor(office, { language = 'en' } = {}) {
        this.office = office;
        this.cookies = new Map();
        this.language = language;
    }

    headers(more = {}) {
        const cookie = [...this.cookies].map(([n, v]) => `${n}=${v}`).join('; ');
        return { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Accept-Language': this.language, ...(cookie && { Cookie: cookie }), ...more };
    }

    keep(answer) {
        for (const line of answer.headers['set-cookie'] ?? []) {
            const [name, value] = line.split(';')[0].split(/=(.*)/s);
            if (value === '' || /max-age=0(;|$)/i.test(line)) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
    }

    address(path) {
        return new URL(path, this.office.url).toString();
    }

    local(path) {
        const url = new URL(path, this.office.url);
        return url.pathname + url.search;
    }

    async go(method, path, { headers = {}, body, follow = true } = {}) {
        path = this.local(path);
        for (let hop = 0; ; hop++) {
            const answer = await request(this.address(path), { method, headers: this.headers(headers), body })
                .catch(async (e) => { throw await this.office.trouble(e); });
            this.keep(answer);
            if (!follow || ![301, 302, 303, 307, 308].includes(answer.status)) return new Page(this, path, answer);
            if (hop === FOLLOW_MAX) throw new Error(`too many redirections at ${path}`);
            path = this.local(answer.headers.location);
            [method, body, headers] = ['GET', undefined, {}];
        }
    }

    get(path, options) {
        return this.go('GET', path, options);
    }

    post(path, body, { headers = {}, follow = true } = {}) {
        return this.go('POST', path, { body, follow, headers: {
            'Content-Type': 'application/x-www-form-urlencoded', Origin: this.office.url, 'Sec-Fetch-Site': 'same-origin', ...headers } });
    }
}
