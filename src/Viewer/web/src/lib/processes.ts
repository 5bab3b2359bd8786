import { address, ApiError, type Query } from './api';

/** A running .NET process, as `dd-run ps` lists it. */
export interface ProcessInfo { pid: number; name: string; runtime?: string; traced?: boolean | string; reason?: string }
/** A method's calls below another one. */
export interface CallNode { method: string; calls?: number; totalNs: number; selfNs: number; minNs?: number; maxNs?: number; exception?: string; running?: number; children?: CallNode[] }
/** One thing that a command has seen; docs/live.md says what each has. */
export interface Seen extends Record<string, unknown> { method?: string; type?: string; durationNs?: number; tree?: CallNode; exception?: { type?: string; message?: string } | string; count?: number; frames?: string[]; before?: string[]; after?: string[]; woven?: boolean; rule?: string; observed?: number; reason?: string }
export type Look = 'trace' | 'watch' | 'monitor' | 'stack' | 'loaded' | 'il';

interface Line { event?: Seen; note?: string; end?: number }

/** Looks into a process until the command has ended or the signal says enough; then the process has its own code back. */
export async function look(pid: number, command: Look, query: Query, heard: (line: Line) => void, signal: AbortSignal): Promise<void> {
  const response = await fetch(address(`/api/processes/${pid}/${command}`, query), { method: 'POST', signal });
  if (!response.ok || !response.body) {
    const { error } = (await response.json().catch(() => ({ error: `${response.status}` }))) as { error: string };
    throw new ApiError(error, response.status);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) heard(JSON.parse(line) as Line);
  }
}
