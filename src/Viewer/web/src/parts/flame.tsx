import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Span, Trace } from '../lib/api';
import { duration, hue } from '../lib/format';
import { color, useTheme } from '../lib/theme';
import { paint, useSize } from './basics';

const BAR = 22;

/** The trace as bars under the bars that called them. Click looks at a span, a double click at its part of the time. */
export function Flame({ trace, selected, onSelect }: { trace: Trace; selected: number; onSelect: (index: number) => void }): JSX.Element {
  const [wrap, width] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, hover] = useState<{ index: number; x: number; y: number } | null>(null);
  const [view, setView] = useState<[number, number]>([0, trace.duration]);
  const dark = useTheme();
  const deepest = trace.spans.reduce((most, span) => Math.max(most, span.depth), 0);
  const height = (deepest + 1) * BAR + 4;
  const scale = width / Math.max(1, view[1] - view[0]);
  const left = (span: Span) => (span.offset - view[0]) * scale;

  useEffect(() => {
    if (!canvas.current || !width) return;
    const context = paint(canvas.current, width, height);
    const palette = Array.from({ length: 12 }, (_, index) => color(`--hue-${index}`));
    const [error, text, accent] = [color('--error'), color('--on-bar'), color('--text')];
    const reached: number[] = [];
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    trace.spans.forEach((span, index) => {
      const x = Math.max(0, left(span));
      const end = Math.min(width, left(span) + Math.max(1, span.duration * scale));
      // What is narrower than a pixel and lies on what is drawn already is not seen anyway.
      if (end <= 0 || x >= width || (end - x < 1.5 && index !== selected && (reached[span.depth] ?? -1) >= end - 0.5)) return;
      reached[span.depth] = end;
      const y = span.depth * BAR;
      context.fillStyle = palette[hue(span.service)];
      context.beginPath();
      context.roundRect(x, y + 1, Math.max(1, end - x - 0.5), BAR - 3, Math.min(4, (end - x) / 2));
      context.fill();
      if (span.error) {
        context.fillStyle = error;
        context.fillRect(x, y + BAR - 5, Math.max(1, end - x - 0.5), 3);
      }
      if (index === selected) {
        context.strokeStyle = accent;
        context.lineWidth = 2;
        context.stroke();
      }
      if (end - x < 32) return;
      context.save();
      context.beginPath();
      context.rect(x + 5, y, end - x - 10, BAR);
      context.clip();
      context.fillStyle = text;
      context.fillText(`${span.resource || span.name} · ${duration(span.duration)}`, x + 6, y + BAR / 2);
      context.restore();
    });
  }, [trace, width, height, view, selected, dark]);

  function at(event: MouseEvent): number {
    const depth = Math.floor(event.offsetY / BAR);
    let found = -1;
    trace.spans.forEach((span, index) => {
      if (span.depth === depth && left(span) <= event.offsetX && left(span) + Math.max(2, span.duration * scale) >= event.offsetX) found = index;
    });
    return found;
  }

  function key(event: KeyboardEvent): void {
    const { spans } = trace;
    const here = spans[selected];
    let next = -1;
    if (event.key === 'ArrowDown') next = here ? spans.findIndex((span) => span.above === selected) : 0;
    else if (event.key === 'ArrowUp') next = here?.above ?? -1;
    else if (event.key === 'ArrowRight') next = spans.findIndex((span, index) => index > selected && span.above === here?.above);
    else if (event.key === 'ArrowLeft') next = here ? spans.findLastIndex((span, index) => index < selected && span.above === here.above) : -1;
    else return;
    event.preventDefault();
    if (next >= 0) onSelect(next);
  }

  const zoomed = view[0] !== 0 || view[1] !== trace.duration;
  return (
    <div class="flame" ref={wrap}>
      {zoomed && <button class="small" onClick={() => setView([0, trace.duration])}>Whole trace</button>}
      <canvas ref={canvas} tabIndex={0} role="img" aria-label={`Flame graph of ${trace.spans.length} spans; arrow keys go from span to span`} onKeyDown={key}
        onMouseMove={(event) => {
          const index = at(event);
          hover(index < 0 ? null : { index, x: event.offsetX, y: event.offsetY });
        }}
        onMouseLeave={() => hover(null)}
        onClick={(event) => {
          const index = at(event);
          if (index >= 0) onSelect(index);
        }}
        onDblClick={(event) => {
          const span = trace.spans[at(event)];
          if (span) setView([span.offset, span.offset + Math.max(1, span.duration)]);
        }} />
      {hovered && (
        <div class="tip" style={{ left: `${Math.min(hovered.x + 12, width - 240)}px`, top: `${hovered.y + 18}px` }}>
          <b>{trace.spans[hovered.index].resource}</b>
          <span>{trace.spans[hovered.index].service} · {trace.spans[hovered.index].name}</span>
          <span>{duration(trace.spans[hovered.index].duration)}, own time {duration(trace.spans[hovered.index].self)}</span>
        </div>
      )}
    </div>
  );
}
