import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { open, pictures, root, start, viewer } from './viewer.mjs';

const shop = [`${root}artifacts/samples/SandwichShop`, `${root}artifacts/tests/SandwichShop`].find((folder) => existsSync(`${folder}/SandwichShop.dll`));

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

test('the OpenTelemetry SDK for Node is understood, and a trace goes on in .NET', { timeout: 120_000, skip: !shop }, async () => {
  const view = await viewer();
  const run = start(`${root}artifacts/bin/dd-run`, ['--exporter', 'otlp', '--endpoint', view.otlp, '--service', 'sandwich-shop', 'dotnet', 'SandwichShop.dll'],
    { cwd: shop, env: { ...process.env, ASPNETCORE_URLS: 'http://127.0.0.1:0' } });
  try {
    const address = /http:\/\/\S+/.exec(await run.line((line) => line.includes('Sandwiches at')))[0];
    const sender = spawn(process.execPath, [fileURLToPath(new URL('otel-sender.mjs', import.meta.url)), view.otlp, address], { stdio: 'inherit' });
    assert.equal(await new Promise((resolve) => sender.on('exit', resolve)), 0);
    let spans;
    do {
      const { items } = await view.api('/api/traces?filter=' + encodeURIComponent('service:node-otel name:lunch'));
      spans = items.length ? (await view.api(`/api/traces/${items[0].id}`)).spans : [];
    } while (!spans.some((span) => span.service === 'pantry'));
    const [lunch] = spans.filter((span) => span.name === 'lunch');
    const [call] = spans.filter((span) => span.service === 'node-otel' && span.parent === lunch.id);
    const [request] = spans.filter((span) => span.service === 'sandwich-shop' && span.parent === call.id);
    assert.equal(request.resource, 'GET /sandwich/{kind}');
    // By clocks of their own, and a server may end after its answer has arrived: that both took time is all that holds.
    assert.ok(call.duration > 0 && request.duration > 0);
    assert.ok(spans.some((span) => span.resource === 'take_order' && span.parent === request.id));
    const traceId = (await view.api('/api/traces?filter=' + encodeURIComponent('service:sandwich-shop resource:"GET /sandwich/{kind}"'))).items[0].id;
    const records = await view.api(`/api/logs?traceId=${traceId}`);
    assert.deepEqual(records.items.map((record) => [record.message, record.service, record.spanId, record.fields.minutes]), [['lunch is late', 'node-otel', lunch.id, '5']]);
    const { items: [lunches] } = await view.api('/api/metrics?name=node.lunches');
    assert.deepEqual([lunches.tags.kind, lunches.points.at(-1)[1]], ['blt', 3]);
    assert.deepEqual((await view.api('/api/runs')).items.map((one) => one.language).sort(), ['dotnet', 'nodejs']);
    assert.equal((await view.api('/api/status')).malformed, 0);
    const opened = await open(view.link);
    await opened.page.goto(`${view.origin}/traces/${traceId}`);
    await opened.page.getByText('lunch').first().waitFor();
    await opened.page.screenshot({ path: `${pictures}/two-languages.png` });
    assert.deepEqual(opened.complaints, []);
    await opened.close();
  } finally {
    await run.stop();
    await view.stop();
  }
});
