export function duration(nanoseconds: number): string {
  const value = Math.abs(nanoseconds);
  if (value >= 60e9) return `${(nanoseconds / 60e9).toFixed(1)} min`;
  if (value >= 1e9) return `${digits(nanoseconds / 1e9)} s`;
  if (value >= 1e6) return `${digits(nanoseconds / 1e6)} ms`;
  if (value >= 1e3) return `${digits(nanoseconds / 1e3)} µs`;
  return `${Math.round(nanoseconds)} ns`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function time(nanoseconds: number): string {
  const milliseconds = nanoseconds / 1e6;
  return `${clock.format(milliseconds)}.${String(Math.floor(milliseconds % 1000)).padStart(3, '0')}`;
}

const full = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const moment = (nanoseconds: number): string => full.format(nanoseconds / 1e6);

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const number = (value: number): string => whole.format(value);

export function compact(value: number, unit = ''): string {
  const size = Math.abs(value);
  const bytes = unit === 'B';
  const base = bytes ? 1024 : 1000;
  const steps = bytes ? ['B', 'KiB', 'MiB', 'GiB', 'TiB'] : ['', 'k', 'M', 'G', 'T'];
  let step = 0;
  let rest = size;
  while (rest >= base && step < steps.length - 1) {
    rest /= base;
    step++;
  }
  const text = rest >= 100 || Number.isInteger(rest) ? rest.toFixed(0) : rest >= 10 ? rest.toFixed(1) : rest.toFixed(2);
  const suffix = bytes ? ` ${steps[step]}` : `${steps[step]}${unit && unit !== '1' ? ` ${unit}` : ''}`;
  return `${value < 0 ? '−' : ''}${text}${suffix}`;
}

export const percent = (part: number, whole: number): string => (whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(part && part < whole / 10 ? 1 : 0)} %`);

/** One of the palette's colours for a name, always the same. */
export function hue(name: string): number {
  let hash = 2166136261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  return (hash >>> 0) % 12;
}

export const plural = (count: number, one: string, many = one + 's'): string => `${number(count)} ${count === 1 ? one : many}`;

/** A word for the filter, with quotes where it needs them. */
export const word = (key: string, value: string | number): string => {
  const text = String(value);
  return `${key}:${/^[^\s"\\]+$/.test(text) ? text : `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`}`;
};
