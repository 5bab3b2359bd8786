import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { open, pictures, root, start, violations } from './viewer.mjs';

const shop = `${root}artifacts/samples/SandwichShop`;

test('the shop under dd-run --local --ui: its first request, an error, and runtime metrics', { skip: !existsSync(`${shop}/SandwichShop.dll`) }, async () => {
  const run = start(`${root}artifacts/bin/dd-run`, ['--local', '--ui', '--service', 'sandwich-shop', 'dotnet', 'SandwichShop.dll'],
    { cwd: shop, env: { ...process.env, ASPNETCORE_URLS: 'http://127.0.0.1:0' } });
  try {
    const link = (await run.line((line) => line.startsWith('dd-run: see '))).slice('dd-run: see '.length);
    const address = /http:\/\/\S+?(?=\/|$|\s)/.exec(await run.line((line) => /http:\/\/127\.0\.0\.1:\d+/.test(line) && !line.includes('token')))[0];
    const opened = await open(link);
    const { page } = opened;
    for (let i = 0; i < 30; i++)
      for (const path of ['/sandwich/blt', '/sandwich/cheese', '/sandwich/unicorn', '/orders']) await (await fetch(address + path)).arrayBuffer();
    await page.getByText('GET /orders').first().waitFor();
    await page.screenshot({ path: `${pictures}/shop-traces.png` });
    await page.getByLabel('Filter').fill('status:error OutOfIngredients ');
    await page.locator('a.row', { hasText: '409' }).first().click();
    await page.getByRole('button', { name: /^unicorn/ }).first().click();
    await page.getByText('at SandwichShop.Kitchen').waitFor();
    await page.screenshot({ path: `${pictures}/shop-trace.png` });
    await page.getByRole('link', { name: 'Services' }).click();
    await page.getByRole('region', { name: 'Map of services' }).waitFor();
    await page.screenshot({ path: `${pictures}/shop-services.png` });
    await page.getByRole('link', { name: 'Metrics' }).click();
    // Every ten seconds, so there is something after the first of them.
    await page.getByRole('figure', { name: 'Memory' }).waitFor({ timeout: 60_000 });
    await page.screenshot({ path: `${pictures}/shop-metrics.png` });
    assert.deepEqual(opened.complaints, []);
    await opened.close();
  } finally {
    await run.stop();
  }
});

test('a span is asked where its time went, in the process that goes on', { skip: !existsSync(`${shop}/SandwichShop.dll`) }, async () => {
  const run = start(`${root}artifacts/bin/dd-run`, ['--local', '--ui', '--service', 'sandwich-shop', 'dotnet', 'SandwichShop.dll'],
    { cwd: shop, env: { ...process.env, ASPNETCORE_URLS: 'http://127.0.0.1:0' } });
  try {
    const link = (await run.line((line) => line.startsWith('dd-run: see '))).slice('dd-run: see '.length);
    const address = /http:\/\/\S+?(?=\/|$|\s)/.exec(await run.line((line) => /http:\/\/127\.0\.0\.1:\d+/.test(line) && !line.includes('token')))[0];
    const order = async () => (await fetch(`${address}/sandwich/blt`)).json();
    const opened = await open(link);
    const { page } = opened;
    await order();
    await page.locator('a.row', { hasText: 'GET /sandwich/{kind}' }).first().click();

    // The method behind an endpoint, and one of the manifest's rules.
    for (const [span, callee] of [[/^GET \/sandwich/, 'Kitchen.TakeOrderAsync(string kind)'], [/^blt sandwich-shop · take_order/, 'Kitchen.AssembleSandwichAsync(string kind)']]) {
      await page.getByRole('button', { name: span }).first().click();
      const look = page.getByRole('region', { name: 'In the process' });
      await look.getByRole('button', { name: 'Where does its time go?' }).click();
      await look.getByText('Waiting for the next call').waitFor();
      assert.equal((await order()).Kind, 'blt');
      await look.getByText(callee).first().waitFor();
      await look.getByText(/methods? put back; 1 call seen, 1 shown/).waitFor();
      await page.screenshot({ path: `${pictures}/shop-callees.png` });
    }

    await page.getByRole('link', { name: 'Methods' }).click();
    const into = page.getByRole('region', { name: 'Look into a process' });
    await into.getByLabel('Process').selectOption({ label: `SandwichShop ${await processOf(page)}` });
    await into.getByLabel('Question').selectOption('watch');
    await into.getByLabel('Pattern of methods').fill('SandwichShop.Kitchen.Stack(*)');
    await into.getByLabel('Condition').fill('ingredients.Count > 1');
    await into.getByRole('button', { name: 'Look' }).click();
    await into.getByText(/1 method woven/).waitFor();
    await order();
    await into.getByText('SandwichShop.Kitchen.Stack').first().waitFor();
    await page.screenshot({ path: `${pictures}/shop-methods.png` });

    // While somebody looks: the rule's layer and the observer's.
    const other = await open(link);
    await other.page.getByRole('link', { name: 'Methods' }).click();
    const code = other.page.getByRole('region', { name: 'Look into a process' });
    await code.getByLabel('Process').selectOption({ label: `SandwichShop ${await processOf(page)}` });
    await code.getByLabel('Question').selectOption('il');
    await code.getByLabel('Pattern of methods').fill('SandwichShop.Kitchen.Stack(*)');
    await code.getByRole('button', { name: 'Look' }).click();
    const listing = other.page.getByRole('region', { name: /^Code of SandwichShop\.Kitchen\.Stack\(/ });
    await listing.waitFor();
    await code.getByText(/woven by .*, looked at by 1; \d+ added/).waitFor();
    assert.match((await listing.locator('ins').allTextContents()).join(''), /\+ IL_[0-9a-f]+: call DdRun\.Probes\.Probe::Enter[^]*LiveProbe::/);
    assert.doesNotMatch((await listing.locator('span').allTextContents()).join(''), /DdRun/);
    for (const width of [1280, 400]) {
      await other.page.setViewportSize({ width, height: 900 });
      await listing.scrollIntoViewIfNeeded();
      assert.equal(await other.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      assert.deepEqual(await violations(other.page), []);
      await other.page.screenshot({ path: `${pictures}/shop-il-${width}.png` });
    }
    assert.deepEqual(other.complaints, []);
    await other.close();
    await into.getByRole('button', { name: 'Stop' }).click();
    await into.getByRole('button', { name: 'Look' }).waitFor();
    assert.equal((await order()).Kind, 'blt');
    assert.deepEqual(opened.complaints, []);
    await opened.close();
  } finally {
    await run.stop();
  }
});

// Several shops may be open on one machine: the one whose traces the page has.
const processOf = (page) => page.evaluate(async () => (await (await fetch('/api/runs')).json()).items[0].processId);
