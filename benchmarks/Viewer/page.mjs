// How fluid the viewer's page is in a real browser: scrolling through many traces, and drawing large ones. `node page.mjs [rounds]`, after `./build.sh`
// and `npm ci` in tests/Viewer.Browser. A bar that is missed ends it with exit code 1.
import { open, viewer } from '../../tests/Viewer.Browser/viewer.mjs';

const TRACES = 100_000, FRAMES = 240;
const LARGE = [[10_000, 300], [100_000, 2000]];
const LONGEST_FRAME = 50;
const rounds = Number(process.argv[2] ?? 3);
const hex = (value, digits) => value.toString(16).padStart(digits, '0');
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
const body = (spans) => ({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'benchmark' }, spans }] }] });
const span = (traceId, id, parent, name, start, end) => ({
  traceId: hex(traceId, 32), spanId: hex(id, 16), parentSpanId: parent ? hex(parent, 16) : '', name, kind: 1,
  startTimeUnixNano: String(start), endTimeUnixNano: String(end), attributes: [{ key: 'thread.id', value: { intValue: id % 16 } }],
});

// Ten children under each span, and each of another operation, so that nothing is folded.
function large(traceId, count) {
  const from = BigInt(Date.now() - 60_000) * 1_000_000n, spans = [];
  for (let id = 1; id <= count; id++) {
    const at = from + BigInt(id) * 10_000n;
    spans.push(span(traceId, id, id === 1 ? 0 : Math.floor((id - 2) / 10) + 1, id === 1 ? `trace of ${count}` : `work ${id % 997}`, at, id === 1 ? from + BigInt(count + 10) * 10_000n : at + 9_000n));
  }
  return body(spans);
}

const view = await viewer('--memory', '1024');
const results = [];
try {
  for (let first = 0; first < TRACES; first += 2000)
    await view.send('traces', body(Array.from({ length: 2000 }, (_, i) => {
      const start = BigInt(Date.now()) * 1_000_000n - BigInt(TRACES - first - i) * 1_000_000n;
      return span(1_000_000 + first + i, first + i + 1, 0, `GET /orders/{id} ${i % 50}`, start, start + BigInt(1 + (i % 200)) * 1_000_000n);
    })));
  for (const [count] of LARGE) await view.send('traces', large(5_000_000 + count, count));

  for (let round = 0; round < rounds; round++) {
    const { page, context, complaints, close } = await open(view.link);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    // What the page's own thread has computed, whatever else the machine does.
    const computed = async () => 1000 * (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
    await page.getByRole('list', { name: /^100,?00[0-9] traces$/ }).waitFor();
    const before = await computed();
    const frames = await page.evaluate(async (count) => {
      const rows = document.querySelector('.rows'), took = [];
      const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
      let last = await next();
      for (let i = 0; i < count; i++) {
        // Slowly at first, and then in leaps, as one drags the bar.
        rows.scrollTop += i < count / 2 ? 120 : (rows.scrollHeight - 2000) / (count / 2);
        const now = await next();
        took.push(now - last);
        last = now;
      }
      return took;
    }, FRAMES);
    results.push({ frame: Math.max(...frames), late: frames.filter((frame) => frame > LONGEST_FRAME).length, computed: (await computed() - before) / FRAMES, drawn: [], drawing: [] });
    for (const [count] of LARGE) {
      await page.goto(`${view.origin}/traces?filter=${encodeURIComponent(`spans:>${count - 1} spans:<${count + 1}`)}`);
      const row = page.locator('a.row', { hasText: `trace of ${count}` }).first();
      await row.waitFor();
      const start = await computed();
      const took = await row.evaluate((link) => new Promise((resolve) => {
        const clicked = performance.now();
        const look = () => document.querySelectorAll('.waterfall [role=listitem]').length > 10
          ? requestAnimationFrame(() => resolve(performance.now() - clicked)) : requestAnimationFrame(look);
        link.click();
        look();
      }));
      results.at(-1).drawn.push(took);
      results.at(-1).drawing.push(await computed() - start);
    }
    if (complaints.length) throw new Error(complaints.join('\n'));
    await close();
  }
} finally {
  await view.stop();
}

const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
let missed = false;
const line = (what, value, bar, thread) => {
  missed ||= value > bar;
  console.log(`${what.padEnd(46)} ${value.toFixed(0).padStart(6)} ms, at most ${bar}: ${value <= bar ? 'met' : 'missed'}; the page computed for ${thread.toFixed(1)} ms`);
};
line(`longest of ${FRAMES} frames, ${TRACES} traces`, middle(results.map((result) => result.frame)), LONGEST_FRAME, middle(results.map((result) => result.computed)));
LARGE.forEach(([count, bar], i) => line(`from the click to ${count} spans drawn`, middle(results.map((result) => result.drawn[i])), bar, middle(results.map((result) => result.drawing[i]))));
console.log(`frames over ${LONGEST_FRAME} ms in each round: ${results.map((result) => result.late).join(', ')}`);
process.exitCode = missed ? 1 : 0;
