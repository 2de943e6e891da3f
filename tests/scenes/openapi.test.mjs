// SPDX-License-Identifier: Apache-2.0
// The description of the API is sound, and true.
import test, { before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { open_office, a_partnership } from '../harness.mjs';

let office, document;
before(async () => {
    office = await open_office({ demonstration: true });
    const answer = await (await office.api()).get('/api/openapi.json');
    assert.equal(answer.status, 200);
    document = answer.json();
});
after(() => office?.close());

test('it is OpenAPI 3.1, and a linter finds nothing wrong', async () => {
    assert.match(document.openapi, /^3\.1\./);
    const config = await createConfig({ extends: ['recommended'], rules: { 'no-server-example.com': 'off', 'operation-4xx-response': 'warn' } });
    const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: 'openapi.json', config });
    const errors = found.filter((p) => p.severity === 'error').map((p) => `${p.ruleId}: ${p.message} ${p.location[0]?.pointer ?? ''}`);
    assert.deepEqual(errors, []);
});

test('every path of it answers, and what an administrator is told has every API route', async () => {
    const whole = (await (await office.api('administrator')).get('/api/openapi.json')).json();
    const routes = (await office.run(['routes'])).out.split('\n').map((l) => l.trim().split(/\s+/)).filter((r) => r[1]?.startsWith('/api/v1/'));
    assert.ok(routes.length > 5);
    const servers = document.servers?.[0]?.url ?? '';
    const base = servers.startsWith('http') ? new URL(servers).pathname.replace(/\/$/, '') : servers.replace(/\/$/, '');
    const described = new Set(Object.entries(whole.paths).flatMap(([path, item]) =>
        Object.keys(item).filter((m) => /^(get|post|put|patch|delete)$/.test(m)).map((m) => `${m.toUpperCase()} ${base}${path}`.replace(/\{\w+\}/g, '{}'))));
    for (const [method, path] of routes) {
        // A move is one address each in the description, one with {move} in the table.
        const plain = `${method} ${path}`.replace(/\{\w+\}/g, '{}');
        const pattern = new RegExp(`^${plain.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\}/g, '[^/]+')}$`);
        assert.ok([...described].some((d) => pattern.test(d)), `${plain} is not described`);
    }
    for (const [path, item] of Object.entries(document.paths)) {
        if (!item.get || /\{/.test(path)) continue;
        assert.ok([200, 401, 403].includes((await (await office.api()).get(base + path)).status), path);
    }
});

// Just enough JSON Schema to hold answers against the description: types, required members, unknown members, enums.
function faults_of(schema, value, at = '$') {
    if (schema === undefined || schema === true) return [];
    if (schema.$ref) return faults_of(schema.$ref.slice(2).split('/').reduce((o, k) => o[k.replace(/~1/g, '/')], document), value, at);
    if (schema.oneOf || schema.anyOf) {
        const all = (schema.oneOf ?? schema.anyOf).map((s) => faults_of(s, value, at));
        return all.some((f) => f.length === 0) ? [] : all[0];
    }
    const out = (schema.allOf ?? []).flatMap((s) => faults_of(s, value, at));
    const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
    const types = [schema.type ?? kind].flat();
    if (!types.includes(kind) && !(kind === 'integer' && types.includes('number'))) return [...out, `${at}: ${kind} instead of ${types}`];
    if (schema.enum && !schema.enum.includes(value)) out.push(`${at}: ${value} is not in the enum`);
    if (kind === 'array') value.forEach((v, i) => out.push(...faults_of(schema.items, v, `${at}[${i}]`)));
    if (kind === 'object') {
        for (const name of schema.required ?? []) if (!(name in value)) out.push(`${at}.${name} is missing`);
        for (const [name, member] of Object.entries(value)) {
            if (schema.properties?.[name]) out.push(...faults_of(schema.properties[name], member, `${at}.${name}`));
            else if (schema.properties && schema.additionalProperties === undefined && !schema.allOf) out.push(`${at}.${name} is not described`);
        }
    }
    return out;
}

function schema_of(path, method, status) {
    const found = Object.keys(document.paths).find((p) => p.endsWith(path));
    assert.ok(found, `${path} is described`);
    const answer = document.paths[found][method].responses[status];
    const resolved = answer.$ref ? answer.$ref.slice(2).split('/').reduce((o, k) => o[k], document) : answer;
    return Object.values(resolved.content)[0].schema;
}

test('lists and records are as described', async () => {
    const anyone = await office.api();
    const list = (await anyone.get('/api/v1/partnerships?limit=100')).json();
    assert.deepEqual(faults_of(schema_of('/partnerships', 'get', '200'), list), []);
    for (const { id } of list.data) {
        const one = (await anyone.get(`/api/v1/partnerships/${id}`)).json();
        assert.deepEqual(faults_of(schema_of('/partnerships/{id}', 'get', '200'), one), []);
    }
    const organisations = (await anyone.get('/api/v1/organisations?limit=100')).json();
    assert.deepEqual(faults_of(schema_of('/organisations', 'get', '200'), organisations), []);
});

test('a problem is as described', async () => {
    const editor = await office.api('editor');
    const answer = await editor.post('/api/v1/partnerships', a_partnership({ title: 7 }));
    assert.equal(answer.status, 422);
    assert.deepEqual(faults_of(schema_of('/partnerships', 'post', '422'), answer.json()), []);
});
