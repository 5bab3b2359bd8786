import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { get } from '../lib/api';

/** The filter with completion of its last word. It is in force as it is typed, a moment after the last letter. */
export function FilterBox({ value, onChange, placeholder, completes = true }: {
  value: string; onChange: (value: string) => void; placeholder: string; completes?: boolean;
}): JSX.Element {
  const [text, setText] = useState(value);
  const [words, setWords] = useState<string[]>([]);
  const [chosen, choose] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  const list = useId();

  useEffect(() => {
    if (document.activeElement !== box.current) setText(value);
  }, [value]);

  const lastWord = (of: string) => /(?:[^\s"]|"[^"]*"?)*$/.exec(of)![0];

  function typed(next: string): void {
    setText(next);
    choose(-1);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      // A word that has only its name yet means nothing so far.
      if (!/(^|\s)-?@?[^\s"]+:[<>]?=?$/.test(next)) onChange(next.trim());
      if (completes) void suggest(next);
    }, 150);
  }

  async function suggest(of: string): Promise<void> {
    try {
      const word = lastWord(of);
      const { items } = await get<{ items: string[] }>('/api/completion', { word });
      setWords(document.activeElement === box.current ? items.filter((item) => item !== word) : []);
    } catch {
      setWords([]);
    }
  }

  function take(completion: string): void {
    const next = text.slice(0, text.length - lastWord(text).length) + completion + (completion.endsWith(':') ? '' : ' ');
    setWords([]);
    typed(next);
    box.current?.focus();
  }

  function key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      if (words.length) setWords([]);
      else if (text) typed('');
      else box.current?.blur();
      event.stopPropagation();
    } else if (words.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      choose((chosen + (event.key === 'ArrowDown' ? 1 : words.length)) % words.length);
      event.preventDefault();
    } else if (words.length && (event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) {
      take(words[chosen]);
      event.preventDefault();
    } else if (event.key === 'Enter') {
      clearTimeout(timer.current);
      setWords([]);
      onChange(text.trim());
    } else if (event.key === 'ArrowDown') {
      document.querySelector<HTMLElement>('main [role=listitem] a, main [role=listitem] button')?.focus();
      event.preventDefault();
    }
  }

  return (
    <div class="filter">
      <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 4 4" /></svg>
      <input ref={box} type="search" value={text} placeholder={placeholder} aria-label="Filter" spellcheck={false} autocomplete="off" role="combobox" list={undefined}
        aria-expanded={words.length > 0} aria-controls={list} aria-autocomplete="list" aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
        onInput={(event) => typed(event.currentTarget.value)} onKeyDown={key} onFocus={() => completes && void suggest(text)} onBlur={() => setTimeout(() => setWords([]), 150)} />
      <kbd aria-hidden="true">/</kbd>
      <ul id={list} role="listbox" aria-label="Completions" class={words.length ? 'open' : ''}>
        {words.slice(0, 12).map((item, index) => (
          <li id={`${list}-${index}`} role="option" aria-selected={index === chosen} onMouseDown={(event) => {
            event.preventDefault();
            take(item);
          }}>{item}</li>
        ))}
      </ul>
    </div>
  );
}
