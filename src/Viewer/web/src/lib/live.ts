import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, type Query } from './api';

type Listener = (version: number) => void;

const listeners = new Set<Listener>();
const states = new Set<(connected: boolean) => void>();
let version = 0;

/** Hears of whatever comes in. The browser connects again by itself. */
export function connect(): void {
  const events = new EventSource('/api/events');
  events.onmessage = (event) => {
    version = Number(event.data);
    for (const listener of listeners) listener(version);
  };
  events.onopen = () => states.forEach((state) => state(true));
  events.onerror = () => states.forEach((state) => state(false));
}

export function useConnected(): boolean {
  const [connected, set] = useState(true);
  useEffect(() => {
    states.add(set);
    return () => void states.delete(set);
  }, []);
  return connected;
}

/** Changes with whatever comes in, at most every so many milliseconds, and not while it is paused. */
export function useVersion(paused = false, every = 500): number {
  const [seen, set] = useState(version);
  useEffect(() => {
    if (paused) return;
    let timer = 0;
    const listener: Listener = (now) => {
      if (timer) return;
      timer = window.setTimeout(() => {
        timer = 0;
        set(version || now);
      }, every);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      clearTimeout(timer);
    };
  }, [paused, every]);
  return seen;
}

export interface Loaded<T> { data: T | undefined; error: string | undefined; loading: boolean }

/** Asks the API, again when the question or the version changes; the last answer stays until the next is there. */
export function useApi<T>(path: string | null, query: Query = {}, again: unknown = 0): Loaded<T> {
  const [state, set] = useState<Loaded<T> & { key: string }>({ data: undefined, error: undefined, loading: true, key: '' });
  const key = path + JSON.stringify(query);
  const busy = useRef(false);
  useEffect(() => {
    if (!path) return;
    if (busy.current && state.key === key) return;
    const abort = new AbortController();
    busy.current = true;
    get<T>(path, query, abort.signal)
      .then((data) => set({ data, error: undefined, loading: false, key }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        set((before) => ({ data: before.key === key ? before.data : undefined, error: error instanceof ApiError ? error.message : 'The viewer does not answer.', loading: false, key }));
      })
      .finally(() => (busy.current = false));
    return () => abort.abort();
  }, [key, again]);
  return state.key === key || state.data ? state : { data: undefined, error: undefined, loading: true };
}
