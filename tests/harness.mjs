// SPDX-License-Identifier: Apache-2.0
// harness — an office of its own for each scene: the program on a free port over a database in a new folder.
//
//     const office = await open_office({ demonstration: true });
//     const secretary = await office.as('secretariat');      // an account with this role, signed in through the pages
//     const api = await office.api('editor');                // the same over the API, with a token
//     await office.close();
//
// ACCORD_BIN names the program (build/accord when nothing is said).
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from './http.mjs';
import { Visitor } from './visitor.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const program = path.resolve(process.env.ACCORD_BIN ?? path.join(root, 'build/accord'));
export const full = process.env.ACCORD_FULL === '1';
export const PASSWORD = 'a long sentence only I know';
const START_MS = 20000;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Tries until it holds, or time is up.
export async function eventually(what, ms = 5000) {
    const end = Date.now() + ms;
    for (;;) {
        const got = await what();
        if (got || Date.now() > end) return got;
        await sleep(25);
    }
}

// A program to its end: {code, signal, out, err}.
export function run(args, { env = {}, input, cwd, command = program, ms = 60000 } = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
        const out = [], err = [];
        const timer = setTimeout(() => child.kill('SIGKILL'), ms);
        child.stdout.on('data', (part) => out.push(part));
        child.stderr.on('data', (part) => err.push(part));
        child.stdin.on('error', () => {});
        child.on('error', reject);
        child.on('close', (code, signal) => {
            clearTimeout(timer);
            resolve({ code, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
        });
        child.stdin.end(input);
    });
}

export function temporary_folder() {
    return fs.mkdtempSync(path.join(os.tmpdir(), 'accord-test-'));
}

// JSON in, JSON out, with a token or without.
class Api {
    constructor(office, token) {
        this.office = office;
        this.token = token;
    }

    async send(method, target, { body, headers = {}, raw } = {}) {
        const bytes = raw ?? (body === undefined ? undefined : JSON.stringify(body));
        return request(new URL(target, this.office.url).toString(), { method, body: bytes, headers: {
            Accept: 'application/json',
            ...(this.token && { Authorization: `Bearer ${this.token}` }),
            ...(bytes !== undefined && { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(bytes)) }),
            ...headers } }).catch(async (e) => { throw await this.office.trouble(e); });
    }

    get(target, headers) { return this.send('GET', target, { headers }); }
    post(target, body, headers) { return this.send('POST', target, { body, headers }); }
    put(target, body, headers) { return this.send('PUT', target, { body, headers }); }
    patch(target, body, headers) { return this.send('PATCH', target, { body, headers }); }
    delete(target, headers) { return this.send('DELETE', target, { headers }); }

    // The data of an answer that must have come out well.
    async data(method, target, options) {
        const answer = await this.send(method, target, options);
        if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.status} ${answer.text.slice(0, 500)}`);
        return answer.json().data;
    }
}

class Office {
    constructor(options) {
        this.options = options;
        this.folder = temporary_folder();
        this.db = options.db ?? path.join(this.folder, 'accord.db');
        this.accounts = 0;
        this.log = '';
    }

    run(args, options) {
        return run([...args, '--db', this.db], options);
    }

    // What a request that got no answer is to say: whether the program has died, and its last words.
    async trouble(error) {
        await eventually(() => this.child.gone, 500);
        const died = this.child.gone ? `; the program has ended: ${this.log.slice(-6000)}` : '';
        return new Error(`${error.message}${died}`, { cause: error });
    }

    async start() {
        this.started_at = this.log.length;
        const { args = [], env = {}, wrap = [] } = this.options;
        const command = [...wrap, program, 'serve', '--db', this.db, '--listen', `127.0.0.1:${this.port ?? 0}`, ...args];
        this.child = spawn(command[0], command.slice(1), { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
        const child = this.child;
        this.ended = new Promise((resolve) => child.on('close', (code, signal) => { child.gone = true; resolve({ code, signal }); }));
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { this.log += part; });
        const address = () => /https?:\/\/[\w.:[\]-]+:(\d+)/.exec(this.log.slice(this.started_at));
        await eventually(() => address() || child.gone, START_MS);
        if (!address()) throw new Error(`the program did not start: ${this.log.slice(-2000)}`);
        this.port = Number(address()[1]);
        this.url = `http://127.0.0.1:${this.port}`;
        await eventually(async () => (await this.answers()) || child.gone, START_MS);
        return this;
    }

    async answers() {
        try { return (await request(`${this.url}/healthz`)).status === 200; } catch { return false; }
    }

    // The first administrator's link, as it was printed.
    link() {
        return /https?:\/\/\S*\/sign-in\/\S+/.exec(this.log)?.[0];
    }

    async stop(signal = 'SIGTERM') {
        if (!this.child.gone) this.child.kill(signal);
        return this.ended;
    }

    async kill() {
        return this.stop('SIGKILL');
    }

    async restart() {
        if (!this.child.gone) await this.stop();
        return this.start();
    }

    async close() {
        await this.stop();
        fs.rmSync(this.folder, { recursive: true, force: true });
    }

    visitor(options) {
        return new Visitor(this, options);
    }

    // An account made on the command line: {mail, name, link}.
    async account(role, { name, mail, organisation } = {}) {
        const number = ++this.accounts;
        const person = { name: name ?? `Person ${number}`, mail: mail ?? `${role}-${number}@example.org` };
        const made = await this.run(['user', 'add', person.mail, '--name', person.name, '--roles', role,
            ...(organisation ? ['--organisation', organisation] : [])]);
        if (made.code !== 0) throw new Error(`user add: ${made.code} ${made.err}`);
        person.link = /https?:\/\/\S+/.exec(made.out)?.[0] ?? /\/sign-in\/\S+/.exec(made.out)?.[0];
        return person;
    }

    // Signed in by their link, as a person would.
    async as(role, options) {
        const person = await this.account(role, options);
        const visitor = this.visitor();
        Object.assign(visitor, person);
        await this.use_link(visitor, person.link);
        return visitor;
    }

    async use_link(visitor, link) {
        const url = new URL(link, this.url);
        const page = await visitor.get(url.pathname + url.search);
        const done = await page.form('main form').fill({ password: PASSWORD }).send();
        if (done.status !== 200) throw new Error(`the link did not work: ${done.status} ${done.words()}`);
        return done;
    }

    // The API as the public, or with a token of an account of this role.
    async api(role, options) {
        if (!role) return new Api(this);
        const person = await this.account(role, options);
        await this.use_link(this.visitor(), person.link);
        const made = await this.run(['user', 'token', person.mail]);
        if (made.code !== 0) throw new Error(`user token: ${made.code} ${made.err}`);
        const token = made.out.match(/[\w-]{30,}/)?.[0];
        return Object.assign(new Api(this, token), person);
    }
}

export async function open_office(options = {}) {
    const office = new Office(options);
    if (options.demonstration) {
        const done = await office.run(['demo']);
        if (done.code !== 0) throw new Error(`demo: ${done.code} ${done.err}`);
    }
    if (options.wait !== false) await office.start();
    return office;
}

// --- Records to begin with ----------------------------------------------------------------------------------------------------

export function a_partnership(more = {}) {
    return {
        title: 'Clean water for Lake Victoria schools',
        summary: 'Wells and filters at primary schools around the lake.',
        sector: 'water',
        scope: 'regional',
        purposes: ['operational-delivery'],
        countries: ['KE', 'UG'],
        starts: '2024-03',
        partners: [
            { name: 'governments of the region', kind: 'state', role: 'Provide the land' },
            { name: 'local communities', kind: 'community', role: 'Build and keep the wells' },
        ],
        ...more,
    };
}

// Made by one account, published by another; returns its data as the public sees it.
export async function published(office, editor, reviewer, more) {
    const made = await editor.data('POST', '/api/v1/partnerships', { body: a_partnership(more) });
    await move(editor, made.id, 'submit');
    await move(reviewer, made.id, 'publish');
    return (await office.api()).data('GET', `/api/v1/partnerships/${made.id}`);
}

export async function move(api, id, name, body = {}) {
    const now = await api.get(`/api/v1/partnerships/${id}`);
    return api.data('POST', `/api/v1/partnerships/${id}/moves/${name}`, { body, headers: { 'If-Match': now.headers.etag } });
}
