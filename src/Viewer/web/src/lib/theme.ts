import { useEffect, useState } from 'preact/hooks';

type Theme = 'auto' | 'light' | 'dark';

const KEY = 'dd-run.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export const theme = (): Theme => (localStorage.getItem(KEY) as Theme | null) ?? 'auto';

export const isDark = (): boolean => theme() === 'dark' || (theme() === 'auto' && prefersDark.matches);

export function apply(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

export function toggle(): void {
  localStorage.setItem(KEY, isDark() ? 'light' : 'dark');
  apply();
}

prefersDark.addEventListener('change', apply);

/** Draws again when the colours change: canvases do not by themselves. */
export function useTheme(): boolean {
  const [dark, set] = useState(isDark());
  useEffect(() => {
    const listener = () => set(isDark());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return dark;
}

export const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
