import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { viewer } from './viewer.mjs';

test('ddtrace for Node and a StatsD client are understood', { timeout: 60_000 }, async () => {
  const view = await viewer();
  const sender = spawn(process.execPath, [fileURLToPath(new URL('sender.mjs', import.meta.url)), view.agent, new URL(view.statsd.replace('udp:', 'http:')).port], { stdio: ['pipe', 'inherit', 'inherit'] });
  try {
    let traces, metrics;
    do traces = await view.api('/api/traces?filter=' + encodeURIComponent('service:node-shop name:outer'));
    while (traces.total === 0);
    do metrics = await view.api('/api/metrics?name=node.orders');
    while (metrics.items.length === 0);
    const { spans } = await view.api(`/api/traces/${traces.items[0].id}`);
    assert.equal(spans[0].resource, 'GET /x');
    assert.ok(spans.length >= 2, 'the request that it makes is in its trace');
    assert.equal(metrics.items[0].points[0][1], 3);
    const { items: runs } = await view.api('/api/runs');
    assert.deepEqual(runs.map((run) => [run.service, run.language]), [['node-shop', 'javascript']]);
    assert.equal((await view.api('/api/status')).malformed, 0);
  } finally {
    sender.kill();
    await view.stop();
  }
});
