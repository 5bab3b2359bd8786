import { useEffect, useState } from 'preact/hooks';

export interface Place { path: string; query: URLSearchParams }

const here = (): Place => ({ path: location.pathname === '/' ? '/traces' : location.pathname, query: new URLSearchParams(location.search) });

let current = here();
const listeners = new Set<(place: Place) => void>();

function changed(): void {
  current = here();
  for (const listener of listeners) listener(current);
}

addEventListener('popstate', changed);

export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  changed();
}

/** The same view with some of its query changed; null takes a word out. */
export function withQuery(changes: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') query.delete(key);
    else query.set(key, String(value));
  }
  const text = query.toString();
  return current.path + (text ? `?${text}` : '');
}

export function usePlace(): Place {
  const [place, set] = useState(current);
  useEffect(() => {
    listeners.add(set);
    set(current);
    return () => void listeners.delete(set);
  }, []);
  return place;
}

/** Plain clicks on our own links change the view without loading the page again. */
export function follow(event: MouseEvent): void {
  const link = (event.target as Element).closest('a');
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download') || link.pathname.startsWith('/api/')) return;
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
