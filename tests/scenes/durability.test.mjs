// SPDX-License-Identifier: Apache-2.0
// Sixty-four clients write, the program is killed in the middle, and every write that was confirmed is there.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { a_partnership, full, open_office, sleep } from '../harness.mjs';

const CLIENTS = 64, ROUNDS = full ? 10 : 3;
const LIST = '/api/v1/partnerships';

test(`killed ${ROUNDS} times under ${CLIENTS} writers, nothing confirmed is lost`, { timeout: 300000 }, async () => {
    const office = await open_office();
    try {
        const api = await office.api('editor');
        const confirmed = new Map(); // id → title
        for (let round = 0; round < ROUNDS; round++) {
            let stop = false;
            const client = async (n) => {
                for (let i = 0; !stop; i++) {
                    const title = `Round ${round} client ${n} write ${i}`;
                    const answer = await api.post(LIST, a_partnership({ title }), { 'Idempotency-Key': `${round}-${n}-${i}` }).catch(() => null);
                    if (!answer) return;
                    if (answer.status === 201) confirmed.set(answer.json().data.id, title);
                    else assert.ok([503, 429].includes(answer.status), answer.text);
                }
            };
            const clients = Array.from({ length: CLIENTS }, (_, n) => client(n));
            const wanted = confirmed.size + 200;
            for (let waited = 0; confirmed.size < wanted && waited < 20000; waited += 20) await sleep(20);
            await sleep(Math.random() * 200);
            await office.kill();
            stop = true;
            await Promise.all(clients);
            await office.start();
            assert.ok(confirmed.size >= wanted, `only ${confirmed.size} writes before the kill`);
            for (const [id, title] of [...confirmed].filter(([, t]) => t.startsWith(`Round ${round} `)))
                assert.equal((await api.get(`${LIST}/${id}`)).json().data?.title, title, `record ${id}`);
            // A client that never heard the answer asks again with its key, and gets one record.
            const [, title] = [...confirmed].at(-1);
            const [, n, i] = title.match(/client (\d+) write (\d+)/);
            const again = await api.post(LIST, a_partnership({ title }), { 'Idempotency-Key': `${round}-${n}-${i}` });
            assert.equal(again.json().data.id, [...confirmed].at(-1)[0]);
        }
        await office.stop();
        assert.equal(spawnSync('sqlite3', [office.db, 'PRAGMA integrity_check'], { encoding: 'utf8' }).stdout.trim(), 'ok');
        const twice = spawnSync('sqlite3', [office.db, 'SELECT title FROM partnership GROUP BY title HAVING count(*) > 1'], { encoding: 'utf8' }).stdout.trim();
        assert.equal(twice, '', 'records that are there twice');
    } finally {
        await office.close();
    }
});
