import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Histogram } from '../lib/api';
import { duration, number, time } from '../lib/format';
import { color, useTheme } from '../lib/theme';
import { paint, useSize } from './basics';

export interface Brush { from: number; to: number; minDuration: number; maxDuration: number }

const STEPS = 32;
const floor = (step: number): number => 1000 * 10 ** (step / 4);

/** Latency over time: columns of time, rows of duration, darker where there are more; drag to look at a part. */
export function Heat({ data, brushed, onBrush }: { data: Histogram; brushed: boolean; onBrush: (brush: Brush | null) => void }): JSX.Element {
  const [wrap, width, height] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<[number, number, number, number] | null>(null);
  const dark = useTheme();

  let low = STEPS;
  let high = 0;
  let most = 1;
  for (const column of data.columns)
    column.durations.forEach((count, step) => {
      if (!count) return;
      low = Math.min(low, step);
      high = Math.max(high, step);
      most = Math.max(most, count);
    });
  low = Math.max(0, Math.min(low, high) - 1);
  high = Math.max(high + 2, low + 6);
  const rows = high - low;

  useEffect(() => {
    if (!canvas.current || !width) return;
    const context = paint(canvas.current, width, height);
    const [cellWidth, cellHeight] = [width / data.columns.length, (height - 5) / rows];
    const [accent, error, line] = [color('--accent'), color('--error'), color('--line')];
    context.strokeStyle = line;
    for (let step = Math.ceil(low / 4) * 4; step < high; step += 4) {
      const y = Math.round(height - 5 - (step - low) * cellHeight) + 0.5;
      context.beginPath();
      context.moveTo(0, y);
      context.lineTo(width, y);
      context.stroke();
    }
    data.columns.forEach((column, x) => {
      context.fillStyle = accent;
      column.durations.forEach((count, step) => {
        if (!count) return;
        context.globalAlpha = 0.22 + 0.78 * (Math.log1p(count) / Math.log1p(most));
        context.beginPath();
        context.roundRect(x * cellWidth + 0.5, height - 5 - (step - low + 1) * cellHeight + 0.5, Math.max(2, cellWidth - 1), Math.max(2, cellHeight - 1), 2);
        context.fill();
      });
      if (!column.errors) return;
      // How many of a moment's traces failed, along the floor.
      context.globalAlpha = 0.45 + (0.55 * column.errors) / column.count;
      context.fillStyle = error;
      context.fillRect(x * cellWidth + 0.5, height - 4, Math.max(2, cellWidth - 1), 4);
    });
    context.globalAlpha = 1;
  }, [data, width, height, dark]);

  function release(): void {
    if (!drag) return;
    const [x1, x2] = [Math.min(drag[0], drag[2]), Math.max(drag[0], drag[2])];
    const [y1, y2] = [Math.min(drag[1], drag[3]), Math.max(drag[1], drag[3])];
    setDrag(null);
    if (x2 - x1 < 4 && y2 - y1 < 4) return;
    const at = (x: number) => Math.round(data.from + (x / width) * data.width * data.columns.length);
    const long = (y: number) => Math.round(floor(low + (rows * Math.max(0, height - 5 - y)) / (height - 5)));
    onBrush({ from: at(x1), to: at(x2), minDuration: y2 - y1 < 8 ? 0 : long(y2), maxDuration: y2 - y1 < 8 ? 0 : long(y1) });
  }

  return (
    <figure class="heat" aria-label={`Latency over time of ${number(data.traces)} traces`}>
      <div class="scale" aria-hidden="true"><span>{duration(floor(high))}</span><span>{duration(floor(low))}</span></div>
      <div class="plot" ref={wrap}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag([event.offsetX, event.offsetY, event.offsetX, event.offsetY]);
        }}
        onPointerMove={(event) => drag && setDrag([drag[0], drag[1], event.offsetX, event.offsetY])}
        onPointerUp={release}>
        <canvas ref={canvas} />
        {drag && <div class="brush" style={{ left: `${Math.min(drag[0], drag[2])}px`, top: `${Math.min(drag[1], drag[3])}px`, width: `${Math.abs(drag[2] - drag[0])}px`, height: `${Math.abs(drag[3] - drag[1])}px` }} />}
      </div>
      <figcaption>
        <span>{time(data.from)}</span>
        {brushed ? <button class="small" onClick={() => onBrush(null)}>Show all again</button> : <span class="hint">drag over a part to look at it</span>}
        <span>{time(data.to)}</span>
      </figcaption>
    </figure>
  );
}
