import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { logs, open, pictures, trace, viewer, violations } from './viewer.mjs';

const EVIL = `"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}javascript:alert(3)`;
const VIEWS = ['/traces', '/services', '/metrics', '/logs', '/methods', '/runs'];

const sql = (statement, from, to) => [statement, from, to, [], { kind: 3, tags: { 'db.system': 'postgresql', 'db.name': 'goods' } }];
const request = (to, children, more = {}) => ['GET /orders/{id}', 0, to, children, { kind: 2, ...more, tags: { 'http.request.method': 'GET', 'http.route': '/orders/{id}', ...more.tags } }];

let view;
const sent = {};
before(async () => {
  view = await viewer();
  sent.repeating = trace('shop', request(40, Array.from({ length: 8 }, (_, i) => sql(`SELECT * FROM goods WHERE id = ${i}`, 2 + 4 * i, 5 + 4 * i))), { at: Date.now() - 5000 });
  sent.plain = trace('shop', request(12, [sql('SELECT * FROM orders WHERE id = 1', 2, 6), ['pack', 6, 11]]), { instance: 'i-2', at: Date.now() - 4000 });
  sent.failed = trace('shop', request(30, [['charge', 2, 28, [], {
    error: 'the card was refused',
    events: [{ name: 'exception', timeUnixNano: String(Date.now() * 1e6), attributes: [
      { key: 'exception.type', value: { stringValue: 'CardException' } },
      { key: 'exception.stacktrace', value: { stringValue: 'CardException: refused\n   at Shop.Till.Charge(Card card)' } }] }],
  }]]), { at: Date.now() - 3000 });
  sent.evil = trace(EVIL, [EVIL, 0, 5, [sql(EVIL, 1, 2)], { error: EVIL, tags: { [EVIL]: EVIL, 'http.request.headers.x': EVIL, 'error.stack': EVIL } }]);
  for (const { body } of Object.values(sent)) await view.send('traces', body);
  await view.send('logs', logs('shop',
    { message: 'the card was refused', level: 17, traceId: sent.failed.traceId, spanId: sent.failed.spans[1].spanId, fields: { card: 'visa' } },
    { message: EVIL, fields: { [EVIL]: EVIL } }));
  const point = (value, seconds) => ({ timeUnixNano: String((Math.floor(Date.now() / 1000) - seconds) * 1e9), asDouble: value });
  await view.send('metrics', { resourceMetrics: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] }, scopeMetrics: [{ metrics: [
    { name: 'dotnet.process.memory.working_set', unit: 'By', gauge: { dataPoints: [point(5e7, 20), point(6e7, 10), point(7e7, 0)] } },
    { name: EVIL, gauge: { dataPoints: [point(1, 1)] } }] }] }] });
});
after(() => view.stop());

async function visit(options, use) {
  const opened = await open(view.link, options);
  try {
    await use(opened.page, opened);
    assert.deepEqual(opened.complaints, []);
  } finally {
    await opened.close();
  }
}

test('the list is filtered as one types, and completes what is typed', () => visit({}, async (page, opened) => {
  await page.getByRole('list', { name: '4 traces' }).waitFor();
  assert.equal(new URL(page.url()).search, '');
  await page.keyboard.press('/');
  await page.keyboard.type('status:');
  await page.getByRole('option', { name: 'status:error' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: '2 traces' }).waitFor();
  await page.keyboard.type('service:shop');
  await page.getByRole('list', { name: '1 traces' }).waitFor();
  await page.getByLabel('Filter').fill('duration:>fast ');
  await page.getByRole('alert').getByText("'fast' is no duration").waitFor();
  await page.getByLabel('Filter').fill('service:nobody ');
  await page.getByText('No trace matches').waitFor();
  // The browser itself says so of the filter that meant nothing.
  opened.complaints = opened.complaints.filter((complaint) => !complaint.includes('400 (Bad Request)'));
}));

test('by keyboard alone: a trace, its flame graph, an error with its stack, and back', () => visit({}, async (page) => {
  await page.getByRole('list', { name: '4 traces' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('refused');
  await page.getByRole('list', { name: '1 traces' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type('refused');
  await page.getByRole('list', { name: '1 traces' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: '2 spans' }).waitFor();
  await page.getByRole('button', { name: /^charge/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Stack trace').getByText('CardException: refused').waitFor();
  await page.getByText('the card was refused').first().waitFor();
  await page.keyboard.press('f');
  await page.getByRole('img', { name: /Flame graph of 2 spans/ }).focus();
  await page.keyboard.press('ArrowUp');
  await page.getByRole('heading', { level: 2, name: 'GET /orders/{id}' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary', { name: 'Span' }).waitFor({ state: 'detached' });
}));

test('repeated statements are marked where they are, folded, and unfolded', () => visit({}, async (page) => {
  await page.goto(`${view.origin}/traces/${sent.repeating.traceId}`);
  await page.getByText('× 8').waitFor();
  assert.ok((await page.getByText('N+1').count()) > 0);
  await page.getByText('× 8').click();
  await page.getByText('WHERE id = 7').waitFor();
  await page.goto(`${view.origin}/traces/${sent.plain.traceId}`);
  await page.getByText('pack').first().waitFor();
  assert.equal(await page.getByText('N+1').count(), 0);
}));

test('from a trace to its logs and back', () => visit({}, async (page) => {
  await page.goto(`${view.origin}/traces/${sent.failed.traceId}`);
  await page.getByRole('link', { name: '1 log' }).click();
  await page.getByText('the card was refused').waitFor();
  assert.equal(await page.locator('ol.logs > li').count(), 1);
  await page.getByRole('link', { name: /^Trace of/ }).click();
  await page.getByRole('complementary', { name: 'Span' }).getByText('charge').first().waitFor();
}));

test('two traces are compared, and two runs', () => visit({}, async (page) => {
  await page.goto(`${view.origin}/traces/${sent.repeating.traceId}/${sent.plain.traceId}`);
  await page.getByText('faster').waitFor();
  await page.getByRole('row', { name: /pack/ }).getByText('new').waitFor();
  await page.goto(`${view.origin}/runs?left=i-1&right=i-2`);
  await page.getByRole('row', { name: /charge/ }).getByText('gone').waitFor();
}));

test('a part of the histogram is looked at', () => visit({}, async (page) => {
  await page.getByRole('list', { name: '4 traces' }).waitFor();
  const plot = await page.locator('.heat .plot').boundingBox();
  await page.mouse.move(plot.x + 2, plot.y + 2);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width - 2, plot.y + plot.height * 0.35, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/minDuration=/);
  await page.getByRole('list', { name: /^[123] traces$/ }).waitFor();
  await page.getByRole('button', { name: 'Show all again' }).click();
  await page.getByRole('list', { name: '4 traces' }).waitFor();
}));

test('what comes in is shown without asking, and not while paused', () => visit({}, async (page) => {
  await page.getByLabel('Filter').fill('service:live ');
  await page.getByText('No trace matches').waitFor();
  await view.send('traces', trace('live', ['first', 0, 1]).body);
  await page.getByRole('list', { name: '1 traces' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await view.send('traces', trace('live', ['second', 0, 1]).body);
  await page.locator('.status').getByText('20 spans').or(page.locator('.status').getByText(/\d+ spans/)).first().waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('list', { name: '2 traces' }).waitFor();
}));

for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [400, 'light'], [400, 'dark']])
  test(`every view is accessible at ${width} pixels, ${scheme}, and shows hostile texts as texts`, () => visit({ width, scheme, motion: 'reduce' }, async (page) => {
    const ids = sent;
    const found = [];
    for (const path of [...VIEWS, `/traces/${ids.evil.traceId}?span=${ids.evil.spans[0].spanId}`, `/traces/${ids.repeating.traceId}?view=flame`, '/traces?by=resource',
      `/traces/${ids.repeating.traceId}/${ids.evil.traceId}`, `/runs?left=i-1&right=i-2`, `/metrics?name=${encodeURIComponent(EVIL)}`]) {
      await page.goto(view.origin + path);
      await page.locator('main h1, main .list, main .table-wrap').first().waitFor();
      await page.waitForLoadState('load');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than ${width} pixels`);
      assert.equal(await page.locator('main img, main script').count(), 0, path);
      found.push(...(await violations(page)).map((violation) => `${path}: ${violation}`));
      await page.screenshot({ path: `${pictures}/${path.split('?')[0].replace(/\W+/g, '-').replace(/-[0-9a-f]{32}/g, '-one').slice(1)}${path.includes('?') ? '-more' : ''}-${scheme}-${width}.png` });
    }
    assert.deepEqual(found, []);
  }));

test('code of a process is text, with what is added and removed marked', () => visit({}, async (page) => {
  const event = { type: EVIL, method: 'Run()', woven: true, rule: EVIL, before: ['IL_0000: ldstr "x"', `IL_0005: call ${EVIL}`, 'IL_000a: ret'],
    after: ['IL_0000: call Probe::Enter', 'IL_0005: ldstr "x"', `IL_000a: call ${EVIL}`, 'IL_000f: leave IL_0014', 'IL_0014: ret'] };
  await page.route('**/api/processes', (route) => route.fulfill({ json: { items: [{ pid: 7, name: EVIL }] } }));
  await page.route('**/api/processes/7/il*', (route) => route.fulfill({ contentType: 'application/x-ndjson', body: `${JSON.stringify({ event })}\n${JSON.stringify({ end: 0 })}\n` }));
  await page.goto(`${view.origin}/methods`);
  await page.getByLabel('Question').selectOption('il');
  await page.getByLabel('Pattern of methods').fill('A.B');
  await page.getByRole('button', { name: 'Look' }).click();
  const code = page.locator('.il');
  assert.deepEqual(await code.locator('ins').allTextContents(), ['+ IL_0000: call Probe::Enter\n', '+ IL_000f: leave IL_0014\n']);
  assert.deepEqual(await code.locator('span').allTextContents(), ['  IL_0005: ldstr "x"\n', `  IL_000a: call ${EVIL}\n`, '  IL_0014: ret\n']);
  assert.equal(await page.locator('main img, main script').count(), 0);
}));

test('without the token there is nothing to see', async () => {
  const opened = await open(`${view.origin}/`);
  assert.match(await opened.page.locator('body').innerText(), /^This page needs the link/);
  await opened.close();
});

test('traces leave as a file and come back', () => visit({}, async (page) => {
  // The tests before this one may have sent more.
  await page.getByRole('list', { name: /^\d+ traces$/ }).waitFor();
  await page.getByLabel('Filter').fill('status:error service:shop ');
  await page.getByRole('list', { name: '1 traces' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByLabel('Export').selectOption('datadog')]);
  assert.equal(download.suggestedFilename(), 'traces.datadog.json');
  const file = await download.path();
  const [[root]] = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(root.service, 'shop');
  const empty = await viewer();
  try {
    const other = await open(empty.link);
    await other.page.getByText('No traces yet').waitFor();
    await other.page.getByLabel('A file with traces').setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await other.page.getByText('broken.json: this is neither OTLP').waitFor();
    await other.page.getByLabel('A file with traces').setInputFiles(file);
    await other.page.getByText(/^2 spans from /).waitFor();
    await other.page.getByRole('list', { name: '1 traces' }).waitFor();
    await other.page.locator('a.row').first().click();
    const [single] = await Promise.all([other.page.waitForEvent('download'), other.page.getByRole('link', { name: 'Export' }).click()]);
    assert.equal(JSON.parse(readFileSync(await single.path(), 'utf8')).resourceSpans[0].scopeSpans[0].spans[0].name, root.resource);
    // The answer to what is no trace is a complaint of the browser's too.
    assert.deepEqual(other.complaints.filter((text) => !text.includes('400')), []);
    await other.close();
  } finally {
    await empty.stop();
  }
}));
