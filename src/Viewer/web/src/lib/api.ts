// What the viewer's API answers; /api/openapi.json says it in full. Times are nanoseconds since 1970.
export interface Counts { count: number; errors: number; total: number; p50: number; p95: number; p99: number; max: number }
export interface TraceRow { number: number; id: string; start: number; duration: number; service: string; name: string; resource: string; type: string; spans: number; errors: number; complete: boolean; status?: string }
export interface TraceList { items: TraceRow[]; total: number; end: number }
export interface Span {
  id: string; parent: string; above: number; depth: number; service: string; name: string; resource: string; type: string;
  start: number; offset: number; duration: number; self: number; error: boolean; critical?: boolean; repetition?: number;
  run?: string; tags?: Record<string, string | number>; links?: Link[]; events?: SpanEvent[];
}
export interface Link { trace_id?: string; span_id?: string; attributes?: Record<string, unknown> }
export interface SpanEvent { name?: string; time_unix_nano?: number; attributes?: Record<string, unknown> }
export interface Trace { id: string; number: number; start: number; duration: number; errors: number; repetitions: number; spans: Span[] }
export interface Histogram { from: number; to: number; width: number; traces: number; columns: { count: number; errors: number; durations: number[] }[] }
export interface Group extends Counts { service: string; key: string }
export interface Operation extends Counts { service: string; name: string }
export interface Call extends Counts { from: string; to: string; kind: 'service' | 'database' | 'queue' | 'host' }
export interface Services { from: number; to: number; operations: Operation[]; calls: Call[] }
export interface MetricName { name: string; kind: string; unit: string; series: number; services: string[] }
export interface Series { name: string; kind: string; unit: string; tags: Record<string, string>; points: number[][] }
export interface LogRecord { number: number; time: number; level: string; category: string; message: string; service: string; run: string; traceId?: string; spanId?: string; fields: Record<string, string> }
export interface Run { id: string; name: string | null; service: string; version: string; language: string; processId: number; first: number; last: number; spans: number; errors: number }
export interface Method extends Counts { run: string; processId: number; service: string; name: string; component: string }
export interface Comparison { service: string; name: string; resource: string; left: Counts; right: Counts }
export interface Tally { received: number; kept: number; dropped: number }
export interface Status { now: number; started: number; version: number; malformed: number; memory: { spans: number; metrics: number; logs: number; limit: number }; traces: number; end: number; spans: Tally; metrics: Tally; logs: Tally }

export class ApiError extends Error {
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

export type Query = Record<string, string | number | undefined | null>;

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address(path, query), { signal });
  if (response.ok) return (await response.json()) as T;
  if (response.status === 401) throw new ApiError('This page needs the link that dd-run printed, with its token.', 401);
  let message = `${response.status} ${response.statusText}`;
  try {
    message = ((await response.json()) as { error: string }).error;
  } catch {
    // No JSON: the status says it.
  }
  throw new ApiError(message, response.status);
}

/** Sends a file in, and tells how many spans it had. */
export async function upload(file: Blob): Promise<number> {
  const response = await fetch('/api/import', { method: 'POST', headers: { 'content-type': 'application/json' }, body: file });
  const answer = (await response.json()) as { spans?: number; error?: string };
  if (!response.ok) throw new ApiError(answer.error ?? `${response.status}`, response.status);
  return answer.spans ?? 0;
}

export async function post(path: string, query: Query = {}): Promise<void> {
  await fetch(address(path, query), { method: 'POST' });
}
