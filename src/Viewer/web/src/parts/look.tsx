import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type Query } from '../lib/api';
import { difference } from '../lib/difference';
import { duration, number } from '../lib/format';
import { look, type CallNode, type Look, type Seen } from '../lib/processes';

// The page is no log: what scrolls out of sight is not kept for ever.
const MOST_SEEN = 200;

export interface Looking { running: boolean; seen: Seen[]; notes: string[]; problem: string | undefined; start: (pid: number, command: Look, query: Query) => void; stop: () => void }

/** A look into a process, which ends with the view that shows it. */
export function useLook(): Looking {
  const [running, setRunning] = useState(false);
  const [seen, setSeen] = useState<Seen[]>([]);
  const [notes, setNotes] = useState<string[]>([]);
  const [problem, setProblem] = useState<string>();
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const stop = () => abort.current?.abort();
  const start = (pid: number, command: Look, query: Query) => {
    stop();
    const own = (abort.current = new AbortController());
    setRunning(true);
    setSeen([]);
    setNotes([]);
    setProblem(undefined);
    look(pid, command, query, (line) => {
      if (own.signal.aborted) return;
      const { event, note } = line;
      if (event) setSeen((before) => [...before, event].slice(-MOST_SEEN));
      if (note) setNotes((before) => [...before, note.replace(/^dd-run: /, '')]);
    }, own.signal)
      .catch((error: unknown) => {
        if (!own.signal.aborted) setProblem(error instanceof ApiError ? error.message : 'The viewer does not answer.');
      })
      .finally(() => {
        if (abort.current === own) setRunning(false);
      });
  };
  return { running, seen, notes, problem, start, stop };
}

/** Where the time of a span's method goes: the callees of its next call, woven for it and put back. */
export function Callees({ pid, method }: { pid: number; method: string }): JSX.Element {
  const looking = useLook();
  const { running, seen, notes } = looking;
  return (
    <section class="look" aria-label="In the process">
      <h3>In the process</h3>
      {running
        ? <button onClick={looking.stop}>Stop</button>
        : <button onClick={() => looking.start(pid, 'trace', { pattern: `${method}(*)`, limit: 1 })}>Where does its time go?</button>}
      <p class="hint" role="status">{running && (notes.length > 0 ? 'Waiting for the next call …' : 'Weaving …')}{!running && seen.length === 0 && notes.length === 0 && `Shows the next call of ${method}, with its callees.`}</p>
      <Found looking={looking} />
    </section>
  );
}

/** What a look has found so far, and what the command said. */
export function Found({ looking }: { looking: Looking }): JSX.Element {
  const { seen, notes, problem } = looking;
  return (
    <>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {seen.length > 0 && <div class="found" role="log" aria-label="Seen in the process" tabIndex={0}>{seen.map((each) => <One seen={each} />)}</div>}
      {notes.length > 0 && <ul class="mini notes">{notes.map((note) => <li>{note}</li>)}</ul>}
    </>
  );
}

function One({ seen }: { seen: Seen }): JSX.Element {
  if (seen.tree) return <Tree root={seen.tree} />;
  if (seen.frames) return <pre>{`${number(seen.count ?? 1)} ×\n${seen.frames.map((frame) => `  ${frame}`).join('\n')}`}</pre>;
  if (seen.before && seen.after) return <Code seen={seen} />;
  const { method, type, durationNs, exception, ...rest } = seen;
  const facts = Object.entries(rest).filter(([key]) => !['time', 'thread', 'threadName'].includes(key));
  return (
    <div class="seen">
      <b>{[type, method].filter(Boolean).join('.')}</b> {durationNs !== undefined && <small>{duration(durationNs)}</small>}
      <dl class="tags">{facts.map(([key, value]) => <div><dt>{key.replace(/Ns$/, '')}</dt><dd>{show(key, value)}</dd></div>)}</dl>
      {exception && <p class="bad">✗ {typeof exception === 'string' ? exception : `${exception.type ?? 'exception'}: ${exception.message ?? ''}`}</p>}
    </div>
  );
}

/** A method's code before and after: what is added and what makes room for it, marked. */
function Code({ seen }: { seen: Seen }): JSX.Element {
  const lines = difference(seen.before!, seen.after!);
  const added = lines.filter((line) => line.kind === 'added').length;
  const removed = lines.filter((line) => line.kind === 'removed').length;
  const name = [seen.type, seen.method].filter(Boolean).join('.');
  return (
    <div class="seen">
      <b>{name}</b> <small>{seen.woven ? `woven${seen.rule ? ` by ${seen.rule}` : ''}${seen.observed ? `, looked at by ${number(seen.observed)}` : ''}` : 'not woven: so it would be'}; {number(added)} added, {number(removed)} removed</small>
      {seen.reason && <p class="bad">{seen.reason}</p>}
      <pre class="il" tabIndex={0} role="region" aria-label={`Code of ${name}`}>
        {lines.map(({ text, kind }) => (kind === 'added' ? <ins>+ {text}{'\n'}</ins> : kind === 'removed' ? <del>− {text}{'\n'}</del> : <span>{'  '}{text}{'\n'}</span>))}
      </pre>
    </div>
  );
}

function show(key: string, value: unknown): string {
  if (typeof value === 'number') return key.endsWith('Ns') ? duration(value) : number(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A method without the namespace of its type. */
function short(method: string): string {
  const parameters = method.indexOf('(');
  const name = parameters < 0 ? method : method.slice(0, parameters);
  const own = /[^.]+\.\.?[^.]*$/.exec(name)?.[0] ?? name;
  return own + method.slice(name.length);
}

function Tree({ root }: { root: CallNode }): JSX.Element {
  return <ul class="calls" aria-label="Where the time went"><Branch node={root} whole={root.totalNs || 1} /></ul>;
}

function Branch({ node, whole }: { node: CallNode; whole: number }): JSX.Element {
  return (
    <li>
      <div title={node.method}>
        <span class="time">{duration(node.totalNs)}</span>
        <i style={{ width: `${Math.max(1, (40 * node.totalNs) / whole)}px` }} />
        <span class={node.exception ? 'bad' : ''}>{short(node.method)}{(node.calls ?? 1) > 1 && ` × ${number(node.calls!)}`}{node.exception && ` ✗ ${node.exception}`}</span>
        <small>self {duration(node.selfNs)}</small>
      </div>
      {node.children && node.children.length > 0 && <ul>{node.children.map((child) => <Branch node={child} whole={whole} />)}</ul>}
    </li>
  );
}
