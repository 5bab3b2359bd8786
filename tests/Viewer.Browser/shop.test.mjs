import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { open, pictures, root, start } from './viewer.mjs';

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
