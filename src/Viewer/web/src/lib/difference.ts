/** A line of two texts laid over each other: in both, or in one of them. */
export interface Line { text: string; kind: 'same' | 'added' | 'removed' }

// Longer ones are shown one after the other.
const MOST_CELLS = 4_000_000;

/** Code before and after: instructions keep their order, and where they stand is no difference. */
export function difference(before: string[], after: string[]): Line[] {
  const [old, young] = [before.map(bare), after.map(bare)];
  const line = (text: string, kind: Line['kind']): Line => ({ text, kind });
  if (old.length * young.length > MOST_CELLS) return [...before.map((text) => line(text, 'removed')), ...after.map((text) => line(text, 'added'))];
  const width = young.length + 1;
  // How many lines are common from here to the ends.
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = young.length - 1; j >= 0; j--)
      common[i * width + j] = old[i] === young[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      lines.push(line(after[j], 'same'));
      i++;
      j++;
    } else if (j < young.length && (i === old.length || common[i * width + j + 1] >= common[(i + 1) * width + j])) {
      lines.push(line(after[j++], 'added'));
    } else {
      lines.push(line(before[i++], 'removed'));
    }
  }
  return lines;
}

const bare = (text: string): string => text.replace(/^IL_[0-9a-f]+: /, '').replace(/\bIL_[0-9a-f]{4,}\b/g, 'IL');
