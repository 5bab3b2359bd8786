// Prints MessagePack as text that every decoder can agree on.
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
const { decode } = await import(pathToFileURL(process.argv[2]).href);

const hex = bytes => Buffer.from(bytes).toString("hex");
function canonical(value, out) {
  if (value === null) out.push("nil");
  else if (value === true) out.push("true");
  else if (value === false) out.push("false");
  else if (typeof value === "bigint") out.push(value.toString());
  else if (typeof value === "number") {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 53) out.push(BigInt(value).toString());
    else { const b = Buffer.alloc(8); b.writeDoubleBE(value); out.push("f" + hex(b)); }
  }
  else if (typeof value === "string") out.push("s" + hex(Buffer.from(value, "utf8")));
  else if (value instanceof Uint8Array) out.push("b" + hex(value));
  else if (Array.isArray(value)) {
    out.push("[");
    for (const item of value) { canonical(item, out); out.push(","); }
    out.push("]");
  } else {
    out.push("{");
    const entries = Object.entries(value).map(([key, item]) => [hex(Buffer.from(key, "utf8")), item]);
    entries.sort((a, b) => a[0] < b[0] ? -1 : 1);
    for (const [key, item] of entries) { out.push(key, ":"); canonical(item, out); out.push(","); }
    out.push("}");
  }
}
const out = [];
canonical(decode(readFileSync(process.argv[3]), { useBigInt64: true }), out);
const text = Buffer.from(out.join(""));
for (let at = 0; at < text.length;) at += writeSync(1, text, at);
