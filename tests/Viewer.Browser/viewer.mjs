// A viewer as ./build.sh has built it, a browser in front of it, and what is sent to it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const pictures = `${root}artifacts/pictures`;
mkdirSync(pictures, { recursive: true });

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** A program whose lines are waited for. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const lines = [];
  const waiting = [];
  const heard = (line) => {
    lines.push(line);
    for (const wait of [...waiting]) if (wait.match(line)) (waiting.splice(waiting.indexOf(wait), 1), wait.resolve(line));
  };
  createInterface({ input: child.stdout }).on('line', heard);
  createInterface({ input: child.stderr }).on('line', heard);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return {
    child,
    line(match) {
      const found = lines.find(match);
      if (found) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the line does not come; there is\n${lines.join('\n')}`)), 60_000);
        waiting.push({ match, resolve: (line) => (clearTimeout(timer), resolve(line)) });
      });
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

export async function viewer(...more) {
  const process = start(`${root}artifacts/bin/dd-run`, ['view', '--no-open', '--port', '0', '--agent-port', '0', '--dogstatsd-port', '0', '--otlp-port', '0', ...more]);
  const link = (await process.line((line) => line.startsWith('http://'))).split(' ')[0];
  const otlp = (await process.line((line) => line.includes('OTLP'))).trim().split(/\s+/)[1];
  const agent = (await process.line((line) => line.includes('Datadog traces'))).trim().split(/\s+/)[2];
  const statsd = (await process.line((line) => line.includes('DogStatsD'))).trim().split(/\s+/)[1];
  const url = new URL(link);
  const token = url.searchParams.get('token');
  return {
    link, origin: url.origin, otlp, agent, statsd,
    async send(what, body) {
      const response = await fetch(`${otlp}/v1/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
    },
    async api(path) {
      const response = await fetch(url.origin + path, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json();
    },
    stop: () => process.stop(),
  };
}

const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe finds on the page as it stands: by the debugger, which the page's own policy does not bind. */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.map((violation) => `${violation.id} ${violation.nodes.slice(0, 2).map((node) => node.html.slice(0, 160))}`);
}

/** A page that complains of whatever a page must not do: errors, violations of its own policy, requests elsewhere. */
export async function open(link, { width = 1280, height = 800, scheme = 'light', motion = 'no-preference' } = {}) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: motion });
  const page = await context.newPage();
  const complaints = [];
  const { origin } = new URL(link);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => (complaints.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => !request.url().startsWith(origin) && complaints.push(`a request to ${request.url()}`));
  try {
    await page.goto(link);
  } catch (problem) {
    await browser.close();
    throw problem;
  }
  return { page, context, complaints, close: () => browser.close() };
}

const text = (key, value) => ({ key, value: typeof value === 'number' ? { intValue: value } : { stringValue: value } });
const hex = (value, digits) => value.toString(16).padStart(digits, '0');

let ids = 1;

/** Spans as OTLP's JSON: [name, from ms, to ms, children, more]. */
export function trace(service, tree, { at = Date.now(), instance = 'i-1' } = {}) {
  const traceId = hex(0xabcdef, 24) + hex(ids++, 8);
  const spans = [];
  const walk = ([name, from, to, children = [], more = {}], parentSpanId) => {
    const spanId = hex(ids++, 16);
    spans.push({
      traceId, spanId, parentSpanId, name, kind: more.kind ?? 1,
      startTimeUnixNano: String(Math.round((at + from) * 1e6)), endTimeUnixNano: String(Math.round((at + to) * 1e6)),
      attributes: Object.entries(more.tags ?? {}).map(([key, value]) => text(key, value)),
      events: more.events ?? [], status: more.error ? { code: 2, message: more.error } : {},
    });
    for (const child of children) walk(child, spanId);
  };
  walk(tree, '');
  return { traceId, spans, body: { resourceSpans: [{ resource: { attributes: [text('service.name', service), text('service.instance.id', instance)] }, scopeSpans: [{ scope: { name: 'tests' }, spans }] }] } };
}

export function logs(service, ...records) {
  return {
    resourceLogs: [{
      resource: { attributes: [text('service.name', service)] },
      scopeLogs: [{ scope: { name: 'Shop.Orders' }, logRecords: records.map(({ message, level = 9, traceId, spanId, fields = {} }) => ({
        timeUnixNano: String(Date.now() * 1e6), severityNumber: level, body: { stringValue: message }, traceId, spanId,
        attributes: Object.entries(fields).map(([key, value]) => text(key, value)),
      })) }],
    }],
  };
}
