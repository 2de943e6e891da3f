// SPDX-License-Identifier: Apache-2.0
// http — requests as a scene needs them: every byte in sight, nothing followed, nothing unpacked by itself.
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';

// One request. Headers are sent as given; the answer is {status, headers, bytes, text, json()}.
export function request(address, { method = 'GET', headers = {}, body, timeout = 20000 } = {}) {
    return new Promise((resolve, reject) => {
        const sent = http.request(address, { method, headers, agent: false, timeout }, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part));
            answer.on('error', reject);
            answer.on('end', () => {
                const bytes = Buffer.concat(parts);
                const text = bytes.toString('utf8');
                resolve({
                    status: answer.statusCode, headers: answer.headers, bytes, text,
                    json: () => { try { return JSON.parse(text); } catch (e) { throw new Error(`not JSON: ${text.slice(0, 300)}`); } },
                });
            });
        });
        sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeout} ms: ${method} ${address}`)));
        sent.on('error', reject);
        if (body !== undefined) sent.write(body);
        sent.end();
    });
}

// A connection of one's own: what is written goes out as it is; until() waits for what comes back.
export async function connection(port, host = '127.0.0.1') {
    const socket = net.connect({ port, host });
    let received = Buffer.alloc(0), ended = false;
    let wake = () => {};
    socket.on('data', (part) => { received = Buffer.concat([received, part]); wake(); });
    for (const event of ['end', 'close', 'error']) socket.on(event, () => { ended = true; wake(); });
    await once(socket, 'connect');
    return {
        socket,
        write: (bytes) => { if (!socket.destroyed) socket.write(bytes); },
        pause: () => socket.pause(),
        text: () => received.toString('latin1'),
        ended: () => ended,
        close: () => socket.destroy(),
        // The text received when `done(text, ended)` holds; what there is when time is up.
        async until(done, ms = 10000) {
            const end = Date.now() + ms;
            while (!done(received.toString('latin1'), ended) && Date.now() < end)
                await Promise.race([new Promise((r) => { wake = r; }), new Promise((r) => setTimeout(r, Math.max(1, end - Date.now())))]);
            return received.toString('latin1');
        },
    };
}

// Raw bytes in, the status of the first answer out; 0 when the connection was closed without one.
export async function status_of(port, bytes, ms = 10000) {
    const line = await connection(port);
    line.write(bytes);
    const text = await line.until((t, ended) => /^HTTP\/1\.1 \d+ [^\n]*\r\n\r?\n?[\s\S]*\r\n\r\n/.test(t) || ended, ms);
    line.close();
    const found = /^HTTP\/1\.1 (\d+)/.exec(text);
    return found ? Number(found[1]) : 0;
}
