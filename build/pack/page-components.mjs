// node page-components.mjs LOCKFILE BOM: adds what the viewer's page is made of to a bill of materials.
import { readFileSync, writeFileSync } from 'node:fs';

const [lockFile, file] = process.argv.slice(2);
const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
const bill = JSON.parse(readFileSync(file, 'utf8'));
for (const [path, { version, license, dev }] of Object.entries(packages)) {
  if (!path || dev) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const purl = `pkg:npm/${name}@${version}`;
  bill.components.push({ type: 'library', 'bom-ref': purl, name, version, licenses: license ? [{ license: { id: license } }] : undefined, purl });
}
writeFileSync(file, JSON.stringify(bill, null, 2) + '\n');
